"""Putting a draft to staff: who is asked, what they say, what is answered, and what is kept of it."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import TUESDAY, make_member, make_practice, moment
from tests.policies.consulting import Asked, answer_all, close, say, say_unnamed
from trainingsite.audit.actions import read_words, thawed
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.notices.models import Notice
from trainingsite.policies.consultations import (
    Comment,
    CommentAnswer,
    CommentWithdrawn,
    Consultation,
    StaffStatement,
    UnnamedComment,
)
from trainingsite.policies.consulting import actions
from trainingsite.policies.consulting.comments import comments_of, statement_of
from trainingsite.policies.consulting.standing import open_for

pytestmark = pytest.mark.django_db
AFTER = moment(2026, 3, 18)


@pytest.fixture
def surgery():
    return Asked()


def about(consultation):
    """The verbs of what happened in the consultation."""
    return list(AuditEvent.objects.about(consultation.key).values_list("verb", flat=True))


def texts(consultation):
    return [said.text for said in comments_of(consultation)]


def test_the_draft_that_staff_read_is_frozen(surgery):
    consultation = surgery.open()
    surgery.write("Something else.")

    draft = thawed(consultation.draft_id)

    assert [clause["html"] for clause in draft["clauses"]] == ["<p>Be kind.</p>", "<p>Never share a screen.</p>"]
    assert (consultation.since, about(consultation)) == (surgery.version, ["policies.consultation_opened"])


def test_a_name_that_is_missing_is_shown_as_missing_in_the_draft(surgery):
    surgery.write("Ask {caldicott_guardian}.")

    draft = thawed(surgery.open().draft_id)

    assert draft["clauses"][0]["html"] == "<p>Ask [caldicott guardian: not recorded yet].</p>"


def test_everybody_who_works_there_is_told_once_but_for_whoever_asks(surgery):
    make_member("Lee Gone", practice=surgery.practice, ended_on=dt.date(2026, 2, 27))
    make_member("Una Far", practice=make_practice("Harbour View"))

    consultation = surgery.open(note="Clause 2 is new.")

    told = Notice.objects.filter(kind="consultation").order_by("person__last_name")
    assert [notice.person.name for notice in told] == ["Ruth Adeyemi", "Tom Ellis", "Ravi Shah"]
    assert consultation.asked == 4
    assert told[0].body.count("Clause 2 is new.") == 1
    assert f"/policies/consultations/{consultation.key}/" in told[0].body


def test_asking_thirty_people_takes_as_many_queries_as_asking_three(surgery):
    counts = []
    for more in (0, 0, 26):
        for number in range(more):
            make_member(f"Colleague {number}", practice=surgery.practice)
        with CaptureQueriesContext(connection) as queries:
            consultation = surgery.open()
        counts.append(len(queries))
        close(consultation, surgery.olu)

    assert Notice.objects.filter(kind=actions.KIND, about=consultation.key).count() == 29
    assert counts[1] == counts[2]


def test_only_those_are_asked_for_whom_the_policy_is(surgery):
    nurse = make_member("Nia Cole", "Practice nurse", practice=surgery.practice).person
    surgery.page.job_roles = ["practice-nurse"]
    surgery.page.save_revision()

    consultation = surgery.open()

    assert consultation.asked == 1
    assert [notice.person for notice in Notice.objects.filter(kind="consultation")] == [nurse]
    assert open_for(nurse, [surgery.practice], TUESDAY.date()) == [consultation]
    assert open_for(surgery.tom, [surgery.practice], TUESDAY.date()) == []


def test_a_policy_has_one_consultation_at_a_time(surgery):
    consultation = surgery.open()

    with pytest.raises(actions.AlreadyOpen) as refused:
        surgery.open(at=TUESDAY)

    assert refused.value.consultation == consultation
    assert (Consultation.objects.count(), Notice.objects.filter(kind="consultation").count()) == (1, 3)


def test_after_one_is_closed_staff_can_be_asked_again(surgery):
    close(surgery.open(), surgery.olu)

    assert surgery.open(at=TUESDAY).number == 2


def test_a_comment_under_a_name_has_its_words_apart_and_an_event(surgery):
    consultation = surgery.open()

    said = say(consultation, surgery.tom, "What about likes?", clause="clause-2")

    assert read_words(Words.objects.get(key=said.words_key)) == {"text": "What about likes?"}
    assert [(each.by, each.about) for each in comments_of(consultation)] == [("Tom Ellis", "2. Clause 2")]
    assert about(consultation) == ["policies.consultation_opened", "policies.commented"]


def test_nothing_is_said_when_its_event_cannot_be_recorded(surgery, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    consultation = surgery.open()
    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        say(consultation, surgery.tom)
    assert (Comment.objects.count(), Words.objects.of_kind("comment").count()) == (0, 0)


def test_two_clicks_say_it_once_and_another_text_from_the_same_page_is_not_lost(surgery):
    consultation, token = surgery.open(), uuid.uuid4()

    for text in ("Likes?", "Likes?", "And shares?"):
        say(consultation, surgery.tom, text, token=token)
        say_unnamed(consultation, f"{text} I dare not ask.", token=token)

    assert sorted(texts(consultation)) == [
        "And shares?", "And shares? I dare not ask.", "Likes?", "Likes? I dare not ask.",
    ]  # fmt: skip


def test_what_is_passed_on_says_so_and_names_nobody(surgery):
    consultation = surgery.open()
    say(consultation, surgery.ravi, "Two of us worry about clause 2.", way=Comment.Way.PASSED_ON)

    (said,) = comments_of(consultation)

    assert (said.by, said.author) == ("Passed on by the staff representative", None)
    assert about(consultation)[-1] == "policies.comment_passed_on"


@pytest.mark.parametrize("at", [moment(2026, 3, 18, 0, 0), moment(2026, 3, 20)])
def test_no_comment_is_taken_after_the_last_day(surgery, at):
    consultation = surgery.open()

    with pytest.raises(actions.NotOpen):
        say(consultation, surgery.tom, at=at)
    with pytest.raises(actions.NotOpen):
        say_unnamed(consultation, at=at)

    assert (Comment.objects.count(), UnnamedComment.objects.count()) == (0, 0)


def test_a_comment_is_taken_until_the_last_minute_of_the_last_day(surgery):
    consultation = surgery.open()

    say(consultation, surgery.tom, at=moment(2026, 3, 17, 23, 59))
    say_unnamed(consultation, at=moment(2026, 3, 17, 23, 59))

    assert len(comments_of(consultation)) == 2


def test_no_comment_is_taken_once_it_is_closed(surgery):
    consultation = surgery.open()
    close(consultation, surgery.olu)

    with pytest.raises(actions.NotOpen):
        say(consultation, surgery.tom)
    with pytest.raises(actions.NotOpen):
        say_unnamed(consultation)


def test_comments_without_a_name_stand_in_the_order_of_their_keys(surgery):
    consultation = surgery.open()
    for number in range(12):
        say_unnamed(consultation, f"Worry {number}")

    keys = [said.key for said in comments_of(consultation)]

    assert keys == sorted(keys)
    assert texts(consultation) != [f"Worry {number}" for number in range(12)]


@pytest.mark.on_sqlite
def test_the_table_of_unnamed_comments_counts_no_rows(surgery):
    say_unnamed(surgery.open())

    with pytest.raises(Exception, match="no such column: rowid"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute('SELECT rowid FROM "policies_unnamedcomment"')


def test_what_is_taken_back_is_neither_shown_nor_counted(surgery):
    consultation = surgery.open()
    said = say(consultation, surgery.tom, "I was angry.")
    say(consultation, surgery.ruth, "Thank you.")

    first, again = actions.withdraw(comment=said, at=TUESDAY), actions.withdraw(comment=said, at=AFTER)

    assert (first, CommentWithdrawn.objects.count(), texts(consultation)) == (again, 1, ["Thank you."])
    assert about(consultation)[-1] == "policies.comment_withdrawn"


def test_a_later_answer_takes_the_place_of_an_earlier_one(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom)
    say_unnamed(consultation)

    answer_all(consultation, surgery.olu, outcome="declined", why="No.")
    answer_all(consultation, surgery.olu, outcome="partly", why="On second thoughts.")

    answered = {(said.answer.given.outcome, said.answer.why) for said in comments_of(consultation)}
    assert (answered, CommentAnswer.objects.count()) == ({("partly", "On second thoughts.")}, 4)


def test_an_answer_may_not_name_who_commented(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom)

    with pytest.raises(actions.NamesSomebody) as refused:
        answer_all(consultation, surgery.olu, why="As tom  ellis rightly says.")

    assert (refused.value.names, CommentAnswer.objects.count()) == (["Tom Ellis"], 0)


def test_the_representative_dissents_and_may_change_their_mind(surgery):
    consultation = surgery.open()
    for stance, note in (("dissents", "Clause 2 is too wide."), ("agrees", "")):
        actions.state_view(
            consultation=consultation, by=surgery.ravi, stance=stance, how_chosen="Elected in May", note=note,
            at=TUESDAY,
        )  # fmt: skip

    said = statement_of(consultation)

    assert (said.row.stance, said.row.how_chosen, said.note) == ("agrees", "Elected in May", "")
    assert StaffStatement.objects.count() == 2
