"""Closing a consultation: what is frozen of it, what vouches for it, and the version that carries it."""

import json

import pytest
from django.db import connection, transaction

from tests.factories import MONDAY, TUESDAY, make_policy, make_policy_version, moment
from tests.policies.consulting import A_FORTNIGHT_LATER, Asked, answer_all, close, say, say_unnamed
from trainingsite.audit.actions import thaw
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.record_checks import as_recorded, vouched_for
from trainingsite.people.facts import correct
from trainingsite.policies.consultations import (
    Comment,
    ConsultationClosed,
    UnnamedComment,
)
from trainingsite.policies.consulting import actions
from trainingsite.policies.consulting.outcome import outcome_of
from trainingsite.policies.consulting.standing import tasks_for

pytestmark = pytest.mark.django_db
AFTER = moment(2026, 3, 18)


@pytest.fixture
def surgery():
    return Asked()


def about(consultation):
    """The verbs of what happened in the consultation."""
    return list(AuditEvent.objects.about(consultation.key).values_list("verb", flat=True))


def test_closing_waits_until_everybody_has_an_answer(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom)
    say_unnamed(consultation)

    with pytest.raises(actions.Unanswered) as refused:
        close(consultation, surgery.olu)

    assert (refused.value.count, ConsultationClosed.objects.count()) == (2, 0)


def test_the_outcome_is_frozen_with_counts_themes_and_replies(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom, "What about likes?", clause="clause-2")
    say_unnamed(consultation)
    say(consultation, surgery.ravi, "Two of us worry.", way=Comment.Way.PASSED_ON)
    answer_all(consultation, surgery.olu)

    content = thaw(close(consultation, surgery.olu, "Likes: clause 2 says it.").snapshot)

    assert content["counts"] == {
        "comments": 3, "named": 1, "unnamed": 1, "passed_on": 1,
        "accepted": 3, "partly": 0, "declined": 0, "noted": 0,
    }  # fmt: skip
    assert (content["asked"], content["themes"]) == (4, ["Likes: clause 2 says it."])
    assert content["replies"] == [
        {"about": "2. Clause 2", "outcome": "accepted", "why": "Clause 2 says it now."},
        {"about": "The whole draft", "outcome": "accepted", "why": "Clause 2 says it now."},
        {"about": "The whole draft", "outcome": "accepted", "why": "Clause 2 says it now."},
    ]
    assert content["staff"] == {"stance": "silent", "how_chosen": "", "note": ""}


def test_no_comment_and_no_name_is_in_what_is_frozen(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom, "What about likes?")
    say_unnamed(consultation, "I am afraid.")
    answer_all(consultation, surgery.olu)

    body = bytes(close(consultation, surgery.olu).snapshot.body).decode()

    found = [
        word for word in ("Tom", "Ellis", str(surgery.tom.key), "What about likes?", "I am afraid") if word in body
    ]
    assert found == []


@pytest.mark.parametrize("theme", ["Tom Ellis asked about likes.", "TOM ELLIS’s worry"])
def test_a_theme_may_not_name_who_commented(surgery, theme):
    consultation = surgery.open()
    say(consultation, surgery.tom)
    answer_all(consultation, surgery.olu)

    with pytest.raises(actions.NamesSomebody):
        close(consultation, surgery.olu, theme)

    assert not ConsultationClosed.objects.exists()


def test_where_nobody_speaks_for_staff_the_owner_says_how_they_were_asked(surgery):
    end_duty(surgery.ravi)
    consultation = surgery.open(at=TUESDAY)
    with pytest.raises(actions.NobodySpeaksForStaff):
        close(consultation, surgery.olu)

    closed = close(consultation, surgery.olu, instead="At two team meetings.")

    assert thaw(closed.snapshot)["staff"] == {"stance": "instead", "how_chosen": "", "note": "At two team meetings."}


def end_duty(person):
    """The duty ended on the Monday."""
    duty = person.responsibilities.known().get()
    correct(duty, by="", at=MONDAY, ended_on=MONDAY.date())


def test_closing_twice_leaves_one_outcome(surgery):
    consultation = surgery.open()

    first, second = close(consultation, surgery.olu), close(consultation, surgery.ruth, "Something else.")

    assert (first, ConsultationClosed.objects.count()) == (second, 1)
    assert about(consultation).count("policies.consultation_closed") == 1


def test_the_event_of_the_closing_vouches_for_every_comment(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom)
    say_unnamed(consultation)
    answer_all(consultation, surgery.olu)
    closed = close(consultation, surgery.olu)

    event = AuditEvent.objects.get(verb="policies.consultation_closed")

    named = [row["table"] for row in json.loads(bytes(event.body))["rows"]]
    assert (named, event.act) == (
        ["policies.consultationclosed", "policies.comment", "policies.unnamedcomment"],
        closed.act,
    )


def test_an_unnamed_comment_that_is_changed_after_the_closing_is_found(surgery):
    consultation = surgery.open()
    say_unnamed(consultation, "I am afraid.")
    answer_all(consultation, surgery.olu)
    close(consultation, surgery.olu)
    chains = [surgery.practice.chain]
    assert (list(as_recorded(chains)), list(vouched_for(surgery.practice))) == ([], [])

    forge('UPDATE "policies_unnamedcomment" SET "text" = \'All is well.\'')

    key = UnnamedComment.objects.get().key
    assert len(list(as_recorded(chains))) == 1
    assert str(key) in list(as_recorded(chains))[0]


def forge(statement):
    """Change the record with a hand that takes the triggers away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table whose checks still wait cannot be altered
            cursor.execute('ALTER TABLE "policies_unnamedcomment" DISABLE TRIGGER USER')
        else:
            cursor.execute('DROP TRIGGER "policies_unnamedcomment_no_update"')
        cursor.execute(statement)


def test_an_unnamed_comment_cannot_be_changed_from_a_shell(surgery):
    say_unnamed(surgery.open())

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        UnnamedComment.objects.update(text="All is well.")


def test_the_next_version_carries_the_outcome_and_the_one_after_it_does_not(surgery):
    consultation = surgery.open()
    close(consultation, surgery.olu, "Likes: clause 2 says it.")

    first = surgery.publish(at=TUESDAY)
    later = make_policy_version(surgery.page, clauses=("Be kind, always, please.",), at=AFTER)

    assert (first.consultation, later.consultation) == (consultation, None)
    assert outcome_of(first)["themes"] == ["Likes: clause 2 says it."]
    assert outcome_of(later) is None


def test_an_open_consultation_goes_with_no_version(surgery):
    surgery.open()

    assert surgery.publish(at=TUESDAY).consultation is None


def test_a_consultation_about_another_policy_goes_with_no_version_of_this_one(surgery):
    close(surgery.open(), surgery.olu)
    other = make_policy(surgery.practice, "Phones at work")

    assert make_policy_version(other, at=TUESDAY).consultation is None


def test_the_owner_is_told_what_waits(surgery):
    consultation = surgery.open()
    say(consultation, surgery.tom)
    say_unnamed(consultation)
    taken_back = say(consultation, surgery.ruth)
    actions.withdraw(comment=taken_back, at=TUESDAY)

    def sentences(day):
        return [task.sentence for task in tasks_for([surgery.page], day).get(surgery.page.pk, [])]

    assert sentences(A_FORTNIGHT_LATER) == ["2 comments on the draft have no answer yet."]
    answer_all(consultation, surgery.olu)
    assert sentences(A_FORTNIGHT_LATER) == []
    assert sentences(AFTER.date()) == ["Staff had until 17 March 2026 to comment. Now write down what came of it."]
    close(consultation, surgery.olu, at=AFTER)
    assert sentences(AFTER.date()) == []


def test_the_owners_list_takes_as_many_queries_for_three_policies_as_for_one(surgery, django_assert_num_queries):
    pages = [surgery.page]
    surgery.open()
    with django_assert_num_queries(3):
        tasks_for(pages, TUESDAY.date())
    for title in ("Phones", "E-mail"):
        surgery.page = make_policy(surgery.practice, title)
        pages.append(surgery.page)
        say(surgery.open(), surgery.tom)
    with django_assert_num_queries(3):
        found = tasks_for(pages, TUESDAY.date())

    assert len(found) == 2
