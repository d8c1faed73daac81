"""Policies for patients: anybody reads them, nobody signs them, and the website is looked at for the link."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.factories import MONDAY, TUESDAY, give_duty, make_member, make_policy, make_policy_version, make_practice
from tests.people.pages import heading_of
from tests.people.phones import make_known_person
from tests.policies.websites import website
from trainingsite.audit.models import AuditEvent
from trainingsite.people.models import Duty
from trainingsite.people.shelves import practice_shelf
from trainingsite.policies import actions
from trainingsite.policies.loading import put_on_shelf, read_policy
from trainingsite.policies.models import Attestation
from trainingsite.policies.public_pages import check_link, links_in, public_address, without_ending
from trainingsite.policies.rules import Refusal
from trainingsite.policies.versions import publish_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def ann(practice):
    ann = make_member("Ann Lee", "Practice manager", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER, Duty.DATA_PROTECTION_OFFICER)
    return ann


@pytest.fixture
def version(practice):
    return make_policy_version(make_policy(practice, "Our pages", public=True, declaration=""), at=MONDAY)


def address(page) -> str:
    return reverse("policies:public", args=[page.key])


def test_anybody_may_read_it_and_nothing_is_asked_or_left(client, version):
    answer = client.get(address(version.page))

    assert (answer.status_code, heading_of(answer)) == (200, "Our pages")
    assert (answer.cookies, answer.headers["Cache-Control"]) == ({}, "public, max-age=300")
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_it_says_the_same_to_somebody_who_is_signed_in(client, version):
    for_anybody = client.get(address(version.page)).content
    client.force_login(make_known_person("Tom Ellis"))

    assert client.get(address(version.page)).content == for_anybody


def test_a_policy_that_staff_sign_is_at_no_public_address(client, practice):
    staff_only = make_policy_version(practice=practice, at=MONDAY).page

    assert client.get(address(staff_only)).status_code == 404


def test_a_version_that_is_not_in_force_yet_is_not_shown(client, practice):
    page = make_policy(practice, "Our pages", public=True, declaration="")
    make_policy_version(page, effective_on=timezone.localdate() + dt.timedelta(days=1))

    assert client.get(address(page)).status_code == 404


def test_nobody_signs_it(practice, version):
    tom = make_member("Tom Ellis", practice=practice).person

    with pytest.raises(actions.Refused) as refused:
        actions.sign(person=tom, version=version, typed_name="Tom Ellis", method="password", at=TUESDAY)

    assert refused.value.refusal == Refusal.FOR_PATIENTS
    assert not Attestation.objects.by(tom).exists()


@pytest.mark.parametrize(
    ("public", "declaration", "field"), [(True, "I agree.", "declaration"), (False, " ", "declaration")]
)
def test_staff_sign_a_statement_and_patients_sign_nothing(practice, public, declaration, field):
    with pytest.raises(ValidationError) as refused:
        make_policy(practice, public=public, declaration=declaration)

    assert list(refused.value.message_dict) == [field]


def test_what_was_published_for_staff_is_never_opened_to_everybody(practice):
    page = make_policy_version(practice=practice).page
    page.public, page.declaration = True, ""

    with pytest.raises(ValidationError) as refused:
        page.save()

    assert list(refused.value.message_dict) == ["public"]


def test_the_starter_page_goes_onto_a_practices_shelf_and_is_published_with_its_names(client, practice, ann):
    page = put_on_shelf(read_policy("public-page"), practice_shelf(practice))
    publish_policy(page=page, reason="First version.", at=MONDAY)

    html = client.get(address(page)).content.decode()

    assert "Please contact Ann Lee, our practice manager, on 01632 960 120" in html
    assert "{" not in html.split("<main", 1)[1].split("</main>")[0]


@pytest.fixture
def check(settings, practice, ann, version):
    """Looks for the link on a website with these pages."""
    settings.LINK_CHECK_MAY_REACH_THIS_MACHINE = True
    settings.SITE_URL = "https://training.example"

    def looked(pages):
        with website(pages) as practice.website:
            return check_link(page=version.page, practice=practice, by=ann, at=TUESDAY)

    return looked


def test_the_link_is_found_and_the_day_is_kept(practice, ann, version, check):
    found = check({"/": f'<a class=x href="https://training.example/policies/public/{version.page.key}">Our pages</a>'})

    assert (found.outcome, found.checked_by, found.checked_at) == ("found", ann, TUESDAY)
    assert AuditEvent.objects.of(practice.chain).last().verb == "policies.link_checked"


def test_an_address_that_is_only_written_is_no_link(version, check):
    assert check({"/": f"<p>{public_address(version.page)}</p>"}).outcome == "not_found"


def test_each_look_is_kept(version, check):
    check({"/": "nothing"})
    check({"/": f'<a href="{public_address(version.page)}">Our pages</a>'})

    assert list(version.page.link_checks.order_by("pk").values_list("outcome", flat=True)) == ["not_found", "found"]


def test_a_website_that_cannot_be_opened_is_said_so(check):
    found = check({"/": (500, "")})

    assert (found.outcome, found.problem) == ("unreachable", "It answered with the number 500 instead of a page.")


def test_links_are_read_as_a_browser_reads_them():
    html = '<A HREF=" /a/ ">A</A><a href="b#top">B</a><a href="http://[">C</a><a name="d">D</a>'

    found = [without_ending(link) for link in links_in(html, "https://surgery.example/x/")]
    assert found == ["https://surgery.example/a", "https://surgery.example/x/b"]
