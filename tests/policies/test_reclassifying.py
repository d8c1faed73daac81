"""A version that was published as minor turns out to be material."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories import TUESDAY, give_duty, make_member, make_practice, make_requirement, moment
from tests.policies.lives import Desk, confirm, day, sign_in
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance.matrix import training_matrix
from trainingsite.people.models import Duty
from trainingsite.policies import actions as signing
from trainingsite.policies.life import actions
from trainingsite.policies.life.actions import ReclassifyRefused
from trainingsite.policies.life.rules import ReclassifyRefusal, SecondThought, may_reclassify
from trainingsite.policies.lives import VersionReclassified
from trainingsite.policies.minors import minors_since, who_would_lose
from trainingsite.policies.reading import signature_of

pytestmark = pytest.mark.django_db
APRIL = moment(2026, 4, 1)


@pytest.fixture
def desk():
    """Tom has signed 1.0; 1.1 was a minor version of it."""
    desk = Desk()
    make_requirement(policy=desk.page, due_within_days=14)
    desk.first = desk.publish("First.")
    desk.signature = desk.sign(desk.tom, desk.first)
    desk.minor = desk.publish("First!", material=False, at=moment(2026, 3, 10))
    return desk


def reclassify(desk, from_on=None, at=APRIL, version=None):
    with replaying(at):
        return actions.reclassify(
            version=version or desk.minor, from_on=from_on or timezone.localdate(at), reason="It changes who may post.",
            by=desk.olu, at=at,
        )  # fmt: skip


def statuses(desk, *days, **asked):
    rows = [training_matrix(desk.practice, each, people=[desk.tom], **asked).rows[0].cells for each in days]
    return [cells[0].status.value for cells in rows]


def test_people_owe_a_signature_from_that_day_and_the_days_before_stay_as_they_were(desk):
    reclassify(desk)

    assert statuses(desk, day(3, 31), day(4, 1), day(4, 15), day(4, 16)) == ["compliant", "due", "due", "overdue"]


def test_what_was_known_before_is_what_it_was(desk):
    reclassify(desk)

    assert statuses(desk, day(4, 2), known_on=day(3, 31)) == ["compliant"]


def test_who_signed_the_version_itself_owes_nothing(desk):
    desk.sign(desk.tom, desk.minor, at=moment(2026, 3, 11))

    reclassify(desk)

    assert statuses(desk, day(4, 1), day(6, 1)) == ["compliant", "compliant"]


def test_signing_again_settles_it(desk):
    reclassify(desk)

    desk.sign(desk.tom, desk.minor, at=moment(2026, 4, 2))

    assert statuses(desk, day(4, 1), day(4, 2)) == ["due", "compliant"]


def test_the_page_asks_again_from_that_day_and_says_no_more_that_it_was_minor(desk):
    assert [each.version for each in minors_since(desk.signature)] == [desk.minor]

    reclassify(desk)

    counted = [signature_of(desk.tom, desk.minor, each) for each in (day(3, 31), day(4, 1))]
    assert counted == [desk.signature, None]
    assert minors_since(desk.signature) == ()


def test_an_open_page_of_the_version_before_is_stale_from_that_day(desk):
    reclassify(desk)
    newcomer = desk.hire("Zoe Park")

    with pytest.raises(signing.Superseded):
        desk.sign(newcomer, desk.first, at=APRIL)


def test_the_record_says_who_why_and_from_when(desk):
    said = reclassify(desk)

    event = AuditEvent.objects.about(desk.minor.key).filter(verb="policies.version_reclassified").get()
    assert (event.actor, said.reason, said.from_on) == (str(desk.olu.key), "It changes who may post.", day(4, 1))


def test_nothing_changes_when_its_event_cannot_be_recorded(desk, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(IntegrityError):
        reclassify(desk)

    assert not VersionReclassified.objects.exists()


def test_it_is_done_once(desk):
    reclassify(desk)

    with pytest.raises(ReclassifyRefused) as refused:
        reclassify(desk)

    assert refused.value.refusal == ReclassifyRefusal.ASKS_ALREADY


def test_a_later_version_that_everybody_signs_by_then_makes_it_pointless(desk):
    desk.publish("Second.", at=moment(2026, 3, 20), effective_on=day(4, 10))

    with pytest.raises(ReclassifyRefused) as refused:
        reclassify(desk, from_on=day(4, 10))

    assert refused.value.refusal == ReclassifyRefusal.OVERTAKEN
    assert reclassify(desk, from_on=day(4, 9)).from_on == day(4, 9)


@pytest.mark.parametrize(
    ("fact", "refusal"),
    [
        ({}, None),
        ({"is_first": True}, ReclassifyRefusal.FIRST),
        ({"asks_already": True}, ReclassifyRefusal.ASKS_ALREADY),
        ({"from_on": dt.date(2026, 3, 31)}, ReclassifyRefusal.PAST),
        ({"later_asks_from": dt.date(2026, 4, 1)}, ReclassifyRefusal.OVERTAKEN),
    ],
)
def test_when_a_version_may_be_made_material(fact, refusal):
    fine = {"is_first": False, "asks_already": False, "from_on": dt.date(2026, 4, 1), "today": dt.date(2026, 4, 1)}

    assert may_reclassify(SecondThought(**{**fine, **fact})) == refusal


def test_the_page_names_those_who_would_sign_again(desk, client):
    signer = desk.hire("Zoe Park")
    desk.sign(signer, desk.minor, at=moment(2026, 3, 11))
    sign_in(client, desk.olu)

    answer = client.get(reverse("policies:reclassify", args=[desk.minor.key]))

    assert answer.context["losing"] == [desk.tom]
    assert who_would_lose(desk.minor, TUESDAY.date()) == [desk.tom]


def test_it_is_done_on_its_page(desk, client):
    sign_in(client, desk.olu)

    client.post(
        reverse("policies:reclassify", args=[desk.minor.key]),
        {"from_on": timezone.localdate().isoformat(), "reason": "It changes who may post."},
    )

    assert VersionReclassified.objects.get().version == desk.minor


@pytest.mark.parametrize(("changes", "field"), [({"reason": ""}, "reason"), ({"from_on": "2020-01-01"}, "__all__")])
def test_an_unfinished_form_changes_nothing(desk, client, changes, field):
    sign_in(client, desk.olu)
    said = {"from_on": timezone.localdate().isoformat(), "reason": "It changes who may post.", **changes}

    answer = client.post(reverse("policies:reclassify", args=[desk.minor.key]), said)

    assert list(answer.context["form"].errors) == [field]
    assert not VersionReclassified.objects.exists()


def test_visitors_staff_and_the_neighbours_change_nothing(desk, client):
    address = reverse("policies:reclassify", args=[desk.minor.key])
    said = {"from_on": timezone.localdate().isoformat(), "reason": "Mine."}
    neighbour = make_member("Zoe Park", practice=make_practice("Harbour View Surgery"))
    give_duty(neighbour.person, neighbour.practice, Duty.PRACTICE_MANAGER)

    found = [client.post(address, said).status_code]
    for person in (desk.tom, neighbour.person):
        sign_in(client, person)
        confirm(client)
        found.append(client.post(address, said).status_code)

    assert found == [302, 404, 404]
    assert not VersionReclassified.objects.exists()
