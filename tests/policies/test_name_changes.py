"""A changed name proposes a minor version; a name that nobody has any more is something to record."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.factories import (
    GO_LIVE,
    MONDAY,
    clauses_of,
    give_duty,
    make_member,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_route,
)
from tests.policies.test_question_pages import sign_in
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Responsibility
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.name_changes import NameChange, changes_in_names, read_back, tasks_for
from trainingsite.policies.routes import SpeakingUpRoute
from trainingsite.policies.versions import publish_policy

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def practice():
    practice = make_practice("Millbrook Lane Surgery", ods_code="Y11111")
    give_duty(make_member("Siân O'Connor", practice=practice).person, practice, Duty.PRACTICE_MANAGER)
    return practice


def end(duty, practice, last_day=dt.date(2026, 5, 29)):
    held = Responsibility.objects.known().get(practice=practice, duty=duty)
    correct(held, by="", at=MONDAY, ended_on=last_day)


def follow(name, duty, practice):
    end(duty, practice)
    give_duty(make_member(name, practice=practice).person, practice, duty, started_on=dt.date(2026, 5, 30))


def version_of(practice, *clauses, **fields):
    return make_policy_version(make_policy(practice, clauses=clauses, **fields))


def changes(version, day=JUNE):
    return changes_in_names(version.page, PolicyVersion.objects.get(pk=version.pk), day)


def test_nothing_is_proposed_while_every_name_is_right(practice):
    version = version_of(practice, "Ask {practice_manager} at {practice_name}, on {practice_phone}.")

    assert changes(version) == []
    assert tasks_for([version.page], JUNE) == {}


def test_a_successor_is_a_changed_name(practice):
    version = version_of(practice, "Ask {practice_manager}. Then ask {practice_manager} again.")

    follow("Ann Lee", Duty.PRACTICE_MANAGER, practice)

    assert changes(version) == [NameChange("practice_manager", "Siân O'Connor", "Ann Lee")]
    assert changes(version, dt.date(2026, 5, 29)) == []


def test_a_marriage_is_a_changed_name(practice):
    version = version_of(practice, "Ask {practice_manager}.")
    person = Responsibility.objects.get().person
    person.last_name = "Hale"
    person.save()

    assert changes(version) == [NameChange("practice_manager", "Siân O'Connor", "Siân Hale")]


def test_a_changed_telephone_number_is_one_too_in_the_statement_as_well(practice):
    version = version_of(practice, "Be kind.", declaration="I know that I can ring {practice_phone}.")
    practice.phone = "01632 960 999"
    practice.save()

    assert changes(version) == [NameChange("practice_phone", "01632 960 120", "01632 960 999")]


def test_a_changed_route_is_a_changed_list(practice):
    make_route(practice)
    version = version_of(practice, "{speaking_up_routes}")

    make_route(practice, "Your union", started_on=dt.date(2026, 5, 1))

    was = "Siân O'Connor, practice manager; NHS England"
    assert changes(version) == [NameChange("speaking_up_routes", was, f"{was}; Your union")]


def test_a_holder_who_leaves_without_a_successor_is_missing(practice):
    version = version_of(practice, "Ask {practice_manager}.")

    end(Duty.PRACTICE_MANAGER, practice)

    [task] = tasks_for([version.page], JUNE)[version.page_id]
    assert changes(version) == [NameChange("practice_manager", "Siân O'Connor", None)]
    assert task.sentence == "Nobody is recorded as practice manager today: the policy says “Siân O'Connor”."
    assert task.address == reverse("desk:practice", args=["y11111"])


def test_a_missing_route_leads_to_the_page_of_routes(practice):
    route = make_route(practice)
    version = version_of(practice, "{speaking_up_routes}")
    correct(route, by="", at=MONDAY, ended_on=dt.date(2026, 5, 1))

    [task] = tasks_for([version.page], JUNE)[version.page_id]

    assert (task.action, task.address) == ("Add a route for speaking up", "/policies/routes/")


def test_the_task_leads_to_publishing_a_minor_version_with_its_reason_written(practice):
    version = version_of(practice, "Ask {practice_manager}.")
    follow("Ann Lee", Duty.PRACTICE_MANAGER, practice)

    [task] = tasks_for([version.page], JUNE)[version.page_id]

    address = urlsplit(task.address)
    assert task.action == "Publish a minor version with the new names"
    assert address.path == reverse("publish_policy", args=[version.page_id])
    assert parse_qs(address.query) == {
        "change": ["minor"],
        "reason": ["Names brought up to date: practice manager is now Ann Lee."],
    }


def test_the_publishing_page_is_filled_in_from_the_task(client, practice):
    version = version_of(practice, "Ask {practice_manager}.")
    follow("Ann Lee", Duty.PRACTICE_MANAGER, practice)
    [task] = tasks_for([version.page], JUNE)[version.page_id]
    sign_in(client, make_person("Olu Bright", is_superuser=True, is_staff=True), verified=True)

    form = client.get(task.address).context["form"]

    assert (form["change"].value(), form["reason"].value()) == (
        "minor",
        "Names brought up to date: practice manager is now Ann Lee.",
    )


def test_a_name_that_somebody_else_must_record_comes_before_publishing(practice):
    make_route(practice)
    version = version_of(practice, "Ask {practice_manager}, on {practice_phone}.")
    end(Duty.PRACTICE_MANAGER, practice)
    practice.phone = "01632 960 999"
    practice.save()

    assert [task.action for task in tasks_for([version.page], JUNE)[version.page_id]] == ["Record it for the practice"]


def test_publishing_with_the_new_names_settles_it(practice):
    version = version_of(practice, "Ask {practice_manager}.")
    practice.phone = "01632 960 999"
    practice.save()
    follow("Ann Lee", Duty.PRACTICE_MANAGER, practice)

    minor = publish_policy(
        page=version.page, material=False, reason="Names.", at=MONDAY.replace(month=6), effective_on=JUNE
    )

    assert (minor.number, changes(minor), tasks_for([version.page], JUNE)) == ("1.1", [], {})


def test_of_a_clause_that_has_been_rewritten_nothing_is_said(practice):
    version = version_of(practice, "Ask {practice_manager}.", "Ring {practice_phone}.")
    version.page.clauses = clauses_of("Speak to {practice_manager} first.", "Ring {practice_phone}.")
    follow("Ann Lee", Duty.PRACTICE_MANAGER, practice)
    practice.phone = "01632 960 999"
    practice.save()

    assert [change.word for change in changes(version)] == ["practice_phone"]


def test_another_practices_names_do_not_count(practice):
    version = version_of(practice, "Ask {practice_manager}.")
    saltmere = make_practice("Saltmere Road Practice")
    give_duty(make_member("Ivy Cole", practice=saltmere).person, saltmere, Duty.PRACTICE_MANAGER)

    assert changes(version) == []


def test_a_policy_that_was_never_published_has_nothing_to_bring_up_to_date(practice):
    assert tasks_for([make_policy(practice, clauses=("Ask {practice_manager}.",))], JUNE) == {}


@pytest.mark.parametrize("many", [1, 3])
def test_the_tasks_take_four_queries_for_any_number_of_policies(many, django_assert_num_queries):
    pages = []
    for number in range(many):
        practice = make_practice(f"Practice {number}")
        give_duty(make_member("Ann Lee", practice=practice).person, practice, Duty.PRACTICE_MANAGER)
        pages.append(version_of(practice, "Ask {practice_manager}.").page)
        end(Duty.PRACTICE_MANAGER, practice)

    with django_assert_num_queries(4):  # the newest versions, what they say, who holds which duty, the routes
        assert len(tasks_for(pages, JUNE)) == many


@pytest.mark.parametrize(
    ("template", "filled", "found"),
    [
        ("<p>No names.</p>", "<p>No names.</p>", {}),
        ("<p>{ig_lead}, {siro}</p>", "<p>Ann, Tom</p>", {"ig_lead": "Ann", "siro": "Tom"}),
        ("<p>{ig_lead}, {ig_lead}</p>", "<p>Ann, Tom</p>", {}),  # never filled in like that
        ("<p>(a) {ig_lead}</p>", "<p>(a) Ann (x)</p>", {"ig_lead": "Ann (x)"}),
        ("<p>{ig_lead}</p><p>b</p>", "<p>Ann</p><p>c</p><p>b</p>", {}),
    ],
)
def test_what_was_filled_in_is_read_back_where_the_words_are_the_same(template, filled, found):
    assert read_back(template, filled) == found


def test_the_list_is_read_back_whole(practice):
    make_route(practice, "A & B")
    version = version_of(practice, "{speaking_up_routes}")
    correct(SpeakingUpRoute.objects.get(), by="", at=MONDAY, name="A & C", started_on=GO_LIVE)

    [change] = changes(version)

    assert (change.was, change.now) == (
        "Siân O'Connor, practice manager; A & B",
        "Siân O'Connor, practice manager; A & C",
    )
