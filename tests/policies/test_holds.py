"""Holding a version while an objection is talked through: whose clock stands still, and who may."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse

from tests.factories import TUESDAY, make_policy_version, make_practice, make_programme, make_requirement, moment
from tests.policies.asking import Surgery
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance.matrix import training_matrix
from trainingsite.people.models import Duty
from trainingsite.policies import actions as signing
from trainingsite.policies.holds import actions
from trainingsite.policies.models import VersionHold
from trainingsite.policies.saying_no.actions import withdraw

pytestmark = pytest.mark.django_db
FRIDAY = moment(2026, 3, 20)
PAGE = "/policies/holds/"


@pytest.fixture
def surgery():
    """Tom has until 16 March: fourteen days from Monday the second."""
    surgery = Surgery()
    programme = make_programme("Induction", surgery.practice, started_on=dt.date(2026, 3, 2))
    make_requirement(
        programme, policy=surgery.version.page, due_within_days=14, started_on=dt.date(2026, 3, 2)
    )  # fmt: skip
    return surgery


def hold(surgery, *, at=TUESDAY, reason="We talk on Thursday."):
    with replaying(at):
        return actions.hold(version=surgery.version, by=surgery.olu, reason=reason, at=at)


def lift(surgery, *, at=FRIDAY):
    with replaying(at):
        return actions.lift(version=surgery.version, by=surgery.olu, at=at)


def sign(surgery, at):
    with replaying(at):
        return signing.sign(
            person=surgery.tom, version=surgery.version, typed_name="Tom Ellis", method="password", at=at
        )


def cell_on(surgery, day, known_on=None):
    return training_matrix(surgery.practice, day, people=[surgery.tom], known_on=known_on).rows[0].cells[0]


def status_on(surgery, month, day):
    return cell_on(surgery, dt.date(2026, month, day)).status.value


def test_while_a_version_is_on_hold_nobody_is_overdue(surgery):
    assert status_on(surgery, 3, 20) == "overdue"

    hold(surgery)

    assert [status_on(surgery, 3, 20), status_on(surgery, 9, 20)] == ["queried", "queried"]


def test_the_clock_runs_again_a_week_after_the_hold_is_lifted(surgery):
    hold(surgery)
    lift(surgery)

    # Thirteen days were left when it was held; the hold and the week after it take 25.
    assert cell_on(surgery, dt.date(2026, 3, 21)).due_on == dt.date(2026, 3, 16) + dt.timedelta(days=25)
    assert [status_on(surgery, 3, 21), status_on(surgery, 4, 11)] == ["due", "overdue"]


def test_who_has_signed_stays_compliant_while_the_version_is_on_hold(surgery):
    sign(surgery, moment(2026, 3, 2, 12))

    hold(surgery)

    assert status_on(surgery, 3, 20) == "compliant"


def test_who_signs_during_the_hold_is_compliant(surgery):
    hold(surgery)
    sign(surgery, moment(2026, 3, 10))

    assert status_on(surgery, 3, 20) == "compliant"


def test_who_takes_the_signature_back_during_the_hold_waits_with_the_others(surgery):
    signature = sign(surgery, moment(2026, 3, 2, 12))
    hold(surgery)
    with replaying(moment(2026, 3, 10)):
        withdraw(signature=signature, reason="Not now.", method="password", at=moment(2026, 3, 10))

    assert [status_on(surgery, 3, day) for day in (9, 11)] == ["compliant", "queried"]


def test_a_hold_that_nobody_lifted_ends_with_the_next_material_version(surgery):
    hold(surgery)
    make_policy_version(surgery.version.page, clauses=("New.",), at=moment(2026, 3, 12))

    assert status_on(surgery, 3, 20) == "due"
    assert status_on(surgery, 9, 20) == "overdue"


def test_a_hold_that_was_not_known_yet_changes_nothing_as_known_then(surgery):
    hold(surgery, at=FRIDAY)

    assert cell_on(surgery, dt.date(2026, 3, 19), known_on=dt.date(2026, 3, 19)).status.value == "overdue"


def test_holding_and_lifting_are_events_of_the_practice(surgery):
    held, lifted = hold(surgery), lift(surgery)

    events = AuditEvent.objects.filter(act__in=[held.act, lifted.act]).order_by("pk")
    assert [(event.verb, event.chain.key, event.actor) for event in events] == [
        ("policies.version_held", surgery.practice.chain, str(surgery.olu.key)),
        ("policies.version_lifted", surgery.practice.chain, str(surgery.olu.key)),
    ]


def test_two_clicks_hold_once_and_two_lift_once(surgery):
    assert hold(surgery) == hold(surgery)
    assert lift(surgery) == lift(surgery)
    assert VersionHold.objects.count() == 2


def test_lifting_what_is_not_held_does_nothing(surgery):
    assert lift(surgery) is None
    assert not VersionHold.objects.exists()


def test_nothing_is_held_when_its_event_cannot_be_recorded(surgery, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        hold(surgery)
    assert not VersionHold.objects.exists()


def test_the_owner_holds_a_version_on_one_page_and_everybody_reads_it_on_the_policy(client, surgery):
    sign_in(client, surgery.olu, verified=True)
    client.post(reverse("policies:hold", args=[surgery.version.key]), {"reason": "We talk on <Thursday>."})
    sign_in(client, surgery.tom)

    html = client.get(reverse("policies:version", args=[surgery.version.key])).content.decode()

    assert "We talk on &lt;Thursday&gt;." in html


def test_the_owner_lifts_it_again(client, surgery):
    hold(surgery)
    sign_in(client, surgery.olu, verified=True)
    assert b"Lift the hold" in client.get(PAGE).content

    client.post(reverse("policies:lift", args=[surgery.version.key]))

    assert actions.hold_on(surgery.version) is None


def test_only_who_answers_for_the_practices_policies_holds_them(client, surgery):
    stranger = surgery.hire("Una Far", Duty.POLICY_OWNER, practice=make_practice("Harbour View Surgery"))
    make_policy_version(practice=stranger.memberships.get().practice)
    statuses = []

    for person in (surgery.tom, surgery.ravi, stranger):
        sign_in(client, person, verified=True)
        statuses.append(client.post(reverse("policies:hold", args=[surgery.version.key])).status_code)

    assert statuses == [404, 404, 404]
    assert not VersionHold.objects.exists()


def test_the_page_shows_no_other_practices_policies(client, surgery):
    make_policy_version(practice=make_practice("Harbour View Surgery"))
    sign_in(client, surgery.olu, verified=True)

    shown = [held.version for held, _ in client.get(PAGE).context["forms"]]

    assert shown == [surgery.version]


def test_a_visitor_and_an_owner_without_a_second_factor_hold_nothing(client, surgery):
    address = reverse("policies:hold", args=[surgery.version.key])
    visitor = client.post(address)
    sign_in(client, surgery.olu)
    owner = client.post(address)

    assert visitor.url.split("?")[0] == reverse("people:sign_in")
    assert owner.url.startswith(reverse("people:second_factor"))
    assert not VersionHold.objects.exists()


def test_too_long_a_reason_is_kept_and_holds_nothing(client, surgery):
    sign_in(client, surgery.olu, verified=True)

    answer = client.post(reverse("policies:hold", args=[surgery.version.key]), {"reason": "x" * 301})

    assert (answer.status_code, "x" * 301 in answer.content.decode()) == (400, True)
    assert not VersionHold.objects.exists()
