"""The accounts of the example practice: one in order, one with something to put right."""

import datetime as dt

from trainingsite.desk.example.cast import Place
from trainingsite.desk.example.days import at_time, working_day
from trainingsite.desk.example.diary import Diary, doing
from trainingsite.desk.example.setting import Setting
from trainingsite.people.models import Duty, Person
from trainingsite.policies.account_actions import add_account, note_check
from trainingsite.policies.accounts import PracticeAccount

KEPT_FROM = dt.timedelta(days=14)
ADDED_AT, CHECKED_AT = 11, 16
CHECKED_DAYS_AGO = (200, 40)
PAGE = {
    "platform": "Facebook",
    "address": "facebook.com/millbrooklanesurgery",
    "purpose": "News, opening times and health advice for patients",
    "second_factor_on": True,
    "recovery_address": "office@millbrook-lane.example",
    "on_personal_profile": False,
}
PICTURES = {
    "platform": "Instagram",
    "address": "@millbrooklane",
    "purpose": "Pictures of the garden project and of health days",
    "second_factor_on": False,
    "recovery_address": "",
    "on_personal_profile": True,
}


def keep_accounts(setting: Setting, diary: Diary) -> None:
    """Put into the diary that the accounts are registered, and that one of them is checked now and then."""
    calendar, practice = setting.calendar, setting.practices[Place.HOME]
    day, manager = working_day(calendar.went_live_on + KEPT_FROM), setting.manager(Place.HOME)
    duties = {"responsibilities__duty": Duty.ACCOUNT_HOLDER, "responsibilities__practice": practice}
    holders = list(Person.objects.at(practice).filter(**duties))
    for minute, (details, several) in enumerate(((PAGE, holders[:2]), (PICTURES, holders[:1]))):
        adding = doing(add_account, practice=practice, holders=several, by=manager, **details)
        diary.put(at_time(day, ADDED_AT, minute), adding)
    for days in CHECKED_DAYS_AGO:
        diary.put(at_time(working_day(calendar.days_ago(days)), CHECKED_AT), doing(check_page, setting=setting))


def check_page(*, setting: Setting, at: dt.datetime) -> None:
    """The manager looks whether the register still says what is so."""
    accounts = PracticeAccount.objects.standing().at(setting.practices[Place.HOME])
    note_check(account=accounts.get(platform=PAGE["platform"]), by=setting.manager(Place.HOME), at=at)
