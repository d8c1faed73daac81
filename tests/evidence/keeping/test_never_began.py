"""Whoever was added and never began is forgotten too: their periods count from the day it came to nothing."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from tests.evidence.keeping.pages import PAGE, person_page
from tests.evidence.keeping.scenes import LEFT, LONG_AFTER, administrators, erase_all, leaver
from tests.factories import give_duty, make_member, make_network, make_person, make_practice, moment
from tests.people.joined import join_rows
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.humans import human
from trainingsite.evidence.keeping.proposing import NOTHING_LEFT, ask_for_erasure, due_on, propose
from trainingsite.evidence.keeping_tables import KeptClass
from trainingsite.people.facts import correct
from trainingsite.people.leaving import end_duty, leave_now
from trainingsite.people.models import Duty, Person, Practice, Responsibility

pytestmark = pytest.mark.django_db

THEN, DAY = moment(2019, 1, 31), LONG_AFTER.date()
TAKEN_BACK = "Their last job or duty was taken back, so the periods count from that day"
ADDED = "They never had a job or a duty here, so the periods count from the day they were added"


@pytest.fixture
def practice() -> Practice:
    return make_practice()


def never_began(name: str = "Nora Vale", *, on: dt.datetime, practice: Practice | None = None, **fields) -> Person:
    """Somebody who was to begin a quarter of a year later, and was taken out again on that day."""
    person = make_person(name, date_joined=on - dt.timedelta(days=30), **fields)
    was_to_work(person, on, practice)
    return person


def was_to_work(person: Person, on: dt.datetime, practice: Practice | None = None) -> None:
    job = make_member(person, practice=practice, started_on=on.date() + dt.timedelta(days=90))
    leave_now(person=person, practice=job.practice, by=make_person("Ann Lee", date_joined=LONG_AFTER), at=on)


def was_added(name: str = "Nora Vale", *, on: dt.datetime = THEN, **fields) -> Person:
    return make_person(name, date_joined=on, **fields)


def due(day: dt.date = DAY) -> dict[str, list[str]]:
    return {each.human.person.name: [of.value for of in each.classes] for each in due_on(day)}


def counts_from(person: Person) -> str:
    return human(person, DAY).last_day.in_words


def test_whose_job_was_taken_back_before_the_first_day_is_due_when_the_periods_from_that_day_are_over(practice):
    nora = never_began(on=THEN)

    days = [dt.date(2020, 1, 31), dt.date(2020, 2, 1), dt.date(2025, 2, 1)]
    assert [due(day).get("Nora Vale", []) for day in days] == [[], ["sign_in"], KeptClass.values]
    assert counts_from(nora) == f"{TAKEN_BACK}: 31 January 2019"


def test_the_day_it_was_taken_back_is_the_one_on_the_practices_clock(practice):
    nora = never_began(on=moment(2019, 7, 1, 0, 30))

    assert human(nora, DAY).left_on == dt.date(2019, 7, 1)


def test_of_two_jobs_that_were_taken_back_the_later_day_counts(practice):
    nora = never_began(on=THEN)
    was_to_work(nora, moment(2022, 3, 1), make_practice("Weir Street Practice"))

    assert counts_from(nora) == f"{TAKEN_BACK}: 1 March 2022"


def test_who_was_to_come_back_and_did_not_counts_from_the_day_that_came_to_nothing(practice):
    ruth = leaver(left_on=dt.date(2010, 1, 29))
    erase_all(moment(2017, 6, 1))
    was_to_work(ruth, THEN, practice)

    [again] = due_on(DAY)

    assert (again.human.person, again.classes, again.human.left_on) == (ruth, list(KeptClass), LEFT)


def test_who_came_back_for_a_duty_alone_after_being_erased_is_due_again(practice):
    ruth = leaver(left_on=dt.date(2010, 1, 29))
    erase_all(moment(2017, 6, 1))
    give_duty(ruth, practice, Duty.CALDICOTT_GUARDIAN, started_on=dt.date(2018, 1, 8))

    end_duty(Responsibility.objects.get(), last_day=LEFT, by="", at=THEN)

    ruth.refresh_from_db()
    assert (due(), counts_from(ruth)) == ({ruth.name: KeptClass.values}, "Last day anywhere: 31 January 2019")


def test_a_job_put_down_by_mistake_and_taken_back_later_moves_no_last_day(practice):
    ruth = leaver()
    job = make_member(ruth, practice=practice, started_on=dt.date(2016, 1, 4))

    correct(job, by="", at=moment(2026, 3, 2), withdrawn=True)

    assert counts_from(ruth) == "Last day anywhere: 31 January 2019"


def test_where_the_only_job_was_such_a_mistake_the_day_it_was_taken_back_counts(practice):
    job = make_member(was_added(), practice=practice, started_on=dt.date(2018, 1, 8))

    correct(job, by="", at=moment(2020, 3, 2), withdrawn=True)

    assert counts_from(job.person) == f"{TAKEN_BACK}: 2 March 2020"


def test_who_never_had_a_job_at_all_is_due_when_the_periods_from_the_day_they_were_added_are_over(practice):
    nora = was_added()

    days = [dt.date(2020, 1, 31), dt.date(2020, 2, 1), dt.date(2025, 2, 1)]
    assert [due(day).get("Nora Vale", []) for day in days] == [[], ["sign_in"], KeptClass.values]
    assert counts_from(nora) == f"{ADDED}: 31 January 2019"


def test_who_held_a_duty_and_never_a_job_is_due_when_the_periods_from_its_last_day_are_over(practice):
    nora = was_added(on=moment(2024, 3, 4))  # long after that day
    Responsibility.objects.create(
        duty=Duty.DATA_PROTECTION_OFFICER, person=nora, practice=practice, started_on=dt.date(2015, 1, 5), ended_on=LEFT
    )

    assert (due(dt.date(2020, 1, 31)), due(dt.date(2020, 2, 1))) == ({}, {"Nora Vale": ["sign_in"]})


def test_of_two_rows_of_one_human_the_later_day_counts(practice):
    former, kept = never_began("Nora Hill", on=moment(2022, 3, 1)), leaver("Nora Vale")
    join_rows(former, kept, make_person("Ann Lee"))

    assert (due()["Nora Vale"], counts_from(former)) == (["sign_in", "notes"], f"{TAKEN_BACK}: 1 March 2022")


def stay(person: Person, practice: Practice, as_what: str) -> None:
    if as_what == "duty":
        give_duty(person, practice, Duty.DATA_PROTECTION_OFFICER, started_on=dt.date(2019, 2, 4))
    elif as_what == "network":
        Responsibility.objects.create(
            duty=Duty.NETWORK_LEAD, person=person, network=make_network("Marrowby Network"), started_on=LEFT
        )
    elif as_what == "author":
        person.groups.add(Group.objects.create(name="Authors of the network"))
    else:
        Person.objects.filter(pk=person.pk).update(**{as_what: True})


@pytest.mark.parametrize(
    ("as_what", "sentence"),
    [
        ("is_staff", "They look after this site"),
        ("is_superuser", "They look after this site"),
        ("duty", "They still hold a duty at Millbrook Lane Surgery: Data protection officer. Hand it over first"),
        ("network", "They still hold a duty at Marrowby Network: Network lead. Hand it over first"),
        (
            "author",
            "They can still sign in and write as one of “Authors of the network”. Take them out of that group first",
        ),
    ],
)
def test_whoever_is_here_without_a_job_is_not_due_and_the_reason_says_as_what(practice, as_what, sentence):
    nora = was_added()
    stay(nora, practice, as_what)

    assert (due(), human(nora, DAY).in_the_way) == ({}, (sentence,))


def test_an_author_whose_sign_in_was_ended_is_due(practice):
    nora = was_added(is_active=False)
    stay(nora, practice, "author")

    assert due() == {"Nora Vale": KeptClass.values}


@pytest.mark.parametrize("come", [never_began, was_added])
def test_what_is_known_of_them_goes_and_they_are_not_proposed_again(practice, come):
    nora = come(on=THEN, email="nora@vale.example")

    [outcome] = erase_all()

    nora.refresh_from_db()
    assert (nora.first_name, nora.email, outcome.kind) == ("Former member of staff", "", "erased")
    assert due() == {}


def test_asked_within_the_periods_they_hear_from_which_day_these_count(practice):
    ada, ben = administrators()
    nora = never_began(on=moment(2025, 12, 31))

    def answer(year):
        return ask_for_erasure(person=nora, asked_on=DAY, by=ada, at=moment(year, 6, 1)).answer.splitlines()

    assert answer(2026)[:2] == [
        f"{TAKEN_BACK}: 31 December 2025.",
        "Refused until 1 January 2027: Signing in. The practice keeps it for 1 year after the last day anywhere.",
    ]
    approve(proposal=propose(by=ada, at=moment(2035, 6, 1)), by=ben, at=moment(2035, 6, 1))
    erase_what_was_approved(moment(2035, 6, 1))
    assert answer(2035) == [NOTHING_LEFT]


def test_the_pages_say_from_which_day_the_periods_count(client, both):
    nora = was_added()

    page = client.get(person_page(nora)).content.decode()
    listed = client.post(f"{PAGE}disposals/", follow=True)

    assert f"<p>{ADDED}: 31 January 2019.</p>" in page
    assert "Periods count from" in listed.content.decode()
    assert [str(each.left_on) for each, _ in listed.context["listed"]] == ["2019-01-31"] * 2


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_number_of_queries_does_not_depend_on_how_many_never_began(practice, people, django_assert_num_queries):
    for number in range(people):
        never_began(f"Nora Vale{number}", on=THEN)
        was_added(f"Otto Dale{number}")

    with django_assert_num_queries(21):
        assert len(due_on(DAY)) == 2 * people
