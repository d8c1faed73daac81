"""Who may open the page of trends; that somebody did is noted."""

import pytest

from tests.desk.test_trends import LIVE, ago, practice, trends  # noqa: F401 -- one of them is a fixture
from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import give_duty, make_member, make_person, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_sign_in(client, practice):  # noqa: F811 -- the fixture
    make_member("Tom Ellis", practice=practice, started_on=ago(10))

    answer = client.get(trends(practice))

    assert (answer.status_code, answer.url.startswith("/account/sign-in/")) == (302, True)


def test_without_a_second_factor_nothing_is_shown(client, practice):  # noqa: F811 -- the fixture
    manager = sign_in_manager(client, practice)
    client.logout()
    client.force_login(manager)

    assert client.get(trends(practice)).status_code == 302


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.ACCOUNT_HOLDER, Duty.STAFF_REPRESENTATIVE])
def test_staff_who_do_not_manage_see_nothing(client, practice, duty):  # noqa: F811 -- the fixture
    make_member("Tom Ellis", practice=practice, started_on=ago(10))
    colleague = make_member("Zoe Park", practice=practice, started_on=LIVE)
    if duty:
        give_duty(colleague.person, practice, duty)
    sign_in(client, colleague.person)

    answer = client.get(trends(practice))

    assert (answer.status_code, b"Tom Ellis" in answer.content) == (404, False)


def test_a_team_leader_sees_nothing(client, practice):  # noqa: F811 -- the fixture
    leader = make_member("Zoe Park", practice=practice, started_on=LIVE)
    make_member("Tom Ellis", practice=practice, started_on=ago(10), manager=leader.person)
    sign_in(client, leader.person)

    assert client.get(trends(practice)).status_code == 404


def test_the_manager_of_another_practice_sees_nothing(client, practice):  # noqa: F811 -- the fixture
    make_member("Tom Ellis", practice=practice, started_on=ago(10))
    sign_in_manager(client, make_practice("Other Surgery"))

    answer = client.get(trends(practice))

    assert (answer.status_code, b"Tom Ellis" in answer.content) == (404, False)


def test_another_practices_people_are_not_counted(client, practice):  # noqa: F811 -- the fixture
    sign_in_manager(client, practice)
    other = make_practice("Other Surgery", went_live_on=LIVE)
    make_member("Eve Stone", practice=other, started_on=ago(10))

    answer = client.get(trends(practice))

    assert b"Eve Stone" not in answer.content
    assert answer.context["everything"].weeks[-1].people == 1


def test_that_somebody_looked_is_noted_once_a_day(client, practice):  # noqa: F811 -- the fixture
    manager = sign_in_manager(client, practice)

    client.get(trends(practice))
    client.get(trends(practice))

    looks = AccessEntry.objects.filter(verb="desk.trends_opened").values_list("actor", "subject")
    assert list(looks) == [(str(manager.key), str(practice.key))]


def test_a_name_is_never_markup(client, practice):  # noqa: F811 -- the fixture
    make_member(make_person("<b>Tom</b> Ellis"), practice=practice, started_on=ago(10))
    sign_in_manager(client, practice)

    html = client.get(trends(practice)).content.decode()

    assert ("<b>Tom" in html, "&lt;b&gt;Tom" in html) == (False, True)
