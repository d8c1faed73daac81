"""Loads the example practice, whole or not at all."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from modules.models import ModuleVersion
from trainingsite.audit.clock import replaying
from trainingsite.audit.seals import seal
from trainingsite.desk.example.cast import SMALLEST, Character, Place, cast, with_sign_in
from trainingsite.desk.example.days import Calendar, at_time
from trainingsite.desk.example.diary import Diary, doing
from trainingsite.desk.example.history import write_history
from trainingsite.desk.example.reminding import deliver_receipts
from trainingsite.desk.example.setting import Setting, example_practice, set_up
from trainingsite.desk.example.signins import SignIn, give_second_factor, keep_sheet, new_password, path_of_sheet, sheet
from trainingsite.desk.starter import load_starter_content
from trainingsite.people.models import Person, Practice

USUAL_CODE = "X99999"
LARGEST, LONGEST_YEARS = 5000, 10
ODS_CODE = re.compile(r"[A-Z][0-9]{5}")
SET_UP_AT, SECOND_FACTORS_AT = 8, 12

Say = Callable[[str], object]


class Refused(Exception):
    """The example cannot be loaded as it was asked for; the words say why, and what to do."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    ods_code: str = USUAL_CODE
    staff: int = 30
    years: int = 2
    seed: int = 1

    def __post_init__(self):
        if not ODS_CODE.fullmatch(self.ods_code):
            raise Refused(f"“{self.ods_code}” is not an ODS code: give a letter and five digits, such as {USUAL_CODE}.")
        if not SMALLEST <= self.staff <= LARGEST:
            raise Refused(f"--staff must be from {SMALLEST} to {LARGEST}, not {self.staff}.")
        if not 1 <= self.years <= LONGEST_YEARS:
            raise Refused(f"--years must be from 1 to {LONGEST_YEARS}, not {self.years}.")

    @property
    def codes(self) -> dict[Place, str]:
        """The code of each practice: next door has the one before."""
        before = (int(self.ods_code[1:]) - 1) % 100_000
        return {Place.HOME: self.ods_code, Place.NEXT_DOOR: f"{self.ods_code[0]}{before:05}"}


def refuse_codes_in_use(wanted: Wanted) -> None:
    for code in wanted.codes.values():
        if Practice.objects.filter(ods_code=code).exists():
            raise Refused(f"The ODS code {code} belongs to a practice that is not this example: choose another --ods.")


def load_example(wanted: Wanted, *, now: dt.datetime, say: Say) -> str:
    """Load the example practice, or find it loaded; answer the list of sign-ins."""
    path = path_of_sheet(wanted.ods_code, USUAL_CODE)
    if example_practice(wanted.ods_code):
        say(f"The example practice {wanted.ods_code} is loaded already: nothing was changed.")
        return path.read_text() if path.exists() else f"Its list of sign-ins, {path}, is gone: set a password anew."
    refuse_codes_in_use(wanted)
    with transaction.atomic():
        text = load_whole(wanted, Calendar(now, wanted.years), say)
        keep_sheet(path, text)
    return text


def load_whole(wanted: Wanted, calendar: Calendar, say: Say) -> str:
    """Set the practice up as it was years ago, live through everything since, and seal it."""
    begun_at, password = at_time(calendar.set_up_on, SET_UP_AT), new_password()
    characters = cast(wanted.staff, calendar, wanted.seed, Person.objects.values_list("username", flat=True))
    with replaying(begun_at):
        for line in load_starter_content(at=begun_at):
            say(line)
        say_if_content_is_younger(calendar, say)
        setting = set_up(wanted.codes, characters, make_password(password), calendar, begun_at)
    diary = Diary(calendar.now)
    write_history(setting, characters, diary, wanted.seed, say)
    sign_ins = hand_out_second_factors(setting, characters, diary)
    say(f"{wanted.staff} people, {wanted.years} years: everything happens again, in its order")
    acts = diary.live_through()
    deliver_receipts(list(setting.people.values()))
    seal(at=calendar.now)
    say(f"{acts} acts done and sealed")
    return sheet(setting.practices[Place.HOME], password, sign_ins)


def hand_out_second_factors(setting: Setting, characters: list[Character], diary: Diary) -> list[SignIn]:
    """Put into the diary that those who need one get a second factor; the list fills while it is lived through."""
    sign_ins: list[SignIn] = []
    practice = setting.practices[Place.HOME]
    roles = [(each.part.sign_in, setting.people[each.name.username]) for each in with_sign_in(characters)]
    for role, person in [*roles, ("Administrator", setting.administrator)]:
        giving = doing(hand_out, to=sign_ins, role=role, person=person, practice=practice)
        diary.put(at_time(setting.calendar.days_ago(1), SECOND_FACTORS_AT), giving)
    return sign_ins


def hand_out(*, to: list[SignIn], role: str, person: Person, practice: Practice, at: dt.datetime) -> None:
    to.append(give_second_factor(role, person, practice, at))


def say_if_content_is_younger(calendar: Calendar, say: Say) -> None:
    """Say so when modules were published after the history begins: its people finish them too early."""
    first = ModuleVersion.objects.order_by("published_at").first()
    if first and first.published_at > at_time(calendar.went_live_on, SET_UP_AT):
        say(
            "The shared modules were published after this history begins. For a history in which they were there from"
            " the start, load the example into an empty database: it brings the starter content with it."
        )
