"""Reports as pages and files: who may have them, what is noted, and that they cost no more for more people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk.reports.scenes import a_surgery, file, many, page, sign_in, taken
from tests.factories import give_duty, make_member, make_network
from tests.people.phones import make_known_person
from trainingsite.audit.models import AccessEntry, AuditEvent
from trainingsite.desk.reports.asking import Column, Section
from trainingsite.desk.reports.register import REPORTS
from trainingsite.desk.reports.tables import shown
from trainingsite.desk.reports.views import EXPORTED, FORMATS, OPENED
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

MINE = {"training-matrix", "overdue", "training-needs", "exemptions"}


@pytest.fixture
def surgery():
    return a_surgery()


def index(practice):
    return reverse("desk:reports", args=[practice.ods_code.lower()])


def addresses(practice) -> list[str]:
    """The index, every report's page, and each of its files."""
    pages = [page(practice, report.key) for report in REPORTS]
    return [
        index(practice), *pages, *(file(practice, report.key, ending) for report in REPORTS for ending in FORMATS),
    ]  # fmt: skip


def answers(client, practice) -> list[tuple[int, bool]]:
    """What each address answers: its status, and whether it names somebody of the practice."""
    found = [client.get(address) for address in addresses(practice)]
    return [(answer.status_code, b"Tom Ellis" in taken(answer)) for answer in found]


def nothing_was_noted() -> bool:
    return not AccessEntry.objects.filter(verb__in=[OPENED, EXPORTED]).exists()


def test_the_index_offers_each_report_in_every_format(client, surgery):
    sign_in(client, surgery.ruth)

    html = client.get(index(surgery.practice)).content.decode()

    missing = [address for address in addresses(surgery.practice) if f'href="{address}"' not in html]
    assert [address for address in missing if address != index(surgery.practice)] == []
    assert {report.key for report in REPORTS} >= MINE


def test_every_report_answers_its_manager_in_every_format(client, surgery):
    sign_in(client, surgery.ruth)

    assert {status for status, _ in answers(client, surgery.practice)} == {200}


def test_the_page_names_the_practices_people(client, surgery):
    sign_in(client, surgery.ruth)

    pages = {key: client.get(page(surgery.practice, key, on="2026-03-31")) for key in MINE - {"training-needs"}}

    assert {key: b"Tom Ellis" in answer.content for key, answer in pages.items()} == dict.fromkeys(pages, True)


def test_a_visitor_is_asked_to_sign_in(client, surgery):
    assert set(answers(client, surgery.practice)) == {(302, False)}
    assert client.get(file(surgery.practice, "overdue", "csv")).url.split("?")[0] == reverse("people:sign_in")
    assert nothing_was_noted()


def test_a_manager_without_a_second_factor_is_asked_for_one(client, surgery):
    client.force_login(surgery.ruth)

    assert set(answers(client, surgery.practice)) == {(302, False)}
    assert client.get(page(surgery.practice, "overdue")).url.split("?")[0] == reverse("people:second_factor")


def test_another_practices_manager_gets_nothing(client, surgery):
    other = a_surgery("Brook End Practice", "Y54321", staff=("Una Hay", "Vic Orr"))
    sign_in(client, other.ruth)

    assert set(answers(client, surgery.practice)) == {(404, False)}
    assert nothing_was_noted()


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_who_does_not_open_the_desk_gets_nothing(client, surgery, duty):
    sam = make_member(make_known_person("Sam Hill"), practice=surgery.practice).person
    if duty:
        give_duty(sam, surgery.practice, duty)
    sign_in(client, sam)

    assert set(answers(client, surgery.practice)) == {(404, False)}


def test_the_leader_of_a_team_and_of_a_network_get_nothing_by_name(client, surgery):
    lead = make_known_person("Nora Lead")
    network = make_network("Millbrook Network", surgery.practice)
    make_member("Eve Team", practice=surgery.practice, manager=lead)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on="2025-01-06")
    sign_in(client, lead)

    assert set(answers(client, surgery.practice)) == {(404, False)}


@pytest.mark.parametrize("path", ["league-table/", "league-table.csv", "overdue.docx", "overdue.json"])
def test_a_report_or_a_format_that_does_not_exist_is_not_found(client, surgery, path):
    sign_in(client, surgery.ruth)

    assert client.get(index(surgery.practice) + path).status_code == 404


def test_an_opened_report_is_noted_once_a_day(client, surgery):
    sign_in(client, surgery.ruth)

    for key in ("overdue", "overdue", "exemptions"):
        client.get(page(surgery.practice, key))

    entry = AccessEntry.objects.get(verb=OPENED)
    assert (entry.actor, entry.subject) == (str(surgery.ruth.key), str(surgery.practice.key))


def test_a_file_is_noted_with_what_was_asked_and_is_no_event(client, surgery):
    sign_in(client, surgery.ruth)
    events = AuditEvent.objects.count()

    client.get(file(surgery.practice, "overdue", "pdf", on="2026-03-31", known_on="2026-03-01"))

    entry = AccessEntry.objects.get(verb=EXPORTED)
    said = "Overdue and expiring, as at 31 March 2026, as known on 1 March 2026, as PDF, everybody and everything"
    assert (entry.actor, entry.subject, entry.detail) == (str(surgery.ruth.key), str(surgery.practice.key), said)
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("known", [{}, {"known_on": "2026-03-31"}])
def test_more_people_cost_no_more_queries(client, surgery, known):
    sign_in(client, surgery.ruth)

    def cost() -> dict[str, int]:
        found = {}
        for key in MINE:
            taken_by_it = {} if key == "exemptions" else {"on": "2026-03-31"}
            client.get(address := page(surgery.practice, key, **taken_by_it, **known))
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[key] = len(queries)
        return found

    with_few = cost()
    many(surgery.practice, 2)
    with_some = cost()
    many(surgery.practice, 300)
    with_many = cost()

    assert with_few == with_some == with_many
    assert len(client.get(page(surgery.practice, "training-matrix")).context["answer"].whole.rows) == 304


def test_a_page_of_a_thousand_rows_shows_the_first_and_says_so(client, surgery):
    many(surgery.practice, 600)
    sign_in(client, surgery.ruth)

    table = client.get(page(surgery.practice, "overdue", on="2026-03-31")).context["sections"][0]

    assert (table.number, table.is_cut) == (500, True)


def test_names_are_written_as_text(client, surgery):
    make_member("<b>Bob</b> O’Hara & Co", practice=surgery.practice)
    sign_in(client, surgery.ruth)

    table = client.get(page(surgery.practice, "training-matrix", on="2026-03-31")).context["sections"][0]

    assert table.rows.count("&lt;b&gt;Bob&lt;/b&gt; O’Hara &amp; Co</a>") == 1
    assert table.rows.count("<b>") == 0


def test_a_name_leads_to_the_record_as_at_the_day(client, surgery):
    sign_in(client, surgery.ruth)

    answer = client.get(page(surgery.practice, "training-matrix", on="2026-03-31")).context["answer"]

    [tom] = [person for person in answer.whole.rows if person.person == surgery.tom.person]
    address = reverse("desk:person", args=["x99999", tom.person.key], query={"on": "2026-03-31"})
    assert client.get(page(surgery.practice, "training-matrix", on="2026-03-31")).content.decode().count(address) == 1
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("number", "is_first", "folded"), [(25, False, False), (26, False, True), (26, True, False)])
def test_a_long_table_below_the_first_is_folded(number, is_first, folded):
    section = Section("Signed", [Column("Person")], [["Tom Ellis"]] * number, "Nobody has signed.")

    table = shown(section, is_first=is_first)

    assert (table.is_folded, table.number, table.rows.count("<tr>")) == (folded, number, number)
