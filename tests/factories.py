"""Builders of what tests speak of: plain functions, with quiet defaults for whatever a test does not say.

Dated facts count as recorded on the morning they began, so that nothing moves with the day a test is run on.
"""

import datetime as dt
from itertools import count

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from modules import actions as learning
from modules.models import Completion, LessonPage, ModulePage, ModuleVersion
from modules.rules import questions_for, right_answer
from modules.versions import content_of, publish_module
from scenarios import actions as playing
from scenarios.models import Attempt, ScenarioPage, ScenarioVersion
from scenarios.versions import publish_scenario
from trainingsite.audit.clock import replaying
from trainingsite.compliance.models import Adoption, OutsideTraining, Programme, Requirement
from trainingsite.people.models import (
    Absence,
    JobRole,
    LibraryPage,
    Membership,
    Network,
    NetworkPractice,
    Person,
    Practice,
    PracticePage,
    Responsibility,
    StaffGroup,
)
from trainingsite.people.shelves import network_shelf
from trainingsite.policies.adopting import actions as adopting
from trainingsite.policies.adopting.publishing import publish_network_policy
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.network_versions import NetworkVersion
from trainingsite.policies.routes import SpeakingUpRoute
from trainingsite.policies.versions import publish_policy


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A time on the clock of a practice."""
    return timezone.make_aware(dt.datetime(year, month, day, hour, minute))  # noqa: DTZ001 -- made aware here


GO_LIVE = dt.date(2025, 1, 6)
MONDAY = moment(2026, 3, 2)
TUESDAY = moment(2026, 3, 3)
PASSWORD = "a quiet waiting room"
PHONE, WEBSITE = "01632 960 120", "https://www.surgery.example"

_next = count(1).__next__


def on_the_morning_of(day: dt.date):
    """A context in which facts are recorded at nine in the morning of the day."""
    return replaying(moment(day.year, day.month, day.day))


def make_practice(name: str = "Millbrook Lane Surgery", *, ods_code: str | None = None, **fields) -> Practice:
    wanted = {"phone": PHONE, "website": WEBSITE, "went_live_on": GO_LIVE, **fields}
    return Practice.objects.create(name=name, ods_code=ods_code or f"Y{_next():05}", **wanted)


def the_practice() -> Practice:
    """The practice of a test that speaks of only one."""
    return Practice.objects.order_by("pk").first() or make_practice()


def make_network(name: str, *practices: Practice, started_on: dt.date = GO_LIVE) -> Network:
    network = Network.objects.create(name=name, key=slugify(name))
    with on_the_morning_of(started_on):
        for practice in practices:
            NetworkPractice.objects.create(network=network, practice=practice, started_on=started_on)
    return network


def make_person(name: str = "Tom Ellis", *, username: str | None = None, password: str = PASSWORD, **fields) -> Person:
    first, _, last = name.partition(" ")
    username = username or f"{slugify(name)}-{_next()}"
    return Person.objects.create_user(username, password=password, first_name=first, last_name=last, **fields)


def make_job_role(name: str = "Receptionist", *, staff_group: str = "non-clinical", regulator: str = "") -> JobRole:
    """The job role of this name, begun if there is none."""
    group, _ = StaffGroup.objects.get_or_create(key=staff_group, defaults={"name": staff_group.capitalize()})
    role, _ = JobRole.objects.get_or_create(
        key=slugify(name), defaults={"name": name, "staff_group": group, "regulator": regulator}
    )
    return role


def make_member(
    person: str | Person = "Tom Ellis",
    job_role: str | JobRole = "Receptionist",
    *,
    practice: Practice | None = None,
    started_on: dt.date = GO_LIVE,
    ended_on: dt.date | None = None,
    **fields,
) -> Membership:
    """A person's job: of somebody new, by their name, or of somebody who is there already."""
    with on_the_morning_of(started_on):
        return Membership.objects.create(
            person=make_person(person) if isinstance(person, str) else person,
            job_role=make_job_role(job_role) if isinstance(job_role, str) else job_role,
            practice=practice or the_practice(),
            started_on=started_on,
            ended_on=ended_on,
            **fields,
        )


def give_duty(person: Person, practice: Practice, *duties: str, started_on: dt.date = GO_LIVE) -> None:
    with on_the_morning_of(started_on):
        for duty in duties:
            Responsibility.objects.create(duty=duty, person=person, practice=practice, started_on=started_on)


def make_route(
    practice: Practice, name: str = "NHS England", *, kind: str = "outside", started_on: dt.date = GO_LIVE, **fields
) -> SpeakingUpRoute:
    """Somebody staff can speak up to."""
    with on_the_morning_of(started_on):
        return SpeakingUpRoute.objects.create(practice=practice, name=name, kind=kind, started_on=started_on, **fields)


def give_leave(member: Membership, started_on: dt.date, ended_on: dt.date | None = None) -> Absence:
    with on_the_morning_of(started_on):
        return Absence.objects.create(
            person=member.person, practice=member.practice, started_on=started_on, ended_on=ended_on
        )


def make_shelf(title: str = "Modules") -> LibraryPage:
    """A shelf of the shared library."""
    shelf = LibraryPage.objects.filter(title=title).first()
    return shelf or Page.get_first_root_node().add_child(instance=LibraryPage(title=title))


def make_practice_shelf(practice: Practice) -> PracticePage:
    shelf = PracticePage.objects.filter(practice=practice).first()
    return shelf or make_shelf("Practices").add_child(instance=PracticePage(title=practice.name, practice=practice))


def make_question(number: int, lesson: str) -> dict:
    return {
        "id": f"q{number}", "outcome": "outcome", "kind": "one", "text": f"Question {number}?", "post": [],
        "options": [{"id": "a", "text": "Yes", "right": True}, {"id": "b", "text": "No", "right": False}],
        "why": "Because our policy says so.", "read_again": lesson,
    }  # fmt: skip


def make_module(title: str = "Boundaries", *, lessons: int = 2, questions: int = 2, **fields) -> ModulePage:
    key = slugify(title)
    page = ModulePage(
        title=title, slug=key, key=key, summary=f"About {title.lower()}.",
        outcomes=[("outcome", {"id": "outcome", "text": "Say what is yours and what is work."})],
        questions=[("question", make_question(number, "lesson-1")) for number in range(1, questions + 1)], **fields,
    )  # fmt: skip
    make_shelf("Modules").add_child(instance=page)
    for number in range(1, lessons + 1):
        body = [("text", f"<p>Words of lesson {number}.</p>")]
        page.add_child(instance=LessonPage(title=f"Lesson {number}", slug=f"lesson-{number}", body=body))
    return page


def make_module_version(page: ModulePage | None = None, *, at: dt.datetime = MONDAY, **published) -> ModuleVersion:
    with replaying(at):
        return publish_module(page=page or make_module(), at=at, **published)


def make_scenario(title: str = "A friend request", **fields) -> ScenarioPage:
    """A story of one decision: ``right`` passes, ``wrong`` does not."""
    key = slugify(title)
    chosen = {"feedback": "Because.", "critical": False, "cites": ["Our social media policy"]}
    right = {"id": "right", "text": "Ask Ruth.", "to": "calm", "points": 2, "verdict": "recommended", **chosen}
    wrong = {"id": "wrong", "text": "Accept.", "to": "upset", "points": 0, "verdict": "risky", **chosen}
    page = ScenarioPage(
        title=title, slug=key, key=key, summary="A patient finds you online.", roles=["everyone"], start="evening",
        steps=[("step", {"id": "evening", "text": "Your phone buzzes.", "post": [], "options": [right, wrong]})],
        endings=[
            ("ending", {"id": "calm", "title": "All is well", "text": "He rings the surgery.", "outcome": "good"}),
            ("ending", {"id": "upset", "title": "A long week", "text": "It goes wrong.", "outcome": "poor"}),
        ],
        **fields,
    )  # fmt: skip
    return make_shelf("Scenarios").add_child(instance=page)


def make_scenario_version(
    page: ScenarioPage | None = None, *, at: dt.datetime = MONDAY, **published
) -> ScenarioVersion:
    with replaying(at):
        return publish_scenario(page=page or make_scenario(), at=at, **published)


def make_policy(
    practice: Practice | None = None, title: str = "Social media policy", *, clauses=("Be kind.",), **fields
) -> PolicyPage:
    key = f"{slugify(title)}-{_next()}"
    page = PolicyPage(
        title=title, slug=key, key=key, summary="How we use social media.", clauses=clauses_of(*clauses),
        **{"declaration": "I agree to follow it.", **fields},
    )  # fmt: skip
    return make_practice_shelf(practice or the_practice()).add_child(instance=page)


def clauses_of(*texts: str) -> list[tuple[str, dict]]:
    return [
        ("clause", {"id": f"clause-{number}", "title": f"Clause {number}", "text": f"<p>{text}</p>"})
        for number, text in enumerate(texts, start=1)
    ]


def make_policy_version(
    page: PolicyPage | None = None,
    *,
    practice: Practice | None = None,
    clauses: tuple[str, ...] = (),
    at: dt.datetime = MONDAY,
    reason: str = "What our apps can do has changed.",
    **published,
) -> PolicyVersion:
    """The next version of a policy; give other clauses, and perhaps ``material=False``, for one after the first."""
    page = page or make_policy(practice)
    if clauses:
        page.clauses = clauses_of(*clauses)
        page.save()
    with replaying(at):
        return publish_policy(page=page, at=at, reason=reason, **published)


def make_network_policy(network: Network, title: str = "Messaging policy", *, clauses=("Be kind.",), **fields):
    """A policy on the network's shelf, for its practices to adopt."""
    key = f"{slugify(title)}-{_next()}"
    page = PolicyPage(
        title=title, slug=key, key=key, summary="How we send messages.", clauses=clauses_of(*clauses),
        **{"declaration": "I agree to follow it.", **fields},
    )  # fmt: skip
    return network_shelf(network).add_child(instance=page)


def make_network_version(
    page: PolicyPage,
    *,
    clauses: tuple[str, ...] = (),
    at: dt.datetime = MONDAY,
    reason: str = "What our apps can do has changed.",
    **published,
) -> NetworkVersion:
    """The next version of a network's policy, which no practice has adopted yet."""
    if clauses:
        page.clauses = clauses_of(*clauses)
        page.save()
    with replaying(at):
        return publish_network_policy(page=page, at=at, reason=reason, **published)


def adopt(
    version: NetworkVersion, practice: Practice, *, by: Person, at: dt.datetime = MONDAY, effective_on=None
) -> PolicyVersion:
    with replaying(at):
        day = effective_on or timezone.localdate(at)
        return adopting.adopt(version=version, practice=practice, effective_on=day, by=by, at=at)


def make_programme(
    title: str = "Induction", *practices: Practice, started_on: dt.date = GO_LIVE, **fields
) -> Programme:
    """A programme that the practices follow; the only practice, if none is named."""
    programme = Programme.objects.create(title=title, key=slugify(title)[:50], **fields)
    with on_the_morning_of(started_on):
        for practice in practices or [the_practice()]:
            Adoption.objects.create(programme=programme, practice=practice, started_on=started_on)
    return programme


def make_requirement(programme: Programme | None = None, *, started_on: dt.date = GO_LIVE, **fields) -> Requirement:
    """Asks for ``module=``, ``scenario=``, ``policy=`` or ``outside_training=``; a module, if nothing is said."""
    asked = [name for name in ("module", "scenario", "policy", "outside_training") if name in fields]
    fields = fields if asked else {**fields, "module": make_module()}
    target = fields[asked[0] if asked else "module"]
    with on_the_morning_of(started_on):
        return Requirement.objects.create(
            programme=programme or Programme.objects.first() or make_programme(),
            started_on=started_on,
            **{"key": target.key, **fields},
        )


def make_outside_training(title: str = "Basic life support") -> OutsideTraining:
    return OutsideTraining.objects.create(title=title, key=slugify(title)[:50])


def right_answers(version: ModuleVersion, attempt: Attempt | None = None) -> dict[str, tuple[str, ...]]:
    """The right answers to all questions of the version; or to those that were drawn for one go."""
    content = content_of(version)
    questions = questions_for(content, attempt.key.int) if attempt else content["questions"]
    return {question["id"]: right_answer(question) for question in questions}


def complete(person: Person, version: ModuleVersion, *, at: dt.datetime = TUESDAY) -> Completion:
    """The person reads every lesson and gets every answer right."""
    with replaying(at):
        learning.read_lesson(person=person, version=version, position=len(content_of(version)["lessons"]), at=at)
        attempt = learning.begin_check(person=person, version=version, at=at)
        answers = right_answers(version, attempt)
        return learning.hand_in(attempt=attempt, version=version, answers=answers, at=at)[1]


def play(person: Person, version: ScenarioVersion, *option_ids: str, at: dt.datetime = TUESDAY) -> Attempt:
    """The person takes these options, one step after the other."""
    with replaying(at):
        attempt = playing.begin(person=person, version=version, at=at)
        for option_id in option_ids:
            step_id = playing.walk_of(attempt, version).at.id
            playing.choose(attempt=attempt, version=version, step_id=step_id, option_id=option_id, at=at)
    return attempt
