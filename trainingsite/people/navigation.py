"""What the header of every page shows: the practice's name, and where this person may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.core.cache import cache as shared
from django.db.models import Exists
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property

from trainingsite.people.content import right_to_write
from trainingsite.people.models import OPENS_THE_DESK, Duty, Person, Practice, Responsibility
from trainingsite.people.staff.teams import jobs_led_by

HOME = "desk:home"
DESK = "desk:dashboard"
TEAM = "desk:my_team"
POLICIES = "policies:looked_after"
CONTENT = "wagtailadmin_home"
PLACES = "desk:places"
REMEMBERED_FOR = 60  # seconds: it is a signpost, and what it points to asks again who comes


@dataclass(frozen=True)
class Signpost:
    """Where a person works, and which parts of the site are theirs."""

    practices: tuple[str, ...]
    opens_desk: bool
    opens_content: bool
    looks_after_policies: bool = False
    leads_a_team: bool = False


@dataclass(frozen=True)
class Link:
    """One entry of the menu."""

    words: str
    address: str
    current: str


def signpost_for(person: Person, day) -> Signpost:
    """What the header needs to know, read in two queries."""
    held = Responsibility.objects.known().on(day).by(person)
    of_desk = held.of_kind(*OPENS_THE_DESK, Duty.NETWORK_LEAD)
    of_policies = held.of_kind(*OPENS_THE_DESK, Duty.NETWORK_LEAD, Duty.POLICY_OWNER)
    shown = Exists(of_desk), Exists(of_policies), Exists(jobs_led_by(person, day))
    flags = Person.objects.filter(pk=person.pk).values_list(*shown, Exists(right_to_write(person)))
    opens_desk, looks_after_policies, leads_a_team, opens_content = flags.get()
    return Signpost(
        practices=tuple(Practice.objects.of(person, day).values_list("name", flat=True)),
        opens_desk=opens_desk,
        opens_content=opens_content or person.is_superuser,
        looks_after_policies=looks_after_policies,
        leads_a_team=leads_a_team,
    )


class Navigation:
    """The header of one page, worked out only if the page shows it."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def person(self) -> Person | None:
        person = getattr(self.request, "user", None)
        return person if person is not None and person.is_authenticated else None

    @cached_property
    def signpost(self) -> Signpost:
        day = timezone.localdate()
        return shared.get_or_set(
            f"signpost:{self.person.key}:{day}", lambda: signpost_for(self.person, day), REMEMBERED_FOR
        )

    @property
    def person_name(self) -> str:
        return self.person.name if self.person else ""

    @property
    def practice_name(self) -> str:
        """The practice's own name; both names for somebody two practices share."""
        names = self.signpost.practices if self.person else ()
        return " and ".join(names) if len(names) <= 2 else ""

    @cached_property
    def links(self) -> list[Link]:
        return list(self._links()) if self.person else []

    def _links(self) -> Iterator[Link]:
        wanted = [
            ("Your training", HOME, True),
            ("The manager's desk", DESK, self.signpost.opens_desk),
            ("Your team", TEAM, self.signpost.leads_a_team),
            ("Policies", POLICIES, self.signpost.looks_after_policies),
            ("Content", CONTENT, self.signpost.opens_content),
            ("Practices", PLACES, self.person.is_superuser),
        ]
        shown = [(words, address) for words, name, is_shown in wanted if is_shown and (address := _address(name))]
        around = [address for _, address in shown if address != "/" and self.request.path.startswith(address)]
        for words, address in shown:
            yield Link(words, address, self._current(address, max(around, key=len, default="")))

    def _current(self, address: str, innermost: str) -> str:
        """What ``aria-current`` says: this page, or the part of the site it belongs to."""
        if self.request.path == address:
            return "page"
        return "true" if address == innermost else ""


@cache
def _address(name: str) -> str:
    """The address of a part of the site, or nothing where it is not mounted."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def navigation(request) -> dict[str, Navigation]:
    """For every template: the header, which asks the database only when it is shown."""
    return {"navigation": Navigation(request)}
