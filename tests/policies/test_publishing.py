"""Publishing a policy from Wagtail."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories import (
    clauses_of,
    make_member,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_shelf,
)
from tests.policies.lives import publishing
from trainingsite.audit.models import Words
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation, PolicyVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    """Somebody who may publish everything, signed in with a second factor."""
    owner = make_person("Olu Bright", is_superuser=True, is_staff=True)
    client.force_login(owner)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=owner, confirmed=True).persistent_id
    session.save()
    return owner


def address(page):
    return reverse("publish_policy", args=[page.pk])


def draft(page, *clauses):
    page.clauses = clauses_of(*clauses)
    page.save_revision()


def test_the_owner_sees_who_would_sign_again_before_it_is_done(client, owner):
    version = make_policy_version()
    member = make_member("Tom Ellis", practice=version.practice)
    actions.sign(person=member.person, version=version, typed_name="Tom Ellis", method="password", at=timezone.now())
    draft(version.page, "New.")

    answer = client.get(address(version.page))

    assert answer.context["signers"] == [member.person]
    assert PolicyVersion.objects.count() == 1


def test_publishing_freezes_the_draft_as_the_next_version(client, owner):
    page = make_policy_version().page
    draft(page, "Be kind.", "Be careful.")

    client.post(*publishing(client, page, alone="on"))

    version = PolicyVersion.objects.latest("pk")
    page.refresh_from_db()
    assert (version.number, version.material, version.reason) == ("2.0", True, "New apps.")
    assert [str(block.value["text"]) for block in page.clauses] == ["<p>Be kind.</p>", "<p>Be careful.</p>"]


def test_a_minor_change_is_a_minor_version(client, owner):
    page = make_policy_version().page
    draft(page, "Be kind!")

    client.post(*publishing(client, page, alone="on", change="minor"))

    assert PolicyVersion.objects.latest("pk").number == "1.1"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"change": ""}, "change"),
        ({"reason": "  "}, "reason"),
        ({"effective_on": "2020-01-01"}, "effective_on"),
        ({"effective_on": "soon"}, "effective_on"),
    ],
)
def test_an_unfinished_form_publishes_nothing_and_keeps_what_was_typed(client, owner, changes, field):
    page = make_policy_version().page
    draft(page, "New.")

    answer = client.post(*publishing(client, page, alone="on", **changes))

    assert list(answer.context["form"].errors) == [field]
    assert PolicyVersion.objects.count() == 1


def test_a_missing_name_is_said_and_nothing_is_published(client, owner):
    page = make_policy()
    draft(page, "Speak to {speak_up_guardian}.")

    answer = client.post(*publishing(client, page, alone="on"))

    assert "speak up guardian. Record them for the practice" in str(answer.context["form"].non_field_errors())
    assert not PolicyVersion.objects.exists()


def test_wagtails_own_publish_button_leads_to_the_question(client, owner):
    page = make_policy()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(edit).context["form"]
    data = {name: form[name].value() for name in ("title", "slug", "key", "summary", "minutes", "declaration")}
    clause = {"id": "kind", "title": "Kindness", "text": rich_text("<p>Be kind.</p>")}
    streams = nested_form_data({"clauses": streamfield([("clause", clause)]), "sources": streamfield([])})
    streams |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}

    answer = client.post(edit, {**data, **streams, "review_due_on": "", "action-publish": "1"})

    assert answer.url == address(page)
    assert not PolicyVersion.objects.exists()


def test_a_preview_signs_and_records_nothing(client, owner):
    page = make_policy(clauses=("Speak to {speak_up_guardian}.",))

    answer = page.make_preview_request(preview_mode="")

    assert "[speak up guardian: not recorded yet]" in answer.content.decode()
    assert not (Attestation.objects.exists() or Words.objects.exists() or PolicyVersion.objects.exists())


def test_staff_and_visitors_cannot_publish(client):
    page = make_policy(make_practice("Millbrook Lane Surgery"), clauses=("Draft words.",))
    assert client.get(address(page)).status_code == 302
    client.force_login(make_member("Tom Ellis").person)

    answer = client.post(address(page), {"change": "material", "reason": "Mine."})

    assert answer.status_code == 403
    assert not PolicyVersion.objects.exists()


def test_a_version_for_later_is_published_now_and_in_force_then(client, owner):
    page = make_policy_version(make_policy(clauses=("Old.",))).page
    draft(page, "New.")
    later = timezone.localdate() + dt.timedelta(days=30)

    client.post(*publishing(client, page, alone="on", effective_on=later.isoformat()))

    in_force = [page.versions.in_force_on(day).first().number for day in (timezone.localdate(), later)]
    assert in_force == ["1.0", "2.0"]


def test_policies_are_not_published_in_bulk(client, owner):
    page = make_policy()
    draft(page, "New.")

    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}")

    assert not PolicyVersion.objects.exists()


def test_a_policy_with_versions_cannot_be_deleted_nor_can_its_shelf(client, owner):
    page = make_policy_version().page

    for victim in (page, page.get_parent()):
        client.post(reverse("wagtailadmin_pages:delete", args=[victim.pk]))

    assert PolicyVersion.objects.get().page == page


def test_unpublishing_moving_and_a_new_slug_leave_the_evidence_alone(client, owner):
    version = make_policy_version()
    before = version.snapshot.body
    page = version.page
    page.slug = "another-slug"
    page.save()
    page.move(make_shelf("Archive"), pos="last-child")
    call_command("purge_revisions", verbosity=0)
    call_command("fixtree", interactive=False, verbosity=0, stdout=StringIO())

    version.refresh_from_db()
    assert (version.snapshot.body, version.page.key) == (before, page.key)
