"""What a pack holds, and what it never holds."""

import datetime as dt
import json

import pytest

from tests.evidence.reading import events, files_of, is_whole, manifest, table, verbs_told
from tests.evidence.scenes import AT, FROM, LATER, ON, Scene, a_practice_with_a_history, sign_as
from tests.factories import (
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import SITE_CHAIN, note_access, record
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AccessEntry, AuditEvent, Seal
from trainingsite.audit.seals import seal
from trainingsite.evidence import verify as checker
from trainingsite.evidence.asked import Asked, a_year_to
from trainingsite.evidence.contents import Contents
from trainingsite.people.models import Membership
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def test_a_pack_has_what_inspectors_read_and_what_checkers_need(scene):
    page = scene.policy.page.key

    assert sorted(files_of(scene.pack())) == sorted(
        [
            "HOW-TO-CHECK.html", "attestations.csv", "completions.csv", "events.jsonl", "exemptions.csv",
            "framework.csv", "gaps.csv", "index.html", "manifest.json", "plans.csv", "matrix.csv", "matrix.pdf",
            "matrix.xlsx", f"policies/{page}-1.0.html", f"policies/{page}-1.0.json", f"policies/{page}-1.0.pdf",
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
    assert (manifest(first)["asked"]["by"], manifest(second)["asked"]["by"]) == ("Ruth Okafor", "Somebody Else")


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


def test_nothing_that_happened_after_the_day_is_told(scene):
    dee = make_member("Dee Moss", practice=scene.practice, started_on=dt.date(2026, 4, 1))
    sign_as(dee, scene.policy, at=moment(2026, 4, 1))

    files = files_of(scene.pack())

    assert [name for name, content in files.items() if b"Dee Moss" in content] == []
    assert verbs_told(files).count("policies.signed") == 2


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
