"""Add a practice, with everything it needs to begin."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.desk.management.commands.import_staff import somebody_called
from trainingsite.desk.places.forms import OpeningForm
from trainingsite.desk.places.opening import NoStarterContent, open_ready
from trainingsite.people.helping import CannotHelp
from trainingsite.people.models import Person, Practice
from trainingsite.people.practices import CodeTaken
from trainingsite.people.sign_in_codes import GivenCode, give_code

REASON = "First manager of a new practice"
# The option for each field of the form, as it is typed; the others are called as the field is.
OPTIONS = {
    "name": ("NAME", "the name of the practice"),
    "ods_code": ("ODS", "its ODS code, such as A81001"),
    "went_live_on": ("DATE", "the day it goes live (default: today)"),
    "network": ("KEY", "the key of a network it belongs to"),
    "cqc_provider_id": ("ID", "its CQC provider ID"),
    "cqc_location_id": ("ID", "its CQC location ID"),
    "address": ("TEXT", "its address"),
    "phone": ("NUMBER", "its telephone number"),
    "website": ("URL", "its website"),
    "approved_messaging_apps": ("TEXT", "where staff may write about work"),
    "username": ("NAME", "its first manager: the sign-in name of somebody who is here already"),
    "first_name": ("NAME", "its first manager: the first name of somebody new"),
    "last_name": ("NAME", "and the last name"),
    "email": ("ADDRESS", "and the e-mail address, if there is one"),
}
OF_THE_MANAGER = ("username", "first_name", "last_name", "email")
SHORTER = {"ods_code": "ods", "went_live_on": "go_live"}


def option_for(field: str) -> str:
    name = f"manager_{field}" if field in OF_THE_MANAGER else SHORTER.get(field, field)
    return f"--{name.replace('_', '-')}"


class Command(BaseCommand):
    help = (
        "Add a practice with its shelf, drafts of its policies, the starter programmes and its first manager: all of it"
        " or, if there is one error, nothing. With --by, a code is printed with which the manager chooses a password."
    )

    def add_arguments(self, parser):
        for field, (metavar, words) in OPTIONS.items():
            parser.add_argument(
                option_for(field), dest=field, metavar=metavar, help=words, required=field in ("name", "ods_code")
            )
        parser.add_argument("--without-programmes", action="store_true", help="follow none of the starter programmes")
        parser.add_argument("--by", metavar="NAME", help="the sign-in name of the administrator who does this")
        parser.add_argument("--json", action="store_true", help="print what was added and the errors as JSON")

    def handle(self, *, without_programmes, by, json, **options):
        at, by = timezone.now(), administrator_called(by) if by else None
        data = {field: options[field] or "" for field in OPTIONS}
        data["went_live_on"] = data["went_live_on"] or timezone.localdate(at).isoformat()
        form = OpeningForm({**data, "follow_programmes": not without_programmes}, today=timezone.localdate(at))
        opened = opened_from(form, by, at) if form.is_valid() else None
        errors = [{"column": column, "message": " ".join(told)} for column, told in form.errors.items()]
        if json:
            self.stdout.write(as_json(opened, errors))
        elif opened:
            self.stdout.write(in_words(*opened))
        if errors:
            told = [] if json else [f"{option_for(each['column'])}: {each['message']}." for each in errors]
            raise CommandError("\n".join([*told, "Nothing was changed."]))


def administrator_called(name: str) -> Person:
    person = somebody_called(name)
    if not person.is_superuser:
        raise CommandError(f"{name} is no administrator of this site: only they add practices.")
    return person


def opened_from(form: OpeningForm, by: Person | None, at) -> tuple[Practice, Person | None, GivenCode | None] | None:
    """Open what the form says, with a code for its manager; None, with the reason on the form, if it cannot be."""
    try:
        practice, manager = open_ready(by=str(by.key) if by else "", at=at, **form.opening)
    except NoStarterContent as missing:
        raise CommandError(str(missing)) from None
    except CodeTaken:
        form.add_error("ods_code", "Another practice has this ODS code. Check the code")
        return None
    if not (manager and by) or manager.last_login:
        return practice, manager, None
    try:
        return practice, manager, give_code(person=manager, practice=practice, by=by, reason=REASON, at=at)
    except CannotHelp:
        return practice, manager, None


def as_json(opened, errors: list[dict]) -> str:
    practice, manager, given = opened or (None, None, None)
    said = {
        "created": 1 if opened else 0,
        "ods": practice.ods_code if practice else "",
        "manager": manager.username if manager else "",
        "code": given.code if given else "",
        "errors": errors,
    }
    return json.dumps(said, ensure_ascii=False)


def in_words(practice: Practice, manager: Person | None, given: GivenCode | None) -> str:
    lines = [f"{practice.name} ({practice.ods_code}) is added."]
    if manager is None:
        return "\n".join([*lines, "Nobody manages it yet: add a manager on the page “Practices and networks”."])
    lines.append(f"{manager.name} manages it. Sign-in name: {manager.username}")
    if given:
        until = timezone.localtime(given.ends_at)
        lines.append(f"Code to choose a password with, shown this once: {given.code} (until {until:%-d %B %Y, %H:%M})")
    elif manager.last_login is None:
        lines.append("Make them a code on the practice's page, or run this with --by next time.")
    return "\n".join(lines)
