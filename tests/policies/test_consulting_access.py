"""Who may open the pages of a consultation: a visitor, a neighbour, a leaver and a colleague try."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_practice
from tests.policies.consulting import Asked, address, filled_in, under_way
from tests.policies.test_question_pages import sign_in
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty
from trainingsite.policies.consultations import Comment, CommentAnswer, ConsultationClosed, UnnamedComment
from trainingsite.policies.consulting.comments import comments_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    return Asked()


PAGES = ("consultation", "draft_changes", "staff_statement", "close_consultation")


def every_page(consultation):
    comments = [said.key for said in comments_of(consultation)]
    return [
        *(address(consultation, name) for name in PAGES),
        *(address(consultation, name, key) for name in ("answer_comment", "withdraw_comment") for key in comments),
        reverse("policies:consult", args=[consultation.page.key]),
    ]


def test_a_visitor_is_asked_to_sign_in_and_sees_nothing(client, surgery):
    consultation = under_way(surgery)

    answers = [client.get(page) for page in every_page(consultation)]
    answers.append(client.post(address(consultation, "comment"), filled_in(surgery.tom)))

    assert {(answer.status_code, answer.url.split("?")[0]) for answer in answers} == {(302, "/account/sign-in/")}
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("duties", [(), (Duty.STAFF_REPRESENTATIVE,), (Duty.POLICY_OWNER, Duty.PRACTICE_MANAGER)])
def test_another_practice_sees_nothing_whatever_somebodys_duty_there(client, surgery, duties):
    consultation = under_way(surgery)
    stranger = surgery.hire("Una Far", *duties, practice=make_practice("Harbour View"))
    sign_in(client, stranger, verified=True)

    answers = [client.get(page) for page in every_page(consultation)]
    answers += [client.post(page, {"themes": "Mine.", "outcome": "noted"}) for page in every_page(consultation)[2:]]
    answers.append(client.post(address(consultation, "comment"), filled_in(stranger)))

    assert {answer.status_code for answer in answers} == {404}
    assert (Comment.objects.count(), UnnamedComment.objects.count()) == (1, 1)


def test_a_leaver_reads_no_draft_and_no_comment(client, surgery):
    consultation = under_way(surgery)
    job = surgery.tom.memberships.known().get()
    correct(job, by="", at=timezone.now(), ended_on=timezone.localdate() - dt.timedelta(days=1))
    sign_in(client, surgery.tom)

    answers = [client.get(page) for page in every_page(consultation)[:2]]
    answers.append(client.post(address(consultation, "comment"), filled_in(surgery.tom, way="unnamed")))

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert UnnamedComment.objects.count() == 1


def test_who_is_not_asked_reads_no_draft_and_no_comment(client, surgery):
    surgery.page.job_roles = ["practice-nurse"]
    surgery.page.save_revision()
    consultation = under_way(surgery)
    sign_in(client, surgery.tom)

    answers = [client.get(address(consultation)), client.post(address(consultation, "comment"), filled_in(surgery.tom))]

    assert [answer.status_code for answer in answers] == [404, 404]
    sign_in(client, surgery.ravi)
    ways = client.get(address(consultation)).context["form"].fields["way"].choices
    assert [way for way, _ in ways] == ["passed_on"]


def test_colleagues_neither_open_nor_answer_nor_close_nor_speak_for_staff(client, surgery):
    consultation = under_way(surgery)
    comments = [said.key for said in comments_of(consultation)]
    sign_in(client, surgery.tom, verified=True)
    pages = [
        reverse("policies:consult", args=[surgery.page.key]),
        address(consultation, "close_consultation"),
        address(consultation, "staff_statement"),
        *(address(consultation, "answer_comment", key) for key in comments),
    ]

    answers = [client.get(page) for page in pages] + [client.post(page, {"outcome": "noted"}) for page in pages]

    assert {answer.status_code for answer in answers} == {404}


def test_whoever_looks_after_a_policy_needs_a_second_factor_to_open_answer_or_close(client, surgery):
    consultation = under_way(surgery)
    sign_in(client, surgery.olu)
    pages = [
        reverse("policies:consult", args=[surgery.page.key]),
        address(consultation, "close_consultation"),
        address(consultation, "answer_comment", comments_of(consultation)[0].key),
    ]

    answers = [client.post(page, {"themes": "Mine.", "outcome": "noted", "why": "So."}) for page in pages]

    assert {answer.url.split("?")[0] for answer in answers} == {"/account/second-step/"}
    assert (ConsultationClosed.objects.count(), CommentAnswer.objects.count()) == (0, 0)
