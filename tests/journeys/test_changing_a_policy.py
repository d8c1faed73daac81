"""A policy changes: approved by somebody else, signed again with the difference shown, and never under one's hands."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browsers import assert_accessible
from tests.factories import PASSWORD
from tests.journeys.test_speaking_about_a_policy import sign_in, with_second_factor
from tests.policies.lives import Desk
from trainingsite.people.models import Person
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.journey

BEFORE = "Keep your own accounts private if you can."
AFTER = "Keep your own accounts private."


@pytest.fixture
def desk(transactional_db):
    desk = Desk()
    desk.version = desk.publish(BEFORE)
    Person.objects.update(privacy_notice_seen_at=timezone.now())
    return desk


def open_to_sign(page, person, version):
    """Sign in, say again who is there, and come to the statement."""
    sign_in(page, person)
    page.goto(reverse("policies:sign", args=[version.key]))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm and go on").click()
    page.get_by_label("Your full name").wait_for()


def sign(page, version):
    page.get_by_label("Your full name").fill("Tom Ellis")
    page.get_by_label("I have read the statement above and I sign it").check()
    page.get_by_role("button", name=f"Sign version {version}").click()


def taken_out(page) -> str:
    """What the difference shows as taken out, with the words for those who cannot see the line through it."""
    return " ".join(page.locator(".difference del").text_content().split())


def signed_by(person) -> list[str]:
    return [each.version.number for each in Attestation.objects.by(person).select_related("version").order_by("pk")]


def test_a_material_version_is_approved_by_a_colleague_and_signed_again_with_the_difference_shown(visitors, desk):
    desk.sign(desk.tom, desk.version)
    desk.draft(AFTER)
    page = desk.page

    olu = visitors.open()
    with_second_factor(olu, desk.olu)
    olu.goto(reverse("publish_policy", args=[page.pk]))
    olu.get_by_text("1 person signed version 1.0").wait_for()
    olu.get_by_text("Material: what people must do has changed").click()
    olu.get_by_label("What has changed, and why?").fill("Apps show more of us than they did.")
    olu.get_by_role("button", name="Ask for approval").click()
    olu.get_by_text("Nothing is published yet").wait_for()

    ruth = visitors.open(width=375)
    with_second_factor(ruth, desk.ruth)
    ruth.goto(reverse("policies:looked_after"))
    assert_accessible(ruth)
    ruth.get_by_role("link", name="Decide").first.click()
    ruth.locator(".difference del", has_text="if you can").wait_for()
    assert_accessible(ruth)
    ruth.get_by_role("button", name="Approve").click()
    ruth.get_by_label("Password", exact=True).fill(PASSWORD)
    ruth.get_by_role("button", name="Confirm and go on").click()
    ruth.get_by_text("Published as version 2.0").wait_for()

    tom = visitors.open(width=375, javascript=False)
    sign_in(tom, desk.tom)
    tom.goto(reverse("policies:read", args=[page.key]))
    tom.get_by_role("link", name="See what changed since version 1.0, which you signed").click()
    assert taken_out(tom) == "[taken out: private if you can.]"
    tom.get_by_role("link", name="Read").first.click()
    tom.get_by_role("link", name="Go to signing").click()
    tom.get_by_label("Password", exact=True).fill(PASSWORD)
    tom.get_by_role("button", name="Confirm and go on").click()
    sign(tom, "2.0")
    tom.get_by_role("heading", name="You signed the Social media policy").wait_for()
    assert signed_by(desk.tom) == ["1.0", "2.0"]


def test_a_minor_version_that_comes_while_the_page_is_open_takes_nothing_away(visitors, desk):
    tom = visitors.open(width=375)
    open_to_sign(tom, desk.tom, desk.version)
    desk.publish("Keep your own accounts private, if you can.", at=timezone.now(), material=False)

    sign(tom, "1.0")

    tom.get_by_role("heading", name="You signed the Social media policy").wait_for()
    assert signed_by(desk.tom) == ["1.0"]
    tom.goto(reverse("policies:read", args=[desk.page.key]))
    assert tom.get_by_role("link", name="Go to signing").count() == 0
    assert_accessible(tom)


def test_a_material_version_that_comes_while_the_page_is_open_shows_the_difference_and_signs_nothing(visitors, desk):
    tom = visitors.open(width=375)
    open_to_sign(tom, desk.tom, desk.version)
    desk.publish(AFTER, at=timezone.now())

    sign(tom, "1.0")

    tom.get_by_role("heading", name="The policy changed while you were reading").wait_for()
    assert signed_by(desk.tom) == []
    assert taken_out(tom) == "[taken out: private if you can.]"
    assert tom.get_by_label("Your full name").input_value() == "Tom Ellis"
    assert_accessible(tom)
    tom.get_by_label("I have read the statement above and I sign it").check()
    tom.get_by_role("button", name="Sign version 2.0").click()
    tom.get_by_role("heading", name="You signed the Social media policy").wait_for()
    assert signed_by(desk.tom) == ["2.0"]
