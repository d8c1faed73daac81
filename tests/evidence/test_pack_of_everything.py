"""A pack with everything that one can hold: what is in it, and that the same state gives the same bytes."""

import io
import re
from pathlib import PurePosixPath

import pytest

from tests.evidence.everything import Everything, a_practice_with_everything
from tests.evidence.reading import files_of, is_whole, manifest, table, verbs_told
from tests.evidence.scenes import AT, FROM, LATER, ON
from trainingsite.audit.chain import digest
from trainingsite.evidence import verify as checker
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.parts import STEPS
from trainingsite.evidence.purposes import ASSURANCE, DEFAULT_PARTS, EVERYTHING, INSPECTION
from trainingsite.formats.archive import check_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything() -> Everything:
    return a_practice_with_everything()


def folders_of(files) -> set[str]:
    return {PurePosixPath(name).parts[0] for name in files if "/" in name}


def test_what_nobody_asked_for_is_not_in_it(everything):
    usual = folders_of(files_of(everything.pack(INSPECTION, DEFAULT_PARTS)))
    with_people = folders_of(files_of(everything.pack(INSPECTION, DEFAULT_PARTS | {"people"})))

    assert (usual, with_people) == ({"policies"}, {"policies", "people"})


def test_a_pack_with_everything_is_whole(everything, tmp_path):
    assert is_whole(everything.pack(), tmp_path)


def test_a_pack_without_names_is_whole_and_its_files_say_no_name(everything, tmp_path):
    pack = everything.pack(ASSURANCE, EVERYTHING)
    files = files_of(pack)

    ours = {name: body.decode() for name, body in files.items() if name.startswith("people/") or name.endswith(".csv")}
    leaks = [name for name, text in ours.items() if re.search("Lee|Ellis|Gray|Adeyemi|Bright|Shah", text + name)]

    assert (leaks, is_whole(pack, tmp_path)) == ([], True)
    assert folders_of(files) == {"people", "policies", "training"}
    assert [row["File"] for row in table(files, checker.REGISTER)] == [""] * 3


def test_the_same_state_gives_the_same_bytes_but_for_when_and_the_signature(everything):
    first, second = files_of(everything.pack(at=AT)), files_of(everything.pack(at=LATER))

    changed = {name for name in first if first[name] != second[name]}
    one, other = manifest(first), manifest(second)

    assert (list(first), changed) == (list(second), {checker.MANIFEST})
    assert {name for name in one if one[name] != other[name]} == {"created_at", "signature"}


def test_the_manifest_says_what_was_asked_and_how_large_it_is(everything):
    files = files_of(everything.pack(INSPECTION, DEFAULT_PARTS | {"training"}))
    said = manifest(files)
    sizes = [len(body) for name, body in files.items() if name != checker.MANIFEST]

    assert said["format"] == "practice-training/evidence-pack/2"
    assert said["asked"] == {
        "by": "Ruth Okafor", "from": "2025-04-01", "on": "2026-03-31", "purpose": "inspection",
        "parts": ["completions", "gaps", "matrix", "policies", "signatures", "training"],
    }  # fmt: skip
    assert (said["sizes"], said["not_included"]) == ({"bytes": sum(sizes), "files": len(sizes)}, [])


def test_everybody_has_a_page_and_leavers_of_the_period_too(everything):
    pages = {name: body.decode() for name, body in files_of(everything.pack()).items() if name.startswith("people/")}

    names = sorted(re.sub("-[0-9a-f]{8}.html$", "", name) for name in pages)
    una = next(page for name, page in pages.items() if "gray-una" in name)

    assert names == [
        "people/adeyemi-ruth", "people/bright-olu", "people/ellis-tom", "people/gray-una", "people/lee-ann",
        "people/shah-ravi", "people/óg-vera",
    ]  # fmt: skip
    assert "They left on 20 March 2026" in una
    assert re.findall("<td>(Phones|Social media policy)</td>", una) == ["Phones", "Social media policy"]


def test_somebodys_page_leads_to_their_certificate(everything):
    files = files_of(everything.pack())
    [page] = [body.decode() for name, body in files.items() if name.startswith("people/lee-ann")]

    [link] = re.findall(r'href="\.\./(certificates/[^"]+)"', page)

    assert files[link][:5] == b"%PDF-"
    assert link == f"certificates/{everything.certificate.serial}.pdf"


def test_what_was_taught_is_there_as_it_was_frozen_and_as_a_page(everything):
    files = files_of(everything.pack())
    texts = {row[checker.TEXT] for row in table(files, checker.COMPLETIONS)} - {""}

    frozen = {digest(body) for name, body in files.items() if name.startswith("training/") and name.endswith(".json")}
    lesson, story = (files[f"training/{name}.html"].decode() for name in ("module-phones-1", "scenario-a-phone-call-1"))

    assert frozen == texts
    wanted = [("Words of lesson 1.", lesson), ("Question 1?", lesson), ("Ask Ruth.", story), ("A long week", story)]
    assert [words for words, page in wanted if words not in page] == []


def test_each_version_of_a_policy_is_there_on_paper_and_with_what_changed(everything):
    files = files_of(everything.pack())
    [name] = [name for name in files if name.endswith("-changes.html")]
    version = name.removesuffix("-changes.html")
    changes, page = files[name].decode(), files[f"{version}.html"].decode()

    assert (files[f"{version}.pdf"][:5], version.endswith("-2.0")) == (b"%PDF-", True)
    assert [words for words in ("from version 1.0 to version 2.0", "<ins>", "put in: ") if words not in changes] == []
    leads_to = [
        f'href="{PurePosixPath(version).name}{ending}"' for ending in (".pdf", "-changes.html", "-consultation.html")
    ]
    assert [link for link in leads_to if link not in page] == []


def test_a_certificates_row_names_its_event_and_its_file(everything):
    files = files_of(everything.pack())
    [row] = table(files, checker.CERTIFICATES)

    assert (row["Person"], row["Title"], row["Issued on"], row["Standing"]) == (
        "Ann Lee", "Induction", "2026-03-04", "Valid",
    )  # fmt: skip
    assert digest(files[row["File"]]) == row[checker.PDF] == everything.certificate.pdf_sha256
    assert digest(row[checker.HOLDS].encode()) == row[checker.DIGEST]
    assert verbs_told(files).count("certificates.issued") == 1


def test_without_certificates_nothing_in_the_chain_tells_of_one(everything):
    assert "certificates.issued" not in verbs_told(files_of(everything.pack(INSPECTION, DEFAULT_PARTS)))


def test_every_name_can_be_unpacked_on_windows(everything):
    seen = set()

    for name in files_of(everything.pack()):
        check_path(name, seen)

    assert len(seen) == len(files_of(everything.pack()))


def test_how_far_it_has_come_is_told_at_every_file_and_never_goes_back(everything):
    told = []

    files = files_of(everything.pack(tell=told.append))

    assert len(told) == len(files) - 1
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    assert {progress.of for progress in told} == {len(STEPS)}
    assert [p.what for p in told if ":" not in p.what] == list(STEPS)


def test_a_second_place_has_its_files_whole_before_the_manifest_is_made(everything):
    copies, whole = {"summary.pdf": io.BytesIO(), "matrix.xlsx": io.BytesIO()}, []
    asked, out = Asked(everything.practice, ON, FROM), io.BytesIO()

    def tell(progress):
        if progress.what == "The manifest":
            whole.append({name: copy.getvalue() for name, copy in copies.items()})

    write_pack(asked, out, by="Ruth Okafor", at=AT, tell=tell, copies=copies)

    files = files_of(out.getvalue())
    assert whole == [{name: files[name] for name in copies}]
