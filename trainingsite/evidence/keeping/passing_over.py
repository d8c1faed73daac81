"""Why what was proposed may not go, as the facts are now: asked for the page that is looked through, and at erasing."""

import datetime as dt
from collections.abc import Mapping, Sequence

from trainingsite.evidence.keeping.counting import State
from trainingsite.evidence.keeping.humans import Human, humans
from trainingsite.evidence.keeping.periods import Kept, in_force, lengths
from trainingsite.evidence.keeping_tables import KeptClass, ProposedPerson
from trainingsite.formats.dates import long_date
from trainingsite.people.identities import SamePerson

ERASED_BEFORE = "All that is listed was erased before"


def why_not(proposed: ProposedPerson, whose: Human, kept: Mapping[KeptClass, Kept], day: dt.date) -> str:
    """Why nothing of somebody listed may go any more, in a sentence; nothing, if it may."""
    if whose.in_the_way:
        return f"{whose.in_the_way[0]}."
    standings = {each.of: each for each in whose.standings(lengths(kept), day)}
    if all(standings[of].is_erased for of in proposed.kinds):
        return f"{ERASED_BEFORE}."
    for of in proposed.kinds:
        if standings[of].state == State.KEPT:
            return f"{of.label}: can be erased from {long_date(standings[of].first_on)} at the earliest."
    return ""


def passed_over_now(listed: Sequence[ProposedPerson], day: dt.date) -> dict[int, str]:
    """By the key of whoever is listed: why they would be passed over if it were done now. A fixed number of queries."""
    listed_people = {each.person_id: each.person for each in listed}
    joined = SamePerson.objects.standing().filter(former__in=listed_people).select_related("kept")
    people = listed_people | {each.former_id: each.kept for each in joined}
    by_row = {whose.person.pk: whose for whose in humans(set(people.values()), day)}
    kept = in_force()
    told = {each.pk: why_not(each, by_row[people[each.person_id].pk], kept, day) for each in listed}
    return {pk: why for pk, why in told.items() if why}
