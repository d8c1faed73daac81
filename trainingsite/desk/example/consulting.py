"""How staff of the example practice were asked about the second version of its policy, a month before it."""

import datetime as dt
import uuid

from trainingsite.desk.example.cast import Place
from trainingsite.desk.example.days import at_time, working_day
from trainingsite.desk.example.diary import Diary
from trainingsite.desk.example.setting import Setting
from trainingsite.people.models import Duty
from trainingsite.policies.consultations import Comment, CommentAnswer, Consultation, StaffStatement
from trainingsite.policies.consulting import actions
from trainingsite.policies.consulting.comments import comments_of
from trainingsite.policies.loading import read_policy, rewrite

DAYS_BEFORE, DAYS_OPEN = 35, 14
NOTE = "The wording is new throughout. Please look at what it says about your own time."
COMMENTS = (
    (Duty.CALDICOTT_GUARDIAN, "Good. Please keep the examples: people remember those."),
    (None, "Does this mean my manager looks at my own profile? It should say that nobody does."),
    (None, "We are asked to be careful about the practice’s name, and then it is on our lanyards."),
    (Duty.STAFF_REPRESENTATIVE, "Several of us want it in plain words that we may talk about pay and join a union."),
)
ANSWERS = (
    (CommentAnswer.Outcome.ACCEPTED, "It stays, and says more plainly what is yours to say."),
    (CommentAnswer.Outcome.PARTLY, "Nobody looks at private profiles, and the policy says so. The rest stays."),
)
THEMES = [
    "Some wanted to be sure that nobody looks at their private profiles: nobody does, and the policy says so.",
    "Several asked what they may always say: pay, conditions, their union, their opinion and concerns, in a clause.",
    "The examples are liked: they stay.",
]


def ask_staff(setting: Setting, diary: Diary) -> None:
    """Put down that the draft was put to staff, what was said, what was answered, and how it ended."""
    opened = working_day(setting.calendar.rewritten_on - dt.timedelta(days=DAYS_BEFORE))
    steps = ((0, open_it), (4, comment), (9, speak_for_staff), (DAYS_OPEN + 3, answer_and_close))
    for days, step in steps:
        diary.put(at_time(working_day(opened + dt.timedelta(days=days)), 15), in_setting(step, setting))


def in_setting(step, setting: Setting):
    return lambda at: step(setting, at)


def open_it(setting: Setting, at: dt.datetime) -> None:
    """The draft is today's words; what is published keeps its own until it is replaced."""
    page = setting.policies[Place.HOME]
    rewrite(page, read_policy("social-media")).save_revision()
    owner = setting.holder(Duty.POLICY_OWNER, Place.HOME)
    last_day = at.date() + dt.timedelta(days=DAYS_OPEN)
    actions.open_consultation(page=page, by=owner, last_day=last_day, note=NOTE, at=at)


def the_consultation(setting: Setting) -> Consultation:
    return Consultation.objects.at(setting.practices[Place.HOME]).unclosed().get()


def comment(setting: Setting, at: dt.datetime) -> None:
    """Under a name, without one, and through the staff representative."""
    asked = the_consultation(setting)
    for duty, text in COMMENTS:
        said = {"consultation": asked, "token": uuid.uuid4(), "clause": "", "text": text}
        if duty is None:
            actions.comment_unnamed(day=at.date(), **said)
        else:
            represents = duty is Duty.STAFF_REPRESENTATIVE
            way = Comment.Way.PASSED_ON if represents else Comment.Way.NAMED
            actions.comment(person=setting.holder(duty, Place.HOME), way=way, at=at, **said)


def speak_for_staff(setting: Setting, at: dt.datetime) -> None:
    actions.state_view(
        consultation=the_consultation(setting), by=setting.holder(Duty.STAFF_REPRESENTATIVE, Place.HOME),
        stance=StaffStatement.Stance.AGREES, how_chosen="Elected at the staff meeting",
        note="On the understanding that private profiles stay private.", at=at,
    )  # fmt: skip


def answer_and_close(setting: Setting, at: dt.datetime) -> None:
    asked, owner = the_consultation(setting), setting.holder(Duty.POLICY_OWNER, Place.HOME)
    for said in comments_of(asked):
        outcome, why = ANSWERS[said.is_unnamed]
        actions.answer(consultation=asked, to=said.row, by=owner, outcome=outcome, why=why, at=at)
    actions.close(consultation=asked, by=owner, themes=THEMES, at=at)
