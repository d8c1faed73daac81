"""A pack without names: nothing in any of its files tells who somebody is, and it can be checked all the same."""

import datetime as dt
import io
import json
import re
from zipfile import ZipFile

import pytest
from lxml import html
from pypdf import PdfReader

from tests.evidence.everything import Everything, a_practice_with_everything
from tests.evidence.reading import events, files_of, is_whole, table, verbs_told
from tests.factories import TUESDAY, make_member
from trainingsite.audit.actions import record
from trainingsite.evidence import verify as checker
from trainingsite.evidence.purposes import ASSURANCE, OWN_FILE

pytestmark = pytest.mark.django_db
NAMES = re.compile(r"\b(Lee|Ellis|Gray|Adeyemi|Bright|Shah|Óg)\b")
WITH_ROWS = (checker.REGISTER, checker.ATTESTATIONS, checker.COMPLETIONS, checker.PLANS)


@pytest.fixture
def everything() -> Everything:
    return a_practice_with_everything()


def page_of(pack: bytes, person) -> html.HtmlElement:
    [page] = [body for name, body in files_of(pack).items() if name.endswith(f"-{person.key.hex[:8]}.html")]
    return html.fromstring(page.decode())


def facts_on(page: html.HtmlElement) -> list[tuple[str, str]]:
    labels, texts = page.xpath("//dl/dt"), page.xpath("//dl/dd")
    return [(one.text_content(), other.text_content()) for one, other in zip(labels, texts, strict=True)]


def text_of(name: str, body: bytes) -> str:
    """The words of a file, whatever it is."""
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(body))
        return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    if name.endswith(".xlsx"):
        with ZipFile(io.BytesIO(body)) as sheets:
            return "\n".join(sheets.read(part).decode() for part in sheets.namelist())
    return body.decode()


def join_and_leave(everything: Everything) -> None:
    for verb, day in (("people.joined", "started_on"), ("people.left", "ended_on")):
        record(
            chains=[everything.practice.chain], verb=verb, actor=everything.tom.key, subject=everything.una.key,
            at=TUESDAY, data={"job_role": "receptionist", day: "2026-03-20"},
        )  # fmt: skip


def test_no_file_names_anybody_on_paper_in_the_spreadsheet_or_on_a_page(everything):
    files = files_of(everything.pack(ASSURANCE))

    read = {name: text_of(name, body) for name, body in files.items() if not name.startswith("training/")}

    assert {name: NAMES.findall(text) for name, text in read.items() if NAMES.search(text)} == {}


def test_a_job_stands_there_without_its_days_because_both_together_are_a_name(everything):
    named, unnamed = (page_of(everything.pack(purpose), everything.vera) for purpose in (OWN_FILE, ASSURANCE))

    number = ("Person ID", str(everything.vera.key))
    assert facts_on(named) == [("Practice nurse", "Since 6 January 2025"), number]
    assert facts_on(unnamed) == [("Job role", "Practice nurse"), number]


def test_somebody_with_two_jobs_has_each_title_once(everything):
    for title, first in (("Care navigator", dt.date(2026, 2, 1)), ("Practice nurse", dt.date(2026, 3, 1))):
        make_member(everything.vera, title, practice=everything.practice, started_on=first)

    page = page_of(everything.pack(ASSURANCE), everything.vera)

    assert facts_on(page)[0] == ("Job role", "Practice nurse, Care navigator")


@pytest.mark.parametrize(
    ("purpose", "said"), [(OWN_FILE, "They left on 20 March 2026"), (ASSURANCE, "They have left")], ids=str
)
def test_of_a_leaver_it_says_on_which_day_only_where_it_names_them(everything, purpose, said):
    page = page_of(everything.pack(purpose), everything.una)

    [gone] = [p.text_content() for p in page.xpath("//main/p") if "left" in p.text_content()]
    assert gone == f"{said}, so they are not in the training matrix. What they did here stays on record."


@pytest.mark.parametrize(("purpose", "shown"), [(OWN_FILE, ["people.joined", "people.left"]), (ASSURANCE, [])], ids=str)
def test_who_joined_and_who_left_is_a_bare_hash_without_names(everything, tmp_path, purpose, shown):
    join_and_leave(everything)

    pack = everything.pack(purpose)

    assert [verb for verb in verbs_told(files_of(pack)) if verb.startswith("people.")] == shown
    assert is_whole(pack, tmp_path)


def test_an_event_is_shown_where_a_row_names_it_and_nowhere_else(everything):
    join_and_leave(everything)
    files = files_of(everything.pack(ASSURANCE))

    named = {row[checker.EVENT] for name in WITH_ROWS for row in table(files, name)} - {""}
    told = {str(json.loads(event["body"])["seq"]) for event in events(files) if "body" in event}

    assert told == named
    assert {tuple(sorted(event)) for event in events(files)} == {
        ("body", "hash", "previous", "seq"), ("digest", "hash", "previous", "seq"),
    }  # fmt: skip
