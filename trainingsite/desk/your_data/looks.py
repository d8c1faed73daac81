"""Who has looked at somebody's record: who, when, at which page, and the exports that contained them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from trainingsite.audit.models import AccessEntry
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.models import LearningClaim
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.models import Attestation, SigningSheet

PAGES = {
    "certificates.downloaded": "A certificate of yours, downloaded",
    "certificates.opened": "A certificate of yours, to revoke it or to issue it anew",
    "compliance.claim_opened": "What you sent in of training done elsewhere",
    "compliance.exemption_opened": "An exemption of yours",
    "compliance.training_opened": "Your training done elsewhere",
    "compliance.proof_downloaded": "A proof you sent in, downloaded",
    "desk.cell_opened": "What is asked of you and what you did about it: one requirement",
    "desk.duties_opened": "The list of the practice's duties and who holds them",
    "desk.former_names_opened": "The names you had before",
    "desk.hand_over_opened": "What you hand over when you leave",
    "desk.identity_opened": "The page that asks whether two rows are one person",
    "desk.inspection_opened": "The list of what is open before an inspection (noted once a day)",
    "desk.invitations_opened": "The list of who has not signed in yet",
    "desk.merger_looked_at": "What a merger of practices would change",
    "desk.people_listed": "The list of the practice's people",
    "desk.place_opened": "The practice's own page, for administrators",
    "desk.who_is_told_opened": "The list of who is told what, and when",
    "desk.hand_out_opened": "The messages to hand out on paper, of everybody at the practice who had one",
    "desk.handed_over": "Your messages, handed over to you on paper",
    "desk.leaving_opened": "The page on which leavers hand over",
    "desk.matrix_opened": "The practice's training matrix, with everybody's line (noted once a day)",
    "desk.matrix_exported": "The practice's training matrix, exported",
    "desk.network_counts_exported": "Counts of every practice of a network, exported: nobody is named in them",
    "desk.network_matrix_exported": "Your name, status and due dates, exported by a lead of your practice’s network",
    "desk.network_names_opened": "Your name, status and due dates, seen by a lead of your network (noted once a day)",
    "desk.own_data_downloaded": "Everything that is held about them, downloaded by themselves",
    "desk.plans_opened": "The practice's plans for closing gaps (noted once a day)",
    "desk.record_opened": "Your record at the practice",
    "desk.remind_opened": "The page for reminding people of what is open (noted once a day)",
    "desk.report_exported": "A report of the practice, taken as a file",
    "desk.signatures_exported": "The practice's signed policies, with who signed when, taken as a file",
    "desk.report_opened": "The practice's reports, with everybody's line (noted once a day)",
    "desk.sign_in_help_opened": "The page for helping you sign in",
    "desk.team_opened": "A team leader's page, with how their own team stands (noted once a day)",
    "desk.trends_opened": "The practice's trends, with what of yours will lapse (noted once a day)",
    "evidence.disposal_opened": "A list of people whose details are to be erased, for administrators",
    "evidence.retention_opened": "What is kept of you and for how long, for administrators",
    "evidence.exported": "An evidence pack for the Care Quality Commission, with everybody's line",
    "evidence.exported_without_names": "An evidence pack without names, with everybody's line under a code",
    "policies.question_opened": "A question of yours, once it was left to the managers",
    "policies.scan_downloaded": "The scan of a sheet you signed, downloaded",
    "policies.sheet_opened": "A sheet you signed on paper",
    "policies.sheets_printed": "Sheets to sign on paper, printed for some of the practice's people",
    "policies.signature_opened": "A signature of yours, to make it void",
}
OWN = "desk.own_data_downloaded"
OWN_TEAM = "desk.team_opened"
# Of these the detail is for people to read: at which practice, of which days. Others hold keys.
SAYS_MORE = {
    "desk.cell_opened",
    "desk.leaving_opened",
    "desk.matrix_exported",
    "desk.network_matrix_exported",
    "desk.record_opened",
    "desk.report_exported",
    "desk.sign_in_help_opened",
    "evidence.exported",
    "evidence.exported_without_names",
}


def page_of(verb: str) -> str:
    """Which page it was, in words; a verb that has none yet stands for itself."""
    return PAGES.get(verb, verb)


@dataclass(frozen=True)
class Look:
    """Somebody looked, once."""

    at: dt.datetime
    by: str
    page: str
    where: str
    detail: str

    @property
    def zone(self) -> str:
        """The name of the zone in which the time is told."""
        return f"{timezone.localtime(self.at):%Z}"

    @property
    def data(self) -> dict[str, str]:
        """The look as the document holds it."""
        at = timezone.localtime(self.at).isoformat(timespec="seconds")
        said = {"at": at, "zone": self.zone, "by": self.by, "page": self.page}
        return {**said, "where": self.where, "detail": self.detail}


def looks_at(person: Person, former_ids: Iterable[int] = ()) -> list[Look]:
    """Every look at the person's record by somebody else, newest first, in a fixed number of queries."""
    ids = {person.pk, *former_ids}
    jobs = list(Membership.objects.known().filter(person__in=ids).select_related("practice", "manager"))
    practices = {str(job.practice.key): job.practice for job in jobs}
    own = {str(key) for key in Person.objects.filter(pk__in=ids).values_list("key", flat=True)}
    subjects = own | _records_of(ids) | set(practices)
    found = AccessEntry.objects.filter(subject__in=subjects).exclude(actor__in=own).order_by("-at", "-pk")
    entries = [entry for entry in found if _contained(entry, practices, jobs)]
    names = names_of({entry.actor for entry in entries})
    return [_look(entry, names, practices) for entry in entries]


def _records_of(ids: set[int]) -> set[str]:
    """The keys of the person's records that can be opened or downloaded on their own."""
    return {
        str(key)
        for model in (Certificate, LearningClaim, SigningSheet, Attestation)
        for key in model.objects.filter(person__in=ids).values_list("key", flat=True)
    }


def _contained(entry: AccessEntry, practices: Mapping[str, Practice], jobs: list[Membership]) -> bool:
    """Whether the person was in it: what is about a practice contains whoever had begun there by that day,
    and a team leader's page whom they manage."""
    practice = practices.get(entry.subject)
    if practice is None:
        return True
    day = timezone.localdate(entry.at)
    here = [job for job in jobs if job.practice_id == practice.pk and job.started_on <= day]
    if entry.verb == OWN_TEAM:
        here = [job for job in here if job.manager and str(job.manager.key) == entry.actor and not _over(job, day)]
    return bool(here)


def _over(job: Membership, day: dt.date) -> bool:
    return job.ended_on is not None and job.ended_on < day


def _look(entry: AccessEntry, names: Mapping[str, str], practices: Mapping[str, Practice]) -> Look:
    practice = practices.get(entry.subject)
    by, detail = names.get(entry.actor, entry.actor), entry.detail if entry.verb in SAYS_MORE else ""
    return Look(entry.at, by, page_of(entry.verb), practice.name if practice else "", detail)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The current names of those who looked; what is no person's key, such as a command line, keeps its own words."""
    keys = [actor for actor in actors if _is_key(actor)]
    return {str(person.key): person.name for person in Person.objects.filter(key__in=keys)}


def _is_key(actor: str) -> bool:
    try:
        uuid.UUID(actor)
    except ValueError:
        return False
    return True
