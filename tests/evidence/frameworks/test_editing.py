"""The administrator changes what the regulator looks for, and what was said before stays."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk.test_views import sign_in
from tests.factories import MONDAY, TUESDAY, give_duty, make_member, make_person
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.frameworks import actions, framework_on
from trainingsite.evidence.frameworks.actions import CHANGED, ChangedMeanwhile, say_again
from trainingsite.evidence.frameworks.tables import Framework, Mapping, Statement
from trainingsite.evidence.frameworks.wording import SAY_SUPPORTS
from trainingsite.people.models import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

PAGE = "/admin/settings/frameworks/"
STAFFING = f"{PAGE}statement/regulation-18/"
MATRIX = f"{PAGE}mapping/regulation-18-matrix/"
SPRING = dt.date(2026, 4, 1)


@pytest.fixture
def ada(client):
    person = make_person("Ada Author", is_superuser=True, is_staff=True)
    sign_in(client, person)
    return person


def typed_on(client, page: str, **changes) -> dict[str, str]:
    """What the form sends when nothing but this is changed."""
    form = client.get(page).context["form"]
    sent = {field.html_name: field.value() for field in form}
    sent = {name: value for name, value in sent.items() if value is not None and value is not False}
    return {**sent, "why": "CQC has said so.", **changes}


def regulation_18(day: dt.date):
    return next(each for each in framework_on(day).regulations if each.key == "regulation-18")


def reworded(title: str, *, holds_from: dt.date = SPRING) -> Statement:
    return Statement(
        code="regulation-18", framework="regulations-2014", kind="regulation", title=title, certainty="read",
        holds_from=holds_from,
    )  # fmt: skip


def test_the_settings_menu_leads_an_administrator_to_the_page(client, ada):
    assert PAGE in client.get("/admin/").content.decode()


def test_the_page_shows_the_framework_of_a_day(client, ada):
    page = client.get(PAGE, {"on": "2023-05-01"})

    assert page.context["shown"] == framework_on(dt.date(2023, 5, 1))
    assert ("framework", "single-assessment-framework") in [(table, row.code) for table, row in page.context["others"]]


@pytest.mark.parametrize("typed", ["soon", "2026-02-30"])
def test_a_day_that_is_none_shows_today_and_says_so(client, ada, typed):
    page = client.get(PAGE, {"on": typed})

    assert (page.context["shown"].on, page.context["not_a_day"]) == (timezone.localdate(), True)


def test_a_changed_row_holds_from_its_day_and_the_one_before_it_until_then(client, ada):
    client.post(STAFFING, typed_on(client, STAFFING, title="Staff", holds_from="2026-04-01"))

    assert regulation_18(SPRING).title == "Staff"
    assert regulation_18(SPRING - dt.timedelta(days=1)).title == "Staffing"


def test_who_changed_it_when_and_why_is_kept_and_shown(client, ada):
    client.post(STAFFING, typed_on(client, STAFFING, title="Staff"))

    said = Statement.objects.of_code("regulation-18").last()
    assert (said.number, said.set_by, said.why) == (2, ada, "CQC has said so.")
    assert [row.number for row in client.get(STAFFING).context["said"]] == [2, 1]


def test_an_event_of_the_site_vouches_for_the_change(client, ada):
    client.post(STAFFING, typed_on(client, STAFFING, title="Staff"))

    (event,) = AuditEvent.objects.of("site").filter(verb=CHANGED)
    said = Statement.objects.of_code("regulation-18").last()
    assert (event.act, event.actor, event.subject) == (said.act, str(ada.key), str(said.key))


def test_nothing_is_changed_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(IntegrityError):
        say_again(reworded("Staff"), seen=1, by=make_person("Ada Author"), at=MONDAY)

    assert Statement.objects.of_code("regulation-18").count() == 1


def test_the_same_said_again_is_not_kept(client, ada):
    client.post(STAFFING, typed_on(client, STAFFING))

    assert Statement.objects.of_code("regulation-18").count() == 1


def test_of_two_who_change_it_at_once_the_second_is_shown_what_the_first_said(client, ada):
    typed = typed_on(client, STAFFING, title="People")
    say_again(reworded("Staff"), seen=1, by=make_person("Ben Admin"), at=MONDAY)

    refused = client.post(STAFFING, typed)

    form = refused.context["form"]
    assert (refused.status_code, form["title"].value(), form["seen"].value()) == (400, "People", 2)
    assert [row.title for row in refused.context["said"]] == ["Staff", "Staffing"]


def test_what_was_refused_because_somebody_was_quicker_can_be_sent_again(client, ada):
    typed = typed_on(client, STAFFING, title="People")
    say_again(reworded("Staff"), seen=1, by=make_person("Ben Admin"), at=MONDAY)
    again = client.post(STAFFING, typed).context["form"]

    client.post(STAFFING, {field.html_name: field.value() or "" for field in again})

    assert [row.title for row in Statement.objects.of_code("regulation-18")] == ["Staffing", "Staff", "People"]


def test_a_number_is_given_out_once(monkeypatch):
    """Two who look at the same moment: the table itself refuses the second."""
    say_again(reworded("Staff"), seen=1, by=make_person("Ada Author"), at=MONDAY)
    monkeypatch.setattr(type(Statement.objects.all()), "of_code", lambda rows, code: rows.none())

    with pytest.raises(ChangedMeanwhile):
        say_again(reworded("People"), seen=1, by=make_person("Ben Admin"), at=TUESDAY)


@pytest.mark.parametrize(
    ("page", "typed", "errors"),
    [
        (STAFFING, {"title": ""}, {"title": ["Fill this in"]}),
        (STAFFING, {"about": "This proves it"}, {"about": [SAY_SUPPORTS]}),
        (STAFFING, {"why": ""}, {"why": ["Fill this in"]}),
        (STAFFING, {"holds_from": "soon"}, {"holds_from": ["Type a day, like 24/3/2026"]}),
        (
            STAFFING,
            {"holds_from": "1999-12-31"},
            {"holds_from": ["What is there holds from 1 January 2000. Type that day or a later one"]},
        ),
        (STAFFING, {"kind": "quality_statement"}, {"under": ["Choose the key question that it stands below"]}),
        (
            STAFFING,
            {"under": "safe"},
            {"under": ["Only quality statements and assessment questions stand below a key question"]},
        ),
        (MATRIX, {"reason": "It guarantees safe staffing"}, {"reason": [SAY_SUPPORTS]}),
        (
            f"{PAGE}framework/regulations-2014/",
            {"in_force_from": "2026-01-02", "in_force_until": "2026-01-01"},
            {"in_force_until": ["The last day cannot come before the first"]},
        ),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(client, ada, page, typed, errors):
    answer = client.post(page, typed_on(client, page, **typed))

    assert (answer.status_code, dict(answer.context["form"].errors)) == (400, errors)
    assert [model.objects.filter(set_by=ada).count() for model in (Framework, Statement, Mapping)] == [0, 0, 0]


def test_a_support_cannot_send_a_reader_to_a_file_that_no_pack_has(client, ada):
    answer = client.post(MATRIX, typed_on(client, MATRIX, file="secrets.csv"))

    assert list(answer.context["form"].errors) == ["file"]


def test_a_row_is_taken_out_from_a_day_on_and_can_be_found_again(client, ada):
    client.post(MATRIX, typed_on(client, MATRIX, holds_from="2026-04-01", dropped="on"))

    assert "matrix.csv" not in regulation_18(SPRING).files
    assert "matrix.csv" in regulation_18(SPRING - dt.timedelta(days=1)).files
    others = client.get(PAGE, {"on": "2026-04-01"}).context["others"]
    assert ("mapping", "regulation-18-matrix") in [(table, row.code) for table, row in others]


def test_an_assessment_question_of_the_framework_of_2026_is_added(client, ada):
    framework = f"{PAGE}framework/primary-care-community-2026/"
    client.post(framework, typed_on(client, framework, standing="in_force", holds_from="2026-09-01"))
    page = f"{PAGE}statement/add/"
    question = {
        "framework": "primary-care-community-2026", "kind": "assessment_question", "under": "well-led",
        "title": "How do leaders know that staff are trained?", "certainty": "read", "holds_from": "2026-09-01",
    }  # fmt: skip

    client.post(page, typed_on(client, page, **question))

    well_led = framework_on(dt.date(2026, 9, 1)).questions[-1]
    assert question["title"] in [each.title for each in well_led.below]


def test_a_support_is_added_to_a_statement(client, ada):
    page = f"{PAGE}mapping/add/?statement=regulation-18"
    support = {"record_kind": "exemptions", "file": "exemptions.csv", "reason": "It shows who was released."}

    client.post(page, typed_on(client, page, certainty="our_reading", **support))

    assert "exemptions.csv" in regulation_18(timezone.localdate()).files


def test_what_is_there_is_not_added_twice(client, ada):
    page = f"{PAGE}mapping/add/?statement=regulation-18"
    support = {"record_kind": "matrix", "file": "matrix.csv", "reason": "It shows who was released."}

    answer = client.post(page, typed_on(client, page, certainty="our_reading", **support))

    assert answer.context["form"].non_field_errors() == ["This is there already, or was once. Change that row instead."]


@pytest.mark.parametrize("address", [f"{PAGE}answers/add/", f"{PAGE}statement/no-such/", f"{PAGE}answers/staffing/"])
def test_what_is_not_there_is_not_found(client, ada, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", [PAGE, STAFFING, f"{PAGE}mapping/add/"])
def test_nobody_else_sees_or_changes_it(client, page):
    member = make_member("Ann Lee")
    give_duty(member.person, member.practice, Duty.PRACTICE_MANAGER, Duty.POLICY_OWNER)
    assert client.get(page).url.startswith("/account/sign-in/")
    sign_in(client, member.person)

    answers = [client.get(page), client.post(page, {"title": "Staff", "seen": "1", "holds_from": "2026-04-01"})]

    assert {answer.status_code for answer in answers} <= {403, 405}
    assert Statement.objects.filter(set_by=member.person).count() == 0


def test_the_page_asks_no_more_of_the_database_when_there_is_more_to_show(client, ada):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    for number in range(30):
        row = reworded(f"Regulation {number}")
        row.code = f"extra-{number}"
        say_again(row, seen=0, by=ada, at=MONDAY)

    with CaptureQueriesContext(connection) as after:
        page = client.get(PAGE)

    assert len(page.context["shown"].regulations) == 32
    assert len(after) == len(before)
