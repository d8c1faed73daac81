"""Taking back what one said of a draft, on its page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.policies.consulting import Asked, address, answer_all, close, under_way
from tests.policies.test_question_pages import sign_in
from trainingsite.people.models import Duty
from trainingsite.policies.consultations import (
    Comment,
    CommentWithdrawn,
)
from trainingsite.policies.consulting.comments import comments_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    return Asked()


def test_somebody_takes_their_own_comment_back(client, surgery):
    consultation = under_way(surgery)
    mine = Comment.objects.get()
    sign_in(client, surgery.tom)
    page = address(consultation, "withdraw_comment", mine.key)

    assert "What about likes?" in client.get(page).content.decode()
    client.post(page)

    assert CommentWithdrawn.objects.get().comment == mine
    assert "What about likes?" not in client.get(address(consultation)).content.decode()


@pytest.mark.parametrize("again", ["get", "post"])
def test_a_comment_that_is_taken_back_twice_leads_back_to_the_draft(client, surgery, again):
    consultation = under_way(surgery)
    sign_in(client, surgery.tom)
    page = address(consultation, "withdraw_comment", Comment.objects.get().key)
    client.post(page)

    answer = getattr(client, again)(page)

    assert (answer.status_code, answer.headers.get("Location")) == (302, address(consultation))
    assert CommentWithdrawn.objects.count() == 1


@pytest.mark.parametrize("is_closed", [False, True])
def test_taking_back_says_that_a_written_outcome_stays(client, surgery, is_closed):
    consultation = under_way(surgery)
    if is_closed:
        answer_all(consultation, surgery.olu, at=timezone.now())
        close(consultation, surgery.olu, at=timezone.now())
    sign_in(client, surgery.tom)

    html = client.get(address(consultation, "withdraw_comment", Comment.objects.get().key)).content.decode()

    said = ["it is not counted", "its counts and its answers stay as they are"]
    assert [sentence in html for sentence in said] == [not is_closed, is_closed]


def test_a_consultation_with_one_person_says_person(client):
    surgery = Asked()
    surgery.page.duties = [Duty.POLICY_OWNER]
    surgery.page.save_revision()
    sign_in(client, surgery.olu, verified=True)
    last_day = timezone.localdate() + dt.timedelta(days=14)

    answer = client.post(reverse("policies:consult", args=[surgery.page.key]), {"last_day": last_day}, follow=True)

    assert [str(each) for each in answer.context["messages"]] == ["The draft is put to staff. 1 person is asked."]


def test_nobody_takes_anybody_elses_comment_back(client, surgery):
    consultation = under_way(surgery)
    keys = [said.key for said in comments_of(consultation)]
    sign_in(client, surgery.olu, verified=True)

    answers = [client.post(address(consultation, "withdraw_comment", key)) for key in keys]

    assert ([answer.status_code for answer in answers], CommentWithdrawn.objects.count()) == ([404, 404], 0)
