"""Where modules, scenarios and policies stand, for the authors who may edit them and for nobody else."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import (
    TUESDAY,
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_policy,
    make_policy_version,
    make_practice,
    make_scenario,
    make_scenario_version,
    play,
)
from tests.modules.goes import hand_in, module_asking, question
from tests.people.phones import verified
from trainingsite.audit.clock import replaying
from trainingsite.people.models import Duty
from trainingsite.people.shelves import authors, policy_owners
from trainingsite.policies import actions as signing
from trainingsite.policies.models import PolicyPage

pytestmark = pytest.mark.django_db

REPORTS = ("module_standing", "scenario_standing", "policy_standing")
RIGHT, WRONG = {"q1": ("a",)}, {"q1": ("b",)}
TODAY = timezone.localdate()


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


def somebody_in(group, name="Ada Author", practice=None):
    """Somebody who may write where the group may."""
    person = make_member(name, practice=practice).person
    person.groups.add(group)
    return person


@pytest.fixture
def author(client, practice):
    person = somebody_in(authors(), practice=practice)
    verified(client, person)
    return person


def rows(client, report, **query):
    """By title, what the report says."""
    answer = client.get(reverse(report, query=query))
    assert answer.status_code == 200
    return {page.title: page.standing for page in answer.context["object_list"]}


def sign(person, version, at=TUESDAY):
    with replaying(at):
        signing.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


def test_an_author_sees_how_many_people_completed_each_module(client, practice, author):
    version = make_module_version(make_module("Boundaries"))
    complete(make_member("Tom Ellis", practice=practice).person, version)
    zoe = make_member("Zoe Park", practice=practice).person
    complete(zoe, version)
    complete(zoe, version, at=TUESDAY + dt.timedelta(days=1))
    make_module("Tags", live=False)

    found = rows(client, "module_standing")

    assert {title: (each.version, each.people) for title, each in found.items()} == {
        "Boundaries": ("1", 2),
        "Tags": ("Not published", 0),
    }


def test_only_the_last_twelve_months_are_lately(client, practice, author):
    long_ago = timezone.now() - dt.timedelta(days=500)
    version = make_module_version(make_module("Boundaries"), at=long_ago - dt.timedelta(days=30))
    complete(make_member("Tom Ellis", practice=practice).person, version, at=long_ago)
    complete(make_member("Zoe Park", practice=practice).person, version, at=timezone.now() - dt.timedelta(days=3))

    standing = rows(client, "module_standing")["Boundaries"]

    assert (standing.people, standing.people_lately) == (2, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (0, 0, ""),
        (1, 3, "Fewer than 5 people: not shown"),
        (2, 3, "1 of 1 questions"),
        (5, 1, "0 of 1 questions"),
    ],
)
def test_questions_that_go_wrong_are_counted_from_five_people_on(client, author, right, wrong, said):
    version = module_asking(question("q1"))
    for number, answers in enumerate([RIGHT] * right + [WRONG] * wrong):
        hand_in(make_member(f"Person {number}").person, version, answers)

    assert rows(client, "module_standing")[version.title].goes_wrong == said


@pytest.mark.parametrize(("months", "review"), [(None, "No date set"), (1, "Late"), (24, "In time")])
def test_a_module_whose_review_is_late_says_so(client, author, months, review):
    make_module("Boundaries", reviewed_on=TODAY - dt.timedelta(days=100), review_months=months)

    standing = rows(client, "module_standing")["Boundaries"]

    assert (standing.review, bool(standing.review_due_on)) == (review, months is not None)


def test_a_day_to_come_is_told_as_a_day(client, author):
    make_module("Boundaries", reviewed_on=dt.date(2090, 3, 14), review_months=12)

    assert "14 March 2091" in client.get(reverse("module_standing")).content.decode()


@pytest.mark.parametrize(
    ("goes", "said"),
    [
        (["wrong"] * 4, "Fewer than 5 people: not shown"),
        (["wrong"] * 2 + ["right"] * 3, "2 of 5 people did not pass at their first go"),
    ],
)
def test_how_first_goes_at_a_scenario_end_is_shown_from_five_people_on(client, author, goes, said):
    version = make_scenario_version(make_scenario())
    for number, option in enumerate(goes):
        play(make_member(f"Person {number}").person, version, option)

    standing = rows(client, "scenario_standing")["A friend request"]

    assert (standing.people, standing.goes_wrong) == (goes.count("right"), said)


def test_a_scenario_nobody_has_played_says_nothing_of_its_goes(client, author):
    make_scenario_version(make_scenario())

    standing = rows(client, "scenario_standing")["A friend request"]

    assert (standing.version, standing.people, standing.goes_wrong) == ("1", 0, "")


@pytest.fixture
def two_practices(practice):
    """Two practices with a policy each that somebody signed, and the owner of the one's policies."""
    other = make_practice("Osprey Surgery")
    for where, title in ((practice, "Our policy"), (other, "Osprey policy")):
        policy_owners(where)
        version = make_policy_version(make_policy(where, title))
        sign(make_member(f"Signer of {title}", practice=where).person, version)
    return practice, other


def test_an_owner_sees_the_policies_of_the_own_practice_only(client, two_practices):
    verified(client, somebody_in(policy_owners(two_practices[0]), practice=two_practices[0]))

    found = rows(client, "policy_standing")

    assert {title: (each.version, each.people) for title, each in found.items()} == {"Our policy": ("1.0", 1)}


def test_the_signatures_counted_are_of_the_version_in_force(client, two_practices):
    verified(client, somebody_in(policy_owners(two_practices[0]), practice=two_practices[0]))
    page = PolicyPage.objects.get(title="Our policy")
    make_policy_version(page, clauses=("Be kinder.",), at=TUESDAY, material=True)

    standing = rows(client, "policy_standing")["Our policy"]

    assert (standing.version, standing.people) == ("2.0", 0)


def test_an_owner_of_policies_sees_no_number_of_shared_content(client, practice):
    authors()
    complete(make_member("Tom Ellis", practice=practice).person, make_module_version(make_module("Boundaries")))
    verified(client, somebody_in(policy_owners(practice), practice=practice))

    assert rows(client, "module_standing") == {}


def test_an_author_of_shared_content_sees_no_practices_policies(client, two_practices):
    verified(client, somebody_in(authors(), practice=two_practices[0]))

    assert rows(client, "policy_standing") == {}


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("ending", ["", "_results"])
def test_whoever_may_write_nothing_does_not_get_in(client, two_practices, report, ending):
    manager = make_member("Mia Manager", practice=two_practices[0]).person
    give_duty(manager, two_practices[0], Duty.PRACTICE_MANAGER)
    verified(client, manager)

    answer = client.get(reverse(report + ending))

    assert (answer.status_code in (302, 403, 404), b"policy" in answer.content) == (True, False)


@pytest.mark.parametrize("report", REPORTS)
def test_a_visitor_is_sent_to_sign_in(client, two_practices, report):
    answer = client.get(reverse(report))

    assert (answer.status_code, "sign-in" in answer.url) == (302, True)


@pytest.mark.parametrize("report", REPORTS)
def test_an_author_without_a_second_factor_sees_nothing(client, practice, report):
    client.force_login(somebody_in(authors(), practice=practice))

    assert client.get(reverse(report)).status_code == 302


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_can_be_sent_to_a_report(client, author, report):
    assert client.post(reverse(report), {"title": "Taken"}).status_code == 405


def test_the_menu_has_what_somebody_may_edit(client, two_practices):
    verified(client, somebody_in(policy_owners(two_practices[0]), practice=two_practices[0]))

    html = client.get("/admin/").content.decode()

    assert ["Where policies stand" in html, "Where modules stand" in html] == [True, False]


@pytest.mark.parametrize("query", [{"q": "Osprey"}, {"export": "csv"}, {"live": "true"}, {"p": "99"}])
def test_no_question_brings_out_what_is_anothers(client, two_practices, query):
    verified(client, somebody_in(policy_owners(two_practices[0]), practice=two_practices[0]))

    answer = client.get(reverse("policy_standing", query=query))

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Osprey policy" not in body


def test_the_report_can_be_taken_along_as_csv_and_excel(client, practice, author):
    complete(make_member("Tom Ellis", practice=practice).person, make_module_version(make_module("Boundaries")))

    answers = [client.get(reverse("module_standing", query={"export": ending})) for ending in ("csv", "xlsx")]
    text, workbook = (b"".join(answer.streaming_content) if answer.streaming else answer.content for answer in answers)

    (row,) = csv.DictReader(io.StringIO(text.decode()))
    assert (row["Title"], row["People who completed it"]) == ("Boundaries", "1")
    cells = list(load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True))
    assert (cells[0][3], cells[1][0], cells[1][3]) == ("People who completed it", "Boundaries", 1)


def test_a_search_finds_by_title(client, author):
    make_module("Boundaries")
    make_module("Tags")

    assert list(rows(client, "module_standing", q="bound")) == ["Boundaries"]


@pytest.mark.parametrize(
    "query", [{"live": "maybe"}, {"p": "x"}, {"ordering": "password"}, {"q": "\0"}, {"export": "exe"}]
)
def test_bad_input_is_answered(client, author, query):
    make_module("Boundaries")

    assert client.get(reverse("module_standing", query=query)).status_code == 200


def test_the_questions_asked_do_not_depend_on_the_number_of_people(
    client, practice, author, django_assert_max_num_queries
):
    version = make_module_version(make_module("Boundaries"))
    asked = []
    for number in (1, 3):
        for each in range(number):
            complete(make_member(f"Person {number} {each}", practice=practice).person, version)
        client.get(reverse("module_standing"))
        with django_assert_max_num_queries(60) as queries:
            client.get(reverse("module_standing"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_no_report_names_anybody(client, practice, author):
    complete(make_member("Tom Ellis", practice=practice).person, make_module_version())

    assert b"Tom Ellis" not in client.get(reverse("module_standing")).content
