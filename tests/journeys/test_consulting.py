"""A draft is put to staff, talked over, closed and published, in a real browser."""

import re

import pytest
from django.utils import timezone

from tests.browsers import assert_accessible
from tests.journeys.test_speaking_about_a_policy import sign_in, with_second_factor
from tests.policies.consulting import Asked
from trainingsite.people.models import Person
from trainingsite.policies.consultations import Comment, UnnamedComment

pytestmark = pytest.mark.journey


@pytest.fixture
def surgery(transactional_db):
    surgery = Asked()
    surgery.zoe = surgery.hire("Zoe Park")
    Person.objects.update(privacy_notice_seen_at=timezone.now())
    return surgery


def put_to_staff(page, surgery):
    page.goto("/policies/looked-after/")
    page.get_by_role("link", name="Ask staff about the draft").click()
    page.get_by_label("What would you like to say to them?").fill("Clause 2 is new. Is it clear?")
    assert_accessible(page)
    page.get_by_role("button", name="Put the draft to staff").click()
    page.get_by_text("5 people are asked.").wait_for()
    assert_accessible(page)


def comment(page, text, whose):
    page.goto("/")
    page.get_by_role("link", name="Read the draft").click()
    page.get_by_text("This is a draft: nothing to sign.").wait_for()
    page.get_by_label("What is it about?").select_option("2. Clause 2")
    page.get_by_label("What would you like to say?").fill(text)
    page.get_by_label(whose).check()
    assert_accessible(page)
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_text("Sent. Thank you").wait_for()


def answer_everything(page, answer):
    for _ in range(2):
        page.get_by_role("link", name=re.compile("^Answer to comment")).first.click()
        page.get_by_label("Accepted in part").check()
        page.get_by_label("Why?").fill(answer)
        assert_accessible(page)
        page.get_by_role("button", name="Answer it").click()
        page.get_by_text("Answered.", exact=True).wait_for()


def dissent(page):
    page.get_by_role("link", name="Say on behalf of the staff whether you agree").click()
    page.get_by_label("No, I do not agree").check()
    page.get_by_label("How were you chosen to speak for the staff?").fill("elected in May")
    page.get_by_label("What would you like to add?").fill("It does not say what a breach leads to.")
    assert_accessible(page)
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("The staff representative does not agree").wait_for()
    assert_accessible(page)


def test_staff_are_asked_answered_and_read_what_came_of_it(visitors, surgery):
    olu, tom, zoe, ravi = (visitors.open(width=width) for width in (1280, 375, 1280, 375))
    with_second_factor(olu, surgery.olu)
    put_to_staff(olu, surgery)

    sign_in(tom, surgery.tom)
    assert_accessible(tom)
    comment(tom, "I am afraid to ask what happens to me.", "Nobody’s: it is shown without a name")
    sign_in(zoe, surgery.zoe)
    comment(zoe, "May I share my screen with IT support?", "Mine: Zoe Park")
    zoe.get_by_text("I am afraid to ask what happens to me.").wait_for()
    zoe.get_by_text("Zoe Park", exact=False).first.wait_for()

    sign_in(ravi, surgery.ravi)
    ravi.goto(olu.url)
    dissent(ravi)

    olu.goto("/policies/looked-after/")
    olu.get_by_role("link", name="Read and answer").click()
    answer_everything(olu, "Support is fine; clause 2 says so now.")
    olu.get_by_role("link", name="Close the consultation").click()
    themes = "Screens: sharing with IT support is fine.\nBreaches: talk first."
    olu.get_by_label("What staff said, and what you did").fill(themes)
    assert_accessible(olu)
    olu.get_by_role("button", name="Close it and keep this").click()
    olu.get_by_text("Closed. The next version you publish carries what came of it.").wait_for()
    assert_accessible(olu)
    surgery.publish(at=timezone.now())

    tom.goto(f"/policies/{surgery.page.key}/")
    tom.get_by_role("heading", name="What staff said, and what we did").wait_for()
    tom.get_by_text("Screens: sharing with IT support is fine.").wait_for()
    assert_accessible(tom)
    tom.get_by_role("link", name="How many were asked, and every answer").click()
    tom.get_by_text("5 people were asked about the draft").wait_for()
    tom.get_by_text("does not agree").wait_for()
    assert_accessible(tom)
    assert (Comment.objects.get().person, UnnamedComment.objects.count()) == (surgery.zoe, 1)
    assert tom.get_by_text("Zoe").count() == 0
