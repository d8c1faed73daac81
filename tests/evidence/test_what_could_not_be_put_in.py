"""A file that cannot be in a pack is named in it; what the pack rests on is there, or there is no pack."""

import re

import pytest
from django.db import OperationalError

from tests.certificates.scenes import erase_words, rename
from tests.evidence.everything import Everything, a_practice_with_everything
from tests.evidence.reading import files_of, manifest, table
from tests.evidence.scenes import unpacked, verify
from tests.evidence.test_former_names import words_in
from tests.factories import moment
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import Snapshot
from trainingsite.certificates.changing.actions import reissue
from trainingsite.certificates.models import Certificate
from trainingsite.evidence import certificates_in, policy_paper
from trainingsite.evidence import verify as checker
from trainingsite.evidence.parts import NOT_MADE

pytestmark = pytest.mark.django_db
THURSDAY = moment(2026, 3, 5)


@pytest.fixture
def everything() -> Everything:
    return a_practice_with_everything()


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def not_included(files) -> list[tuple[str, str]]:
    return [(entry["path"], entry["why"]) for entry in manifest(files)["not_included"]]


def checked(pack, folder) -> tuple[int, list[str]]:
    """Whether the check is content, and which files it notes as missing."""
    run = verify(unpacked(pack, folder))
    return run.returncode, re.findall(r"note   (\S+) could not be put into the pack", run.stdout)


def test_a_policys_file_that_is_gone_is_named_in_the_manifest_and_on_the_cover(everything, monkeypatch, tmp_path):
    monkeypatch.setattr(policy_paper, "frozen_file", raising(Snapshot.DoesNotExist()))

    pack = everything.pack()

    files = files_of(pack)
    [(path, why)] = not_included(files)
    assert (path.startswith("policies/mobile-phone-policy"), why) == (True, policy_paper.GONE)
    assert (path in files, path.replace(".pdf", ".html") in files) == (False, True)
    assert path in files["index.html"].decode()
    assert path in words_in("summary.pdf", files["summary.pdf"]).replace("\n", "")
    assert checked(pack, tmp_path) == (0, [path])


def test_a_pdf_that_cannot_be_drawn_is_named_and_the_reason_is_in_the_log(everything, monkeypatch, caplog):
    monkeypatch.setattr(policy_paper, "policy_pdf", raising(ValueError("a picture that nobody can read")))

    found = not_included(files_of(everything.pack()))

    assert [why for _, why in found] == [NOT_MADE] * 2
    assert caplog.text.count("a picture that nobody can read") == 2


def test_a_page_that_cannot_be_made_is_not_named_in_the_register(everything, monkeypatch):
    monkeypatch.setattr(policy_paper, "policy", raising(ValueError("broken")))

    rows = table(files_of(everything.pack()), checker.REGISTER)

    assert [row["Page"] for row in rows] == ["", "", ""]
    assert all(row["File"].endswith(".json") for row in rows)


def test_a_database_that_is_gone_ends_the_whole_pack(everything, monkeypatch):
    monkeypatch.setattr(policy_paper, "policy_pdf", raising(OperationalError("gone")))

    with pytest.raises(OperationalError):
        everything.pack()


def test_a_certificate_whose_words_were_erased_keeps_its_row_and_its_file_is_named(everything, tmp_path):
    erase_words(everything.certificate)

    pack = everything.pack()

    files, path = files_of(pack), f"certificates/{everything.certificate.serial}.pdf"
    [row] = table(files, checker.CERTIFICATES)
    assert (row["Title"], row["File"], path in files) == ("Induction", path, False)
    assert not_included(files) == [(path, certificates_in.ERASED)]
    assert checked(pack, tmp_path) == (0, [path])


def test_a_certificates_file_that_is_not_the_one_that_was_issued_is_left_out_and_named(everything, monkeypatch):
    monkeypatch.setattr(certificates_in, "digest", lambda body: "another")

    files = files_of(everything.pack())

    assert not_included(files) == [(f"certificates/{everything.certificate.serial}.pdf", certificates_in.CHANGED)]


def test_after_a_change_of_name_nothing_in_a_pack_tells_that_a_certificate_was_issued_anew(everything, tmp_path):
    """Neither the old one, nor the new one, nor the event: each would tell that there was another name."""
    with replaying(THURSDAY):
        rename(everything.ann, "Ann Marsh", at=THURSDAY)
        new = reissue(certificate=everything.certificate, by=everything.ann, at=THURSDAY)

    pack = everything.pack()

    files = files_of(pack)
    marks = ("Ann Lee", everything.certificate.serial, new.serial, "certificates.reissued", '"edition"')
    told = [(name, mark) for name, body in files.items() for mark in marks if mark in name + words_in(name, body)]
    assert (told, table(files, checker.CERTIFICATES), checked(pack, tmp_path)) == ([], [], (0, []))


def test_a_certificate_in_a_name_of_the_past_is_left_out(everything, tmp_path):
    with replaying(THURSDAY):
        rename(everything.ann, "Ann Marsh", at=THURSDAY)

    pack = everything.pack()

    files = files_of(pack)
    assert (table(files, checker.CERTIFICATES), Certificate.objects.count()) == ([], 1)
    assert [name for name in files if everything.certificate.serial in name + words_in(name, files[name])] == []
    assert checked(pack, tmp_path) == (0, [])
