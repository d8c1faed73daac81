"""Who works at the example practice and next door, and what is to be seen in each one's record."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import cycle, islice

from trainingsite.desk.example.days import Calendar, working_day
from trainingsite.desk.example.names import Name, invented_names
from trainingsite.people.models import Duty

LEAVE_DAYS_BEFORE, LEAVE_DAYS_AFTER = 45, 45


class Story(Enum):
    """What makes somebody's record worth opening."""

    STEADY = auto()
    LATE = auto()
    NEW_THIS_WEEK = auto()
    REFRESHER_LAPSED = auto()
    LIFE_SUPPORT_LAPSED = auto()
    CHECK_NOT_PASSED = auto()
    SCENARIO_LEFT_OPEN = auto()
    VERSION_NOT_SIGNED = auto()
    ON_LEAVE = auto()
    SHARED = auto()
    EXEMPT = auto()
    LEFT = auto()


class Place(Enum):
    """The two practices of the example."""

    HOME = auto()
    NEXT_DOOR = auto()


@dataclass(frozen=True)
class Part:
    """A job, and the story that comes with it. ``sign_in`` names the role whose sign-in is printed."""

    job_role: str
    story: Story = Story.STEADY
    duties: tuple[Duty, ...] = ()
    sign_in: str = ""
    writes_shared_content: bool = False
    places: tuple[Place, ...] = (Place.HOME,)
    left_days_ago: int | None = None


@dataclass(frozen=True)
class Character:
    """One person of the example, with the dates of their job."""

    part: Part
    name: Name
    started_on: dt.date
    left_on: dt.date | None
    has_email: bool

    @property
    def story(self) -> Story:
        return self.part.story


MANAGER = Part(
    "practice-manager",
    duties=(Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.SIRO),
    sign_in="Practice manager",
)
# The first twelve are there in the smallest practice too.
PARTS = (
    MANAGER,
    Part("gp-partner", duties=(Duty.CALDICOTT_GUARDIAN, Duty.SAFEGUARDING_LEAD), sign_in="GP partner"),
    Part("operations-manager", duties=(Duty.POLICY_OWNER, Duty.ACCOUNT_HOLDER), sign_in="Policy owner"),
    Part("it-and-data-lead", duties=(Duty.IG_LEAD,), sign_in="Information governance lead"),
    Part("practice-nurse", duties=(Duty.STAFF_REPRESENTATIVE,), sign_in="Staff representative"),
    Part("receptionist", Story.NEW_THIS_WEEK, sign_in="New starter"),
    Part("receptionist", Story.REFRESHER_LAPSED, sign_in="Receptionist"),
    Part("advanced-nurse-practitioner", sign_in="Author", writes_shared_content=True),
    Part("clinical-pharmacist", Story.SHARED, places=(Place.HOME, Place.NEXT_DOOR)),
    Part("healthcare-assistant", Story.LIFE_SUPPORT_LAPSED),
    Part("prescriptions-clerk", Story.CHECK_NOT_PASSED),
    Part("salaried-gp", Story.ON_LEAVE),
    Part("locum-gp", Story.VERSION_NOT_SIGNED),
    Part("medical-secretary", Story.SCENARIO_LEFT_OPEN),
    Part("gp-partner", duties=(Duty.ACCOUNT_HOLDER,)),
    Part("gp-registrar", Story.EXEMPT),
    Part("care-navigator", Story.LATE),
    Part("receptionist"),
    Part("receptionist"),
    Part("reception-manager"),
    Part("practice-nurse"),
    Part("salaried-gp"),
    Part("medical-secretary"),
    Part("clinical-coder"),
    Part("phlebotomist"),
    Part("paramedic", Story.LATE),
    Part("social-prescribing-link-worker"),
    Part("receptionist"),
    Part("gp-partner"),
    Part("cleaner"),
)
SMALLEST = 12
MORE = (
    *("receptionist", "practice-nurse", "salaried-gp", "receptionist", "care-navigator", "healthcare-assistant"),
    *("gp-partner", "medical-secretary", "receptionist", "clinical-pharmacist", "prescriptions-clerk", "gp-registrar"),
    *("receptionist", "pharmacy-technician", "finance-officer", "first-contact-physiotherapist", "cleaner"),
)
LEAVERS = (
    Part("receptionist", Story.LEFT, left_days_ago=425),
    Part("practice-nurse", Story.LEFT, left_days_ago=118),
)
NEXT_DOOR = (
    Part(
        "practice-manager",
        duties=(Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.SIRO, Duty.IG_LEAD, Duty.POLICY_OWNER),
        places=(Place.NEXT_DOOR,),
    ),
    Part(
        "gp-partner",
        duties=(Duty.CALDICOTT_GUARDIAN, Duty.NETWORK_LEAD, Duty.SAFEGUARDING_LEAD),
        sign_in="Network lead",
        places=(Place.NEXT_DOOR,),
    ),
    Part("practice-nurse", places=(Place.NEXT_DOOR,)),
    Part("receptionist", duties=(Duty.STAFF_REPRESENTATIVE,), places=(Place.NEXT_DOOR,)),
)
JOINED_DAYS_AGO = {Story.CHECK_NOT_PASSED: 73, Story.SCENARIO_LEFT_OPEN: 87, Story.REFRESHER_LAPSED: 412}
HAS_NO_EMAIL = {"cleaner"}


def parts(staff: int) -> list[Part]:
    """The parts of a practice of so many people, its two leavers and its neighbours."""
    more = (Part(role) for role in cycle(MORE))
    return [*PARTS[:staff], *islice(more, max(staff - len(PARTS), 0)), *LEAVERS, *NEXT_DOOR]


def cast(staff: int, calendar: Calendar, seed: int, taken: Iterable[str]) -> list[Character]:
    """A person for each part: the same people for the same seed."""
    names = invented_names(random.Random(seed), set(taken))
    return [character(part, next(names), calendar, seed) for part in parts(staff)]


def character(part: Part, name: Name, calendar: Calendar, seed: int) -> Character:
    rng = random.Random(f"{seed} {name.full}")
    left_on = None
    if part.left_days_ago:
        # In a history of one year both have left within the year.
        left_on = working_day(calendar.days_ago(min(part.left_days_ago, 365 * calendar.years * 2 // 3)))
    return Character(part, name, started_on(part, calendar, rng), left_on, part.job_role not in HAS_NO_EMAIL)


def started_on(part: Part, calendar: Calendar, rng: random.Random) -> dt.date:
    """The first day of the job: this week, some weeks ago, or years before; one in four of the others since."""
    if part.story is Story.NEW_THIS_WEEK:
        return calendar.this_monday
    if part.story in JOINED_DAYS_AGO:
        return monday_of(calendar.days_ago(JOINED_DAYS_AGO[part.story]))
    is_free = part.story in (Story.STEADY, Story.LATE) and not (part.duties or part.sign_in)
    if is_free and rng.random() < 0.25:
        since = (calendar.today - calendar.went_live_on).days
        return monday_of(calendar.days_ago(rng.randint(60, since - 30)))
    return monday_of(calendar.went_live_on - dt.timedelta(days=rng.randint(150, 5500)))


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def leave_of(character: Character, calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a leave that is half over."""
    if character.story is not Story.ON_LEAVE:
        return None
    return calendar.days_ago(LEAVE_DAYS_BEFORE), calendar.days_ago(-LEAVE_DAYS_AFTER)


def with_sign_in(characters: Iterable[Character]) -> Iterator[Character]:
    """Those whose sign-ins are printed."""
    return (character for character in characters if character.part.sign_in)
