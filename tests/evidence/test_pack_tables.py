"""The tables of a pack: who signed and completed what, and which event vouches for it."""

import datetime as dt

import pytest

from tests.evidence.reading import files_of, is_whole, table, verbs_told
from tests.evidence.scenes import Scene, a_practice_with_a_history, sign_as, unpacked, verify
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_outside_training,
    make_person,
    make_policy_version,
    make_practice,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import keep_words
from trainingsite.compliance.actions import accept_prior_learning
from trainingsite.evidence import verify as checker
from trainingsite.people.models import JobRole, Membership
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def test_the_list_of_signatures_says_who_signed_what_when_and_how(scene):
    [tom, ann] = table(files_of(scene.pack()), checker.ATTESTATIONS)
    signed = Attestation.objects.get(person=scene.tom)

    assert list(tom.values()) == [
        "Tom Ellis", "Receptionist", "Social media policy", "1.0", "Signed", "2026-03-03", "2026-03-03 09:00:00 GMT",
        "Password entered again", "", "2026-03-03T09:00:00.000000+00:00", scene.policy.snapshot_id,
        str(scene.tom.key), str(signed.key), tom[checker.EVENT], tom[checker.DIGEST],
    ]  # fmt: skip
    assert ann["Person"] == "Ann Lee"


def test_the_name_is_todays_and_the_job_is_that_of_the_day(scene):
    scene.tom.last_name = "Ellis-Ward"
    scene.tom.save()
    JobRole.objects.filter(name="Receptionist").update(name="Clerk")

    rows = table(files_of(scene.pack()), checker.ATTESTATIONS)

    assert ("Tom Ellis-Ward", "Receptionist") in [(row["Person"], row["Job role then"]) for row in rows]


def test_what_people_completed_is_listed_without_scores_or_tries(scene):
    rows = table(files_of(scene.pack()), checker.COMPLETIONS)

    assert [(row["Person"], row["What"], row["Completed on"], row["Basis"]) for row in rows] == [
        ("Ann Lee", "Module", "2026-03-03", "Own work"),
        ("Ann Lee", "Scenario", "2026-03-03", "Own work"),
    ]


def test_what_somebody_shared_signed_elsewhere_stays_there(scene, tmp_path):
    other = make_practice("Quayside Practice")
    theirs = make_policy_version(practice=other, at=MONDAY)
    shared = make_member(scene.tom, practice=other)
    sign_as(shared, theirs)

    pack = scene.pack()

    assert [row["Policy"] for row in table(files_of(pack), checker.ATTESTATIONS)] == ["Social media policy"] * 2
    assert verbs_told(files_of(pack)).count("policies.signed") == 2
    assert is_whole(pack, tmp_path)


def test_what_a_joiner_completed_elsewhere_counts_and_has_no_event_here(scene, tmp_path):
    other = make_practice("Quayside Practice")
    dee = make_member("Dee Moss", practice=other)
    complete(dee.person, scene.ann.completions.get().version)
    make_member(dee.person, practice=scene.practice, started_on=dt.date(2026, 3, 16))

    pack = scene.pack()

    rows = {row["Person"]: row[checker.EVENT] for row in table(files_of(pack), checker.COMPLETIONS)}
    assert (rows["Dee Moss"], rows["Ann Lee"].isdigit()) == ("", True)
    assert is_whole(pack, tmp_path)


def test_training_done_elsewhere_is_vouched_for_by_its_being_accepted(scene, tmp_path):
    fire = make_outside_training("Fire safety")
    make_requirement(outside_training=fire)
    for day in (dt.date(2023, 1, 9), dt.date(2024, 1, 9)):
        accept_prior_learning(
            person=scene.cat, outside_training=fire, completed_on=day, basis="prior_learning", accepted_by=scene.ann,
            at=TUESDAY,
        )  # fmt: skip

    pack = scene.pack()

    [row] = [row for row in table(files_of(pack), checker.COMPLETIONS) if row["Title"] == "Fire safety"]
    assert (row["Completed on"], row["At (UK time)"]) == ("2024-01-09", "2026-03-03 09:00:00 GMT")
    assert is_whole(pack, tmp_path)


def test_a_completion_that_came_in_behind_the_records_back_is_found(scene, tmp_path):
    genuine = scene.ann.completions.get()
    outcome = scene.tom.attempts.get().outcome
    scene.tom.completions.create(
        version=genuine.version, outcome=outcome, completed_on=TUESDAY.date(), completed_at=TUESDAY
    )

    run = verify(unpacked(scene.pack(), tmp_path))

    assert run.stdout.count("event none does not vouch for what this row says") == 1


def test_leavers_of_the_period_are_in_and_earlier_ones_are_not(scene):
    version = scene.ann.completions.get().version
    make_member("Una Gray", practice=scene.practice, ended_on=dt.date(2026, 3, 20))
    make_member("Vic Hart", practice=scene.practice, ended_on=dt.date(2025, 3, 31))
    for name in ("Una", "Vic"):
        complete(Membership.objects.get(person__first_name=name).person, version)

    names = {row["Person"] for row in table(files_of(scene.pack()), checker.COMPLETIONS)}

    assert names == {"Ann Lee", "Una Gray"}


def test_a_signature_from_before_the_period_is_shown_while_its_version_is_in_force():
    practice = make_practice()
    early = make_policy_version(practice=practice, at=moment(2024, 1, 8))
    sign_as(make_member(practice=practice, started_on=dt.date(2024, 1, 2)), early, at=moment(2024, 2, 5))
    scene = Scene(practice, early, *[make_person()] * 4)

    files = files_of(scene.pack())

    assert [row["On"] for row in table(files, checker.ATTESTATIONS)] == ["2024-02-05"]
    assert verbs_told(files) == ["policies.published", "policies.signed"]


def test_the_gaps_name_who_is_overdue_and_who_is_not_counted(scene):
    rows = table(files_of(scene.pack()), "gaps.csv")

    assert {(row["Person"], row["Status"]) for row in rows} == {
        ("Tom Ellis", "Overdue"), ("Cat Roe", "Overdue"), ("Bea Óg", "On leave"),
    }  # fmt: skip


def test_words_that_were_let_go_leave_an_empty_cell(scene):
    """Only the triggers stand between a disposal and the words; the row does without them."""
    signed = Attestation.objects.get(person=scene.tom)
    other = keep_words(about=signed.key, kind="other", words={}, at=TUESDAY)
    Attestation.objects.bulk_create(
        [
            Attestation(
                person=scene.cat, practice=scene.practice, version=scene.policy, kind="declined", number=1,
                attested_at=TUESDAY, attested_on=TUESDAY.date(), method="password", words_key=other.key,
            )
        ]
    )  # fmt: skip

    rows = table(files_of(scene.pack()), checker.ATTESTATIONS)

    assert [row["Job role then"] for row in rows if row["Person"] == "Cat Roe"] == [""]
