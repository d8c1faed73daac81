"""A policy that is a file, in the evidence: the very file and its text in the pack, and both checked."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from tests.evidence.reading import files_of
from tests.evidence.scenes import AT, FROM, ON, sign_as, unpacked, verify
from tests.factories import (
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.policies.pdfs import a_policy_file, a_scan, make_file_policy
from trainingsite.audit.models import Snapshot
from trainingsite.compliance.matrix import training_matrix
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.record_checks import snapshots
from trainingsite.evidence.wording import audiences

pytestmark = pytest.mark.django_db


def a_pack(practice) -> bytes:
    out = io.BytesIO()
    write_pack(Asked(practice, ON, FROM), out, by="Ruth Okafor", at=AT)
    return out.getvalue()


@pytest.fixture
def signed():
    """A file that Tom Ellis signed."""
    version = make_policy_version(make_file_policy(practice=make_practice()))
    sign_as(make_member("Tom Ellis", practice=version.practice), version)
    return version


def name_of(version) -> str:
    return f"policies/{version.page.key}-{version.number}"


def test_the_pack_holds_the_file_and_its_text(signed):
    files, name = files_of(a_pack(signed.practice)), name_of(signed)

    assert files[f"{name}.pdf"] == a_policy_file()
    assert files[f"{name}.json"] == bytes(signed.snapshot.body)
    page = files[f"{name}.html"].decode()
    assert "Never photograph a patient." in page
    assert f'href="{signed.page.key}-1.0.pdf"' in page


def test_the_same_pack_is_the_same_bytes(signed):
    assert files_of(a_pack(signed.practice)) == files_of(a_pack(signed.practice))


def test_a_pack_with_a_file_checks_itself(signed, tmp_path):
    assert verify(unpacked(a_pack(signed.practice), tmp_path)).returncode == 0


def test_another_file_in_a_pack_is_found_even_if_the_list_of_files_is_not_looked_at(signed, tmp_path):
    folder = unpacked(a_pack(signed.practice), tmp_path)
    (folder / f"{name_of(signed)}.pdf").write_bytes(a_policy_file(("Anybody may post anything.",)))

    run = verify(folder)

    assert run.returncode == 1
    assert f"{name_of(signed)}.pdf is not the file that was published" in run.stdout


def test_a_scan_is_in_the_pack_without_text():
    version = make_policy_version(make_file_policy(a_scan()))

    page = files_of(a_pack(version.practice))[f"{name_of(version)}.html"].decode()

    assert "It holds pictures of pages" in page


def test_the_check_of_the_record_counts_the_file(signed):
    assert said(snapshots()) == ([], f"{Snapshot.objects.count()} are as they were published")


def said(findings) -> tuple[list[str], str]:
    """What a check finds, and what it says at the end."""
    found = []
    while True:
        try:
            found.append(next(findings))
        except StopIteration as end:
            return found, end.value


def behind_the_records_back(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_snapshot'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(sql, values)
        for _, made in triggers:
            cursor.execute(made)


@pytest.mark.on_sqlite
def test_a_file_that_was_changed_in_the_database_is_found(signed):
    file = Snapshot.objects.get(kind="document").pk
    behind_the_records_back("UPDATE audit_snapshot SET body = %s WHERE sha256 = %s", b"%PDF-other", file)

    assert said(snapshots())[0] == [f"the frozen document {file} was changed: it has another fingerprint now"]


@pytest.mark.on_sqlite
def test_a_file_that_was_taken_out_of_the_database_is_found(signed):
    file = Snapshot.objects.get(kind="document").pk
    behind_the_records_back("DELETE FROM audit_snapshot WHERE sha256 = %s", file)

    assert said(snapshots())[0] == [f"the file {file} is missing: the frozen policy {signed.snapshot_id} names it"]


def test_verify_evidence_is_content_with_a_file(signed, capsys):
    call_command("verify_evidence")

    assert "are as they were published" in capsys.readouterr().out


def test_the_reports_say_whom_a_policy_is_for():
    practice = make_practice()
    make_programme("Induction", practice)
    make_member("Tom Ellis", practice=practice)
    for title, fields in (("Phones", {"job_roles": ["receptionist"]}), ("Gifts", {})):
        page = make_policy(practice, title, **fields)
        make_requirement(policy=page)
        make_policy_version(page)

    assert sorted(audiences(training_matrix(practice, ON))) == ["Everyone", "Receptionist"]
