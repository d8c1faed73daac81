"""The people of the surgery whose matrix is tested, and the others who have to do with it."""

from tests.factories import GO_LIVE, give_duty, make_member, make_network, make_practice, moment
from trainingsite.people.models import Duty, Person, Responsibility

LONG_AGO = moment(2025, 1, 6)


def tom(practice) -> Person:
    return practice.memberships.get(person__first_name="Tom").person


def other_people(practice):
    """Who has to do with the practice or with its people, and may not open its desk."""
    neighbour = make_practice("Harbour View Surgery", ods_code="X99998")
    network = make_network("Five Valleys", practice, neighbour)
    lead, boss = (make_member(name, practice=neighbour).person for name in ("Lea Dunn", "Kim Shaw"))
    owner, leader = (make_member(name, practice=practice).person for name in ("Ola West", "Ida Moss"))
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=GO_LIVE)
    give_duty(owner, practice, Duty.POLICY_OWNER)
    give_duty(boss, neighbour, Duty.PRACTICE_MANAGER)
    make_member("Ann Lee", practice=practice, manager=leader)
    found = {"nobody": tom(practice), "network lead": lead, "policy owner": owner}
    return {**found, "team leader": leader, "neighbour": boss}
