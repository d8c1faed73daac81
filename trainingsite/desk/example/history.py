"""What happens at the practices themselves after their first day: policies published, months sealed."""

import datetime as dt
from collections.abc import Callable

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.models import Chain
from trainingsite.audit.seals import seal
from trainingsite.compliance.dates import add_months
from trainingsite.desk.example.accounts import keep_accounts
from trainingsite.desk.example.cast import Character, Place
from trainingsite.desk.example.certifying import change_certificates
from trainingsite.desk.example.consulting import ask_staff
from trainingsite.desk.example.days import Calendar, at_time, working_day
from trainingsite.desk.example.diary import Diary, doing
from trainingsite.desk.example.lives import Life, Surroundings
from trainingsite.desk.example.setting import Setting
from trainingsite.people.models import Duty
from trainingsite.policies.loading import read_policy, rewrite
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.review.actions import review
from trainingsite.policies.reviews import PolicyReview
from trainingsite.policies.sources import note_checked
from trainingsite.policies.versions import publish_policy

NEXT_DOOR_FOLLOWS = dt.timedelta(days=30)
PUBLISHED_AT, REVIEWED_AT, SEALED_AT = 10, 14, 23
MONTHS_BETWEEN_LINES = 6

Say = Callable[[str], object]


def write_history(setting: Setting, characters: list[Character], diary: Diary, seed: int, say: Say) -> None:
    """Put everything down."""
    publish(setting, diary)
    ask_staff(setting, diary)
    publish_for_patients(setting, diary)
    review_hot_topics(setting, diary)
    keep_accounts(setting, diary)
    seal_each_month(setting, diary, say)
    change_certificates(setting, diary)
    around = Surroundings.of(setting, signing_days(setting.calendar))
    for character in characters:
        Life.of(character, around, diary, seed).write()


def signing_days(calendar: Calendar) -> dict[Place, list[dt.date]]:
    """At each practice: the days from which a version of its policy is to be signed."""
    next_door = working_day(calendar.went_live_on + NEXT_DOOR_FOLLOWS)
    return {Place.HOME: [calendar.went_live_on, calendar.rewritten_from], Place.NEXT_DOOR: [next_door]}


def publish(setting: Setting, diary: Diary) -> None:
    """The first version at both practices; at the first of them a second one, months ago."""
    calendar = setting.calendar
    for place, days in signing_days(calendar).items():
        page, approval = setting.policies[place], approval_at(setting, place)
        first = doing(publish_policy, page=page, reason="First version.", effective_on=days[0], **approval)
        diary.put(at_time(days[0], PUBLISHED_AT), first)
    home, approval = setting.policies[Place.HOME], approval_at(setting, Place.HOME)
    second = doing(publish_rewritten, page=home, effective_on=calendar.rewritten_from, **approval)
    diary.put(at_time(calendar.rewritten_on, PUBLISHED_AT), second)


def approval_at(setting: Setting, place: Place) -> dict:
    """Who publishes and who stands behind it: the manager approves what the policy owner wrote, unless they are one."""
    owner, manager = setting.holder(Duty.POLICY_OWNER, place), setting.manager(place)
    if owner == manager:
        return {"by": str(owner.key), "only_approver": True}
    return {"by": str(manager.key), "approved_by": manager}


def publish_for_patients(setting: Setting, diary: Diary) -> None:
    """The page for patients, from the day the practice's first policy is there."""
    for place, days in signing_days(setting.calendar).items():
        page, approval = setting.for_patients[place], approval_at(setting, place)
        first = doing(publish_policy, page=page, reason="First version.", effective_on=days[0], **approval)
        diary.put(at_time(days[0], PUBLISHED_AT, 30), first)


def publish_rewritten(*, page: PolicyPage, effective_on: dt.date, at: dt.datetime, **approval) -> None:
    """Publish the policy in the words of today, which everybody signs again."""
    text = read_policy("social-media")
    page.annex_review_due_on = add_months(effective_on, page.annex_review_months)
    rewrite(page, text)
    note_checked(page, effective_on)
    page.save(update_fields=["sources"])
    publish_policy(page=page, material=True, reason=text.what_changed, effective_on=effective_on, at=at, **approval)


def review_hot_topics(setting: Setting, diary: Diary) -> None:
    """Both practices look through their hot topics when it is time, and find nothing to change."""
    due_on = add_months(setting.calendar.rewritten_from, 3)
    for place, page in setting.policies.items():
        owner = setting.holder(Duty.POLICY_OWNER, place)
        act = doing(review, page=page, part=PolicyReview.Part.ANNEX, by=owner)
        diary.put(at_time(working_day(due_on), REVIEWED_AT), act)


def seal_each_month(setting: Setting, diary: Diary, say: Say) -> None:
    """A seal for each month that has ended; none where there is more than this example to be sealed.

    A seal speaks of every chain there is, and chains that are not invented had another head then.
    """
    ours = [SITE_CHAIN, *(practice.chain for practice in setting.practices.values())]
    if Chain.objects.exclude(key__in=ours).exists():
        return
    for place, last in enumerate(setting.calendar.month_ends(), start=1):
        diary.put(at_time(last, SEALED_AT, 55), seal_and_say(last, say if place % MONTHS_BETWEEN_LINES == 0 else None))


def seal_and_say(last: dt.date, say: Say | None) -> Callable:
    def act(at: dt.datetime) -> None:
        seal(at=at)
        if say:
            say(f"  … up to {last:%B %Y}")

    return act
