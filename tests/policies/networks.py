"""Builders for tests that speak of a network and the practices that adopt its policies."""

from tests.factories import (
    TUESDAY,
    adopt,
    give_duty,
    make_member,
    make_network,
    make_network_policy,
    make_network_version,
    make_practice,
)
from trainingsite.audit.clock import replaying
from trainingsite.people.models import Duty
from trainingsite.policies import actions


class Marrowby:
    """A network with a policy, and two practices of it: each has an owner of its policies."""

    def __init__(self):
        self.millbrook = make_practice("Millbrook Lane Surgery", ods_code="Y11111")
        self.saltmere = make_practice("Saltmere Road Practice", ods_code="Y22222")
        self.network = make_network("Marrowby Network", self.millbrook, self.saltmere)
        self.olu = self.hire("Olu Bright", self.millbrook, Duty.POLICY_OWNER)
        self.nia = self.hire("Nia Pugh", self.saltmere, Duty.POLICY_OWNER)
        self.owners = {self.millbrook: self.olu, self.saltmere: self.nia}
        self.page = make_network_policy(self.network)
        self.first = make_network_version(self.page)

    def hire(self, name, practice, *duties):
        person = make_member(name, practice=practice).person
        give_duty(person, practice, *duties)
        return person

    def share(self, name):
        """Somebody who works at both practices."""
        person = self.hire(name, self.millbrook)
        make_member(person, practice=self.saltmere)
        return person

    def adopt(self, practice, version=None, **terms):
        return adopt(version or self.first, practice, by=self.owners[practice], **terms)

    def sign(self, person, version, *, at=TUESDAY):
        with replaying(at):
            return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=at)
