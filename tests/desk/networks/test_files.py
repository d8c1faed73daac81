"""What a network lead takes away: counts with how they were counted, and statuses of the practices that agree."""

import csv
import io

import openpyxl
import pytest
from django.utils import timezone

from tests.desk.networks.scene import agree, days_ago, overview_page, sign_in_lead
from tests.factories import make_member, make_network, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.desk.your_data.looks import looks_at
from trainingsite.formats.dates import long_date
from trainingsite.people.agreeing import end_names
from trainingsite.people.models import NetworkPractice

pytestmark = pytest.mark.django_db


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body_of(answer).decode("utf-8-sig"))))


@pytest.fixture
def sue(saltmere):
    return make_member("Sue Park", practice=saltmere).person


def test_the_counts_of_every_practice_are_a_spreadsheet(client, network, sue):
    alder = make_practice("=Alder Grove", ods_code="X99997", went_live_on=days_ago(-30))
    NetworkPractice.objects.create(network=network, practice=alder, started_on=days_ago(30))
    sign_in_lead(client, network)

    answer = client.get(f"{overview_page(network)}counts.csv")

    rows = rows_of(answer)
    assert rows[0][:6] == [
        "Practice",
        "ODS code",
        "People",
        "Induction: done",
        "Induction: required",
        "Everything asked",
    ]
    assert [row[:-1] for row in rows[1:]] == [
        ["'=Alder Grove", "X99997", "0", *[""] * 8],
        ["Millbrook Lane Surgery", "X99999", "1", "0", "1", "1", "0", "0", "0", "1", "0"],
        ["Saltmere Road Practice", "X99998", "1", "0", "1", "1", "0", "0", "0", "1", "0"],
    ]
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="marrowby-network-counts-{timezone.localdate()}.csv"'
    )


def test_the_workbook_has_numbers_as_numbers_and_says_how_it_was_counted(client, network, sue):
    lead = sign_in_lead(client, network)

    answer = client.get(f"{overview_page(network)}counts.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(body_of(answer)))
    told = dict(row[:2] for row in book["About this report"].iter_rows(values_only=True))
    assert [cell.value for cell in book["Counts"]["C"]] == ["People", 1, 1]
    assert (told["Network"], told["Asked by"], told["People"]) == (
        "Marrowby Network",
        lead.name,
        "2, each counted once; 2 in the column “People”",
    )
    assert told["How required is made"] == "2 required = 2 (everything asked, once for each person at each practice)"


def test_nobody_is_named_in_counts(client, network, millbrook):
    agree(millbrook, network)
    sign_in_lead(client, network)

    found = [body_of(client.get(f"{overview_page(network)}counts.{format}")) for format in ("csv", "xlsx")]

    assert (b"Millbrook" in found[0], [b"Ellis" in each for each in found]) == (True, [False, False])


def test_statuses_are_of_the_practices_that_agree(client, network, millbrook, sue):
    agree(millbrook, network)
    sign_in_lead(client, network)

    rows = rows_of(client.get(f"{overview_page(network)}matrix.csv"))

    assert rows == [
        ["Practice", "ODS code", "Name", "Requirement", "Status", "Due on", "Valid until"],
        ["Millbrook Lane Surgery", "X99999", "Tom Ellis", "Boundaries", "Overdue", "2025-02-03", ""],
    ]


def test_the_people_in_it_see_that_it_was_taken_and_the_others_nothing(client, network, millbrook, tom, sue):
    agree(millbrook, network)
    lead = sign_in_lead(client, network)

    body_of(client.get(f"{overview_page(network)}matrix.csv"))

    assert [(look.by, look.page, look.detail) for look in looks_at(tom)] == [
        (
            lead.name,
            "Your name, status and due dates, exported by a lead of your practice’s network",
            f"As at {long_date(timezone.localdate())}",
        )
    ]
    assert looks_at(sue) == []


@pytest.mark.parametrize("days", [0, 6])
def test_where_no_practice_agrees_there_is_a_sentence_and_no_file(client, network, millbrook, tom, days):
    agree(millbrook, network)
    if not days:
        end_names(practice=millbrook, network=network, by=tom, at=timezone.now())
    agree(millbrook, make_network("Vale Federation", millbrook))
    sign_in_lead(client, network)

    answer = client.get(f"{overview_page(network)}matrix.csv?on={days_ago(days)}", follow=True)

    said = [str(message).split(" as at")[0] for message in answer.context["messages"]]
    assert (said, b"Ellis" in answer.content) == (["No practice agrees that you see names"], False)
    assert not AccessEntry.objects.filter(subject=millbrook.key).exists()


def test_that_counts_were_taken_is_noted(client, network):
    lead = sign_in_lead(client, network)

    client.get(f"{overview_page(network)}counts.csv")

    noted = AccessEntry.objects.get()
    assert (noted.actor, noted.verb, noted.subject) == (str(lead.key), "desk.network_counts_exported", network.key)


@pytest.mark.parametrize("file", ["counts.csv", "counts.xlsx", "matrix.csv"])
@pytest.mark.parametrize("typed", ["2026-02-31", "9999-01-01", "soon"])
def test_of_a_day_that_makes_no_sense_there_is_a_sentence_and_no_file(client, network, millbrook, file, typed):
    agree(millbrook, network)
    sign_in_lead(client, network)

    answer = client.get(f"{overview_page(network)}{file}?on={typed}", follow=True)

    assert (answer.redirect_chain[0][1], list(answer.context["form"].errors)) == (302, ["on"])
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("format", ["pdf", "exe", "json"])
def test_a_format_that_is_not_there_is_not_found(client, network, format):
    sign_in_lead(client, network)

    assert client.get(f"{overview_page(network)}counts.{format}").status_code == 404
