"""Who looks after which policies, and the page that shows them."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import give_duty, make_member, make_policy, make_practice
from tests.policies.lives import Desk, asked_by, day, sign_in
from trainingsite.people.models import Duty
from trainingsite.policies.life.actions import archive
from trainingsite.policies.life.looked_after import looked_after_by
from trainingsite.policies.life.rules import State
from trainingsite.policies.looking_after import may_look_after, owner_on, owners_on, policies_looked_after

pytestmark = pytest.mark.django_db
PAGE = "/policies/looked-after/"
SPRING = dt.date(2026, 3, 20)


@pytest.fixture
def desk():
    return Desk()


def neighbours():
    practice = make_practice("Harbour View Surgery")
    return practice, make_policy(practice, "Harbour policy", clauses=("Only for the harbour.",))


def test_policies_are_looked_after_where_the_duty_is_held_and_nowhere_else(desk):
    _, theirs = neighbours()

    found = [[*policies_looked_after(person, SPRING)] for person in (desk.olu, desk.ruth, desk.ann, desk.tom)]

    assert found == [[desk.page], [desk.page], [desk.page], []]
    assert [may_look_after(desk.olu, page, SPRING) for page in (desk.page, theirs)] == [True, False]


def test_before_the_duty_begins_nothing_is_looked_after(desk):
    give_duty(desk.tom, desk.practice, Duty.POLICY_OWNER, started_on=day(4, 1))

    assert [may_look_after(desk.tom, desk.page, each) for each in (day(3, 31), day(4, 1))] == [False, True]


def test_a_policy_belongs_to_the_policy_owner_unless_it_names_somebody(desk):
    assert owner_on(desk.page, SPRING) == desk.olu

    desk.page.owner_of_policy = desk.tom

    assert owner_on(desk.page, SPRING) == desk.tom


def test_when_who_is_named_has_left_it_falls_back_to_the_policy_owner(desk):
    leaver = make_member("Zoe Park", practice=desk.practice, ended_on=day(3, 10)).person
    desk.page.owner_of_policy = leaver

    assert [owner_on(desk.page, each) for each in (day(3, 10), day(3, 11))] == [leaver, desk.olu]


def test_without_a_policy_owner_the_practice_manager_answers_and_without_either_nobody():
    practice, page = neighbours()
    assert owner_on(page, SPRING) is None

    manager = make_member("Zoe Park", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)

    assert owner_on(page, SPRING) == manager


def test_owners_of_many_policies_take_as_many_queries_as_of_one(desk, django_assert_num_queries):
    pages = [desk.page, make_policy(desk.practice, "Another"), neighbours()[1]]
    desk.page.owner_of_policy = desk.tom

    for some in (pages[:1], pages):
        with django_assert_num_queries(3):
            owners_on(some, SPRING)


def test_the_page_shows_where_each_policy_stands_and_what_there_is_to_do(desk):
    desk.publish("First.")
    asked = asked_by(desk.olu, desk.page, "Second.")

    (policy,) = looked_after_by(desk.ruth, SPRING)

    assert (policy.life.states, policy.life.current.number) == ((State.APPROVAL, State.CURRENT), "1.0")
    assert (policy.owner, policy.tasks[0].sentence) == (desk.olu, "Olu Bright asks for its text to be approved.")
    assert policy.tasks[0].address == reverse("policies:approval", args=[asked.key])


def test_who_asked_is_not_asked_to_decide(desk):
    asked_by(desk.olu, desk.page, "Second.")

    (policy,) = looked_after_by(desk.olu, SPRING)

    assert policy.tasks[0].sentence == "You asked for its text to be approved."


def queries_with(desk, client, *, more):
    """How many queries the page takes once there are more policies, each with a request that waits."""
    for _ in range(more):
        desk.page = make_policy(desk.practice)
        desk.publish("First.")
        asked_by(desk.olu, desk.page, "Second.")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


def test_the_page_takes_as_many_queries_for_many_policies_as_for_a_few(desk, client):
    sign_in(client, desk.ruth)

    counts = [queries_with(desk, client, more=more) for more in (2, 10)]

    assert counts[0] == counts[1]


def test_visitors_are_sent_to_sign_in_and_staff_see_no_policy(desk, client):
    neighbours()
    visitor = client.get(PAGE)
    sign_in(client, desk.tom)

    answer = client.get(PAGE)

    assert (visitor.status_code, answer.context["policies"]) == (302, [])


def test_a_manager_sees_nothing_of_the_neighbours_policies(desk, client):
    neighbours()
    sign_in(client, desk.ruth)

    policies = client.get(PAGE).context["policies"]

    assert [policy.page for policy in policies] == [desk.page]


def test_without_a_second_factor_the_page_stays_shut(desk, client):
    client.force_login(desk.ruth)

    assert client.get(PAGE).status_code == 302


def test_the_menu_leads_to_the_page_those_whom_it_concerns(desk, client):
    shown = {}
    for person in (desk.olu, desk.tom):
        cache.clear()
        client.force_login(person)
        shown[person] = [link.words for link in client.get(reverse("desk:home")).context["navigation"].links]

    assert ["Policies" in shown[person] for person in (desk.olu, desk.tom)] == [True, False]


def test_the_editor_offers_only_people_of_the_practice_as_owners(desk, client):
    practice, _ = neighbours()
    make_member("Zoe Park", practice=practice)
    sign_in(client, desk.olu)

    form = client.get(reverse("wagtailadmin_pages:edit", args=[desk.page.pk])).context["form"]

    assert set(form.fields["owner_of_policy"].queryset) == {desk.tom, desk.olu, desk.ruth, desk.ann}


def test_an_archived_policy_has_nothing_to_do_and_comes_last(desk):
    other = make_policy(desk.practice, "Zebra policy")
    desk.publish("First.")
    archive(page=desk.page, practice=desk.practice, by=desk.ruth, reason="Merged.", at=timezone.now())

    policies = looked_after_by(desk.ruth, timezone.localdate())

    assert [(policy.page, policy.life.state) for policy in policies] == [
        (other, State.DRAFT),
        (desk.page, State.ARCHIVED),
    ]
    assert policies[1].tasks == []
