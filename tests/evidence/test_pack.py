"""What a pack holds, and what it never holds."""

import csv
import datetime as dt
import io
import json
from zipfile import ZipFile

import pytest

from tests.evidence.scenes import AT, FROM, LATER, ON, Scene, a_practice_with_a_history, sign_as, unpacked, verify
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_person,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import SITE_CHAIN, keep_words, note_access, record
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AccessEntry, AuditEvent, Seal
from trainingsite.audit.seals import seal
from trainingsite.compliance.actions import accept_prior_learning
from trainingsite.evidence import verify as checker
from trainingsite.evidence.asked import Asked, a_year_to
from trainingsite.evidence.contents import Contents
from trainingsite.people.models import JobRole, Membership
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def files_of(pack: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(files: dict[str, bytes], name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def manifest(files: dict[str, bytes]) -> dict:
    return json.loads(files[checker.MANIFEST])


def events(files: dict[str, bytes]) -> list[dict]:
    return [json.loads(line) for line in files[checker.EVENTS].splitlines()]


def verbs_told(files: dict[str, bytes]) -> list[str]:
    return [json.loads(event["body"])["verb"] for event in events(files) if "body" in event]


def is_whole(pack: bytes, folder) -> bool:
    run = verify(unpacked(pack, folder))
    return run.returncode == 0


def test_a_pack_has_what_inspectors_read_and_what_checkers_need(scene):
    page = scene.policy.page.key

    assert sorted(files_of(scene.pack())) == sorted(
        [
            "HOW-TO-CHECK.html", "attestations.csv", "completions.csv", "events.jsonl", "gaps.csv", "index.html",
            "manifest.json", "matrix.csv", "matrix.xlsx", f"policies/{page}-1.0.html", f"policies/{page}-1.0.json",
            "policies/register.csv", "seals.json", "summary.pdf", "verify.py",
        ]
    )  # fmt: skip


def test_the_same_state_gives_the_same_bytes_but_for_when_and_the_signature(scene):
    first, second = files_of(scene.pack(at=AT)), files_of(scene.pack(at=LATER))

    changed = {name for name in first if first[name] != second[name]}
    one, other = manifest(first), manifest(second)

    assert changed == {checker.MANIFEST}
    assert {name for name in one if one[name] != other[name]} == {"created_at", "signature"}


def test_who_looks_and_who_exports_changes_nothing_but_the_name_in_the_manifest(scene):
    first = files_of(scene.pack())
    note_access(actor=scene.ann.key, verb="desk.record_opened", subject=scene.tom.key, at=LATER)

    second = files_of(scene.pack(by="Somebody Else"))

    assert {name for name in first if first[name] != second[name]} == {checker.MANIFEST}
    assert manifest(second)["asked"] == {"by": "Somebody Else", "from": "2025-04-01", "on": "2026-03-31"}


def test_exporting_is_no_event_and_seals_nothing(scene):
    before = AuditEvent.objects.count(), Seal.objects.count(), AccessEntry.objects.count()

    scene.pack()

    assert (AuditEvent.objects.count(), Seal.objects.count(), AccessEntry.objects.count()) == before


def test_the_manifest_lists_every_other_file(scene):
    files = files_of(scene.pack())

    listed = manifest(files)["files"]

    assert listed == {
        name: {"sha256": digest(content), "size": len(content)}
        for name, content in files.items()
        if name != checker.MANIFEST
    }


def test_the_list_of_signatures_says_who_signed_what_when_and_how(scene):
    [tom, ann] = table(files_of(scene.pack()), checker.ATTESTATIONS)
    signed = Attestation.objects.get(person=scene.tom)

    assert list(tom.values()) == [
        "Tom Ellis", "Receptionist", "Social media policy", "1.0", "Signed", "2026-03-03", "2026-03-03 09:00:00 GMT",
        "Password entered again", "2026-03-03T09:00:00.000000+00:00", scene.policy.snapshot_id, str(scene.tom.key),
        str(signed.key), tom[checker.EVENT], tom[checker.DIGEST],
    ]  # fmt: skip
    assert ann["Person"] == "Ann Lee"


def test_the_name_is_todays_and_the_job_is_that_of_the_day(scene):
    scene.tom.last_name = "Ellis-Ward"
    scene.tom.save()
    JobRole.objects.filter(name="Receptionist").update(name="Clerk")

    rows = table(files_of(scene.pack()), checker.ATTESTATIONS)

    assert ("Tom Ellis-Ward", "Receptionist") in [(row["Person"], row["Job role then"]) for row in rows]


def test_a_name_that_was_typed_is_in_no_file(scene):
    member = Membership.objects.get(person=scene.cat)
    sign_as(member, scene.policy)
    scene.cat.first_name, scene.cat.last_name = "Kit", "Marlow"
    scene.cat.save()

    files = files_of(scene.pack())

    assert [name for name, content in files.items() if b"Cat Roe" in content] == []
    assert len(table(files, checker.ATTESTATIONS)) == 3


def test_a_name_that_looks_like_a_formula_is_text(scene):
    scene.tom.first_name = '=HYPERLINK("http://example.com")'
    scene.tom.save()

    files = files_of(scene.pack())

    cells = [cell for name in files if name.endswith(".csv") for row in table(files, name) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_pack_with_an_awkward_name_is_whole(scene, tmp_path):
    scene.tom.first_name = '=1,"2"\n\t٣ 李\u2028'
    scene.tom.save()

    assert is_whole(scene.pack(), tmp_path)


def test_what_people_completed_is_listed_without_scores_or_tries(scene):
    rows = table(files_of(scene.pack()), checker.COMPLETIONS)

    assert [(row["Person"], row["What"], row["Completed on"], row["Basis"]) for row in rows] == [
        ("Ann Lee", "Module", "2026-03-03", "Own work"),
        ("Ann Lee", "Scenario", "2026-03-03", "Own work"),
    ]


def test_events_outside_the_allow_list_are_bare_hashes(scene):
    record(chains=[scene.practice.chain], verb="people.leave_noted", subject=scene.tom.key, at=TUESDAY)

    files = files_of(scene.pack())

    bare = [set(event) for event in events(files) if "body" not in event]
    assert sorted(verbs_told(files)) == [
        "modules.completed", "policies.published", "policies.signed", "policies.signed", "scenarios.passed",
    ]  # fmt: skip
    assert bare == [{"seq", "previous", "hash", "digest"}] * 5


def test_questions_and_answers_about_a_policy_are_not_shown(scene, tmp_path):
    asked = Attestation.objects.create(
        person=scene.cat, practice=scene.practice, version=scene.policy, kind="queried", attested_at=TUESDAY,
        attested_on=TUESDAY.date(), method="password",
    )  # fmt: skip
    record(
        chains=[scene.practice.chain], verb="policies.queried", actor=scene.cat.key, subject=scene.cat.key, at=TUESDAY,
        rows=[asked], data={"version": str(scene.policy.key), "snapshot": scene.policy.snapshot_id},
    )  # fmt: skip

    pack = scene.pack()

    assert [row["Person"] for row in table(files_of(pack), checker.ATTESTATIONS)] == ["Tom Ellis", "Ann Lee"]
    assert is_whole(pack, tmp_path)


def test_joiners_and_leavers_of_the_period_are_shown_and_others_are_not(scene):
    for verb, at in (("people.joined", TUESDAY), ("people.left", moment(2024, 1, 8)), ("people.joined", LATER)):
        record(chains=[scene.practice.chain], verb=verb, subject=scene.cat.key, at=at)

    assert [verb for verb in verbs_told(files_of(scene.pack())) if verb.startswith("people.")] == ["people.joined"]


def test_another_practice_is_in_no_file(scene):
    other = a_practice_with_a_history("Quayside Practice")
    dee = make_member("Dee Moss", practice=other.practice)
    sign_as(dee, other.policy)
    record(chains=[SITE_CHAIN], verb="people.joined", subject=dee.person.key, at=TUESDAY)

    content = b"".join(files_of(scene.pack()).values())

    words = (b"Quayside", b"Dee Moss", str(dee.person.key).encode(), str(other.practice.key).encode())
    assert [word for word in words if word in content] == []
    assert b"Dee Moss" in b"".join(files_of(other.pack()).values())


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


def test_nothing_that_happened_after_the_day_is_told(scene):
    dee = make_member("Dee Moss", practice=scene.practice, started_on=dt.date(2026, 4, 1))
    sign_as(dee, scene.policy, at=moment(2026, 4, 1))

    files = files_of(scene.pack())

    assert [name for name, content in files.items() if b"Dee Moss" in content] == []
    assert verbs_told(files).count("policies.signed") == 2


def test_the_gaps_name_who_is_overdue_and_who_is_not_counted(scene):
    rows = table(files_of(scene.pack()), "gaps.csv")

    assert {(row["Person"], row["Status"]) for row in rows} == {
        ("Tom Ellis", "Overdue"), ("Cat Roe", "Overdue"), ("Bea Óg", "On leave"),
    }  # fmt: skip


def test_a_practice_where_nothing_has_happened_has_a_pack_that_is_whole(tmp_path):
    scene = Scene(make_practice(), None, *[None] * 4)

    files = files_of(scene.pack())

    assert (events(files), json.loads(files[checker.SEALS])) == ([], [])
    assert is_whole(scene.pack(), tmp_path)


def test_a_pack_can_be_made_before_anything_was_ever_sealed(tmp_path):
    practice = make_practice()
    version = make_policy_version(practice=practice)
    sign_as(make_member(practice=practice), version)

    assert is_whole(Scene(practice, version, *[None] * 4).pack(), tmp_path)


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_max_num_queries):
    practice = make_practice()
    version = make_policy_version(practice=practice)
    module = make_module()
    make_requirement(make_programme(), module=module)
    learned = make_module_version(module)

    def queries_for(*names: str) -> int:
        for name in names:
            member = make_member(name, practice=practice)
            sign_as(member, version)
            complete(member.person, learned)
        with django_assert_max_num_queries(200) as asked:
            for _, content in Contents(Asked(practice, ON, FROM)).entries():
                b"".join(content)
        return len(asked)

    assert queries_for("Ann Lee") == queries_for("Tom Ellis", "Bea Óg", "Cat Roe")


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (dt.date(2026, 3, 31), dt.date(2025, 4, 1)),
        (dt.date(2024, 2, 29), dt.date(2023, 3, 1)),
        (dt.date(2025, 2, 28), dt.date(2024, 2, 29)),
    ],
)
def test_a_period_is_the_twelve_months_up_to_the_day(day, first):
    assert a_year_to(day) == first


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


def test_the_manifest_is_canonical_and_names_its_software(scene):
    files = files_of(scene.pack())

    found = manifest(files)

    assert files[checker.MANIFEST] == canonical(found)
    assert set(found["software"]) == {"django", "practice-training", "python", "reportlab", "wagtail", "xlsxwriter"}
    assert found["practice"] == {"name": "Millbrook Lane Surgery", "ods": scene.practice.ods_code}


def test_seals_of_the_period_and_the_last_one_before_it_are_shown(scene):
    for day in (dt.date(2024, 5, 1), dt.date(2025, 2, 3)):
        with replaying(moment(day.year, day.month, day.day)):
            seal(at=moment(day.year, day.month, day.day))

    seals = json.loads(files_of(scene.pack())[checker.SEALS])

    assert [json.loads(entry["body"])["sealed_at"][:10] for entry in seals] == ["2025-02-03", "2026-03-04"]
