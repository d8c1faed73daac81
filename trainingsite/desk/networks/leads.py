"""Who leads a network on a day, by name: what staff and managers are told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from trainingsite.people.models import Duty, Network, Responsibility


def leads_of(networks: Collection[Network], day: dt.date) -> dict[int, list[str]]:
    """By network, the names of who leads it that day. One query."""
    held = Responsibility.objects.known().on(day).of_kind(Duty.NETWORK_LEAD).filter(network__in=networks)
    found = defaultdict(list)
    for duty in held.select_related("person").order_by("person__last_name", "pk"):
        if duty.held_by not in found[duty.network_id]:
            found[duty.network_id].append(duty.held_by)
    return found
