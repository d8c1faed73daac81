"""With which practices somebody ever had to do, whatever they are now: the ones where their name may have been told."""

from collections.abc import Collection

from django.db.models import Q

from trainingsite.people.models import Membership, NetworkPractice, Responsibility
from trainingsite.people.places import Merger


def practices_ever_of(rows: Collection[int]) -> set[int]:
    """The practices where the people with these rows ever worked or held a duty, for themselves or in a network.

    And what these went over into, or took over: a practice's managers act for both. Also what was taken back since,
    for it stood while messages and packs were made. Four queries.
    """
    rows = list(rows)
    duties = Responsibility.objects.filter(person__in=rows)
    networks = NetworkPractice.objects.filter(network__in=duties.exclude(network=None).values("network"))
    own = {
        *Membership.objects.filter(person__in=rows).values_list("practice", flat=True),
        *duties.exclude(practice=None).values_list("practice", flat=True),
        *networks.values_list("practice", flat=True),
    }
    mergers = Merger.objects.filter(Q(practice__in=own) | Q(into__in=own))
    return own.union(*mergers.values_list("practice", "into"))
