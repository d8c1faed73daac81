"""What a consultation is to somebody: whether they are asked, speak for staff, or look after the policy."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility
from trainingsite.policies.audiences import is_for, people_asked
from trainingsite.policies.consultations import Comment, Consultation, UnnamedComment
from trainingsite.policies.consulting.rules import Standing
from trainingsite.policies.looking_after import Task, may_look_after


def standing_of(person: Person, consultation: Consultation, day: dt.date) -> Standing:
    """What the person is to the consultation that day."""
    asked = people_asked(consultation.practice, {"audience": consultation.audience}, day)
    return Standing(
        is_asked=asked.filter(pk=person.pk).exists(),
        represents_staff=representatives(consultation.practice, day).filter(person=person).exists(),
        looks_after=may_look_after(person, consultation.page, day),
    )


def representatives(practice: Practice, day: dt.date):
    """The duties of those who can sign in and speak for the staff of the practice that day."""
    held = Responsibility.objects.known().on(day).at(practice).of_kind(Duty.STAFF_REPRESENTATIVE)
    return held.filter(person__isnull=False)


def open_for(person: Person, practices: Iterable[Practice], day: dt.date) -> list[Consultation]:
    """The consultations in which the person is asked that day, the first to end first."""
    under_way = list(Consultation.objects.open_on(day).filter(practice__in=list(practices)).order_by("last_day", "pk"))
    if not any(each.audience for each in under_way):
        return under_way
    groups, duties = _groups_at_each(person, day), _duties_at_each(person, day)
    return [
        each
        for each in under_way
        if is_for({"audience": each.audience}, groups=groups[each.practice_id], duties=duties[each.practice_id])
    ]


def _groups_at_each(person: Person, day: dt.date) -> dict[int, set[str]]:
    jobs = Membership.objects.known().on(day).by(person)
    found = defaultdict(set)
    for practice, *keys in jobs.values_list("practice", "job_role__key", "job_role__staff_group__key"):
        found[practice].update(keys)
    return found


def _duties_at_each(person: Person, day: dt.date) -> dict[int, set[str]]:
    found = defaultdict(set)
    for practice, duty in Responsibility.objects.known().on(day).by(person).values_list("practice", "duty"):
        found[practice].add(duty)
    return found


def tasks_for(pages: Iterable, day: dt.date) -> dict[int, list[Task]]:
    """By policy: the comments that wait for an answer, and the consultation that has ended and is not closed."""
    under_way = Consultation.objects.unclosed().filter(page__in=[page.pk for page in pages])
    named, unnamed = _waiting(Comment, withdrawal__isnull=True), _waiting(UnnamedComment)
    found: dict[int, list[Task]] = {}
    for each in under_way.order_by("pk"):
        address = reverse("policies:consultation", args=[each.key])
        tasks = found.setdefault(each.page_id, [])
        if waiting := named.get(each.pk, 0) + unnamed.get(each.pk, 0):
            tasks.append(Task(_how_many_wait(waiting), "Read and answer", f"{address}#comments"))
        if each.last_day < day:
            ended = f"Staff had until {long_date(each.last_day)} to comment. Now write down what came of it."
            tasks.append(Task(ended, "Close the consultation", reverse("policies:close_consultation", args=[each.key])))
    return {page: tasks for page, tasks in found.items() if tasks}


def _waiting(model, **standing) -> dict[int, int]:
    """How many comments have no answer, by consultation."""
    rows = model.objects.filter(consultation__closing__isnull=True, answers__isnull=True, **standing)
    return dict(rows.order_by().values_list("consultation").annotate(Count("pk")))


def _how_many_wait(count: int) -> str:
    if count == 1:
        return "One comment on the draft has no answer yet."
    return f"{count} comments on the draft have no answer yet."
