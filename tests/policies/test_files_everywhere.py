"""A policy that is a file goes wherever a policy in clauses goes: signed, asked about, approved, adopted, on paper."""

import datetime as dt
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    MONDAY,
    adopt,
    clauses_of,
    give_duty,
    make_member,
    make_network_version,
    make_policy,
    make_policy_version,
    make_practice,
)
from tests.formats.reading import words_of
from tests.policies.lives import Desk, confirm, sign_in
from tests.policies.networks import Marrowby
from tests.policies.pdfs import a_policy_file, make_document, make_file_policy, replace_on_disk
from trainingsite.audit.clock import replaying
from trainingsite.people.models import Duty
from trainingsite.policies.changes import Kind
from trainingsite.policies.consulting.actions import open_consultation
from trainingsite.policies.life.approving import Proposal, approve, ask
from trainingsite.policies.models import Attestation, PolicyPage
from trainingsite.policies.paper.sheets import signing_sheets
from trainingsite.policies.versions import content_of, frozen_draft

pytestmark = pytest.mark.django_db
SHA = sha256(a_policy_file()).hexdigest()


@pytest.fixture
def desk():
    """A practice with people who look after its policies, and a policy that is a file."""
    found = Desk()
    found.page = make_file_policy(practice=found.practice)
    return found


def form_for(person, version):
    return {"person": person.key, "snapshot": version.snapshot_id, "typed_name": person.name, "agreed": "on"}


def test_whoever_signs_sees_which_file_it_is(desk, client):
    version = desk.publish()
    client.force_login(desk.tom)
    confirm(client)
    address = reverse("policies:sign", args=[version.key])

    page = client.get(address).content.decode()
    client.post(address, form_for(desk.tom, version))

    assert (SHA in page, reverse("policies:pdf", args=[version.key]) in page) == (True, True)
    assert Attestation.objects.get().version == version


def test_another_file_while_the_page_was_open_is_not_signed(desk, client):
    old = desk.publish()
    client.force_login(desk.tom)
    confirm(client)
    replace_on_disk(desk.page.document, a_policy_file(("Be kind.",)))
    make_policy_version(PolicyPage.objects.get(pk=desk.page.pk), at=timezone.now(), reason="Kindness is new.")

    answer = client.post(reverse("policies:sign", args=[old.key]), form_for(desk.tom, old))

    assert (answer.status_code, [change.kind for change in answer.context["changes"]]) == (409, [Kind.FILE])
    assert "Kindness is new." in answer.content.decode()
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("name", ["version", "changes", "ask", "decline"])
def test_each_page_of_a_version_opens(desk, client, name):
    version = desk.publish()
    sign_in(client, desk.olu)
    confirm(client)

    assert client.get(reverse(f"policies:{name}", args=[version.key])).status_code == 200


def test_a_sheet_of_paper_names_the_file(desk):
    version = desk.publish()
    member = desk.tom.memberships.get()

    sheet = words_of(signing_sheets(version, content_of(version), [member], "https://x.example/", dt.date(2026, 3, 2)))

    assert (SHA in sheet, version.page.document.filename in sheet) == (True, True)


def asked_about(desk):
    proposal = Proposal(
        page=desk.page, practice=desk.practice, snapshot=frozen_draft(desk.page, MONDAY), title=desk.page.title,
        material=True, reason="First.", effective_on=dt.date(2026, 3, 2), base=None,
    )  # fmt: skip
    with replaying(MONDAY):
        return ask(proposal=proposal, by=desk.olu, at=MONDAY)


def test_exactly_the_file_that_was_approved_is_published(desk, client):
    asked = asked_about(desk)
    replace_on_disk(desk.page.document, a_policy_file(("Anybody may post anything.",)))
    with replaying(MONDAY):
        version = approve(asked=asked, by=desk.ruth, at=MONDAY)
    client.force_login(desk.tom)

    assert client.get(reverse("policies:pdf", args=[version.key])).content == a_policy_file()


def statuses_for(client, address, *people):
    """What the address answers a visitor, then each of the people; and who got the file."""
    answers = [client.get(address)]
    for person in people:
        sign_in(client, person)
        answers.append(client.get(address))
    return [answer.status_code for answer in answers], [answer.content == a_policy_file() for answer in answers]


def manager_elsewhere():
    neighbour = make_member("Zoe Park", practice=make_practice("Harbour View Surgery"))
    give_duty(neighbour.person, neighbour.practice, Duty.PRACTICE_MANAGER)
    return neighbour.person


def test_whoever_approves_opens_the_file_and_nobody_else(desk, client):
    address = reverse("policies:approval_file", args=[asked_about(desk).key])

    statuses = statuses_for(client, address, desk.tom, manager_elsewhere(), desk.ruth)

    assert statuses == ([302, 404, 404, 200], [False, False, False, True])


def test_whoever_is_asked_what_they_think_opens_the_file_and_nobody_else(desk, client):
    desk.page.save_revision()
    now = timezone.now()
    with replaying(now):
        asked = open_consultation(
            page=desk.page, by=desk.olu, last_day=timezone.localdate() + dt.timedelta(days=9), note="", at=now
        )
    address = reverse("policies:draft_file", args=[asked.key])

    statuses = statuses_for(client, address, manager_elsewhere(), desk.tom)

    assert statuses == ([302, 404, 200], [False, False, True])
    assert (
        "Never photograph a patient." in client.get(reverse("policies:consultation", args=[asked.key])).content.decode()
    )


def test_a_network_publishes_a_file_that_its_practices_adopt(client):
    marrowby = Marrowby()
    page = marrowby.page
    page.clauses, page.document = [], make_document()
    page.save()
    version = make_network_version(page)
    address = reverse("policies:adoptable_file", args=[version.key, marrowby.millbrook.ods_code])
    adopted = adopt(version, marrowby.millbrook, by=marrowby.olu)

    statuses = statuses_for(client, address, marrowby.nia, manager_elsewhere(), marrowby.olu)

    assert statuses == ([302, 404, 404, 200], [False, False, False, True])
    assert client.get(reverse("policies:pdf", args=[adopted.key])).content == a_policy_file()


def test_a_network_decides_whom_its_policy_is_for():
    marrowby = Marrowby()
    marrowby.page.job_roles = ["receptionist"]
    version = make_network_version(marrowby.page)

    assert adopt(version, marrowby.millbrook, by=marrowby.olu).audience == {"job_roles": ["receptionist"]}


@pytest.mark.parametrize("name", ["pdf", "approval_file"])
def test_a_policy_in_clauses_has_no_file(desk, client, name):
    desk.page = make_policy(desk.practice)
    address = {
        "pdf": lambda: reverse("policies:pdf", args=[desk.publish().key]),
        "approval_file": lambda: reverse("policies:approval_file", args=[asked_about(desk).key]),
    }[name]()
    sign_in(client, desk.ruth)

    answer = client.get(address)

    assert (answer.status_code, answer.get("Content-Security-Policy") == "default-src 'none'; sandbox") == (
        {"pdf": 200, "approval_file": 404}[name],
        False,
    )


def test_the_owner_puts_clauses_in_the_place_of_a_file(desk, client):
    desk.publish()
    desk.page.document, desk.page.clauses = None, clauses_of("Be kind.")
    second = desk.publish(at=timezone.now())
    client.force_login(desk.tom)

    page = client.get(reverse("policies:changes", args=[second.key]))

    assert [change.kind for change in page.context["changes"]] == [Kind.NO_FILE]
