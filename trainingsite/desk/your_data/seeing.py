"""Who can see what of a person's record today: worked out from the duties that people hold, not from a text."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.formats.dates import long_date
from trainingsite.people.agreeing import names_agreed
from trainingsite.people.models import (
    OPENS_THE_DESK,
    Duty,
    Membership,
    NamesAgreed,
    NetworkPractice,
    Person,
    Practice,
    Responsibility,
)
from trainingsite.policies.questions.threads import MANAGERS

NOBODY = "Nobody today"
NEVER_TO_MANAGERS = (
    "Your scores, how often you tried, what you answered or chose; which boxes you ticked in a privacy check-up; why"
    " you were on leave; of another practice more than title, version and dates of training"
)
SEES_RECORD = (
    "What is asked of you and whether it is done, and when; what you signed or declined; your job, duties and leave"
    " dates here; training done elsewhere that was sent to this practice, with its proof; subjects of this practice's"
    " messages to you, and whether they arrived"
)
# What holding a duty lets somebody see beyond what all staff see, and what it does not.
BY_DUTY = (
    (
        OPENS_THE_DESK,
        "Managers of the practice",
        SEES_RECORD,
        NEVER_TO_MANAGERS,
    ),
    (
        MANAGERS,
        "Who takes over questions",
        "A question or an objection of yours, once nobody has answered it for 7 days",
        "Your other questions",
    ),
    (
        (Duty.POLICY_OWNER,),
        "Policy owner",
        "How many people a new version asks to sign; questions and objections you address to them",
        "Your training, your leave, your record",
    ),
    (
        (Duty.STAFF_REPRESENTATIVE,),
        "Staff representative",
        "Comments on drafts, as all who are asked see them; questions you address to them",
        "Your training, your leave, your record",
    ),
)
COLLEAGUES = (
    "Comments you make on a draft under your name; that you hold a duty, where a policy names who does",
    "Your training, your signatures, your leave",
)
LINE_MANAGER = (
    (
        "What is asked of you, its status and by when, also that you asked about a policy or declined to sign it, or"
        " are on leave; once a week what you are late with, and whether a message did not arrive"
    ),
    NEVER_TO_MANAGERS,
)
NETWORK = ("Counts of the whole practice", "Names; anything about one person")
NETWORK_BY_NAME = (
    (
        "Counts of the whole practice; since {}, when it was agreed: your name, what is asked of you, whether it is"
        " done, due or overdue, or you are on leave or exempt, and by when"
    ),
    (
        "Anything else: your job, your record, proofs and certificates, scores and answers, whether you asked about a"
        " policy or declined to sign it, why you were on leave"
    ),
)
ADMINISTRATORS = (
    "Your name, sign-in name, e-mail address, jobs and duties, to keep the site running; how many answers were erased",
    "Your answers, what you typed in questions and comments; your password",
)
CQC = (
    "In a pack the practice hands over: your name and job; your training and signatures, and when",
    "Your scores, tries and answers; your questions; who commented on a draft; why you were on leave; your address",
)


@dataclass(frozen=True)
class Viewer:
    """Somebody who can see something: who they are today, what they see, what they never see."""

    role: str
    where: str
    names: tuple[str, ...]
    sees: str
    never: str

    @property
    def who(self) -> str:
        return ", ".join(self.names) or NOBODY

    @property
    def data(self) -> dict:
        """The line as the document holds it."""
        said = {"role": self.role, "where": self.where, "names": list(self.names)}
        return {**said, "sees": self.sees, "never_sees": self.never}


def viewers_of(person: Person, day: dt.date) -> list[Viewer]:
    """Who can see what of the person that day, practice by practice, in a fixed number of queries."""
    jobs = list(
        Membership.objects.known().by(person).select_related("practice", "manager").order_by("started_on", "pk")
    )
    practices = list(dict.fromkeys(job.practice for job in jobs))
    holders = _holders(practices, person, day)
    at_work = _at_work(practices, day)
    viewers = []
    for practice in practices:
        here = [job for job in jobs if job.practice_id == practice.pk and _on(job, day)]
        viewers += _at(practice, here, holders, at_work, person)
    return [*viewers, *_beyond(practices, person, day)]


def _on(job: Membership, day: dt.date) -> bool:
    return job.started_on <= day and (job.ended_on is None or day <= job.ended_on)


def _holders(practices: list[Practice], person: Person, day: dt.date) -> dict[tuple[int, str], list[str]]:
    """Who else holds which duty at which practice, by name; of two duties of one kind each name once."""
    held = Responsibility.objects.known().on(day).filter(practice__in=practices).exclude(person=person)
    found = defaultdict(list)
    for duty in held.filter(person__is_active=True).select_related("person").order_by("person__last_name", "pk"):
        found[duty.practice_id, duty.duty].append(duty.person.name)
    return found


def _at_work(practices: list[Practice], day: dt.date) -> set[tuple[int, int]]:
    jobs = Membership.objects.known().on(day).filter(practice__in=practices, person__is_active=True)
    return set(jobs.values_list("practice_id", "person_id"))


def _at(practice: Practice, jobs: list[Membership], holders, at_work, person: Person) -> Iterable[Viewer]:
    for duties, role, sees, never in BY_DUTY:
        names = [name for duty in duties for name in holders.get((practice.pk, duty), ())]
        yield Viewer(role, practice.name, tuple(dict.fromkeys(names)), sees, never)
    managers = [job.manager for job in jobs if job.manager and (practice.pk, job.manager_id) in at_work]
    others = dict.fromkeys(manager.name for manager in managers if manager.pk != person.pk)
    yield Viewer("Team leader", practice.name, tuple(others), *LINE_MANAGER)
    if jobs:
        yield Viewer("Colleagues", practice.name, ("Everybody who works there",), *COLLEAGUES)
    yield Viewer("Care Quality Commission", practice.name, ("Its inspectors",), *CQC)


def _beyond(practices: list[Practice], person: Person, day: dt.date) -> list[Viewer]:
    """Who sees something although they hold no duty at the practice itself."""
    everything = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    names = tuple(each.name for each in everything)
    return [
        *_network_leads(practices, person, day),
        Viewer("Administrators of the site", "The whole site", names, *ADMINISTRATORS),
    ]


def _network_leads(practices: list[Practice], person: Person, day: dt.date) -> Iterable[Viewer]:
    """Who leads a network sees counts; names, of each practice that agrees to it."""
    stays = NetworkPractice.objects.known().on(day).filter(practice__in=practices)
    leads = Responsibility.objects.known().on(day).of_kind(Duty.NETWORK_LEAD).exclude(person=person)
    held = defaultdict(list)
    for lead in leads.filter(network__in=stays.values("network")).select_related("person").order_by("pk"):
        held[lead.network_id].append(lead.held_by)
    agreed = names_agreed(practices, day)
    for stay in stays.select_related("network", "practice").order_by("network__name", "practice__name", "pk"):
        if names := tuple(dict.fromkeys(held[stay.network_id])):
            where = f"{stay.practice.name}, in {stay.network.name}"
            step = agreed.get((stay.practice_id, stay.network_id))
            yield Viewer("Network lead", where, names, *(_agreed(step) if step else NETWORK))


def _agreed(step: NamesAgreed) -> tuple[str, str]:
    sees, never = NETWORK_BY_NAME
    return sees.format(long_date(step.acted_on)), never
