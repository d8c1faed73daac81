"""Whom a version of a policy is for, and who is asked to sign it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import (
    PASSWORD,
    give_duty,
    make_job_role,
    make_member,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    moment,
)
from tests.policies.pdfs import make_document, make_file_policy
from trainingsite.audit.actions import row_digest
from trainingsite.people.models import Duty
from trainingsite.policies import actions
from trainingsite.policies.audiences import is_for, names_in, people_asked
from trainingsite.policies.editing import NEITHER
from trainingsite.policies.models import Attestation, PolicyPage, PolicyVersion
from trainingsite.policies.paper.countersigning import asked_and_not_signed, not_signed
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)
RECEPTION = {"audience": {"job_roles": ["receptionist"]}}


@pytest.mark.parametrize(
    ("audience", "groups", "duties", "expected"),
    [
        (None, set(), set(), True),
        ({"job_roles": ["receptionist"]}, {"receptionist", "non-clinical"}, set(), True),
        ({"staff_groups": ["non-clinical"]}, {"receptionist", "non-clinical"}, set(), True),
        ({"job_roles": ["receptionist"]}, {"gp-partner", "gps"}, set(), False),
        ({"duties": ["account_holder"]}, {"gp-partner", "gps"}, {"account_holder"}, True),
        ({"duties": ["account_holder"]}, {"gp-partner", "gps"}, set(), False),
        ({"job_roles": ["receptionist"], "duties": ["account_holder"]}, {"gp-partner"}, {"account_holder"}, True),
    ],
)
def test_who_a_text_is_for(audience, groups, duties, expected):
    content = {"audience": audience} if audience else {}

    assert is_for(content, groups=groups, duties=duties) is expected


def test_a_text_for_nobody_in_particular_asks_everybody_who_works_there_that_day():
    practice = make_practice()
    tom = make_member("Tom Ellis", practice=practice).person
    make_member("Ann Lee", practice=practice, ended_on=dt.date(2026, 5, 31))
    make_member("Bea Roe", practice=make_practice("Harbour View Surgery"))

    assert list(people_asked(practice, {}, DAY)) == [tom]


def test_a_text_asks_by_job_by_group_and_by_duty():
    practice = make_practice()
    tom, ann, gil, cat = (
        make_member(name, role, practice=practice).person
        for name, role in (
            ("Tom Ellis", "Receptionist"),
            ("Ann Lee", make_job_role("Practice nurse", staff_group="nursing")),
            ("Gil Orr", make_job_role("GP partner", staff_group="gps")),
            ("Cat Roe", make_job_role("Pharmacist", staff_group="pharmacy")),
        )
    )
    give_duty(gil, practice, Duty.ACCOUNT_HOLDER)
    give_duty(cat, make_practice("Harbour View Surgery"), Duty.ACCOUNT_HOLDER)
    audience = {"job_roles": ["receptionist"], "staff_groups": ["nursing"], "duties": ["account_holder"]}

    assert set(people_asked(practice, {"audience": audience}, DAY)) == {tom, ann, gil}


def test_somebody_outside_with_a_duty_does_not_work_there_and_is_not_asked():
    practice = make_practice()
    give_duty(make_person("Olu Bright"), practice, Duty.SAFEGUARDING_LEAD)

    assert list(people_asked(practice, {"audience": {"duties": ["safeguarding_lead"]}}, DAY)) == []


def test_the_audience_is_frozen_with_the_text_and_beside_it():
    make_job_role("Receptionist")
    version = make_policy_version(make_policy(job_roles=["receptionist"], duties=["account_holder"]))

    assert content_of(version)["audience"] == {"job_roles": ["receptionist"], "duties": ["account_holder"]}
    assert version.audience == content_of(version)["audience"]
    assert names_in(content_of(version)) == ["Receptionist", "Holder of a practice account"]


def test_an_audience_that_is_read_back_has_the_digest_it_had():
    version = make_policy_version(make_policy(job_roles=["receptionist"], duties=["account_holder"]))

    assert row_digest(PolicyVersion.objects.get(pk=version.pk)) == row_digest(version)


def test_another_audience_is_another_version():
    page = make_policy(job_roles=["receptionist"])
    make_policy_version(page)
    page.job_roles = []

    assert make_policy_version(page, at=moment(2026, 3, 4)).number == "2.0"


def test_nobody_prints_a_sheet_for_whoever_is_not_asked():
    practice = make_practice()
    tom, gil = make_member("Tom Ellis", practice=practice), make_member("Gil Orr", "GP partner", practice=practice)
    version = make_policy_version(make_policy(practice, job_roles=["receptionist"]))

    assert asked_and_not_signed(version, DAY) == [tom]
    assert not_signed(version, DAY) == [tom, gil]


def test_whoever_is_not_asked_may_read_and_sign_all_the_same(client):
    practice = make_practice()
    gil = make_member("Gil Orr", "GP partner", practice=practice).person
    version = make_policy_version(make_policy(practice, job_roles=["receptionist"]))
    client.force_login(gil)
    client.post(reverse("people:confirm") + "?next=/", {"confirm_step": "check", "confirm_password": PASSWORD})
    read = client.get(reverse("policies:read", args=[version.page.key]))

    form = {"person": gil.key, "snapshot": version.snapshot_id, "typed_name": "Gil Orr", "agreed": "on"}
    client.post(reverse("policies:sign", args=[version.key]), form)

    assert (read.context["reading"].is_for_others, read.context["reading"].asks_to_sign) == (True, True)
    assert Attestation.objects.get().person == gil


def test_the_page_says_whom_the_policy_is_for(client):
    practice = make_practice()
    tom = make_member("Tom Ellis", practice=practice).person
    version = make_policy_version(make_policy(practice, job_roles=["receptionist"], duties=["account_holder"]))
    client.force_login(tom)

    reading = client.get(reverse("policies:read", args=[version.page.key])).context["reading"]

    assert (reading.for_whom, reading.is_for_others) == (("Receptionist", "Holder of a practice account"), False)


@pytest.fixture
def owner(client):
    """Somebody who may publish everything, signed in with a second factor."""
    owner = make_person("Olu Bright", is_superuser=True, is_staff=True)
    client.force_login(owner)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=owner, confirmed=True).persistent_id
    session.save()
    return owner


def test_the_owner_sees_who_of_those_who_signed_would_be_asked_again_and_who_is_new(client, owner):
    practice = make_practice()
    tom, gil, cat = (
        make_member(name, role, practice=practice).person
        for name, role in (("Tom Ellis", "Receptionist"), ("Gil Orr", "GP partner"), ("Cat Roe", "Pharmacist"))
    )
    version = make_policy_version(make_policy(practice, job_roles=["receptionist", "gp-partner"]))
    for person in (tom, gil):
        actions.sign(person=person, version=version, typed_name=person.name, method="password", at=timezone.now())
    page = version.page
    page.job_roles = ["receptionist", "pharmacist"]
    page.save_revision()

    context = client.get(reverse("publish_policy", args=[page.pk])).context

    assert (context["signers"], context["newcomers"]) == ([tom], [cat])


def form_of(client, page, **changes):
    """What the editor's form of a page sends, with these changes."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields if name not in ("clauses", "sources")}
    data = {name: "" if value is None else value for name, value in values.items() if value is not False}
    streams = {f"{name}-count": 0 for name in ("clauses", "sources")}
    return {**data, **streams, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, **changes}


def test_the_owner_ticks_whom_a_policy_is_for(client, owner):
    make_job_role("Receptionist", staff_group="non-clinical")
    page = make_file_policy()
    ticked = {"staff_groups": ["non-clinical"], "job_roles": ["receptionist"], "duties": ["account_holder"]}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(client, page, **ticked))

    assert answer.status_code == 302, answer.context["form"].errors
    draft = PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert {name: getattr(draft, name) for name in ticked} == ticked


def test_a_job_that_is_no_longer_known_stays_ticked_until_somebody_takes_it_out(client, owner):
    page = make_file_policy(job_roles=["telegraph-clerk"])

    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]

    assert ("telegraph-clerk", "telegraph-clerk (no longer known)") in form.fields["job_roles"].choices


def test_nobody_chooses_what_there_is_not(client, owner):
    page = make_file_policy()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    answer = client.post(address, form_of(client, page, duties=["king"]))

    assert list(answer.context["form"].errors) == ["duties"]


def test_a_policy_with_nothing_to_read_is_not_saved(client, owner):
    page = make_file_policy()

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(client, page, document=""))

    assert answer.context["form"].errors["clauses"] == [NEITHER]


def test_a_document_is_chosen_by_what_is_in_it(client, owner):
    page = make_file_policy()
    bad = make_document(b"not a PDF", name="policy.pdf")

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(client, page, document=bad.pk))

    assert list(answer.context["form"].errors) == ["document"]
