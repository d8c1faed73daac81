"""The trend as a report: page, CSV, XLSX and PDF say the same."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.desk.test_trends import LIVE, TODAY, ago, fill, has_done, practice  # noqa: F401 -- a fixture
from tests.desk.test_views import sign_in_manager
from tests.factories import (
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_requirement,
    moment,
    on_the_morning_of,
)
from tests.formats.reading import reader
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.models import Adoption, Programme
from trainingsite.compliance.timelines import Timelines

pytestmark = pytest.mark.django_db


def page(at, **query):
    return reverse("desk:report", args=[at.ods_code.lower(), "trend"], query=query)


def file(client, at, ending, **query):
    answer = client.get(reverse("desk:report_file", args=[at.ods_code.lower(), "trend", ending], query=query))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def manager(client, practice):  # noqa: F811 -- the fixture
    fill(practice, 11)
    tom = make_member("Tom Ellis", practice=practice, started_on=ago(60))
    has_done(tom.person, "Refresher", ago(20))
    return sign_in_manager(client, practice)


def test_the_page_has_a_picture_of_everything_of_each_programme_and_of_what_lapses(client, practice, manager):  # noqa: F811
    pictures = client.get(page(practice)).context["pictures"]

    assert [title for title, _ in pictures] == [
        "Everything: share met",
        "Annual refresher: share met",
        "New-starter induction: share met",
        "What lapses, by month",
    ]


def test_the_spreadsheet_has_numbers_and_days(client, practice, manager):  # noqa: F811
    sheet = load_workbook(io.BytesIO(file(client, practice, "xlsx")))["Week by week"]

    rows = list(sheet.iter_rows(min_row=1, max_row=2, values_only=True))
    assert rows[0][:3] == ("As at", "Everything: met", "Everything: required")
    assert (rows[1][0].date(), rows[1][1], rows[1][2]) == (TODAY, 1, 26)


def test_the_csv_says_which_table_a_row_is_of(client, practice, manager):  # noqa: F811
    rows = list(csv.DictReader(io.StringIO(file(client, practice, "csv").decode("utf-8-sig"))))

    lapse = [row for row in rows if row["Section"] == "What lapses"]
    assert [(row["Person"], row["What"]) for row in lapse] == [("Tom Ellis", "Refresher")]
    assert len(rows) == 61 + 1


def make_its_own(title, at):
    """One more programme of the practice, which asks two things of everybody."""
    programme = Programme.objects.create(title=title, key=f"own-{Programme.objects.count()}", practice=at)
    with on_the_morning_of(LIVE):
        Adoption.objects.create(programme=programme, practice=at, started_on=LIVE)
    for number in (1, 2):
        page = make_module(f"{title} {number}")
        make_module_version(page, at=moment(2025, 9, 1))
        make_requirement(programme, started_on=LIVE, module=page)
    Timelines.objects.all().delete()


def test_programmes_of_one_title_are_told_apart_everywhere(client, practice, manager):  # noqa: F811
    make_its_own("Annual refresher", practice)
    make_its_own("Everything", practice)
    titles = [
        "Everything", "Annual refresher", "Annual refresher (Millbrook Lane Surgery)",
        "Everything (Millbrook Lane Surgery)", "New-starter induction",
    ]  # fmt: skip

    answer = client.get(page(practice)).context
    row = next(csv.DictReader(io.StringIO(file(client, practice, "csv").decode("utf-8-sig"))))
    heads = next(iter(load_workbook(io.BytesIO(file(client, practice, "xlsx")))["Week by week"].values))

    assert [column.heading for column in answer["answer"].sections[0].columns] == ["As at", *titles]
    assert [title for title, _ in answer["pictures"]][:5] == [f"{title}: share met" for title in titles]
    assert [row[f"{title}: required"] for title in titles] == ["78", "13", "26", "26", "13"]
    assert list(heads) == ["As at", *(f"{title}: {part}" for title in titles for part in ("met", "required"))]


def test_the_pdf_has_the_words_of_the_pictures_and_of_the_tables(client, practice, manager):  # noqa: F811
    pages = [" ".join(page.extract_text().split()) for page in reader(file(client, practice, "pdf")).pages]

    everything = " ".join(pages)
    for words in ("Everything: share met", "Target: 95%", "What lapses, by month", "Tom Ellis", "3% (1 of 26)"):
        assert words in everything, words


def test_the_files_are_the_same_for_the_same_question(client, practice, manager):  # noqa: F811
    assert file(client, practice, "pdf") == file(client, practice, "pdf")


def test_a_day_long_past_is_answered_from_today(client, practice, manager):  # noqa: F811
    answer = client.get(page(practice, on=ago(30).isoformat())).context["answer"]

    assert answer.sections[0].rows[0][0] == ago(30)
    assert [row[2] for row in answer.sections[1].rows] == ["Refresher"]


def test_a_day_too_far_ahead_is_said(client, practice, manager):  # noqa: F811
    answer = client.get(page(practice, on="2090-01-01")).context["answer"]

    reach = TODAY + dt.timedelta(days=366)
    assert answer.headline[-1] == f"What lapses can be said up to {reach.day} {reach:%B} {reach.year} only."


def test_a_practice_in_which_nothing_was_ever_required_has_no_trend_to_draw(client):
    empty = make_practice("New Surgery", went_live_on=ago(30))
    sign_in_manager(client, empty)

    answer = client.get(page(empty)).context["answer"]

    day = f"{TODAY.day} {TODAY:%B} {TODAY.year}"
    assert answer.headline[0] == f"Nothing was required of anybody up to {day}, so there is no trend to show."
    assert (answer.pictures, [section.rows for section in answer.sections]) == ([], [[], []])


def test_the_manager_of_another_practice_gets_no_file(client, practice):  # noqa: F811
    make_member("Tom Ellis", practice=practice, started_on=ago(60))
    sign_in_manager(client, make_practice("Other Surgery"))

    for ending in ("csv", "xlsx", "pdf"):
        address = reverse("desk:report_file", args=["x99999", "trend", ending])
        assert client.get(address).status_code == 404
    assert not AccessEntry.objects.filter(verb="desk.report_exported").exists()
