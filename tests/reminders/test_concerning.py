"""Which messages a practice lists of somebody who works at another one too, where the message names its practice."""

import datetime as dt

import pytest

from tests.certificates.scenes import WEDNESDAY, make_manager, make_scene, rename
from tests.factories import make_member, make_practice
from trainingsite.certificates.changing.actions import reissue, revoke
from trainingsite.notices.actions import put
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.people.models import Practice
from trainingsite.reminders.concerning import our_own
from trainingsite.reminders.digests import failures_among

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.date()


@pytest.fixture
def scene():
    """Tom has a certificate of Millbrook Lane Surgery, and works at Harbour View Surgery too."""
    scene = make_scene()
    make_member(scene.tom, practice=make_practice("Harbour View Surgery"))
    return scene


def listed(person) -> dict[str, list[str]]:
    """By practice: the subjects it lists of what the person was told."""
    own = Notice.objects.by(person).order_by("pk")
    return {practice.name: [each.subject for each in our_own(own, practice)] for practice in Practice.objects.all()}


def test_that_a_certificate_was_revoked_is_listed_where_it_was_issued(scene):
    revoke(certificate=scene.certificate, by=scene.ruth, reason="asked_for", words="As you wished.", at=WEDNESDAY)

    revoked = ["Your certificate was revoked: Induction 1"]
    assert listed(scene.tom) == {"Millbrook Lane Surgery": revoked, "Harbour View Surgery": []}


def test_that_it_was_issued_anew_by_a_manager_too(scene):
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY)

    anew = ["A new certificate: Induction 1"]
    assert listed(scene.tom) == {"Millbrook Lane Surgery": anew, "Harbour View Surgery": []}


def test_so_is_what_a_manager_of_both_practices_was_told_of_it(scene):
    make_manager(scene.ruth, Practice.objects.get(name="Harbour View Surgery"))
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    told = ["A certificate was issued in a new name"]
    assert listed(scene.ruth) == {"Millbrook Lane Surgery": told, "Harbour View Surgery": []}


def test_one_that_came_back_is_in_the_weekly_list_of_its_practice_alone(scene):
    revoke(certificate=scene.certificate, by=scene.ruth, reason="asked_for", words="As you wished.", at=WEDNESDAY)
    Notice.objects.update(state=Notice.State.BOUNCED)

    weekly = {each.name: failures_among([scene.tom], each, DAY) for each in Practice.objects.all()}

    assert {name: list(found) for name, found in weekly.items()} == {
        "Millbrook Lane Surgery": [scene.tom.pk],
        "Harbour View Surgery": [],
    }


def test_the_practice_a_message_names_counts_before_what_it_is_about(scene):
    harbour = Practice.objects.get(name="Harbour View Surgery")
    put(person=scene.tom, practice=harbour, kind=REMINDERS, about=scene.tom.key, subject="Due", body="", at=WEDNESDAY)

    assert listed(scene.tom) == {"Millbrook Lane Surgery": [], "Harbour View Surgery": ["Due"]}


def test_a_message_that_names_no_practice_and_tells_of_no_record_is_listed_nowhere(scene):
    put(person=scene.tom, kind="certificate", about=scene.certificate.key, subject="Old", body="", at=WEDNESDAY)

    assert listed(scene.tom) == {"Millbrook Lane Surgery": [], "Harbour View Surgery": []}


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_many_messages_that_name_their_practice_cost_no_more_queries(scene, how_many, django_assert_num_queries):
    for number in range(how_many):
        at = WEDNESDAY + dt.timedelta(days=number)
        put(person=scene.tom, practice=scene.practice, kind="note", about=scene.tom.key, subject="", body="", at=at)
    notices = list(Notice.objects.by(scene.tom))

    with django_assert_num_queries(7):
        found = our_own(notices, scene.practice)

    assert len(found) == how_many
