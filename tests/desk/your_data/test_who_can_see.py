"""Who can see what is worked out from the duties people hold on the day."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import GO_LIVE, give_duty, make_member, make_network, make_person, make_practice, on_the_morning_of
from tests.people.phones import confirmed
from trainingsite.desk.your_data.seeing import viewers_of
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


def who(person, role: str, day: dt.date = DAY) -> list[tuple[str, str]]:
    return [(viewer.where, viewer.who) for viewer in viewers_of(person, day) if viewer.role == role]


def test_managers_are_named_who_hold_the_duty_today(practice):
    tom, ann = make_member("Tom Ellis", practice=practice).person, make_person("Ann Lee")
    give_duty(ann, practice, Duty.PRACTICE_MANAGER, Duty.IG_LEAD)

    assert who(tom, "Managers of the practice") == [("Millbrook Lane Surgery", "Ann Lee")]


def test_a_manager_who_gave_the_duty_up_is_not_named(practice):
    tom, ann = make_member("Tom Ellis", practice=practice).person, make_person("Ann Lee")
    with on_the_morning_of(GO_LIVE):
        Responsibility.objects.create(
            duty=Duty.PRACTICE_MANAGER, person=ann, practice=practice, started_on=GO_LIVE, ended_on=dt.date(2026, 3, 1)
        )

    assert who(tom, "Managers of the practice") == [("Millbrook Lane Surgery", "Nobody today")]
    assert who(tom, "Managers of the practice", dt.date(2026, 3, 1)) == [("Millbrook Lane Surgery", "Ann Lee")]


def test_a_manager_of_a_practice_where_the_person_never_worked_is_not_named(practice):
    tom, other = make_member("Tom Ellis", practice=practice).person, make_practice("Copper Street Practice")
    give_duty(make_person("Ann Lee"), other, Duty.PRACTICE_MANAGER)

    assert who(tom, "Managers of the practice") == [("Millbrook Lane Surgery", "Nobody today")]


def test_both_practices_of_a_shared_person_are_there(practice):
    tom = make_member("Tom Ellis", practice=practice).person
    other = make_practice("Copper Street Practice")
    make_member(tom, practice=other, started_on=dt.date(2025, 9, 1))
    give_duty(make_person("Ann Lee"), other, Duty.REGISTERED_MANAGER)

    assert who(tom, "Managers of the practice") == [
        ("Millbrook Lane Surgery", "Nobody today"),
        ("Copper Street Practice", "Ann Lee"),
    ]


def test_a_team_leader_is_named_while_they_work_there(practice):
    sue = make_member("Sue Park", practice=practice, ended_on=dt.date(2026, 3, 5)).person
    tom = make_member("Tom Ellis", practice=practice, manager=sue).person

    assert who(tom, "Team leader") == [("Millbrook Lane Surgery", "Sue Park")]
    assert who(tom, "Team leader", dt.date(2026, 3, 6)) == [("Millbrook Lane Surgery", "Nobody today")]


def test_a_network_lead_sees_counts_and_no_names(practice):
    tom, lead = make_member("Tom Ellis", practice=practice).person, make_person("Dev Rao")
    network = make_network("Marrowby network", practice)
    with on_the_morning_of(GO_LIVE):
        Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=GO_LIVE)

    line = next(viewer for viewer in viewers_of(tom, DAY) if viewer.role == "Network lead")

    assert (line.where, line.who) == ("Millbrook Lane Surgery, in Marrowby network", "Dev Rao")
    assert line.sees == "Counts of the whole practice"


def test_administrators_are_those_who_may_do_everything(practice):
    tom = make_member("Tom Ellis", practice=practice).person
    make_person("Site Administrator", is_superuser=True)
    make_person("Gone Administrator", is_superuser=True, is_active=False)

    assert who(tom, "Administrators of the site") == [("The whole site", "Site Administrator")]


def test_managers_are_said_never_to_see_scores_tries_and_answers(practice):
    tom = make_member("Tom Ellis", practice=practice).person

    managers = next(viewer for viewer in viewers_of(tom, DAY) if viewer.role == "Managers of the practice")

    assert managers.never.startswith("Your scores, how often you tried, what you answered or chose")


def test_the_page_shows_the_table(client, practice):
    tom, ann = make_member("Tom Ellis", practice=practice).person, make_person("Ann Lee")
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    client.force_login(tom)
    confirmed(client, tom)

    viewers = client.get(reverse("desk:your_data")).context["viewers"]

    assert [viewer.who for viewer in viewers if viewer.role == "Managers of the practice"] == ["Ann Lee"]


def test_more_people_with_duties_cost_no_more_queries(practice, django_assert_num_queries):
    tom = make_member("Tom Ellis", practice=practice).person
    for number in range(30):
        give_duty(make_person(f"Ann {number}"), practice, Duty.PRACTICE_MANAGER)
        if number in (0, 2, 29):
            with django_assert_num_queries(7):
                viewers_of(tom, DAY)
