"""A person reads and downloads all that is held about them, and nobody else can."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import log

from scenarios.forgetting import erase_answers
from tests.desk.proofs import a_pdf
from tests.factories import (
    GO_LIVE,
    MONDAY,
    TUESDAY,
    complete,
    give_duty,
    give_leave,
    make_member,
    make_module_version,
    make_outside_training,
    make_person,
    make_policy_version,
    make_practice,
    make_scenario_version,
    play,
)
from tests.people.phones import confirmed
from trainingsite.audit.actions import keep_words
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.elsewhere import record_elsewhere
from trainingsite.compliance.proofs import Proof
from trainingsite.desk.your_data.sections import held_about
from trainingsite.notices import actions as notices
from trainingsite.people.models import Duty
from trainingsite.policies.models import Attestation
from trainingsite.policies.questions import actions as asking

pytestmark = pytest.mark.django_db

GOES = "Stories and knowledge checks: seen by you alone"
PAGE, DOCUMENT = "desk:your_data", "desk:your_data_document"


def rows(person, title: str) -> list[dict]:
    """What the page shows in the table of this title."""
    tables = {table.held.title: table for part in held_about(person) for table in part.tables}
    return [dict(line.cells) for line in tables[title].lines]


def downloaded(client, person) -> dict:
    client.force_login(person)
    confirmed(client, person)
    return json.loads(client.get(reverse(DOCUMENT)).content)


def table_in(document: dict, title: str) -> list[dict]:
    return next(table["rows"] for part in document["sections"] for table in part["tables"] if table["title"] == title)


def test_a_job_and_leave_are_there_with_their_days():
    tom = make_member("Tom Ellis", "Receptionist", practice=make_practice("Millbrook Lane Surgery"))

    give_leave(tom, dt.date(2026, 3, 9), dt.date(2026, 3, 13))

    assert rows(tom.person, "Jobs") == [
        {
            "Practice": "Millbrook Lane Surgery",
            "Job": "Receptionist",
            "From": "6 January 2025",
            "Taken back": "No",
        }
    ]
    assert rows(tom.person, "Leave: dates only")[0]["To"] == "13 March 2026"


def test_what_was_chosen_in_a_story_is_told_in_the_words_of_the_story():
    tom = make_member("Tom Ellis").person

    play(tom, make_scenario_version(), "wrong")

    shown = rows(tom, GOES)
    assert (shown[0]["What"], shown[0]["Result"]) == ("A friend request", "Not yet passed")
    assert shown[0]["What you chose"] == "Your phone buzzes.: Accept."


def test_answers_that_were_erased_are_said_to_be():
    tom = make_member("Tom Ellis").person
    complete(tom, make_module_version(), at=TUESDAY)

    before = rows(tom, GOES)[0]["What you chose"]
    erase_answers(at=TUESDAY + dt.timedelta(days=100))

    assert before == "Question 1?: Yes\nQuestion 2?: Yes"
    assert rows(tom, GOES)[0]["What you chose"] == "Erased, as the rules for answers say, or nothing was answered"


def test_a_question_is_there_with_its_words_and_its_answer(client):
    tom, version = make_member("Tom Ellis").person, make_policy_version()
    ann = make_member("Ann Lee", "Practice manager").person
    give_duty(ann, version.practice, Duty.POLICY_OWNER)
    asked = ask(tom, version, ann)
    asking.answer(question=asked, by=ann, text="Yes, you may.", at=TUESDAY)

    said = table_in(downloaded(client, tom), "What you signed, asked or declined")

    assert [row["words"][0]["words"]["text"] for row in said] == ["May I like a post?", "Yes, you may."]
    assert said[1]["acted_by"] == "Ann Lee"


def ask(person, version, addressee) -> Attestation:
    return asking.ask(
        token=uuid.uuid4(), person=person, version=version, to=addressee, purpose="question",
        text="May I like a post?", at=MONDAY,
    )  # fmt: skip


def test_what_somebody_did_for_a_colleague_does_not_name_the_colleague(client):
    tom, version = make_member("Tom Ellis").person, make_policy_version()
    ann = make_member("Ann Lee", "Practice manager").person
    give_duty(ann, version.practice, Duty.POLICY_OWNER)
    asking.answer(question=ask(tom, version, ann), by=ann, text="Yes, you may.", at=TUESDAY)

    document = downloaded(client, ann)

    answered = table_in(document, "What you answered or made void")
    assert answered[0]["words"][0]["words"] == {"text": "Yes, you may."}
    assert "Tom Ellis" not in json.dumps(table_in(document, "What you answered or made void"))
    assert "Tom Ellis" not in json.dumps(table_in(document, "Questions addressed to you"))


def test_a_secret_is_never_handed_over(client):
    tom = make_member("Tom Ellis").person

    you = table_in(downloaded(client, tom), "You")

    assert you[0]["username"] == tom.username
    assert "password" not in you[0]
    assert tom.password not in client.get(reverse(DOCUMENT)).content.decode()


def test_the_document_says_at_its_head_how_to_read_it(client):
    document = downloaded(client, make_member("Tom Ellis").person)

    assert list(document) == [
        "schema", "about", "made_at", "sections", "who_has_looked", "who_can_see", "left_out",
    ]  # fmt: skip
    assert document["schema"]["version"] == 1
    assert dt.datetime.fromisoformat(document["made_at"]).utcoffset() is not None


def test_a_day_is_an_iso_day_and_a_time_has_its_offset(client):
    tom = make_member("Tom Ellis").person
    complete(tom, make_module_version(), at=TUESDAY)

    done = table_in(downloaded(client, tom), "Completed")[0]

    assert (done["completed_on"], done["completed_at"]) == ("2026-03-03", "2026-03-03T09:00:00+00:00")


def test_a_download_is_noted(client):
    tom = make_member("Tom Ellis").person

    downloaded(client, tom)

    noted = AccessEntry.objects.get()
    assert (noted.verb, noted.actor, noted.subject) == ("desk.own_data_downloaded", str(tom.key), str(tom.key))


def test_a_file_that_was_kept_is_in_the_document(client):
    tom = make_member("Tom Ellis").person
    keep_words(about=tom.key, kind="photo", words=b"\x89PNG", media_type="image/png", at=MONDAY)

    kept = table_in(downloaded(client, tom), "Words kept about you yourself, such as a former name")

    assert kept[0]["words"][0]["base64"] == "iVBORw=="


def recorded_for(*people):
    """A manager records basic life support of these people, with one proof."""
    record_elsewhere(
        token=uuid.uuid4(), practice=people[0].memberships.get().practice, people=people, by=make_person("Ann Lee"),
        outside_training=make_outside_training(), completed_on=GO_LIVE, proof=Proof("application/pdf", a_pdf()),
        at=MONDAY,
    )  # fmt: skip


def test_a_proof_the_practice_kept_of_one_person_is_theirs(client):
    tom = make_member("Tom Ellis").person

    recorded_for(tom)

    kept = table_in(downloaded(client, tom), "How your practice recorded it")
    assert (kept[0]["By"], kept[0]["words"][0]["media_type"]) == ("Ann Lee", "application/pdf")


def test_a_proof_of_several_people_at_once_is_in_nobodys_document(client):
    tom, sue = make_member("Tom Ellis").person, make_member("Sue Park").person

    recorded_for(tom, sue)

    kept = table_in(downloaded(client, tom), "How your practice recorded it")
    assert (kept[0]["For how many people"], "words" in kept[0]) == (2, False)


def test_who_countersigned_a_sheet_does_not_get_the_words_of_who_signed(client):
    ann, tom, version = make_person("Ann Lee"), make_member("Tom Ellis").person, make_policy_version()
    said = {"person": tom, "practice": version.practice, "version": version, "attested_at": MONDAY}
    signed = Attestation.objects.create(
        kind=Attestation.Kind.WITNESSED, acted_by=ann, attested_on=MONDAY.date(), **said
    )
    keep_words(about=signed.key, kind="attestation", words={"typed_name": "Tom Ellis"}, at=MONDAY)

    document = json.dumps(downloaded(client, ann))

    assert ("Signatures on paper you countersigned" in document, "Tom Ellis" in document) == (True, False)


def test_a_visitor_is_sent_to_sign_in(client):
    make_member("Tom Ellis")

    answers = [client.get(reverse(name)) for name in (PAGE, DOCUMENT)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not AccessEntry.objects.exists()


def test_somebody_else_finds_only_themselves(client):
    make_member("Tom Ellis")
    ann = make_member("Ann Lee", "Practice manager").person
    give_duty(ann, ann.memberships.get().practice, Duty.PRACTICE_MANAGER)
    client.force_login(ann)
    confirmed(client, ann)

    page, document = client.get(reverse(PAGE)), client.get(reverse(DOCUMENT))

    assert page.context["person"] == ann
    assert [b"Tom Ellis" in answer.content for answer in (page, document)] == [False, False]


def test_the_page_opens_on_no_other_than_get(client):
    tom = make_member("Tom Ellis").person
    client.force_login(tom)
    confirmed(client, tom)

    assert [client.post(reverse(name)).status_code for name in (PAGE, DOCUMENT)] == [405, 405]


@pytest.mark.parametrize("name", [PAGE, DOCUMENT])
def test_at_a_shared_computer_whoever_did_not_show_who_they_are_is_asked_first(client, name):
    client.force_login(make_member("Tom Ellis").person)

    assert client.get(reverse(name)).url.startswith(reverse("people:confirm"))


def test_an_administrators_own_data_does_not_name_the_colleagues_they_changed():
    site, tom = make_person("Una Lake", is_superuser=True), make_person("Tom Ellis")
    log(tom, "wagtail.edit", user=site)

    assert [row["Item"] for row in rows(site, "Work on other content")] == ["person"]


def busy(person, story, times: int) -> None:
    """So many messages, and so many goes at a story."""
    for number in range(times):
        at = MONDAY + dt.timedelta(days=number, minutes=person.notices.count())
        notices.put(person=person, kind="note", about=uuid.uuid4(), subject="Note", body="", at=at)
        play(person, story, "wrong", at=at)


def queries_of(person) -> int:
    with CaptureQueriesContext(connection) as queries:
        held_about(person)
    return len(queries)


def test_a_long_history_costs_no_more_queries():
    tom, story = make_member("Tom Ellis").person, make_scenario_version()
    busy(tom, story, 1)
    at_one = queries_of(tom)

    busy(tom, story, 2)
    at_three = queries_of(tom)
    busy(tom, story, 27)

    assert (at_three, queries_of(tom)) == (at_one, at_one)
