"""Tell people what waits for them, now or as on another day."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.delivery import MailServerSilent
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.rules import FIRST_HOUR, LAST_HOUR, is_working_day
from trainingsite.reminders.preview import not_a_working_day, preview
from trainingsite.reminders.telling import remind

MORNING = dt.time(9)


def day(text: str) -> dt.date:
    """A day as it is typed. Raises CommandError for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a day: write it like 2026-03-31.") from None


class Command(BaseCommand):
    help = (
        "Tell everybody what waits for them, once for each step and at most once a day. `manage.py work` does this by"
        " itself; --dry-run shows who would be told what, and why, and changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", type=day, metavar="DATE", help="as on this day (2026-03-31), at 9 in the morning")
        parser.add_argument("--dry-run", action="store_true", help="list who would be told what and why, one per line")

    def handle(self, *, on, dry_run, **options):
        now = timezone.now()
        at = timezone.make_aware(dt.datetime.combine(on, MORNING)) if on else now
        if dry_run:
            for line in preview(timezone.localdate(at)):
                self.stdout.write(line)
            return
        outcome = remind(at)
        if outcome is None:
            self.stdout.write(self.why_not(timezone.localdate(at)))
            return
        try:
            delivered = deliver_waiting(at=at)
        except MailServerSilent as problem:
            raise CommandError(f"{outcome.sentence}; {problem}") from None
        self.stdout.write(f"{outcome.sentence}; {delivered['sent']} messages sent, {delivered['failed']} failed")

    def why_not(self, today: dt.date) -> str:
        """Why nobody is told anything at this time."""
        if is_working_day(today, bank_holidays()):
            return f"Nobody is told anything before {FIRST_HOUR:%H:%M} or after {LAST_HOUR:%H:%M}."
        return not_a_working_day(today)
