"""The files of drafts: each practice's owners choose their own, and no others."""

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Collection

from tests.factories import give_duty, make_member, make_policy, make_practice
from tests.policies.pdfs import a_scan, make_document, make_file_policy
from tests.policies.test_audiences import form_of
from trainingsite.people.models import Duty
from trainingsite.people.shelves import policy_owners, practice_shelf
from trainingsite.policies.editing import NOT_YOURS
from trainingsite.policies.models import PolicyPage

pytestmark = pytest.mark.django_db


def owner_at(practice, name):
    """Somebody who may write the policies of the practice in Wagtail."""
    owner = make_member(name, practice=practice).person
    give_duty(owner, practice, Duty.POLICY_OWNER)
    practice_shelf(practice)
    owner.groups.add(policy_owners(practice))
    return owner


def collection_of(practice):
    return Collection.objects.get(name__endswith=f"({practice.ods_code})")


def sign_in(client, person):
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()


@pytest.fixture
def two(client):
    """Millbrook Lane with a file in its collection, its owner, and the owner of a neighbour."""
    millbrook, harbour = make_practice("Millbrook Lane Surgery"), make_practice("Harbour View Surgery")
    ruth, ann = owner_at(millbrook, "Ruth Okafor"), owner_at(harbour, "Ann Lee")
    return make_document(name="draft.pdf", collection=collection_of(millbrook)), millbrook, harbour, ruth, ann


def test_the_file_of_a_neighbour_cannot_be_chosen_by_its_number(client, two):
    document, _, harbour, _, ann = two
    page = make_policy(harbour)
    page.save_revision()
    sign_in(client, ann)

    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(client, page, document=document.pk)
    )

    assert answer.context["form"].errors["document"] == [NOT_YOURS]


def test_an_owner_chooses_a_file_from_the_own_collection(client, two):
    document, millbrook, _, ruth, _ = two
    page = make_policy(millbrook)
    page.save_revision()
    sign_in(client, ruth)

    sent = form_of(client, page, document=document.pk)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)

    assert answer.status_code == 302, answer.context["form"].errors
    draft = PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.document, len(draft.clauses)) == (document, 0)


def test_the_owner_of_a_scan_is_told_before_it_is_published(client, two):
    _, millbrook, _, ruth, _ = two
    silent, typed = make_file_policy(a_scan()), make_file_policy(a_scan(), text_of_file="Be kind.")
    sign_in(client, ruth)
    for page in (silent, typed):
        page.save_revision()

    told = [client.get(reverse("publish_policy", args=[page.pk])).context["silent"] for page in (silent, typed)]

    assert told == [True, False]
