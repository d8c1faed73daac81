"""Whoever manages the practice of a certificate is told when it gets a new name, without the name before."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.certificates.scenes import WEDNESDAY, make_manager, make_scene, rename
from tests.certificates.signing_in import sign_in
from tests.factories import give_duty, give_leave, make_member, make_person, make_practice
from tests.people.joined import join_rows
from trainingsite.certificates.changing.actions import reissue, revoke
from trainingsite.certificates.changing.telling import KIND, SUBJECT, WHO_SEES
from trainingsite.certificates.models import Certificate
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Merger, Person, Responsibility
from trainingsite.people.staffing import leave

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.date()
REVOKED = {"reason": "issued_in_error", "words": "It was a mistake of mine."}


@pytest.fixture
def scene():
    """Tom Ellis, a receptionist, who is Tom Marsh from Wednesday on; Ruth Amin manages the practice."""
    scene = make_scene()
    rename(scene.tom)
    return scene


def anew(scene, by=None):
    return reissue(certificate=scene.certificate, by=by or scene.tom, at=WEDNESDAY)


def told() -> set[str]:
    """Who got the message for managers."""
    return {notice.person.name for notice in Notice.objects.filter(kind=KIND, subject=SUBJECT)}


def test_the_manager_reads_whose_certificate_it_is_in_which_name_and_since_when(scene):
    new = anew(scene)

    notice = Notice.objects.get(kind=KIND)
    assert (notice.person, notice.about, notice.practice) == (scene.ruth, new.key, scene.practice)
    assert notice.body.split("\n\n")[0] == (
        "Tom Marsh (Receptionist) had the certificate for Induction 1 issued anew on 4 March 2026, because their name"
        " has changed: it is in the name Tom Marsh now. The practice on it is Millbrook Lane Surgery, and its number is"
        f" {new.serial}. The certificate in the name before is not valid any more."
    )


def test_the_name_before_stands_nowhere_in_it_and_no_name_in_the_subject(scene):
    anew(scene)

    notice = Notice.objects.get(kind=KIND)
    assert "Ellis" not in notice.subject + notice.body
    assert ("Marsh" in notice.subject, WHO_SEES in notice.body) == (False, True)


def test_the_manager_is_led_to_a_page_where_it_can_be_looked_at_and_revoked(client, scene):
    new = anew(scene)
    sign_in(client, scene.ruth)

    address = Notice.objects.get(kind=KIND).body.splitlines()[-1]
    page = client.get(address.removeprefix("http://localhost:8000"))

    assert address.endswith(reverse("certificates:revoke", args=[new.serial]))
    assert (page.status_code, page.context["certificate"]) == (200, new)


def test_the_keeper_of_former_names_is_led_to_the_page_that_shows_them(client, scene):
    give_duty(scene.ruth, scene.practice, Duty.RECORDS_KEEPER)
    anew(scene)
    sign_in(client, scene.ruth)

    body = Notice.objects.get(kind=KIND).body
    address = reverse("desk:former_names", args=[scene.practice.ods_code.lower(), scene.tom.key])
    page = client.get(address)

    assert (f"{address}\n" in body, WHO_SEES in body, "Ellis" in body) == (True, False, False)
    assert [each.name for each in page.context["former_names"]] == ["Tom Ellis"]


def test_another_manager_is_not_told_where_the_keeper_looks(scene):
    give_duty(scene.ruth, scene.practice, Duty.RECORDS_KEEPER)
    ann = make_manager("Ann Lee", scene.practice)
    anew(scene)

    assert WHO_SEES in Notice.objects.get(kind=KIND, person=ann).body


def test_everybody_who_opens_the_desk_is_told_and_nobody_else(scene):
    for duty in Duty:
        if duty != Duty.NETWORK_LEAD:
            give_duty(make_person(f"Holder of {duty}"), scene.practice, duty)

    anew(scene)

    openers = {f"Holder of {duty}" for duty in ("practice_manager", "registered_manager", "ig_lead")}
    assert told() == {"Ruth Amin", *openers}


def test_managers_of_another_practice_are_not_told(scene):
    elsewhere = make_practice("Harbour View Surgery")
    make_manager("Ann Lee", elsewhere)

    anew(scene)

    assert told() == {"Ruth Amin"}


def test_of_somebody_with_jobs_at_two_practices_the_one_on_the_certificate_is_told(scene):
    harbour = make_practice("Harbour View Surgery")
    make_member(scene.tom, "Pharmacist", practice=harbour)
    make_manager("Ann Lee", harbour)

    anew(scene)

    notice = Notice.objects.get(kind=KIND)
    assert (notice.person, notice.practice) == (scene.ruth, scene.practice)
    assert ("Harbour" in notice.body, "Pharmacist" in notice.body) == (False, False)


def test_the_practice_on_the_certificate_is_told_also_when_its_holder_has_left(scene):
    leave(membership=scene.tom.memberships.get(), last_day=dt.date(2026, 3, 3), by=str(scene.ruth.key), at=WEDNESDAY)
    make_manager("Ann Lee", make_member(scene.tom, practice=make_practice("Harbour View Surgery")).practice)

    anew(scene)

    assert told() == {"Ruth Amin"}


def test_nobody_is_told_of_what_they_did_themselves_and_the_others_read_who_it_was(scene):
    ann = make_manager("Ann Lee", scene.practice)

    anew(scene, by=scene.ruth)

    [notice] = Notice.objects.filter(kind=KIND, subject=SUBJECT)
    assert notice.person == ann
    assert notice.body.startswith(
        "Ruth Amin issued the certificate for Induction 1 of Tom Marsh (Receptionist) anew on "
    )


def test_a_manager_who_changed_their_own_name_is_not_told_and_the_others_are(scene):
    give_duty(scene.tom, scene.practice, Duty.REGISTERED_MANAGER)

    anew(scene)

    assert told() == {"Ruth Amin"}


def test_a_holder_who_manages_is_told_once_as_the_holder(scene):
    give_duty(scene.tom, scene.practice, Duty.REGISTERED_MANAGER)

    anew(scene, by=scene.ruth)

    [notice] = Notice.objects.filter(kind=KIND)
    assert (notice.person, notice.subject) == (scene.tom, "A new certificate: Induction 1")


def test_a_duty_that_came_with_a_row_joined_to_ones_own_tells_nobody_of_their_own(scene):
    former = make_manager("Tom Locum", scene.practice)
    join_rows(former, scene.tom, scene.ruth, at=WEDNESDAY)

    anew(scene)

    assert told() == {"Ruth Amin"}


def test_asked_for_twice_it_is_told_once(scene):
    for _ in "ab":
        anew(scene)

    assert Notice.objects.filter(kind=KIND).count() == 1


def test_a_second_change_of_name_is_told_again(scene):
    second = anew(scene)
    rename(scene.tom, "Tom Reed", at=WEDNESDAY + dt.timedelta(hours=1))

    reissue(certificate=second, by=scene.tom, at=WEDNESDAY + dt.timedelta(hours=1))

    assert Notice.objects.filter(kind=KIND, person=scene.ruth).count() == 2


def test_one_that_comes_back_in_the_same_name_tells_no_manager():
    scene = make_scene()
    make_manager("Ann Lee", scene.practice)
    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **REVOKED)

    anew(scene, by=scene.ruth)

    assert told() == set()


def test_whoever_is_on_leave_is_spared_while_somebody_else_is_there(scene):
    ann = make_manager("Ann Lee", scene.practice)
    give_leave(scene.ruth.memberships.get(), DAY)

    anew(scene)

    assert told() == {ann.name}


def test_when_all_are_on_leave_all_are_told(scene):
    give_leave(scene.ruth.memberships.get(), DAY)

    anew(scene)

    assert told() == {"Ruth Amin"}


def test_whoever_manages_no_more_or_cannot_sign_in_is_not_told(scene):
    for name in ("Ann Lee", "Dev Rao"):
        make_manager(name, scene.practice)
    Person.objects.filter(last_name="Lee").update(is_active=False)
    duty = {"duty": Duty.PRACTICE_MANAGER, "started_on": dt.date(2026, 1, 1), "ended_on": dt.date(2026, 3, 3)}
    Responsibility.objects.create(person=make_person("Zoe Park"), practice=scene.practice, **duty)

    anew(scene)

    assert told() == {"Ruth Amin", "Dev Rao"}


def test_for_a_practice_that_went_over_into_another_that_ones_managers_are_told(scene):
    harbour = make_practice("Harbour View Surgery")
    ann = make_manager("Ann Lee", harbour)
    Merger.objects.create(practice=scene.practice, into=harbour, started_on=DAY)

    anew(scene)

    assert ann.name in told()


def test_a_practice_without_anybody_who_manages_it_holds_nothing_up(scene):
    anew(scene, by=scene.tom)
    Notice.objects.all().delete()
    rename(scene.tom, "Tom Reed", at=WEDNESDAY + dt.timedelta(hours=1))
    Person.objects.filter(pk=scene.ruth.pk).update(is_active=False)

    again = Certificate.objects.standing().get()
    reissue(certificate=again, by=scene.tom, at=WEDNESDAY + dt.timedelta(hours=1))

    assert (told(), Certificate.objects.count()) == (set(), 3)


def test_the_page_says_before_it_that_managers_are_told(client, scene):
    client.force_login(scene.tom)

    page = client.get(reverse("certificates:new_name", args=[scene.certificate.serial])).content.decode()

    assert "The managers of Millbrook Lane Surgery get a message" in page
