"""Say that a backup was put back, so that nobody is told twice."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.reminders.restoring import note_restored


def moment(text: str) -> dt.datetime:
    """A moment as it is typed, on the clock of the practice. Raises CommandError for anything else."""
    try:
        typed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a moment: write it like '2026-03-31 14:00'.") from None
    return typed if timezone.is_aware(typed) else timezone.make_aware(typed)


class Command(BaseCommand):
    help = (
        "After putting back a backup, before `manage.py work` starts again: hold back every message that may have been"
        " sent until the moment when the old database was last at work."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sent-until", type=moment, required=True, metavar="MOMENT", help="like '2026-03-31 14:00'"
        )

    def handle(self, *, sent_until, **options):
        held = note_restored(sent_until=sent_until)
        self.stdout.write(f"{held['messages']} messages and {held['reminders']} reminders are not sent again.")
