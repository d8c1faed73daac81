"""One person's time at the example practices: the job, the training, the signatures."""

import datetime as dt
import random
from dataclasses import dataclass
from functools import cached_property

from modules.models import ModuleVersion
from scenarios.models import ScenarioVersion
from trainingsite.compliance.actions import accept_prior_learning, exempt
from trainingsite.compliance.models import Exemption, PriorLearning, Requirement
from trainingsite.desk.example.cast import Character, Place, Story, leave_of
from trainingsite.desk.example.days import at_time, working_day
from trainingsite.desk.example.diary import Diary, doing
from trainingsite.desk.example.learning import Learner
from trainingsite.desk.example.plans import CHECK, STORY, Asked, Planner
from trainingsite.desk.example.reminding import REMINDED, remind
from trainingsite.desk.example.setting import INDUCTION, Setting, requirements_at
from trainingsite.people.models import Duty, JobRole, Membership, Person, Practice
from trainingsite.people.staffing import join, leave, note_leave

ENTERED_BEFORE = dt.timedelta(days=7)
LEAVE_ENTERED_BEFORE = dt.timedelta(days=12)
EXEMPTED = {Story.EXEMPT: ("safeguarding-adults", "safeguarding-children"), Story.SHARED: ("fire-safety",)}
EXEMPT_DAYS_MORE = 120
FIRST_HOUR, LAST_HOUR = 8, 16
ASKS_FOR_CERTIFICATE = 0.75


@dataclass(frozen=True)
class Surroundings:
    """What all lives have in common, read once."""

    setting: Setting
    signing_days: dict[Place, list[dt.date]]
    requirements: dict[Place, list[Requirement]]
    modules: dict[int, ModuleVersion]
    scenarios: dict[int, ScenarioVersion]
    roles: dict[str, JobRole]
    managers: dict[Place, Person]
    deputies: dict[Place, Person]

    @classmethod
    def of(cls, setting: Setting, signing_days: dict[Place, list[dt.date]]) -> "Surroundings":
        modules = ModuleVersion.objects.current()
        scenarios = ScenarioVersion.objects.current()
        return cls(
            setting=setting,
            signing_days=signing_days,
            requirements={place: requirements_at(practice) for place, practice in setting.practices.items()},
            modules={version.page_id: version for version in modules},
            scenarios={version.page_id: version for version in scenarios},
            roles={role.key: role for role in JobRole.objects.select_related("staff_group")},
            managers={place: setting.manager(place) for place in Place},
            deputies={place: setting.holder(Duty.CALDICOTT_GUARDIAN, place) for place in Place},
        )


@dataclass(frozen=True)
class Life:
    """Puts one person's acts into the diary."""

    character: Character
    around: Surroundings
    planner: Planner
    learner: Learner
    rng: random.Random

    @classmethod
    def of(cls, character: Character, around: Surroundings, diary: Diary, seed: int) -> "Life":
        rng = random.Random(f"{seed} {character.name.full} {character.part.job_role}")
        person = around.setting.people[character.name.username]
        planner = Planner(character, around.setting.calendar, rng)
        return cls(character, around, planner, Learner(person, diary, rng), rng)

    @property
    def person(self) -> Person:
        return self.learner.person

    @property
    def diary(self) -> Diary:
        return self.learner.diary

    @cached_property
    def role(self) -> JobRole:
        return self.around.roles[self.character.part.job_role]

    @cached_property
    def first_place(self) -> Place:
        return self.character.part.places[0]

    def write(self) -> None:
        for place in self.character.part.places:
            self._job(place)
            self._exemptions(place)
        inducted_on = self._training()
        for place in self.character.part.places:
            self._signatures(place, inducted_on)
        self._unfinished_business()
        self._reminder()

    def _job(self, place: Place) -> None:
        """Joining after the first day, leave, and the last day."""
        practice, manager = self.around.setting.practices[place], self.around.managers[place]
        facts, by = {"person": self.person, "practice": practice}, str(manager.key)
        started_on, calendar = self.character.started_on, self.around.setting.calendar
        if started_on >= calendar.set_up_on:
            joining = doing(join, **facts, job_role=self.role, started_on=started_on, manager=manager, by=by)
            self.diary.put(at_time(started_on - ENTERED_BEFORE, 11), joining)
        if away := leave_of(self.character, calendar):
            noting = doing(note_leave, **facts, started_on=away[0], ended_on=away[1], by=by)
            self.diary.put(at_time(away[0] - LEAVE_ENTERED_BEFORE, 10), noting)
        if self.character.left_on:
            self.diary.put(at_time(self.character.left_on, 17), doing(say_goodbye, **facts, by=by))

    def _exemptions(self, place: Place) -> None:
        calendar = self.around.setting.calendar
        for requirement in self.around.requirements[place]:
            if requirement.key in EXEMPTED.get(self.character.story, ()):
                day = working_day(self.planner.begins_on + dt.timedelta(days=9))
                exempting = doing(
                    exempt, person=self.person, practice=self.around.setting.practices[place],
                    requirement=requirement, reason=Exemption.Reason.DONE_ELSEWHERE,
                    approved_by=self.around.managers[place], started_on=day,
                    ended_on=calendar.days_ago(-EXEMPT_DAYS_MORE),
                )  # fmt: skip
                self.diary.put(at_time(day, 9, 30), exempting)

    def _training(self) -> dt.date | None:
        """Everything but the signatures; the day on which the rest of the induction was done, if it was."""
        asked = {
            (requirement.kind, requirement.key): requirement
            for place in self.character.part.places
            for requirement in self.around.requirements[place]
            if self._falls_on_me(requirement)
        }
        inducted: list[dt.date | None] = []
        for requirement in asked.values():
            days = self._do(requirement)
            if requirement.programme.key == INDUCTION:
                inducted.append(days[0] if days else None)
        return max(inducted) if inducted and None not in inducted else None

    def _falls_on_me(self, requirement: Requirement) -> bool:
        if requirement.kind == "policy" or requirement.key in EXEMPTED.get(self.character.story, ()):
            return False
        mine = self.role.key in requirement.job_roles or self.role.staff_group.key in requirement.staff_groups
        by_duty = set(requirement.duties) & {str(duty) for duty in self.character.part.duties}
        for_all = not (requirement.job_roles or requirement.staff_groups or requirement.duties)
        return mine or bool(by_duty) or for_all

    def _do(self, requirement: Requirement) -> list[dt.date]:
        """Do one thing as often as planned; the days on which it was done."""
        asked = Asked(requirement.key, requirement.kind, requirement.due_within_days, requirement.refresher_months)
        days = self.planner.days_done(asked)
        for day in days:
            if requirement.kind == "outside_training":
                self._bring_proof(requirement, day)
            elif requirement.kind == "module" and requirement.module_id in self.around.modules:
                self.learner.take_module(self.around.modules[requirement.module_id], self._some_time(day))
            elif requirement.kind == "scenario" and requirement.scenario_id in self.around.scenarios:
                self.learner.play_scenario(self.around.scenarios[requirement.scenario_id], self._some_time(day))
        return days

    def _bring_proof(self, requirement: Requirement, day: dt.date) -> None:
        """Bring proof of training done elsewhere, which the manager accepts some days later."""
        before = day < self.around.setting.calendar.went_live_on and self.planner.was_there_before
        shown_on = working_day(max(day, self.planner.begins_on) + dt.timedelta(days=self.rng.randint(0, 5)))
        if self.character.left_on and shown_on > self.character.left_on:
            return
        manager = self.around.managers[self.first_place]
        accepting = doing(
            accept_prior_learning, person=self.person, outside_training=requirement.outside_training, completed_on=day,
            basis=PriorLearning.Basis.IMPORTED if before else PriorLearning.Basis.PRIOR_LEARNING,
            accepted_by=self.around.deputies[self.first_place] if manager == self.person else manager,
        )  # fmt: skip
        self.diary.put(self._some_time(shown_on), accepting)

    def _signatures(self, place: Place, inducted_on: dt.date | None) -> None:
        """Sign each version while it is in force, and take the certificate when that completes the induction."""
        if self.character.story is Story.NEW_THIS_WEEK:
            return
        setting, effective = self.around.setting, self.around.signing_days[place]
        signed = self.planner.days_signed(effective)
        for major, day in enumerate(signed, start=1):
            if day:
                self.learner.sign(setting.policies[place], major, self._some_time(day))
        if inducted_on is None:
            return
        in_force = [day for since, day in zip(effective, signed, strict=True) if since <= inducted_on] or signed
        if in_force[-1] is None:
            return
        complete_on = max(inducted_on, in_force[-1])
        programme = next(r.programme for r in self.around.requirements[place] if r.programme.key == INDUCTION)
        asks = self.rng.random() < ASKS_FOR_CERTIFICATE
        claimed_at = at_time(complete_on, 17, 40) if asks else at_time(complete_on + dt.timedelta(days=1), 2, 10)
        self.learner.claim_certificate(setting.practices[place], programme, claimed_at)

    def _unfinished_business(self) -> None:
        """The check that was not passed twice, and the story that was put down half-way."""
        for requirement in self.around.requirements[self.first_place]:
            if self.character.story is Story.CHECK_NOT_PASSED and requirement.key == CHECK:
                for days in (9, 16):
                    day = working_day(self.character.started_on + dt.timedelta(days=days))
                    self.learner.fail_check(self.around.modules[requirement.module_id], self._some_time(day))
            if self.character.story is Story.SCENARIO_LEFT_OPEN and requirement.key == STORY:
                day = working_day(self.character.started_on + dt.timedelta(days=10))
                version = self.around.scenarios[requirement.scenario_id]
                self.learner.play_scenario(version, self._some_time(day), to_the_end=False)

    def _reminder(self) -> None:
        """What those were sent who let something lapse."""
        key, state = REMINDED.get(self.character.story, ("", ""))
        for requirement in self.around.requirements[self.first_place]:
            if requirement.key == key:
                day = working_day(self.around.setting.calendar.days_ago(14))
                reminding = doing(remind, person=self.person, requirement=requirement, state=state)
                self.diary.put(at_time(day, 8, 5), reminding)

    def _some_time(self, day: dt.date) -> dt.datetime:
        return at_time(day, self.rng.randint(FIRST_HOUR, LAST_HOUR), self.rng.randint(0, 59))


def say_goodbye(*, person: Person, practice: Practice, by: str, at: dt.datetime) -> None:
    """End the job that somebody has, on this day."""
    membership = Membership.objects.known().by(person).at(practice).get(ended_on=None)
    leave(membership=membership, last_day=at.date(), by=by, at=at)
