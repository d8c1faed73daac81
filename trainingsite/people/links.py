"""Which chains an act by or about a person belongs to."""

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.people.models import Person, Practice


def chains_of(person: Person, day) -> list[str]:
    """The chain of each practice where the person works that day; the site's when there is none."""
    return [practice.chain for practice in Practice.objects.of(person, day)] or [SITE_CHAIN]
