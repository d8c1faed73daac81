"""What programmes are called side by side: no two the same, and none like the sum of all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain, count

from trainingsite.compliance.models import Programme

EVERYTHING = "Everything"


def titles_of(ids: Iterable[int]) -> dict[int, str]:
    """What each of these programmes is called, by title; of several with one title, each says whose it is.

    Titles need not differ, and a table that has one heading twice would be read as one programme.
    """
    programmes = Programme.objects.select_related("network", "practice").in_bulk(list(ids)).values()
    owners = defaultdict(set, {spelt(EVERYTHING): {""}})
    for programme in programmes:
        owners[spelt(programme.title)].add(owner_of(programme))
    taken, found = {spelt(EVERYTHING)}, {}
    for programme in sorted(programmes, key=lambda each: (spelt(each.title), each.pk)):
        owner = owner_of(programme) if len(owners[spelt(programme.title)]) > 1 else ""
        found[programme.pk] = title = numbered(f"{programme.title} ({owner})" if owner else programme.title, taken)
        taken.add(spelt(title))
    return found


def owner_of(programme: Programme) -> str:
    """Whose programme it is by name; nobody's in particular, if it is the site's."""
    owner = programme.practice or programme.network
    return owner.name if owner else ""


def numbered(title: str, taken: Collection[str]) -> str:
    """The title, with a number if another has it."""
    tries = chain([title], (f"{title} ({number})" for number in count(2)))
    return next(each for each in tries if spelt(each) not in taken)


def spelt(title: str) -> str:
    """A title as a reader tells it from others: not by its capitals."""
    return title.casefold()
