"""After a merger people are forgotten at both practices: each was told of the other's, and packs name them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.evidence.asking.scene import State, make_run
from tests.evidence.keeping.scenes import LEFT, LONG_AFTER, erase_all
from tests.factories import give_duty, make_member, make_network, make_practice, moment
from trainingsite.certificates.looks import set_look
from trainingsite.evidence.keeping.details import number_of
from trainingsite.evidence.keeping.places import signed_certificates_once
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.runs import is_over
from trainingsite.notices.actions import queue
from trainingsite.notices.models import Notice
from trainingsite.people.merging.actions import merge
from trainingsite.people.models import Duty, Person, Practice, Responsibility

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2009, 1, 5)
ON = dt.date(2018, 4, 1)


@pytest.fixture
def abbey(settings, tmp_path) -> Practice:
    settings.MEDIA_ROOT = tmp_path
    return make_practice("Abbey Surgery")


@pytest.fixture
def brook() -> Practice:
    return make_practice("Brook Surgery")


@pytest.fixture
def tom(abbey) -> Person:
    """Left the practice before it went over."""
    return make_member("Tom Ellis", practice=abbey, started_on=LONG_AGO, ended_on=dt.date(2018, 3, 20)).person


@pytest.fixture
def merged(abbey, brook) -> None:
    merge(practice=abbey, into=brook, on=ON, at=moment(2018, 3, 25))


@pytest.fixture
def maud(brook) -> Person:
    """Managed the other practice, and from the merger on this one too, and left."""
    maud = make_member("Maud Bell", practice=brook, started_on=LONG_AGO, ended_on=LEFT).person
    Responsibility.objects.create(
        duty=Duty.PRACTICE_MANAGER, person=maud, practice=brook, started_on=LONG_AGO, ended_on=LEFT
    )
    return maud


def tell(person: Person, about: Person) -> Notice:
    return queue(
        person=person, kind="note", about=uuid.uuid4(), subject=f"About {about.name}",
        body=f"{about.name} says so.", at=moment(2018, 4, 3),
    )  # fmt: skip


def words_of(notice: Notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.subject, notice.body


def numbered(person: Person) -> tuple[str, str]:
    return f"About Former member of staff {number_of(person)}", f"Former member of staff {number_of(person)} says so."


def test_what_leavers_of_the_practice_that_went_over_were_told_names_no_manager_of_the_other(abbey, maud, merged):
    still_here = make_member("Ann Lee", practice=abbey, started_on=LONG_AGO, ended_on=dt.date(2025, 12, 31)).person
    notice = tell(still_here, maud)

    erase_all()

    assert words_of(notice) == numbered(maud)


def test_what_a_manager_of_the_other_was_told_names_nobody_who_had_left_before(tom, brook, merged):
    zoe = make_member("Zoe Hart", practice=brook).person
    notice = tell(zoe, tom)

    erase_all()

    assert words_of(notice) == numbered(tom)


def test_what_a_lead_of_the_network_was_told_names_nobody_either(abbey, tom):
    zoe = make_member("Zoe Hart", practice=make_practice("Cove Surgery")).person
    network = make_network("Marrowby Network", abbey)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=zoe, network=network, started_on=ON)
    notice = tell(zoe, tom)

    erase_all()

    assert words_of(notice) == numbered(tom)


@pytest.mark.parametrize("who", ["tom", "maud"])
def test_packs_of_both_practices_are_taken_back_whoever_of_them_is_erased(request, abbey, brook, merged, who):
    somebody = request.getfixturevalue(who)
    runs = [make_run(practice, somebody, State.DONE) for practice in (abbey, brook)]

    erase_all()

    assert [is_over(PackRun.objects.get(pk=run.pk), timezone.now()) for run in runs] == [True, True]


def test_a_pack_of_a_practice_that_has_nothing_to_do_with_it_stays(abbey, maud, merged):
    cove = make_practice("Cove Surgery")
    run = make_run(cove, make_member("Zoe Hart", practice=cove).person, State.DONE)

    erase_all()

    assert PackRun.objects.get(pk=run.pk).expires_at == run.expires_at


def test_a_pack_of_a_practice_where_somebody_held_a_duty_and_no_job_is_taken_back(abbey):
    cove = make_practice("Cove Surgery")
    dora = make_member("Dora Pole", practice=abbey, started_on=LONG_AGO, ended_on=LEFT).person
    Responsibility.objects.create(
        duty=Duty.DATA_PROTECTION_OFFICER, person=dora, practice=cove, started_on=LONG_AGO, ended_on=LEFT
    )
    run = make_run(cove, dora, State.DONE)

    erase_all()

    assert is_over(PackRun.objects.get(pk=run.pk), timezone.now())


def test_a_manager_who_signed_the_other_practices_certificates_once_is_found_there(abbey, maud, merged):
    zoe = make_member("Zoe Hart", practice=abbey).person
    give_duty(zoe, abbey, Duty.PRACTICE_MANAGER)
    for name in ("Maud Bell", "Zoe Hart"):
        set_look(practice=abbey, signed_by=name, signed_as="", by=zoe, at=LONG_AFTER)

    assert len(signed_certificates_once([maud.pk], ["Maud Bell"])) == 1
