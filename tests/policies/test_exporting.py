"""The file of signatures: one line for each, with who signed what, when, in which job, and whether it stands."""

import csv
import datetime as dt
import io
import tracemalloc

import pytest

from tests.factories import MONDAY, TUESDAY, give_duty, make_member, make_policy_version, make_practice, moment
from tests.people.joined import join_rows
from trainingsite.audit.clock import replaying
from trainingsite.formats import lines
from trainingsite.people.models import Duty, Practice
from trainingsite.policies import actions, exporting
from trainingsite.policies.exporting import HEADINGS, attestations_csv
from trainingsite.policies.models import Attestation
from trainingsite.policies.saying_no.actions import withdraw

pytestmark = pytest.mark.django_db
ALWAYS = dt.date(2025, 1, 1), dt.date(2026, 12, 31)


def read(*practices, period=ALWAYS):
    text = b"".join(attestations_csv(practices, *period)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def sign(person, version, at=TUESDAY):
    with replaying(at):
        return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


@pytest.fixture
def version(db):
    return make_policy_version()


@pytest.fixture
def ann(version):
    return make_member("Ann Lee", "Practice nurse", practice=version.practice).person


def test_a_line_says_who_signed_what_when_and_in_which_job(version, ann):
    sign(ann, version, at=moment(2026, 7, 1, 9, 30))

    assert read(version.practice) == [
        list(HEADINGS),
        [
            version.practice.name, version.practice.ods_code, "Ann Lee", "Practice nurse", "Social media policy", "1.0",
            "2026-07-01", "2026-07-01T09:30:00+01:00", "Signed", "Password entered again", "Stands",
        ],
    ]  # fmt: skip


def test_a_moment_in_winter_and_one_in_the_hour_that_comes_twice_show_their_distance_from_utc(version, ann):
    sign(ann, version, at=dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC))

    assert read(version.practice)[1][7] == "2026-10-25T01:30:00+00:00"


def test_each_practices_signatures_stand_together(version, ann):
    next_door = make_policy_version(practice=make_practice("Saltmere Road Practice"))
    make_member(ann, "Receptionist", practice=next_door.practice)
    tom = make_member("Tom Ellis", practice=version.practice).person
    for person, signed in ((ann, version), (ann, next_door), (tom, version)):
        sign(person, signed)

    assert [(line[0], line[2], line[3]) for line in read(version.practice, next_door.practice)[1:]] == [
        (version.practice.name, "Ann Lee", "Practice nurse"),
        (version.practice.name, "Tom Ellis", "Receptionist"),
        ("Saltmere Road Practice", "Ann Lee", "Receptionist"),
    ]


def test_a_signature_that_was_taken_back_stays_and_says_so(version, ann):
    at = moment(2026, 3, 4)
    withdraw(signature=sign(ann, version), reason="I had not read it.", method="password", at=at)

    assert [line[10] for line in read(version.practice)[1:]] == ["Withdrawn"]


def test_what_was_signed_under_a_former_row_has_the_name_of_today(version, ann):
    former = make_member("Ann Smith", practice=version.practice).person
    sign(former, version)
    ruth = make_member("Ruth Adeyemi", practice=version.practice).person
    give_duty(ruth, version.practice, Duty.PRACTICE_MANAGER)
    join_rows(former, ann, ruth)

    assert [line[2] for line in read(version.practice)[1:]] == ["Ann Lee"]


def test_the_job_is_the_one_on_the_day_of_signing(version, ann):
    make_member(ann, "Nurse manager", practice=version.practice, started_on=dt.date(2026, 5, 1))
    sign(ann, version)
    sign(ann, make_policy_version(version.page, clauses=("Ask first.",)), at=moment(2026, 5, 1))

    assert [line[3] for line in read(version.practice)[1:]] == ["Practice nurse", "Nurse manager"]


def test_signing_again_after_taking_it_back_stands(version, ann):
    withdraw(signature=sign(ann, version), reason="I had not read it.", method="password", at=moment(2026, 3, 4))
    sign(ann, version, at=moment(2026, 3, 5))

    assert [line[10] for line in read(version.practice)[1:]] == ["Withdrawn", "Stands"]


@pytest.mark.parametrize("job", ['=Nurse "in charge"', "Nurse, practice", "Ärztin \\ GP"])
def test_a_job_is_shown_as_it_is_called_and_never_computed(version, job):
    sign(make_member("@Zoe", job, practice=version.practice).person, version)

    (line,) = read(version.practice)[1:]

    assert line[2:4] == ["'@Zoe", f"'{job}" if job.startswith("=") else job]


def test_only_signatures_of_the_period_at_these_practices_are_in_it(version, ann):
    sign(ann, version)
    elsewhere = make_policy_version(practice=make_practice("Saltmere Road Practice"))
    sign(make_member("Tom Ellis", practice=elsewhere.practice).person, elsewhere)

    days = (dt.date(2026, 3, 3), dt.date(2026, 3, 3)), (dt.date(2026, 3, 4), dt.date(2026, 3, 4))

    assert [[line[2] for line in read(version.practice, period=each)[1:]] for each in days] == [["Ann Lee"], []]


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 12, 10_000])
def test_every_signature_stands_there_once_however_many_are_read_at_a_time(version, monkeypatch, at_once):
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", at_once)
    later, earlier = (make_policy_version(practice=make_practice(f"{name} Road Practice")) for name in ("Zeal", "Ash"))
    quiet = make_practice("Quiet Lane Surgery")
    for number in range(4):
        for at in (version, later, earlier):
            sign(make_member(f"{at.practice.name[:3]} {number}", practice=at.practice).person, at)

    lines = read(quiet, earlier.practice, version.practice, later.practice)[1:]

    in_order = (earlier, version, later)
    assert [line[2] for line in lines] == [f"{at.practice.name[:3]} {number}" for at in in_order for number in range(4)]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_more_signatures_cost_no_more_queries(version, count, django_assert_num_queries):
    add_signatures(version, count)
    practice = Practice.objects.get(pk=version.practice_id)

    with django_assert_num_queries(6):
        read(practice)


def test_ten_times_as_many_signatures_take_no_more_memory(version, monkeypatch):
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 200)
    monkeypatch.setattr(lines, "CHARACTERS_AT_ONCE", 10_000)
    peaks = []
    for count in (300, 2700):
        add_signatures(version, count)
        read(version.practice)
        tracemalloc.start()
        for _ in attestations_csv([version.practice], *ALWAYS):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 2 * peaks[0]


def add_signatures(version, count):
    """Signatures of so many more people, without words and events."""
    ann = make_member("Ann Lee", practice=version.practice).person
    said = Attestation.objects.filter(person=ann).count()
    Attestation.objects.bulk_create(
        Attestation(
            person=ann, practice=version.practice, version=version, kind="signed", number=said + number,
            attested_at=MONDAY, attested_on=dt.date(2026, 3, 2), method="password",
        )
        for number in range(1, count + 1)
    )  # fmt: skip
