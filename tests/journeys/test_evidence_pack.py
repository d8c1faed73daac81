"""A manager has an evidence pack made, watches it come, and takes it to somebody who checks it, in a real browser."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browsers import assert_accessible
from tests.evidence.asking.scene import make_manager
from tests.evidence.asking.workers import REAL, shelf_in, workers
from tests.evidence.scenes import a_practice_with_a_history
from tests.journeys.test_prior_learning import open_for
from trainingsite.audit.models import AccessEntry
from trainingsite.evidence.models import PackRun

pytestmark = pytest.mark.journey
SLOWLY_MS = 60_000


@pytest.fixture
def ruth(transactional_db, settings, tmp_path):
    """Ruth manages a practice with a history, on a site with a worker's shelf."""
    shelf_in(settings, tmp_path / "media")
    return make_manager(a_practice_with_a_history().practice)


def ask_for_everything(page) -> None:
    page.get_by_text("Change what it is for, the dates or what is in it").click()
    for part in ("A page for each person", "What was taught", "Certificates"):
        page.get_by_role("checkbox", name=part).check()
    assert_accessible(page)
    page.get_by_role("button", name="Make the evidence pack").click()
    expect(page.get_by_role("region", name="Packs that were asked for").get_by_role("article")).to_have_count(1)


def take(page, name: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path()


def test_a_manager_has_a_pack_made_and_whoever_gets_it_can_check_it(visitors, ruth, settings, tmp_path):
    page = open_for(visitors, ruth)
    page.goto("/evidence/")
    assert_accessible(page)
    ask_for_everything(page)
    expect(page.get_by_text("It begins within a few seconds.")).to_be_visible()

    with workers(Path(settings.MEDIA_ROOT), command=REAL):
        expect(page.get_by_role("link", name="The whole pack")).to_be_visible(timeout=SLOWLY_MS)
    expect(page.get_by_role("status").filter(has_text="Ready")).to_have_count(1)
    assert_accessible(page)

    summary = PdfReader(io.BytesIO(take(page, "Summary").read_bytes()))
    book = load_workbook(io.BytesIO(take(page, "Spreadsheet").read_bytes()))
    folder = unpacked_both_ways(take(page, "The whole pack"), tmp_path)
    assert ("Millbrook Lane Surgery" in summary.pages[0].extract_text(), len(summary.pages) <= 10) == (True, True)
    assert "Signatures" in book.sheetnames
    assert len(list((folder / "people").iterdir())) == 5
    assert_read_and_checked(page, folder)
    assert AccessEntry.objects.filter(verb="evidence.exported", actor=str(ruth.key)).count() == 3


def unpacked_both_ways(pack: Path, tmp_path: Path) -> Path:
    """Python and unzip find the same files."""
    ours, theirs = tmp_path / "python", tmp_path / "unzip"
    zipfile.ZipFile(pack).extractall(ours)
    unzipped = subprocess.run(["unzip", "-q", str(pack), "-d", str(theirs)], capture_output=True, text=True)
    assert (unzipped.returncode, unzipped.stderr) == (0, "")
    assert contents_of(ours) == contents_of(theirs)
    return theirs


def contents_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_read_and_checked(page, folder: Path) -> None:
    """The cover opens from the folder, and the check that lies beside it says that all is whole."""
    reader = page.context.browser.new_page()
    reader.goto((folder / "index.html").as_uri())
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Staff training and signed policies")
    reader.close()
    checked = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_without_scripts_the_page_comes_anew_by_itself_until_the_pack_is_there(visitors, ruth):
    page = open_for(visitors, ruth, javascript=False)
    page.goto("/evidence/")
    page.get_by_role("button", name="Make the evidence pack").click()
    expect(page.get_by_text("It begins within a few seconds.")).to_be_visible()
    PackRun.objects.update(
        state=PackRun.State.FAILED, problem="Something went wrong while it was made.", finished_at=timezone.now()
    )

    expect(page.get_by_text("Something went wrong while it was made.")).to_be_visible(timeout=SLOWLY_MS)

    page.get_by_role("button", name="Ask for it again").click()
    expect(page.get_by_text("It begins within a few seconds.")).to_be_visible()
