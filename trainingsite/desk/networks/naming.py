"""Whether the leads of a network see a practice's people by name: while it agrees, and is in the network."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trainingsite.desk.networks.members import Member, counted
from trainingsite.formats.dates import long_date
from trainingsite.people.agreeing import names_agreed, names_agreed_since
from trainingsite.people.models import Network, Practice

HOW_TO_AGREE = (
    "Its managers can agree to show names: on their desk, under “Your network: what it sees of your practice”."
)


@dataclass(frozen=True)
class Naming:
    """Whether names are shown as at a day; ``why_not`` says what to do if they are not."""

    shown: bool
    why_not: str = ""


def naming_of(practice: Practice, network: Network, day: dt.date, today: dt.date) -> Naming:
    """Whether this practice's people are shown by name as at the day, to who leads the network today."""
    agreed = names_agreed([practice], today, network).get((practice.pk, network.pk))
    if agreed is None:
        return Naming(False, f"{practice.name} looks after its own people’s names, so you see counts. {HOW_TO_AGREE}")
    if day < agreed.acted_on:
        since = long_date(agreed.acted_on)
        return Naming(False, f"{practice.name} agreed on {since} that you see names. For days before, you see counts.")
    return Naming(True)


def practices_by_name(network: Network, members: Sequence[Member], day: dt.date, today: dt.date) -> list[Practice]:
    """The practices of these members whose people are shown by name as at the day, in order of name. One query."""
    practices = counted(members)
    since = names_agreed_since(practices, today, network)
    return [practice for practice in practices if since.get(practice.pk, dt.date.max) <= day]
