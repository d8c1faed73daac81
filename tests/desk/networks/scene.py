"""What the tests of a network's pages speak of: its leads, its agreements, its people by the hundred."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from tests.desk.test_views import sign_in
from tests.factories import GO_LIVE, make_job_role, make_network, make_person, make_practice, on_the_morning_of
from trainingsite.people.agreeing import agree_to_names
from trainingsite.people.models import Duty, Membership, Network, Person, Practice, Responsibility


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def make_lead(network: Network, name: str = "Dev Rao", *, started_on: dt.date = GO_LIVE, ended_on=None) -> Person:
    lead = make_person(name)
    with on_the_morning_of(started_on):
        Responsibility.objects.create(
            duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=started_on, ended_on=ended_on
        )
    return lead


def sign_in_lead(client, network: Network, **fields) -> Person:
    lead = make_lead(network, **fields)
    sign_in(client, lead)
    return lead


def agree(practice: Practice, network: Network, *, at: dt.datetime | None = None):
    return agree_to_names(practice=practice, network=network, by=make_person("Ann Lee"), at=at or timezone.now())


def overview_page(network: Network, **query) -> str:
    return reverse("desk:network", args=[network.key], query=query)


def practice_page(network: Network, practice: Practice, **query) -> str:
    return reverse("desk:network_practice", args=[network.key, practice.ods_code.lower()], query=query)


def add_people(practice: Practice, count: int, job_role: str = "Receptionist", *, group: str = "non-clinical") -> None:
    """Many people at once, who started when the practice went live."""
    made = [Person(username=f"{practice.pk}-{group}-{number}", last_name=f"Able{number}") for number in range(count)]
    role = make_job_role(job_role, staff_group=group)
    with on_the_morning_of(GO_LIVE):
        Membership.objects.bulk_create(
            Membership(person=person, practice=practice, job_role=role, started_on=GO_LIVE)
            for person in Person.objects.bulk_create(made)
        )


def make_many(count: int, *, people: int = 1) -> tuple[Network, list[Practice]]:
    """A network of so many practices, each with so many people."""
    practices = [make_practice(f"Surgery {number:03}") for number in range(count)]
    for practice in practices:
        add_people(practice, people)
    return make_network(f"Network of {count}", *practices), practices


def said_of(answer) -> dict[str, str]:
    """By practice, the words in place of counts."""
    return {line.practice.name: line.said for line in answer.context["overview"].lines}


def counts_of(answer) -> dict[str, list[str]]:
    """By practice, what each column says."""
    return {line.practice.name: [count.words for count in line.counts] for line in answer.context["overview"].lines}
