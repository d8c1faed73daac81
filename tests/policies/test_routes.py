"""Where staff can speak up: dated, corrected by later rows, and a part of the policy when it is published."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    GO_LIVE,
    MONDAY,
    TUESDAY,
    give_duty,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    make_route,
)
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.models import AuditEvent
from trainingsite.people.models import Duty, Responsibility
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.names import MissingNames
from trainingsite.policies.routes import SpeakingUpRoute, routes_of
from trainingsite.policies.speaking_up import actions
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
LIST = "/policies/routes/"
CLAUSE = "{speaking_up_routes}"


@pytest.fixture
def practice():
    """With a manager, who looks after its policies."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="Y11111")
    ruth = make_member("Ruth Adeyemi", "Practice manager", practice=practice).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    practice.manager = ruth
    return practice


def written(practice, clause=CLAUSE, at=MONDAY):
    """The clause as it is frozen."""
    return content_of(make_policy_version(make_policy(practice, clauses=(clause,)), at=at))["clauses"][0]["html"]


def test_the_routes_are_a_list_in_the_policy_those_inside_first(practice):
    Responsibility.objects.create(
        duty=Duty.SPEAK_UP_GUARDIAN, practice=practice, holder_name="Corwin <Adebisi>", contact="01632 960 717",
        started_on=GO_LIVE,
    )  # fmt: skip
    make_route(practice, "NHS England")
    make_route(practice, "Priya Nair, partner", kind="inside", contact="room 4")

    assert written(practice) == (
        "<ul>\n<li>Ruth Adeyemi, practice manager</li>\n"
        "<li>Corwin &lt;Adebisi&gt;, Freedom to Speak Up Guardian (01632 960 717)</li>\n"
        "<li>Priya Nair, partner (room 4)</li>\n<li>NHS England</li>\n</ul>"
    )


def test_inside_a_sentence_the_routes_are_words(practice):
    make_route(practice)

    assert written(practice, "Go to {speaking_up_routes}.") == (
        "<p>Go to Ruth Adeyemi, practice manager; NHS England.</p>"
    )


def test_somebody_with_two_duties_is_named_once(practice):
    give_duty(practice.manager, practice, Duty.REGISTERED_MANAGER)

    assert routes_of(practice, GO_LIVE).by_duty == ("Ruth Adeyemi, practice manager and registered manager",)


def test_without_a_route_outside_nothing_is_published_and_the_sentence_says_what_to_add_and_where(practice):
    with pytest.raises(MissingNames) as missing:
        written(practice)

    assert str(missing.value) == (
        "There is no route for speaking up outside the practice on 2 March 2026: add one on the page “Routes for"
        " speaking up” (/policies/routes/), then publish."
    )
    assert not PolicyVersion.objects.exists()


def test_without_a_route_inside_nothing_is_published_either():
    practice = make_practice("Saltmere Road Practice")
    make_route(practice)

    with pytest.raises(MissingNames, match="up inside the practice on 2 March 2026"):
        written(practice)


def test_names_and_routes_that_are_missing_are_said_together(practice):
    with pytest.raises(MissingNames) as missing:
        written(practice, "Ask {caldicott_guardian}, or {speaking_up_routes}.")

    assert str(missing.value).startswith(
        "The policy needs names that are not recorded for the practice yet: caldicott guardian. Record them for the"
        " practice, then publish. There is no route for speaking up outside"
    )


@pytest.mark.parametrize(("ended_on", "published"), [(dt.date(2026, 3, 2), True), (dt.date(2026, 3, 1), False)])
def test_a_route_counts_to_its_last_day(practice, ended_on, published):
    make_route(practice, ended_on=ended_on)

    assert (routes_of(practice, MONDAY.date()).missing() == []) is published


def test_another_practices_routes_are_not_this_ones(practice):
    make_route(make_practice("Saltmere Road Practice"))

    assert routes_of(practice, MONDAY.date()).outside == ()


def test_what_was_wrong_is_put_right_by_a_later_row_and_its_event_holds_no_name(practice):
    route = actions.note_route(
        practice=practice, kind="outside", name="NHS Englund", started_on=GO_LIVE, by=practice.manager, at=MONDAY
    )

    right = actions.correct_route(route=route, by=practice.manager, at=TUESDAY, name="NHS England")

    assert [str(each) for each in SpeakingUpRoute.objects.known()] == ["NHS England"]
    assert (right.supersedes, right.line) == (route, route.line)
    events = AuditEvent.objects.of(practice.chain).filter(verb__startswith="policies.route_")
    assert [event.verb for event in events] == ["policies.route_noted", "policies.route_corrected"]
    assert [b"Engl" in bytes(event.body) for event in events] == [False, False]


def test_two_people_who_correct_one_route_at_once_leave_one_correction(practice):
    route = make_route(practice)
    actions.correct_route(route=route, by=practice.manager, at=TUESDAY, contact="0300 000 000")

    with pytest.raises(actions.ChangedMeanwhile):
        actions.take_out_route(route=route, by=practice.manager, at=TUESDAY)

    assert SpeakingUpRoute.objects.known().get().contact == "0300 000 000"


# The page.


def sent(**changes):
    return {
        "kind": "outside",
        "name": "NHS England",
        "contact": "",
        "started_on": "2026-03-02",
        "ended_on": "",
        **changes,
    }


def add_address(practice):
    return reverse("policies:add_route", args=[practice.ods_code.lower()])


def change_address(route, name="change_route"):
    return reverse(f"policies:{name}", args=[route.practice.ods_code.lower(), route.line])


@pytest.fixture
def ruth(client, practice):
    sign_in(client, practice.manager, verified=True)
    return practice.manager


def test_the_page_shows_what_is_missing_until_it_is_added(client, practice, ruth):
    before = client.get(LIST).context["noted"][0].missing

    client.post(add_address(practice), sent())

    after = client.get(LIST).context["noted"][0]
    assert (before, after.missing, [str(row) for row in after.rows]) == (["outside the practice"], [], ["NHS England"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "nowhere"}, "kind"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"started_on": "soon"}, "started_on"),
        ({"ended_on": "2026-03-01"}, "ended_on"),
    ],
)
def test_an_unfinished_form_notes_nothing_and_keeps_what_was_typed(client, practice, ruth, changes, field):
    answer = client.post(add_address(practice), sent(**changes))

    form = answer.context["form"]
    assert (list(form.errors), form["contact"].value()) == ([field], "")
    assert not SpeakingUpRoute.objects.exists()


def test_a_route_is_given_its_last_day(client, practice, ruth):
    route = make_route(practice)

    client.post(change_address(route), sent(ended_on="2026-06-30"))

    assert SpeakingUpRoute.objects.known().get().ended_on == dt.date(2026, 6, 30)


def test_a_route_that_never_was_is_taken_out(client, practice, ruth):
    client.post(change_address(make_route(practice), "take_out_route"))

    assert client.get(LIST).context["noted"][0].rows == []


def test_nobody_else_sees_or_changes_a_route(client, practice):
    """A visitor, a receptionist, the manager of another practice, the manager without a second factor."""
    route, saltmere = make_route(practice, "Our secret line"), make_practice("Saltmere Road Practice")
    tom, other = make_member("Tom Ellis", practice=practice).person, make_member("Ivy Cole", practice=saltmere).person
    give_duty(other, saltmere, Duty.PRACTICE_MANAGER)
    doors = [LIST, add_address(practice), change_address(route), change_address(route, "take_out_route")]
    found = []

    for person, verified in ((None, False), (tom, True), (other, True), (practice.manager, False)):
        client.logout()
        if person:
            sign_in(client, person, verified=verified)
        ask = [client.get, client.post, client.post, client.post]
        found.append([send(door, sent()).status_code for send, door in zip(ask, doors, strict=True)])

    assert found == [[302] * 4, [404] * 4, [200, 404, 404, 404], [302] * 4]
    assert SpeakingUpRoute.objects.get() == route


def test_another_managers_page_has_only_their_own_practice(client, practice):
    make_route(practice, "Our secret line")
    saltmere = make_practice("Saltmere Road Practice")
    other = make_member("Ivy Cole", practice=saltmere).person
    give_duty(other, saltmere, Duty.PRACTICE_MANAGER)
    sign_in(client, other, verified=True)

    noted = client.get(LIST).context["noted"]

    assert [(each.practice, each.rows) for each in noted] == [(saltmere, [])]


def test_a_route_is_changed_only_at_its_own_practice(client, practice, ruth):
    theirs = make_route(make_practice("Saltmere Road Practice"))
    wrong = reverse("policies:change_route", args=[practice.ods_code.lower(), theirs.line])

    assert client.post(wrong, sent(name="Mine now")).status_code == 404
    assert SpeakingUpRoute.objects.known().get().name == "NHS England"


def test_a_new_route_begins_today_unless_told(client, practice, ruth):
    form = client.get(add_address(practice)).context["form"]

    assert form["started_on"].value() == timezone.localdate()
