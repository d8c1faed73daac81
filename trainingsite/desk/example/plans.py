"""On which days somebody of the example does what is asked of them. Chance comes from the seed."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from trainingsite.compliance.dates import add_months
from trainingsite.desk.example.cast import Character, Story, leave_of
from trainingsite.desk.example.days import Calendar, working_day

LAPSED_DAYS_AGO = 24
REFRESHER, LIFE_SUPPORT, CHECK, STORY = "annual-refresher", "basic-life-support", "boundaries", "friend-request"
LAPSES = {Story.REFRESHER_LAPSED: REFRESHER, Story.LIFE_SUPPORT_LAPSED: LIFE_SUPPORT}
NEVER_DONE = {Story.CHECK_NOT_PASSED: CHECK, Story.SCENARIO_LEFT_OPEN: STORY}


@dataclass(frozen=True)
class Asked:
    """What a requirement asks, as far as a plan needs to know."""

    key: str
    kind: str
    due_within_days: int
    refresher_months: int | None


@dataclass(frozen=True)
class Planner:
    """Plans one person's days."""

    character: Character
    calendar: Calendar
    rng: random.Random

    @property
    def begins_on(self) -> dt.date:
        """The first day on which anything is asked of them here."""
        return max(self.character.started_on, self.calendar.went_live_on)

    @property
    def was_there_before(self) -> bool:
        return self.character.started_on < self.calendar.went_live_on

    def days_done(self, asked: Asked) -> list[dt.date]:
        """The working days on which it is done; before the practice went live only what is done elsewhere."""
        if self.character.story is Story.NEW_THIS_WEEK or NEVER_DONE.get(self.character.story) == asked.key:
            return []
        lapses = LAPSES.get(self.character.story) == asked.key
        days = self._until_it_lapsed(asked) if lapses else self._again_and_again(asked)
        return [day for day in map(working_day, days) if self._could_happen(day, asked)]

    def days_signed(self, versions_from: list[dt.date]) -> list[dt.date | None]:
        """For each version, by the day it took effect: when it is signed, None when it is not."""
        days: list[dt.date | None] = []
        for place, since in enumerate(versions_from):
            following = versions_from[place + 1] if place + 1 < len(versions_from) else None
            day = working_day(max(since, self.begins_on) + dt.timedelta(days=self._within(14)))
            gone = following is not None and day >= following
            unsigned = following is None and self.character.story is Story.VERSION_NOT_SIGNED
            days.append(None if gone or unsigned or not self._is_there(day) else day)
        return days

    def _again_and_again(self, asked: Asked) -> Iterator[dt.date]:
        day = self._first(asked)
        yield day
        if asked.refresher_months is None:
            return
        good_until = add_months(day, asked.refresher_months)
        while True:
            day = working_day(good_until + dt.timedelta(days=self._before_or_after_expiry()))
            if not self.calendar.is_past(day):
                return
            yield day
            good_until = add_months(max(day, good_until), asked.refresher_months)

    def _until_it_lapsed(self, asked: Asked) -> list[dt.date]:
        """In time until it was good for the last time, some weeks ago; where the history is too short, never."""
        if asked.kind != "outside_training":
            first = self._first(asked)
            return [first] if self.calendar.is_past(add_months(first, asked.refresher_months)) else []
        days = [add_months(self.calendar.days_ago(LAPSED_DAYS_AGO), -asked.refresher_months)]
        while days[0] > self.begins_on:
            days.insert(0, add_months(days[0], -asked.refresher_months))
        return days

    def _first(self, asked: Asked) -> dt.date:
        if asked.kind != "outside_training":
            return self.begins_on + dt.timedelta(days=self._within(asked.due_within_days))
        good_for = round(30.4 * (asked.refresher_months or 12))
        if self.was_there_before:
            return self.calendar.went_live_on - dt.timedelta(days=self.rng.randint(10, good_for * 4 // 5))
        if self.rng.random() < 0.5:
            return self.character.started_on - dt.timedelta(days=self.rng.randint(20, good_for * 3 // 5))
        return self.begins_on + dt.timedelta(days=self._within(asked.due_within_days))

    def _within(self, days: int) -> int:
        """Days after the beginning: in good time, or some weeks late."""
        if self.character.story is Story.LATE:
            return days + self.rng.randint(2, 20)
        return self.rng.randint(1, max(days - 4, 2))

    def _before_or_after_expiry(self) -> int:
        return self.rng.randint(3, 25) if self.character.story is Story.LATE else -self.rng.randint(6, 50)

    def _could_happen(self, day: dt.date, asked: Asked) -> bool:
        done_here = asked.kind != "outside_training"
        return self._is_there(day) and not (done_here and day < self.begins_on)

    def _is_there(self, day: dt.date) -> bool:
        """Whether it is past, and the person had not left and was not on leave."""
        left, leave = self.character.left_on, leave_of(self.character, self.calendar)
        away = leave is not None and leave[0] <= day <= leave[1]
        return self.calendar.is_past(day) and not away and (left is None or day < left)
