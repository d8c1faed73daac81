"""The page of whoever looks after policies: each policy's state, its dates, and what there is to do about it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from trainingsite.people.content import right_to_write
from trainingsite.people.models import Person, Practice
from trainingsite.policies.consulting.standing import tasks_for as consultation_tasks
from trainingsite.policies.life.states import Life, lives_of
from trainingsite.policies.looking_after import Task, owners_on, policies_looked_after, practices_of
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.name_changes import tasks_for as name_tasks
from trainingsite.policies.review.dates import ReviewDates, review_dates
from trainingsite.policies.review.tasks import tasks_for as review_tasks

Tasks = Callable[[Iterable[PolicyPage], dt.date], dict[int, list[Task]]]


@dataclass(frozen=True)
class LookedAfter:
    """One policy as the person who looks after it sees it."""

    page: PolicyPage
    practice: Practice | None
    life: Life
    owner: Person | None
    dates: ReviewDates
    tasks: list[Task]
    may_edit: bool

    @property
    def has_versions(self) -> bool:
        return bool(self.life.current or self.life.scheduled)

    @property
    def holder(self) -> str:
        """Whose policy it is; of a network's, that it is a network's."""
        return self.practice.name if self.practice else "Your network"


def approval_tasks(lives: dict[int, Life], person: Person) -> dict[int, list[Task]]:
    """By page: the request that waits for a decision, as the person sees it."""
    found = {}
    for page_id, life in lives.items():
        if asked := life.waiting:
            own = asked.asked_by_id == person.pk
            sentence = "You asked" if own else f"{asked.asked_by.name} asks"
            action = "See the request" if own else "Read it and decide"
            address = reverse("policies:approval", args=[asked.key])
            found[page_id] = [Task(f"{sentence} for its text to be approved.", action, address)]
    return found


OTHER_PARTS: tuple[Tasks, ...] = (review_tasks, consultation_tasks, name_tasks)


def looked_after_by(person: Person, day: dt.date) -> list[LookedAfter]:
    """The policies that the person looks after, those that are archived last; a fixed number of queries."""
    pages = list(policies_looked_after(person, day))
    lives, owners, dates = lives_of(pages, day), owners_on(pages, day), review_dates(pages, day)
    practices, may_edit = practices_of(pages), person.is_superuser or right_to_write(person).exists()
    tasks = defaultdict(list, approval_tasks(lives, person))
    for tasks_for in OTHER_PARTS:
        for page_id, each in tasks_for([page for page in pages if not lives[page.pk].is_archived], day).items():
            tasks[page_id] += each
    found = [
        LookedAfter(
            page=page,
            practice=practices.get(page.pk),
            life=lives[page.pk],
            owner=owners.get(page.pk),
            dates=dates[page.pk],
            tasks=tasks[page.pk],
            may_edit=may_edit,
        )
        for page in pages
    ]
    return sorted(found, key=lambda each: (each.life.is_archived, each.holder, each.page.title))
