"""The list of a practice's people: who works here, is to come or left, searched by links and a plain form."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import give_leave, make_job_role, make_member, make_practice
from tests.people.phones import make_known_person
from trainingsite.audit.models import AccessEntry
from trainingsite.desk.people.listing import people_of
from trainingsite.people.models import Membership, Person

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def names(answer) -> list[str]:
    return [line.person.name for line in answer.context["lines"]]


def line_about(person, practice, day):
    return next(line for line in people_of(practice, day) if line.person == person)


def test_the_list_begins_with_whoever_works_here(client, practice, ann, tom, address, today):
    make_member("Ben Okoro", practice=practice, started_on=today + A_DAY)
    make_member("Cara Moss", practice=practice, ended_on=today - A_DAY)

    assert names(client.get(address("people"))) == ["Tom Ellis", "Ann Lee"]


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("coming", ["Ben Okoro"]),
        ("left", ["Cara Moss"]),
        ("away", ["Tom Ellis"]),
        ("not-in", ["Tom Ellis", "Ben Okoro"]),
        ("all", ["Tom Ellis", "Ann Lee", "Cara Moss", "Ben Okoro"]),
        ("nonsense", ["Tom Ellis", "Ann Lee"]),
    ],
)
def test_a_link_shows_some_of_them(client, practice, ann, tom, address, today, show, expected):
    Person.objects.filter(pk=ann.pk).update(last_login=timezone.now())
    make_member("Ben Okoro", practice=practice, started_on=today + A_DAY)
    make_member("Cara Moss", practice=practice, ended_on=today - A_DAY)
    give_leave(tom, today - A_DAY)

    assert names(client.get(address("people"), {"show": show})) == expected


@pytest.mark.parametrize("typed", ["ellis", "tom ELL", "T-0107", "tom@surgery"])
def test_a_name_a_number_or_an_address_finds_somebody(client, practice, ann, address, typed):
    make_member(make_known_person("Tom Ellis", email="tom@surgery.example"), practice=practice, staff_number="T-0107")

    assert names(client.get(address("people"), {"q": typed})) == ["Tom Ellis"]


def test_a_search_finds_who_left_as_well(client, practice, ann, address, today):
    make_member("Cara Moss", practice=practice, ended_on=today - A_DAY)

    answer = client.get(address("people"), {"q": "moss"})

    assert (names(answer), answer.context["show"]) == (["Cara Moss"], "all")


def test_the_list_is_narrowed_by_job_role(client, practice, ann, tom, address):
    assert names(client.get(address("people"), {"role": "receptionist"})) == ["Tom Ellis"]


def test_who_left_more_than_a_year_ago_is_not_listed(practice, ann, today):
    make_member("Cara Moss", practice=practice, ended_on=today - dt.timedelta(days=367))

    assert [line.person.name for line in people_of(practice, today)] == ["Ann Lee"]


def test_a_promotion_does_not_make_somebody_new(practice, tom, today):
    began = tom.started_on
    make_member(tom.person, "Medical secretary", practice=practice, started_on=today - A_DAY)
    Membership.objects.create(
        person=tom.person, practice=practice, job_role=tom.job_role, started_on=began, ended_on=today - 2 * A_DAY,
        line=tom.line, supersedes=tom,
    )  # fmt: skip

    line = line_about(tom.person, practice, today)

    assert (line.first_day, line.last_day) == (began, None)
    assert [job.job_role.name for job in line.jobs] == ["Medical secretary"]


def test_somebody_with_two_jobs_is_listed_once(practice, tom, today):
    make_member(tom.person, "Medical secretary", practice=practice, ended_on=today + A_DAY)

    line = line_about(tom.person, practice, today)

    assert ([job.job_role.name for job in line.jobs], line.last_day) == (["Receptionist", "Medical secretary"], None)


def test_leave_from_another_practice_does_not_show_here(practice, tom, today):
    give_leave(make_member(tom.person, practice=make_practice("Saltmere Road Practice")), today)

    assert not line_about(tom.person, practice, today).is_away


def test_that_somebody_looked_is_noted(client, practice, ann, address):
    client.get(address("people"))

    entry = AccessEntry.objects.get(verb="desk.people_listed")
    assert (entry.actor, entry.subject) == (str(ann.key), str(practice.key))


def test_the_list_takes_as_many_queries_for_thirty_people_as_for_one(client, practice, ann, tom, address, today):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address("people"), {"show": "all"}).status_code == 200
        return len(caught)

    def add(number):
        for each in range(number):
            member = make_member(f"Staff {each}", make_job_role(f"Role {each}"), practice=practice, manager=ann)
            give_leave(member, today)

    queries()
    counts = [queries()]
    for more in (2, 27):
        add(more)
        counts.append(queries())

    assert counts[0] == counts[1] == counts[2]
