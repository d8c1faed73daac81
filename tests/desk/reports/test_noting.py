"""What the log says of a report that somebody took: enough to know what of it, and the name of nobody."""

import datetime as dt

import pytest

from tests.desk.reports.scenes import DAY, a_surgery, file, sign_in, taken
from trainingsite.audit.models import AccessEntry
from trainingsite.desk.reports import matrix, noting, policies

pytestmark = pytest.mark.django_db

ON = {"on": "2026-03-31"}


@pytest.fixture
def surgery(client):
    surgery = a_surgery()
    sign_in(client, surgery.ruth)
    return surgery


def noted(client, surgery, report: str, ending: str, **query) -> str:
    """What the log says once the file was taken."""
    answer = client.get(file(surgery.practice, report, ending, **query))
    taken(answer)
    return AccessEntry.objects.get(verb=noting.EXPORTED).detail


@pytest.mark.parametrize(
    ("report", "ending", "query", "said"),
    [
        ("training-matrix", "pdf", ON, "Training matrix, as at 31 March 2026, as PDF, everybody and everything"),
        (
            "training-matrix",
            "csv",
            {**ON, "role": "receptionist"},
            "Training matrix, as at 31 March 2026, as CSV, Job role: Receptionist",
        ),
        (
            "overdue",
            "xlsx",
            {**ON, "status": "overdue", "sort": "role"},
            "Overdue and expiring, as at 31 March 2026, as Excel (XLSX), Status: Overdue",
        ),
        (
            "training-matrix",
            "pdf",
            {**ON, "group": "role"},
            "Training matrix, as at 31 March 2026, as PDF, everybody and everything",
        ),
        ("policy-register", "pdf", ON, "Policy register, as at 31 March 2026, as PDF"),
    ],
)
def test_the_log_says_what_of_a_report_was_taken(client, surgery, report, ending, query, said):
    assert noted(client, surgery, report, ending, **query) == said


def test_the_log_has_no_names_of_those_who_were_chosen(client, surgery):
    said = noted(client, surgery, "training-matrix", "csv", **ON, search="Tom", manager=str(surgery.ruth.key))

    assert said == "Training matrix, as at 31 March 2026, as CSV, some managers' people; those whom a search found"


@pytest.mark.parametrize("report", [matrix.REPORT, policies.REPORT])
@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_a_whole_report_is_found_again_by_what_the_log_says(client, surgery, report, ending):
    said = noted(client, surgery, report.key, ending, **ON)

    days = noting.whole_files(report, surgery.practice, DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1))
    assert (days[said], len(days)) == (DAY, 6)


@pytest.mark.parametrize(
    ("ending", "query"),
    [
        ("csv", ON),
        ("pdf", {**ON, "role": "receptionist"}),
        ("pdf", {**ON, "search": "Tom"}),
        ("pdf", {**ON, "known_on": "2026-03-30"}),
        ("pdf", {"on": "2026-03-29"}),
    ],
)
def test_a_part_of_a_report_or_one_of_another_day_is_not_found(client, surgery, ending, query):
    said = noted(client, surgery, "training-matrix", ending, **query)

    assert said not in noting.whole_files(matrix.REPORT, surgery.practice, DAY - dt.timedelta(days=1), DAY)
