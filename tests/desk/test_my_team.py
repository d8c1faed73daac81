"""A team leader's page: status and due date of the people they manage, and nothing else about anybody."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    GO_LIVE,
    complete,
    give_duty,
    give_leave,
    make_job_role,
    make_member,
    make_module_version,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.phones import make_known_person, verified
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.timelines import Timelines
from trainingsite.desk.your_data.looks import looks_at
from trainingsite.desk.your_data.seeing import viewers_of
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Membership, Person
from trainingsite.reminders.digests import digests_for
from trainingsite.reminders.models import Digest, TeamWeek
from trainingsite.reminders.wording import teams_in

pytestmark = pytest.mark.django_db
PAGE = "/compliance/my-team/"


@pytest.fixture
def practice():
    """A practice that has asked for one training since it went live, and nobody has it."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    make_requirement(make_programme("Induction", practice), outside_training=make_outside_training())
    return practice


@pytest.fixture
def ruth(practice):
    """Leads reception, and holds no duty."""
    return make_member(make_known_person("Ruth Bell"), "Reception manager", practice=practice).person


@pytest.fixture
def tom(practice, ruth):
    return make_member("Tom Ellis", practice=practice, manager=ruth)


@pytest.fixture
def zoe(practice):
    """Somebody who is in nobody's team."""
    return make_member("Zoe Park", practice=practice).person


def shown(client, **query):
    """By name, what the page says of each: title, status, day."""
    teams = client.get(PAGE, query).context["teams"]
    return {
        mate.person.name: [(line.title, str(line.status), line.when) for line in mate.lines]
        for team in teams
        for mate in team.mates
    }


def test_the_leader_sees_status_and_due_date_of_their_team_and_of_nobody_else(client, ruth, tom, zoe):
    verified(client, ruth)

    assert shown(client) == {"Tom Ellis": [("Basic life support", "overdue", "was due 3 Feb 2025")]}


def test_the_page_holds_no_way_into_a_record_and_not_what_was_sent_or_on_what_grounds(client, practice, ruth, tom):
    version = make_module_version(at=moment(2025, 1, 6))
    make_requirement(module=version.page)
    complete(tom.person, version, at=moment(2025, 3, 3))
    verified(client, ruth)

    html = client.get(PAGE).content.decode()

    assert "Boundaries" in html
    links_and_words = (f"{tom.person.key}", "not yet told", "own work", "completed", "/verify/", "3 Mar 2025", "x99999")
    assert [word for word in links_and_words if word in html] == []


def test_the_leader_can_open_nothing_else_of_the_desk(client, practice, ruth, tom):
    verified(client, ruth)
    record = f"/compliance/x99999/people/{tom.person.key}/"

    answers = [client.get(address) for address in ("/compliance/x99999/", record, "/compliance/x99999/remind/")]

    assert [(answer.status_code, b"Tom Ellis" in answer.content) for answer in answers] == [(404, False)] * 3


def test_the_leader_of_another_team_sees_their_own_people_only(client, practice, tom, zoe):
    sam = make_member(make_known_person("Sam Okoro"), practice=practice).person
    make_member("Uma Shah", practice=practice, manager=sam)
    verified(client, sam)

    assert list(shown(client)) == ["Uma Shah"]


def test_leaders_of_leaders_see_their_direct_team(client, practice, ruth, tom):
    olu = make_member(make_known_person("Olu Ade"), "GP partner", practice=practice).person
    correct(ruth.memberships.get(), by="", at=moment(2025, 2, 1), manager_id=olu.pk)
    verified(client, olu)

    assert list(shown(client)) == ["Ruth Bell"]


def test_who_leads_nobody_finds_no_page(client, ruth, tom, zoe):
    verified(client, zoe)

    answer = client.get(PAGE)

    assert (answer.status_code, b"Tom Ellis" in answer.content) == (404, False)


def test_without_a_second_step_and_without_signing_in_it_stays_shut(client, ruth, tom):
    visitor = client.get(PAGE)
    client.force_login(ruth)
    one_step = client.get(PAGE)

    assert visitor.url.startswith("/account/sign-in/")
    assert one_step.url.startswith("/account/second-step/")


def test_who_has_left_the_practice_leads_nobody_there_though_still_named(client, practice, tom):
    """They work elsewhere now, and can sign in."""
    gone = make_known_person("Nell Shaw")
    make_member(gone, practice=practice, ended_on=timezone.localdate() - dt.timedelta(days=1))
    make_member(gone, practice=make_practice("Orchard House"))
    correct(tom, by="", at=moment(2025, 2, 1), manager_id=gone.pk)
    verified(client, gone)

    assert client.get(PAGE).status_code == 404


def test_who_has_left_the_team_is_not_shown_for_an_earlier_day_either(client, practice, ruth, tom):
    """The team is the one of today, whatever day is asked for."""
    correct(tom, by="", at=moment(2025, 2, 1), ended_on=dt.date(2025, 6, 30))
    make_member("Uma Shah", practice=practice, manager=ruth, started_on=dt.date(2025, 9, 1))
    verified(client, ruth)

    assert list(shown(client, on="2025-06-02")) == []
    assert list(shown(client)) == ["Uma Shah"]


def test_people_of_two_practices_are_shown_at_each_where_the_leader_works(client, practice, ruth, tom):
    orchard, abroad = make_practice("Orchard House"), make_practice("Harbour View Surgery")
    make_member(ruth, practice=orchard)
    make_member(tom.person, practice=orchard, manager=ruth)
    make_member(tom.person, practice=abroad, manager=ruth)
    verified(client, ruth)

    teams = client.get(PAGE).context["teams"]

    assert [team.practice.name for team in teams] == ["Millbrook Lane Surgery", "Orchard House"]
    noted = AccessEntry.objects.filter(verb="desk.team_opened").values_list("subject", flat=True)
    assert sorted(noted) == sorted([str(practice.key), str(orchard.key)])


def test_a_day_in_the_address_shows_how_they_stand_then(client, ruth, tom):
    verified(client, ruth)

    assert shown(client, on="2025-01-20")["Tom Ellis"] == [("Basic life support", "due", "by 3 Feb 2025")]


@pytest.mark.parametrize("day", ["2026-02-31", "9999-12-31", "2024-12-31", "soon", ""])
def test_a_day_that_makes_no_sense_is_said_and_today_is_shown(client, ruth, tom, day):
    verified(client, ruth)

    answer = client.get(PAGE, {"on": day})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["on"])
    assert answer.context["day"] == timezone.localdate()


def test_somebody_on_leave_or_exempt_is_said_to_be_without_a_reason(client, ruth, tom):
    give_leave(tom, timezone.localdate() - dt.timedelta(days=10), timezone.localdate() + dt.timedelta(days=60))
    verified(client, ruth)

    assert shown(client) == {"Tom Ellis": [("Basic life support", "on_leave", "")]}


def test_that_the_leader_looked_is_noted_once_a_day_and_shown_to_their_team_alone(client, ruth, tom, zoe):
    verified(client, ruth)

    client.get(PAGE)
    client.get(PAGE)

    assert AccessEntry.objects.filter(verb="desk.team_opened").count() == 1
    assert [look.by for look in looks_at(tom.person)] == ["Ruth Bell"]
    assert looks_at(zoe) == []


def test_it_takes_as_many_queries_for_three_hundred_as_for_one(client, practice, ruth):
    verified(client, ruth)
    counts, role, hidden = [], make_job_role(), make_password(None)
    for more in (1, 2, 297):
        people = Person.objects.bulk_create(
            Person(username=f"p{more}-{n}", first_name="Pat", last_name=f"{more} {n}", password=hidden)
            for n in range(more)
        )
        joined = {"practice": practice, "manager": ruth, "started_on": GO_LIVE, "recorded_at": moment(2025, 1, 6)}
        Membership.objects.bulk_create(Membership(person=person, job_role=role, **joined) for person in people)
        Timelines.objects.all().delete()  # nobody recorded these people, so no chain tells of them
        client.get(PAGE)  # works out what is kept
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(shown(client)), len(queries)))

    assert [people for people, _ in counts] == [1, 3, 300]
    assert len({taken for _, taken in counts}) == 1


def test_the_weekly_message_leads_a_team_leader_to_their_team_and_a_manager_to_the_desk(practice, ruth, tom):
    ann = make_member("Ann Lee", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    today = timezone.localdate()
    week = TeamWeek.objects.create(practice=practice, week_begins_on=today)
    digests = [Digest(person=person, week=week, content=content) for person, content in digests_for(practice, today)[0]]

    addresses = {each.person.name: teams_in([each], each.person, today)[0].address for each in digests}

    assert {name: address.split("/compliance")[1] for name, address in addresses.items()} == {
        "Ruth Bell": "/my-team/", "Ann Lee": "/x99999/",
    }  # fmt: skip


def test_who_had_another_leader_by_then_is_not_told_of_looks_at_that_team(client, practice, ruth, tom):
    day = timezone.localdate()
    correct(tom, by="", at=moment(2025, 2, 1), ended_on=day - dt.timedelta(days=1))
    make_member(tom.person, practice=practice, started_on=day)
    uma = make_member("Uma Shah", practice=practice, manager=ruth).person
    verified(client, ruth)

    client.get(PAGE)

    assert ([look.by for look in looks_at(tom.person)], [look.by for look in looks_at(uma)]) == ([], ["Ruth Bell"])


def test_staff_are_told_that_their_leader_sees_a_question_or_a_refusal_of_theirs(ruth, tom):
    (leader,) = [each for each in viewers_of(tom.person, timezone.localdate()) if each.role == "Team leader"]

    assert (leader.who, "asked about a policy or declined to sign it" in leader.sees) == ("Ruth Bell", True)
