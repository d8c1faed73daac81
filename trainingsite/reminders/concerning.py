"""Which messages are a practice's own: practices are separate controllers, and colleagues may work at several.

A message says whom it is for and what it is about; few say at which practice. Of somebody who never worked anywhere
else all are the practice's; of the others only those that name this practice, or tell of a record or a reminder of it.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from trainingsite.compliance.models import Exemption, LearningClaim, PriorLearning
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.people.models import Invitation, Membership, Practice, Responsibility
from trainingsite.policies.consultations import Comment
from trainingsite.policies.models import (
    ApprovalAsked,
    Attestation,
    Consultation,
    PolicyVersion,
    SheetDecision,
    SigningSheet,
)
from trainingsite.reminders.models import Digest, Nudge, Prompt, Reminder

KNOWN_BY_KEY = (
    PolicyVersion, SigningSheet, SheetDecision, Consultation, Comment, ApprovalAsked, Invitation, LearningClaim,
)  # fmt: skip
SAYS_MORE_THAN_OURS = "A reminder"


def work_elsewhere_too(people: Collection[int], practice: Practice) -> set[int]:
    """Those of these people whom another practice or a network ever had something to say to."""
    jobs = Membership.objects.known().filter(person__in=people).exclude(practice=practice)
    duties = Responsibility.objects.known().filter(person__in=people).filter(~Q(practice=practice))
    outside = Responsibility.objects.known().filter(person__in=people, practice__isnull=True)
    return {person_id for rows in (jobs, duties, outside) for person_id in rows.values_list("person_id", flat=True)}


def our_own(notices: Iterable[Notice], practice: Practice) -> list[Notice]:
    """The messages that are this practice's to list, in their order, in a fixed number of queries.

    Of one that speaks for two practices no more is said than that it was a reminder.
    """
    notices = list(notices)
    elsewhere = work_elsewhere_too({notice.person_id for notice in notices}, practice)
    shared = [notice for notice in notices if notice.person_id in elsewhere]
    if not shared:
        return notices
    reminded = _practices_reminding(shared)
    ours = _our_keys({notice.about for notice in shared if notice.about and not notice.practice_id}, practice)
    for notice in shared:
        if len(reminded.get(notice.pk, ())) > 1:
            notice.subject = SAYS_MORE_THAN_OURS
    return [
        notice for notice in notices if notice.person_id not in elsewhere or _is_ours(notice, reminded, ours, practice)
    ]


def _is_ours(notice: Notice, reminded: dict[int, set], ours: set[uuid.UUID], practice: Practice) -> bool:
    if notice.practice_id:
        return notice.practice_id == practice.pk
    if notice.kind == REMINDERS:
        return practice.pk in reminded.get(notice.pk, ())
    return notice.about in ours


def _practices_reminding(notices: list[Notice]) -> dict[int, set[int | None]]:
    """By message: the practices whose reminders and weekly lists it carries."""
    found = defaultdict(set)
    where = ((Reminder, "practice_id"), (Nudge, "practice_id"), (Prompt, "practice_id"), (Digest, "week__practice_id"))
    for model, path in where:
        for notice_id, practice_id in model.objects.filter(notice__in=notices).values_list("notice_id", path):
            found[notice_id].add(practice_id)
    return found


def _our_keys(abouts: set[uuid.UUID], practice: Practice) -> set[uuid.UUID]:
    """Which of these keys are of the practice's own records."""
    learned = PriorLearning.objects.at(practice).filter(key__in=abouts).values_list("key")
    said = Attestation.objects.at(practice).filter(key__in=abouts).values_list("key")
    found = [model.objects.filter(practice=practice, key__in=abouts).values_list("key") for model in KNOWN_BY_KEY]
    exempt = Exemption.objects.filter(practice=practice, line__in=abouts).values_list("line")
    return {key for (key,) in said.union(*found, learned, exempt)}
