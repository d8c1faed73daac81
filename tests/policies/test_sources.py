"""The sources of a policy, and the day each was last checked."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import MONDAY, make_member, make_person, make_policy, make_policy_version, make_practice, moment
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.models import AuditEvent
from trainingsite.notices.models import Notice
from trainingsite.people.shelves import practice_shelf
from trainingsite.policies.loading import put_on_shelf, read_policy
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.review.tasks import tasks_for
from trainingsite.policies.sources import Source, days_checked
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
GMC = "Using social media as a medical professional"


def source(checked_on, title=GMC):
    return ("source", {"body": "GMC", "title": title, "checked_on": checked_on})


@pytest.fixture
def version():
    return make_policy_version(make_policy(sources=[source(dt.date(2026, 2, 20))]))


def read(client, version):
    sign_in(client, make_member("Tom Ellis", practice=version.practice).person)
    return client.get(reverse("policies:version", args=[version.key]))


def check(page, day):
    """Note in a draft that the source was checked."""
    page.sources = [source(day)]
    return page.save_revision()


def test_the_page_of_the_version_in_force_shows_when_each_source_was_checked(client, version):
    page = read(client, version)

    assert page.context["reading"].sources == (Source("GMC", GMC, dt.date(2026, 2, 20)),)
    assert page.content.decode().count(f"<li>GMC, {GMC}, checked 20 February 2026</li>") == 1


def test_an_older_version_shows_its_sources_without_a_day(client, version):
    make_policy_version(version.page, clauses=("Be kinder.",), at=moment(2026, 3, 4))

    page = read(client, version)

    assert page.context["reading"].sources == (Source("GMC", GMC),)
    assert page.content.decode().count(f"<li>GMC, {GMC}</li>") == 1


def test_the_day_is_no_part_of_what_is_frozen(version):
    assert content_of(version)["sources"] == [{"body": "GMC", "title": GMC}]


def test_a_source_checked_again_makes_no_version_and_no_event(version):
    events = AuditEvent.objects.count()
    version.page.sources = [source(dt.date(2026, 5, 1))]
    version.page.save()

    assert make_policy_version(version.page, at=moment(2026, 5, 1)) == version
    assert AuditEvent.objects.count() == events


def test_another_source_is_a_change_of_the_text(version):
    version.page.sources = [source(dt.date(2026, 2, 20), "Good medical practice")]
    version.page.save()

    assert make_policy_version(version.page, at=moment(2026, 5, 1)).number == "2.0"


def test_checked_again_today_in_wagtail_is_shown_and_disturbs_nobody(client, version):
    check(version.page, timezone.localdate())
    before = (PolicyVersion.objects.count(), Notice.objects.count())
    sign_in(client, make_person("Olu Bright", is_superuser=True, is_staff=True), verified=True)
    publishing = reverse("publish_policy", args=[version.page_id])
    seen = client.get(publishing).context["form"]["seen"].value()
    form = {"change": "minor", "reason": "Sources checked.", "effective_on": timezone.localdate().isoformat()}

    client.post(publishing, {**form, "seen": seen, "alone": "on"})

    assert (PolicyVersion.objects.count(), Notice.objects.count()) == before
    [noted] = PolicyPage.objects.get(pk=version.page_id).sources
    assert noted.value["checked_on"] == timezone.localdate()


def test_a_policy_without_sources_says_nothing_of_them(client):
    page = read(client, make_policy_version(at=MONDAY))

    assert page.context["reading"].sources == ()


def test_the_starter_policy_claims_no_check_that_nobody_has_made():
    page = put_on_shelf(read_policy("social-media"), practice_shelf(make_practice()))

    assert set(days_checked(page).values()) == {None}


def test_whoever_looks_after_the_policy_is_asked_to_check_its_sources():
    version = make_policy_version(make_policy(sources=[source(None), source(None, "Good medical practice")]))

    sentences = [task.sentence for task in tasks_for([version.page], timezone.localdate())[version.page_id]]

    assert sentences.count("Nobody has noted when 2 of its sources were last checked.") == 1


def test_a_source_that_was_checked_asks_nothing(version):
    sentences = [task.sentence for task in tasks_for([version.page], timezone.localdate())[version.page_id]]

    assert [sentence for sentence in sentences if "sources" in sentence] == []
