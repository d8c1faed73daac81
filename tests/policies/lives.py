"""Builders for tests that speak of the life of a policy."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import (
    MONDAY,
    PASSWORD,
    TUESDAY,
    clauses_of,
    give_duty,
    make_member,
    make_policy,
    make_policy_version,
    the_practice,
)
from trainingsite.audit.clock import replaying
from trainingsite.people.models import Duty
from trainingsite.people.shelves import policy_owners, practice_shelf
from trainingsite.policies import actions as signing
from trainingsite.policies.life.approving import Proposal, ask
from trainingsite.policies.versions import frozen_draft, newest_version


class Desk:
    """A practice with a policy, three people who look after it (Olu, Ruth and Ann), and Tom, who signs it."""

    def __init__(self):
        self.practice = the_practice()
        practice_shelf(self.practice)
        self.page = make_policy(self.practice)
        self.tom = self.hire("Tom Ellis")
        self.olu = self.hire("Olu Bright", Duty.POLICY_OWNER)
        self.ruth = self.hire("Ruth Adeyemi", Duty.PRACTICE_MANAGER)
        self.ann = self.hire("Ann Lee", Duty.IG_LEAD)
        self.olu.groups.add(policy_owners(self.practice))

    def hire(self, name, *duties):
        person = make_member(name, practice=self.practice).person
        give_duty(person, self.practice, *duties)
        return person

    def draft(self, *clauses):
        self.page.clauses = clauses_of(*clauses)
        self.page.save_revision()
        self.page.refresh_from_db()

    def publish(self, *clauses, at=MONDAY, **published):
        return make_policy_version(self.page, clauses=clauses, at=at, **published)

    def sign(self, person, version, at=TUESDAY):
        with replaying(at):
            return signing.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


def asked_by(person, page, *clauses, material=True, at=MONDAY, effective_on=None, trigger=""):
    """A request for approval of a draft with these clauses."""
    page.clauses = clauses_of(*clauses)
    with replaying(at):
        proposal = Proposal(
            page=page, practice=page.practice, snapshot=frozen_draft(page, at), title=page.title, material=material,
            reason="Wording.", effective_on=effective_on or timezone.localdate(at), base=newest_version(page),
            trigger=trigger,
        )  # fmt: skip
        return ask(proposal=proposal, by=person, at=at)


def sign_in(client, person, *, superuser=False):
    """The person in a browser, with a second factor."""
    if superuser:
        person.is_superuser = person.is_staff = True
        person.save()
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()


def confirm(client):
    """The person shows again who they are."""
    client.post(reverse("people:confirm") + "?next=/", {"confirm_step": "check", "confirm_password": PASSWORD})


def publishing(client, page, **changes):
    """The address and the form of a publication in Wagtail, as the page that is open now would send it."""
    address = reverse("publish_policy", args=[page.pk])
    return address, decision(client.get(address).context["form"], **changes)


def decision(form, **changes):
    """What somebody decides on the page with this form."""
    said = {"change": "material", "reason": "New apps.", "effective_on": timezone.localdate().isoformat()}
    return {"seen": form["seen"].value(), **said, **changes}


def day(month, number):
    return dt.date(2026, month, number)
