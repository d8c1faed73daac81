"""What can be asked of a report: days, periods and filters; and what it says to what cannot be."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.desk.reports.scenes import a_surgery, file, page, sign_in
from trainingsite.audit.models import AccessEntry
from trainingsite.desk.reports.periods import periods_around, twelve_months_to
from trainingsite.desk.reports.views import EXPORTED

pytestmark = pytest.mark.django_db

NO_DATE = "Type a date that exists, for example 31/03/2026"
NO_NUMBER = "Type a number of days from 1 to 366"
TOO_EARLY = "There is nothing to show before 6 January 2025, so this is today"


@pytest.fixture
def surgery(client):
    surgery = a_surgery()
    sign_in(client, surgery.ruth)
    return surgery


def a_year_on() -> str:
    return f"{timezone.localdate() + dt.timedelta(days=365):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("report", "query", "sentences"),
    [
        ("overdue", {"on": "2026-02-31"}, {"on": [NO_DATE]}),
        ("overdue", {"on": "yesterday"}, {"on": [NO_DATE]}),
        ("overdue", {"on": "2025-01-05"}, {"on": [TOO_EARLY]}),
        ("overdue", {"on": "9999-12-31"}, {"on": ["Choose a day before 2100; this is today"]}),
        ("overdue", {"within": "soon"}, {"within": [NO_NUMBER]}),
        ("overdue", {"within": "0"}, {"within": [NO_NUMBER]}),
        ("overdue", {"within": "99999999999999999999"}, {"within": [NO_NUMBER]}),
        ("training-matrix", {"known_on": "0001-01-01"}, {"known_on": [TOO_EARLY.replace("today", "as known now")]}),
        ("training-matrix", {"known_on": "2026-06-31"}, {"known_on": [NO_DATE]}),
        ("exemptions", {"from": "2026-02-31"}, {"from": [NO_DATE]}),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence_and_the_page_answers(client, surgery, report, query, sentences):
    response = client.get(page(surgery.practice, report, **query))

    form = response.context["form"]
    assert (response.status_code, form.errors) == (200, sentences)
    assert [form[name].value() for name in query] == list(query.values())
    assert response.context["options"].asked.day == timezone.localdate()


@pytest.mark.parametrize(
    ("first", "last", "field", "begins"),
    [
        ("2026-07-01", "2026-06-30", "from", "The period must begin on or before 30 June 2026, the day it ends, so "),
        ("2026-07-01", "9999-12-31", "to", "Choose a day before 2100, so "),
        ("0001-01-01", "2026-06-30", "from", "Choose a day after 1990, so "),
        ("2024-01-01", "2024-12-31", "to", "There is nothing to show before 6 January 2025, so "),
    ],
)
def test_a_period_that_cannot_be_gets_a_sentence_and_twelve_months(client, surgery, first, last, field, begins):
    response = client.get(page(surgery.practice, "exemptions", **{"from": first, "to": last}))

    asked, today = response.context["options"].asked, timezone.localdate()
    assert [error[: len(begins)] for error in response.context["form"].errors[field]] == [begins]
    assert (asked.first, asked.last) == (twelve_months_to(today).first, today)


def test_nobody_knows_what_will_be_known(client, surgery):
    response = client.get(page(surgery.practice, "overdue", known_on=a_year_on()))

    sentence = "Nobody knows yet what will be known then: this is as known now"
    assert response.context["form"].errors == {"known_on": [sentence]}
    assert response.context["options"].asked.known_on is None


def test_a_day_to_come_shows_what_will_have_lapsed(client, surgery):
    answer = client.get(page(surgery.practice, "overdue", on="2027-03-11")).context["answer"]

    assert answer.headline[1] == "4 overdue, for 2 of 2 people; told about: 0 of 4."


@pytest.mark.parametrize(
    ("report", "query", "sentence"),
    [
        ("overdue", {"colour": "red"}, "This report has no choice called “colour”: it is shown without it."),
        ("exemptions", {"role": "receptionist"}, "This report has no choice called “role”: it is shown without it."),
        ("overdue", {"role": "astronaut"}, "No such job role here on that day, “astronaut”: showing everything."),
    ],
)
def test_a_filter_that_does_not_exist_gets_a_sentence_and_everything(client, surgery, report, query, sentence):
    response = client.get(page(surgery.practice, report, **query))

    assert (response.status_code, response.context["problems"]) == (200, [sentence])
    assert response.context["sections"][0].number > 0


@pytest.mark.parametrize("query", [{"on": "2026-02-31"}, {"colour": "red"}, {"role": "astronaut"}])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_no_file_is_made_of_a_question_that_makes_no_sense(client, surgery, query, ending):
    response = client.get(file(surgery.practice, "overdue", ending, **query))

    assert (response.status_code, response.url) == (302, page(surgery.practice, "overdue", **query))
    assert not AccessEntry.objects.filter(verb=EXPORTED).exists()


def test_filters_choose_people_in_the_page_and_are_in_its_files_addresses(client, surgery):
    response = client.get(page(surgery.practice, "training-matrix", on="2026-03-31", role="receptionist"))

    assert response.context["chosen"] == ["Job role: Receptionist"]
    assert response.context["sections"][0].number == 1
    assert response.context["options"].query == "on=2026-03-31&role=receptionist"


def test_a_filter_that_fits_nobody_says_so(client, surgery):
    response = client.get(page(surgery.practice, "training-matrix", on="2026-03-31", search="zzz"))

    assert response.context["sections"][0].section.empty == "Nobody fits what you chose: choose less."
    assert response.context["answer"].headline == ["Nobody is in this report."]


def test_what_is_chosen_stays_chosen_in_the_form(client, surgery):
    response = client.get(page(surgery.practice, "overdue", on="2026-03-31", role="receptionist", sort="due"))

    filters = response.context["filters"]
    assert {select.name: select.chosen for select in filters.selects}["role"] == "receptionist"
    assert filters.hidden == (("sort", "due"),)


def test_the_address_of_a_file_has_its_day_in_it(client, surgery):
    options = client.get(page(surgery.practice, "overdue")).context["options"]

    assert options.query == f"on={timezone.localdate():%Y-%m-%d}&within=30"


def test_a_report_on_a_period_ends_on_the_day_the_desk_shows(client, surgery):
    asked = client.get(page(surgery.practice, "exemptions", on="2026-03-31")).context["options"].asked

    assert (asked.first, asked.last) == (dt.date(2025, 4, 1), dt.date(2026, 3, 31))


def test_shortcuts_are_links_that_keep_what_else_was_asked(client, surgery):
    options = client.get(page(surgery.practice, "exemptions", known_on="2026-03-31")).context["options"]

    today = timezone.localdate()
    first, last = twelve_months_to(today).first, today
    assert next(options.shortcuts())[1:] == (f"?from={first}&to={last}&known_on=2026-03-31", True)


def test_the_usual_periods_are_this_year_and_the_one_before():
    said = [(period.words, f"{period.first}", f"{period.last}") for period in periods_around(dt.date(2026, 3, 31))]

    assert said == [
        ("Last twelve months", "2025-04-01", "2026-03-31"),
        ("DSPT year 2025/26", "2025-07-01", "2026-06-30"),
        ("DSPT year 2024/25", "2024-07-01", "2025-06-30"),
        ("Financial year 2025/26", "2025-04-01", "2026-03-31"),
        ("Financial year 2024/25", "2024-04-01", "2025-03-31"),
        ("Calendar year 2026", "2026-01-01", "2026-12-31"),
        ("Calendar year 2025", "2025-01-01", "2025-12-31"),
    ]


@pytest.mark.parametrize(
    ("day", "first"),
    [(dt.date(2028, 2, 29), dt.date(2027, 3, 1)), (dt.date(2025, 2, 28), dt.date(2024, 2, 29))],
)
def test_twelve_months_to_the_end_of_february(day, first):
    assert twelve_months_to(day).first == first


def test_the_new_dspt_year_begins_on_the_first_of_july():
    named = {today: next(p for p in periods_around(today) if "DSPT" in p.words) for today in
             (dt.date(2026, 6, 30), dt.date(2026, 7, 1))}  # fmt: skip

    assert [period.words for period in named.values()] == ["DSPT year 2025/26", "DSPT year 2026/27"]
