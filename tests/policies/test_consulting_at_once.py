"""Several do the same thing in a consultation at the same moment, against a real database with real connections."""

import uuid

import pytest

from tests.factories import MONDAY, TUESDAY
from tests.policies.consulting import A_FORTNIGHT_LATER, Asked, close, say
from tests.policies.test_signing_at_once import DEVICES, at_once, links_of
from trainingsite.audit.chain import breaks
from trainingsite.audit.models import AuditEvent, Snapshot
from trainingsite.notices.models import Notice
from trainingsite.policies.consultations import Comment, Consultation, ConsultationClosed, UnnamedComment
from trainingsite.policies.consulting import actions

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_closings_at_once_leave_one_outcome():
    surgery = Asked()
    consultation = surgery.open()

    closed = at_once(lambda number: close(consultation, surgery.olu, f"Theme of device {number}").pk)

    assert closed == [ConsultationClosed.objects.get().pk] * DEVICES
    assert AuditEvent.objects.filter(verb="policies.consultation_closed").count() == 1
    assert Snapshot.objects.filter(kind="consultation").count() == 1
    assert breaks(links_of(surgery.practice.chain)) == []


def test_two_openings_at_once_ask_everybody_once():
    surgery = Asked()

    def open_it(_):
        try:
            return surgery.open().pk
        except actions.AlreadyOpen as already:
            return already.consultation.pk

    opened = at_once(open_it)

    assert opened == [Consultation.objects.get().pk] * DEVICES
    assert Notice.objects.filter(kind="consultation").count() == 3


def test_the_same_page_sent_from_several_devices_at_once_says_it_once():
    surgery = Asked()
    consultation, token = surgery.open(), uuid.uuid4()

    def send(_):
        say(consultation, surgery.tom, token=token)
        actions.comment_unnamed(token=token, consultation=consultation, clause="", text="Afraid.", day=TUESDAY.date())

    at_once(send)

    assert (Comment.objects.count(), UnnamedComment.objects.count()) == (1, 1)


def test_no_comment_slips_in_behind_a_closing():
    surgery = Asked()
    consultation = surgery.open(at=MONDAY, last_day=A_FORTNIGHT_LATER)

    def act(number):
        try:
            close(consultation, surgery.olu) if number == 0 else say(consultation, surgery.tom, f"Worry {number}")
        except (actions.NotOpen, actions.Unanswered) as refused:
            return type(refused).__name__
        return "done"

    outcomes = at_once(act)

    came = Comment.objects.count()
    assert came == outcomes[1:].count("done")
    assert (outcomes[0] == "done") == (came == 0)
