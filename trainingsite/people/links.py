"""Which chains an act by or about a person belongs to."""

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.people.models import Membership, Person, chain_of


def chains_of(person: Person, day) -> list[str]:
    """The chain of each practice where the person works that day; the site's when there is none."""
    keys = Membership.objects.known().on(day).by(person).values_list("practice__key", flat=True)
    return sorted(map(chain_of, set(keys))) or [SITE_CHAIN]
