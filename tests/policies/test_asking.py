"""Asking about a policy and objecting to it: what is recorded, who is told, what stands still."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from tests.factories import (
    TUESDAY,
    make_member,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.policies.asking import Surgery, answer, ask
from trainingsite.audit.actions import commitment, read_words
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance.matrix import training_matrix
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Responsibility
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation
from trainingsite.policies.questions import actions as asking
from trainingsite.policies.questions.rules import last_asked_for_managers, manager_takes_over_on
from trainingsite.policies.questions.threads import exchanges, open_to, people_to_ask, waiting_for

pytestmark = pytest.mark.django_db
ASKED_ON = TUESDAY.date()


@pytest.fixture
def surgery():
    return Surgery()


def sign(person, version, at=TUESDAY):
    return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


def status_on(surgery, day):
    cells = training_matrix(surgery.practice, day, people=[surgery.tom]).rows[0].cells
    return cells[0].status.value


@pytest.fixture
def asked_to_sign(surgery):
    make_requirement(make_programme("Induction", surgery.practice), policy=surgery.version.page, due_within_days=14)


def test_a_question_keeps_its_words_apart_and_names_whom_it_goes_to(surgery):
    question = ask(surgery.tom, surgery.version, surgery.olu, purpose="objection", text="It gags us.")

    words = Words.objects.get(about=question.key)
    assert read_words(words) == {"purpose": "objection", "text": "It gags us."}
    assert question.words_commitment == commitment(words)
    assert (question.kind, question.addressed_to, question.method) == ("queried", surgery.olu, "")


def test_neither_the_events_nor_the_messages_say_what_was_asked_or_answered(surgery):
    question = ask(surgery.tom, surgery.version, surgery.olu, text="About Mrs Pym.")
    said = answer(question, surgery.olu, text="Mrs Pym is a patient.")

    acts = [question.act, said.act]
    events = "".join(bytes(event.body).decode() for event in AuditEvent.objects.filter(act__in=acts))
    assert "policies.queried" in events
    assert "Pym" not in events
    assert not Notice.objects.filter(body__contains="Pym").exists()


def test_an_answer_is_an_event_by_whoever_answers_about_whoever_asked(surgery):
    said = answer(ask(surgery.tom, surgery.version, surgery.olu), surgery.olu)

    event = AuditEvent.objects.by_act(said.act).get()
    assert (event.verb, event.actor, event.subject) == (
        "policies.answered",
        str(surgery.olu.key),
        str(surgery.tom.key),
    )


def test_the_one_asked_is_told_and_the_one_who_asked_is_told_of_the_answer(surgery):
    answer(ask(surgery.tom, surgery.version, surgery.olu), surgery.olu)

    told = list(Notice.objects.order_by("pk").values_list("person__first_name", "kind"))
    assert told == [("Olu", "question"), ("Tom", "answer")]


def test_the_subjects_of_messages_which_managers_see_name_neither_side(surgery):
    answer(ask(surgery.tom, surgery.version, surgery.olu), surgery.olu)

    subjects = " ".join(Notice.objects.values_list("subject", flat=True))
    assert [name for name in ("Tom", "Ellis", "Olu", "Bright") if name in subjects] == []


def test_two_clicks_ask_once(surgery):
    token = uuid.uuid4()

    first, second = (ask(surgery.tom, surgery.version, surgery.olu, token=token) for _ in range(2))

    assert first == second
    assert (Attestation.objects.count(), Notice.objects.count()) == (1, 1)


def test_two_clicks_answer_once(surgery):
    question = ask(surgery.tom, surgery.version, surgery.olu)

    assert answer(question, surgery.olu) == answer(question, surgery.olu)
    assert Attestation.objects.filter(kind="answered").count() == 1


@pytest.mark.parametrize(
    "other",
    [
        lambda surgery: {"text": "May I post a picture?"},
        lambda surgery: {"purpose": "objection"},
        lambda surgery: {"to": surgery.ravi},
    ],
)
def test_the_page_sent_again_with_anything_else_asks_that_in_place_of_the_first(surgery, other):
    said = {"to": surgery.olu, "token": uuid.uuid4()}
    first = ask(surgery.tom, surgery.version, **said)

    second = ask(surgery.tom, surgery.version, **{**said, **other(surgery)})

    assert (second.follows, list(Attestation.objects.unanswered())) == (first, [second])


def test_another_answer_to_what_one_has_answered_is_not_taken_for_a_second_click(surgery):
    question = ask(surgery.tom, surgery.version, surgery.olu)
    answer(question, surgery.olu, text="Yes.")

    with pytest.raises(asking.NoLongerOpen):
        answer(question, surgery.olu, text="No.")


def test_of_two_answers_by_one_person_at_the_same_moment_the_second_is_refused(surgery, monkeypatch):
    question, say = ask(surgery.tom, surgery.version, surgery.olu), actions.say
    monkeypatch.setattr(actions, "say", lambda said, words, tell: say(said, {"text": "Yes."}, tell=tell))

    with pytest.raises(asking.NoLongerOpen):
        answer(question, surgery.olu, text="No.")


def test_an_answer_that_comes_after_a_signature_is_refused(surgery):
    question = ask(surgery.tom, surgery.version, surgery.olu)
    sign(surgery.tom, surgery.version)

    with pytest.raises(asking.NoLongerOpen):
        answer(question, surgery.olu)


def test_what_was_said_on_another_device_at_the_same_moment_is_not_taken_for_the_question(surgery, monkeypatch):
    sign(surgery.tom, surgery.version)
    monkeypatch.setattr(actions, "last_word", lambda person, version: None)

    with pytest.raises(actions.SaidMeanwhile):
        ask(surgery.tom, surgery.version, surgery.olu)


def test_nothing_is_asked_when_its_event_cannot_be_recorded(surgery, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        ask(surgery.tom, surgery.version, surgery.olu)
    assert not Attestation.objects.exists()
    assert not Notice.objects.exists()


def test_a_leaver_asks_nothing(surgery):
    leaver = make_member("Ann Lee", practice=surgery.practice, ended_on=dt.date(2026, 3, 2)).person

    with pytest.raises(actions.Refused):
        ask(leaver, surgery.version, surgery.olu)


def test_a_version_that_was_materially_replaced_is_not_asked_about(surgery):
    make_policy_version(surgery.version.page, clauses=("New.",), at=moment(2026, 3, 3, 8))

    with pytest.raises(actions.Superseded):
        ask(surgery.tom, surgery.version, surgery.olu)


def test_a_question_after_signing_leaves_the_signature_standing(surgery, asked_to_sign):
    signature = sign(surgery.tom, surgery.version)
    answer(ask(surgery.tom, surgery.version, surgery.olu), surgery.olu)

    assert list(Attestation.objects.by(surgery.tom).latest().signed()) == [signature]
    assert sign(surgery.tom, surgery.version) == signature
    assert status_on(surgery, ASKED_ON) == "compliant"


def test_while_a_question_is_open_somebody_is_shown_as_queried_and_may_still_sign(surgery, asked_to_sign):
    ask(surgery.tom, surgery.version, surgery.olu)
    assert status_on(surgery, dt.date(2026, 3, 20)) == "queried"

    sign(surgery.tom, surgery.version, at=moment(2026, 3, 20))

    assert status_on(surgery, dt.date(2026, 3, 20)) == "compliant"


def test_the_owner_and_the_representative_come_first_among_those_who_can_be_asked(surgery):
    surgery.hire("Amy Adams", Duty.CALDICOTT_GUARDIAN)

    people = people_to_ask(surgery.tom, surgery.practice, ASKED_ON)

    assert [each.label for each in people] == [
        "Olu Bright (Policy owner)",
        "Ravi Shah (Staff representative)",
        "Ruth Adeyemi (Practice manager)",
        "Amy Adams (Caldicott Guardian)",
    ]


def test_nobody_asks_themselves_a_colleague_elsewhere_or_somebody_whose_account_is_closed(surgery):
    surgery.hire("Una Far", Duty.POLICY_OWNER, practice=make_practice("Harbour View Surgery"))
    closed = surgery.hire("Cal Moss", Duty.SIRO)
    closed.is_active = False
    closed.save()

    people = people_to_ask(surgery.olu, surgery.practice, ASKED_ON)

    assert [each.person for each in people] == [surgery.ravi, surgery.ruth]


@pytest.mark.parametrize(("day", "manager_has_it"), [(dt.date(2026, 3, 10), False), (dt.date(2026, 3, 11), True)])
def test_after_seven_days_without_an_answer_it_is_the_managers_task(surgery, day, manager_has_it):
    question = ask(surgery.tom, surgery.version, surgery.olu)

    assert (question in waiting_for(surgery.ruth, day)) is manager_has_it
    assert question in waiting_for(surgery.olu, day)
    assert (manager_takes_over_on(ASKED_ON), last_asked_for_managers(dt.date(2026, 3, 11))) == (
        dt.date(2026, 3, 11),
        ASKED_ON,
    )


def test_the_managers_own_question_never_comes_back_to_them(surgery):
    ask(surgery.ruth, surgery.version, surgery.olu)

    assert list(waiting_for(surgery.ruth, dt.date(2026, 4, 30))) == []


def test_the_words_are_for_the_two_sides_alone_until_the_manager_takes_over(surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi)
    everybody = (surgery.tom, surgery.ravi, surgery.olu, surgery.ruth)

    assert [question in open_to(person, ASKED_ON) for person in everybody] == [True, True, False, False]
    assert question in open_to(surgery.ruth, dt.date(2026, 3, 11))


def test_what_the_one_asked_answered_late_stays_between_the_two(surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi)
    answer(question, surgery.ravi, at=moment(2026, 3, 20))

    assert question not in open_to(surgery.ruth, dt.date(2026, 3, 21))


def test_what_the_manager_answered_the_manager_can_read_again(surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi)
    answer(question, surgery.ruth, at=moment(2026, 3, 20))

    assert question in open_to(surgery.ruth, dt.date(2026, 3, 21))


def test_who_has_left_the_practice_reads_no_question_that_was_put_to_them(surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi)
    for facts in (surgery.ravi.memberships, Responsibility.objects.filter(person=surgery.ravi)):
        last = facts.get()
        type(last).objects.create(
            **{f.name: getattr(last, f.name) for f in last._meta.fields if f.name not in {"id", "supersedes"}}
            | {"ended_on": dt.date(2026, 3, 4), "supersedes": last}
        )

    assert question in open_to(surgery.ravi, dt.date(2026, 3, 4))
    assert question not in open_to(surgery.ravi, dt.date(2026, 3, 5))


def test_a_conversation_shows_each_only_what_was_put_to_them(surgery):
    first = ask(surgery.tom, surgery.version, surgery.olu, text="Why?")
    answer(first, surgery.olu, text="Because.")
    second = ask(surgery.tom, surgery.version, surgery.ravi, text="Is that fair?", purpose="objection")

    def texts(person):
        return [(each.text, each.answer_text, each.is_objection) for each in exchanges(second, person, ASKED_ON)]

    assert texts(surgery.tom) == [("Why?", "Because.", False), ("Is that fair?", "", True)]
    assert texts(surgery.ravi) == [("Is that fair?", "", True)]
    assert texts(surgery.olu) == [("Why?", "Because.", False)]
