"""The page of the training matrix: what it shows of whom, and who may open it."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.matrix.signing_in import sign_in, sign_in_manager
from tests.desk.matrix.surgery import LONG_AGO, other_people, tom
from tests.factories import (
    GO_LIVE,
    MONDAY,
    complete,
    give_duty,
    give_leave,
    make_job_role,
    make_member,
    make_module,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.actions import record
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.models import Requirement
from trainingsite.people.models import Duty, Membership, Person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def address(practice, **query):
    return reverse("desk:matrix", args=[practice.ods_code.lower()], query=query)


def rows_in(answer):
    """Each person shown with the words in their cells."""
    html = answer.content.decode().replace("\n", "")
    body = "".join(re.findall("<tbody>(.*?)</tbody>", html))
    found = {}
    for row in re.findall('<tr><th scope="row">(.*?)</tr>', body):
        name, *cells = re.sub(r"<(small|span)>.*?</\1>", "", row).split("<td")
        words = [re.search("status--[^>]*>([^<]*)</a>([^<]*)", cell).groups() for cell in cells]
        found[re.sub("<.*?>", "", name)] = words
    return found


def test_the_matrix_has_a_word_and_a_date_for_each_person_and_requirement(client, practice):
    manager = sign_in_manager(client, practice)
    complete(tom(practice), ModuleVersion.objects.get(), at=timezone.now())

    rows = rows_in(client.get(address(practice)))

    done_on = f"done {TODAY().day} {TODAY():%b %Y}"
    assert rows == {
        manager.name: [("Overdue", "was due 3 Feb 2025 · not yet told")],
        "Tom Ellis": [("Compliant", done_on)],
    }


def test_each_cell_leads_to_the_record_behind_it_as_at_the_day_shown(client, practice):
    sign_in_manager(client, practice)
    line = Requirement.objects.get().line

    for query, end in (({}, ""), ({"on": "2026-03-02"}, "?on=2026-03-02")):
        html = client.get(address(practice, **query)).content.decode()
        assert f'href="{tom(practice).key}/{line}/{end}">Overdue</a>' in html
        assert f'href="../people/{tom(practice).key}/{end}">Tom Ellis</a>' in html


@pytest.mark.parametrize("who", ["nobody", "network lead", "policy owner", "team leader", "neighbour"])
def test_who_does_not_manage_the_practice_does_not_see_its_matrix(client, practice, who):
    sign_in(client, other_people(practice)[who])

    answer = client.get(address(practice))

    assert (answer.status_code, b"Ann Lee" in answer.content) == (404, False)


@pytest.mark.parametrize("how", ["signed out", "without a second factor"])
def test_a_visitor_without_both_factors_is_sent_to_show_them(client, practice, how):
    manager = sign_in_manager(client, practice)
    client.logout()
    if how == "without a second factor":
        client.force_login(manager)

    answer = client.get(address(practice))

    assert (answer.status_code, b"Tom Ellis" in answer.content) == (302, False)


def test_the_look_at_the_matrix_is_noted_once_a_day(client, practice):
    manager = sign_in_manager(client, practice)

    client.get(address(practice))
    client.get(address(practice, search="tom"))

    entries = AccessEntry.objects.values_list("actor", "verb", "subject")
    assert list(entries) == [(str(manager.key), "desk.matrix_opened", str(practice.key))]


@pytest.mark.parametrize("others", [1, 3, 300])
def test_the_matrix_takes_as_many_queries_for_any_number_of_people(client, practice, django_assert_num_queries, others):
    sign_in_manager(client, practice)
    add_people(practice, others)
    shown = client.get(address(practice)).context
    assert (len(shown["matrix"].rows), len(shown["leaf"].rows)) == (2 + others, min(2 + others, 200))

    with django_assert_num_queries(QUERIES):
        client.get(address(practice))


QUERIES = 12


def add_people(practice, number):
    """So many people work here from the start."""
    people = Person.objects.bulk_create(
        Person(username=f"person-{each}", first_name="Person", last_name=f"{each:04}") for each in range(number)
    )
    role = make_job_role()
    Membership.objects.bulk_create(
        Membership(person=person, practice=practice, job_role=role, started_on=GO_LIVE, recorded_at=LONG_AGO)
        for person in people
    )
    record(chains=[practice.chain], verb="people.imported", subject=practice.key, at=MONDAY)


def test_people_come_in_pages_of_two_hundred_by_plain_links(client, practice):
    sign_in_manager(client, practice)
    add_people(practice, 250)

    answer = client.get(address(practice, page="2", sort="role"))

    context = answer.context
    assert (context["leaf"].first, context["leaf"].last, len(rows_in(answer))) == (201, 252, 52)
    assert [(link.words, link.query) for link in context["leaves"]] == [
        ("1 to 200", "?sort=role&page=1"),
        ("201 to 252", "?sort=role&page=2"),
    ]
    assert context["part"].totals()[0].in_practice == 252


@pytest.mark.parametrize("asked", ["0", "3", "-1", "two", "9" * 400, "²"])
def test_a_page_that_is_not_there_gets_a_sentence_and_the_first(client, practice, asked):
    sign_in_manager(client, practice)

    context = client.get(address(practice, page=asked)).context

    assert (context["leaf"].number, context["unknown"]) == (
        1, [f"There is no page “{asked[:20]}” of this: here is the first."]
    )  # fmt: skip


def test_a_name_in_the_address_that_chooses_nothing_is_said(client, practice):
    sign_in_manager(client, practice)

    answer = client.get(address(practice, colour="red", on=TODAY().isoformat(), role="receptionist"))

    assert answer.context["unknown"] == ["The matrix has no choice called “colour”: it is shown without it."]
    assert list(rows_in(answer)) == ["Tom Ellis"]


def test_filters_choose_and_the_sums_are_of_what_is_shown(client, practice):
    manager = sign_in_manager(client, practice)
    complete(tom(practice), ModuleVersion.objects.get(), at=timezone.now())

    answer = client.get(address(practice, role="receptionist"))

    assert list(rows_in(answer)) == ["Tom Ellis"]
    assert answer.context["shown"] == "Showing 1 of 2 people and 1 of 1 requirement."
    assert "1 of 1<small>1 person</small>" in answer.context["sums"]
    assert manager.name not in answer.context["body"]


def test_a_filter_that_is_not_there_is_said_and_shows_everybody(client, practice):
    sign_in_manager(client, practice)

    answer = client.get(address(practice, role="astronaut"))

    assert answer.context["unknown"] == ["No such job role here on that day, “astronaut”: showing everything."]
    assert len(rows_in(answer)) == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"search": "<script>"}, "Nobody fits"),
        ({"status": "declined"}, "Nobody fits"),
        ({"on": "2025-01-06", "status": "overdue"}, "Nobody fits"),
    ],
)
def test_where_nobody_fits_the_page_says_so(client, practice, query, words):
    sign_in_manager(client, practice)

    html = client.get(address(practice, **query)).content.decode()

    assert re.findall(r"<h2>(.*?)</h2>", html) == [words]
    assert "<script>&" not in html


def test_requirements_that_the_programme_does_not_have_are_said(client, practice):
    sign_in_manager(client, practice)
    make_requirement(make_programme("Refresher", practice), module=make_module("Phones"))
    line = Requirement.objects.get(programme__key="induction").line

    html = client.get(address(practice, programme="refresher", requirement=line)).content.decode()

    assert re.findall(r"<h2>(.*?)</h2>", html) == ["No requirement fits"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "Type a date that exists, for example 31/03/2026"),
        ("2001-01-01", "There is nothing to show before 6 January 2025, so this is today"),
        ("9999-12-31", "Choose a day before 2100; this is today"),
    ],
)
def test_a_day_that_makes_no_sense_gets_a_sentence_and_today(client, practice, typed, sentence):
    sign_in_manager(client, practice)

    answer = client.get(address(practice, on=typed, role="receptionist"))

    assert answer.context["form"].errors["on"] == [sentence]
    assert (answer.context["day"], list(rows_in(answer))) == (TODAY(), ["Tom Ellis"])


def test_the_day_goes_along_with_every_choice_and_every_choice_with_the_day(client, practice):
    sign_in_manager(client, practice)

    context = client.get(address(practice, on="2026-03-02", role="receptionist", group="role")).context

    assert context["query"] == "?on=2026-03-02&role=receptionist&group=role"
    assert context["form"].others == [("role", "receptionist"), ("group", "role")]


def test_a_practice_without_people_or_programmes_says_so(client, practice):
    manager = sign_in_manager(client, practice)
    empty, idle = (make_practice(name, ods_code=ods) for name, ods in (("New", "X99997"), ("Old", "X99996")))
    make_member("Zoe Park", practice=idle)
    for each in (empty, idle):
        give_duty(manager, each, Duty.PRACTICE_MANAGER)

    said = [re.findall("<h2>(.*?)</h2>", client.get(address(each)).content.decode()) for each in (empty, idle)]

    assert said == [["Nobody works here on that day"], ["Nothing is asked of anybody on that day"]]


def test_two_people_of_one_name_are_told_apart(client, practice):
    sign_in_manager(client, practice)
    twin = make_member(make_person("Tom Ellis", username="tom.ellis.2"), practice=practice)

    body = client.get(address(practice)).context["body"]

    told = re.findall(r"Tom Ellis</a><small>(.*?)</small>", body)
    assert told == [f"Receptionist, signs in as {name}" for name in (tom_before(twin).username, "tom.ellis.2")]


def tom_before(twin):
    return Person.objects.filter(first_name="Tom").exclude(pk=twin.person_id).get()


def test_each_person_has_a_sum_of_what_is_required_of_them(client, practice):
    manager = sign_in_manager(client, practice)
    complete(tom(practice), ModuleVersion.objects.get(), at=timezone.now())
    give_leave(practice.memberships.get(person=manager), TODAY() - dt.timedelta(days=60))

    body = client.get(address(practice)).context["body"]

    sums = re.findall(r">([^<]*)</a><small>[^<]*</small><span>(.*?)</span>", body)
    assert dict(sums) == {manager.name: "Nothing required", "Tom Ellis": "1 of 1 done"}


@pytest.mark.parametrize(("query", "is_offered"), [({}, True), ({"status": "compliant"}, False)])
def test_what_is_done_can_be_left_out_on_a_phone_unless_it_was_asked_for(client, practice, query, is_offered):
    sign_in_manager(client, practice)

    page = client.get(address(practice, **query)).content.decode()

    assert page.count('id="matrix-done"') == is_offered


def test_long_leave_is_shown_and_taken_out_of_the_sum(client, practice):
    sign_in_manager(client, practice)
    give_leave(practice.memberships.get(person=tom(practice)), dt.date(2026, 1, 5))

    answer = client.get(address(practice, on="2026-03-02"))

    assert rows_in(answer)["Tom Ellis"] == [("On leave", "")]
    assert "0 of 1<small>2 people − 1 on leave</small>" in answer.context["sums"]


def test_neither_a_score_nor_a_try_is_on_the_page(client, practice):
    sign_in_manager(client, practice)
    complete(tom(practice), ModuleVersion.objects.get(), at=timezone.now())

    html = client.get(address(practice)).content.decode().lower()

    assert [word for word in ("attempt", "score", "tries", "%") if word in html] == []
