"""Which practices are in a network on a day, and what is to be said of those that are not, or not with counts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Network, NetworkPractice, Practice
from trainingsite.people.places import Merger


@dataclass(frozen=True)
class Member:
    """One practice in the network on the day; ``said`` stands in place of counts, and mostly of the headcount too."""

    practice: Practice
    said: str = ""
    has_people: bool = True

    @property
    def sorting(self) -> tuple[str, str]:
        return self.practice.name.casefold(), self.practice.ods_code


def members_on(network: Network, day: dt.date, today: dt.date, *, ods: str = "") -> list[Member]:
    """The practices in the network on the day, in order of name. One that joins after today shows nothing yet."""
    stays = NetworkPractice.objects.known().filter(network=network).select_related("practice")
    stays = stays.filter(practice__ods_code__iexact=ods) if ods else stays
    begun = {stay.practice_id for stay in stays if stay.started_on <= today}
    here = {stay.practice_id: stay for stay in stays if _covers(stay, day)}
    gone = _gone_over(here, day)
    members = [_member(stay, day, stay.practice_id in begun, gone) for stay in here.values()]
    return sorted(members, key=lambda member: member.sorting)


def has_ever_had(network: Network, ods: str) -> Practice | None:
    """The practice with this code, if it is, was or will be in the network."""
    stays = NetworkPractice.objects.known().filter(network=network, practice__ods_code__iexact=ods)
    return Practice.objects.filter(pk__in=stays.values("practice")).first()


def gone_from(network: Network, day: dt.date) -> list[str]:
    """Of each practice that left the network because it went over into another one: into which, and when."""
    left = NetworkPractice.objects.known().filter(network=network, ended_on__lt=day).values("practice")
    here = NetworkPractice.objects.known().on(day).filter(network=network).values("practice")
    mergers = Merger.objects.known().on(day).filter(practice__in=left).exclude(practice__in=here)
    found = mergers.select_related("practice", "into").order_by("practice__name", "pk")
    return [f"{merger.practice.name} {_went_over(merger)}" for merger in found]


def named_like(members: Iterable[Member], wanted: str) -> list[Member]:
    """Those with this in their name, or with this ODS code; all, if nothing is looked for."""
    part = " ".join(wanted.split()).casefold()
    return [
        member
        for member in members
        if part in member.practice.name.casefold() or part == member.practice.ods_code.casefold()
    ]


def counted(members: Sequence[Member]) -> list[Practice]:
    """The practices of which there are counts."""
    return [member.practice for member in members if not member.said]


def _covers(stay: NetworkPractice, day: dt.date) -> bool:
    return stay.started_on <= day and (stay.ended_on is None or day <= stay.ended_on)


def _gone_over(practices: Iterable[int], day: dt.date) -> dict[int, Merger]:
    mergers = Merger.objects.known().on(day).filter(practice__in=list(practices)).select_related("into")
    return {merger.practice_id: merger for merger in mergers}


def _member(stay: NetworkPractice, day: dt.date, begun: bool, gone: dict[int, Merger]) -> Member:
    practice = stay.practice
    if not begun:
        said = f"Joins the network on {long_date(stay.started_on)}: its counts are shown from then on."
        return Member(practice, said, has_people=False)
    if merger := gone.get(practice.pk):
        return Member(practice, f"It {_went_over(merger)}", has_people=False)
    if day < practice.went_live_on:
        return Member(practice, f"Goes live on {long_date(practice.went_live_on)}: nothing is asked of anybody before.")
    return Member(practice)


def _went_over(merger: Merger) -> str:
    return f"went over into {merger.into.name} on {long_date(merger.started_on)}: its people are counted there."
