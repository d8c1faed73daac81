"""Read the reports of the mail server about messages that came back."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.notices.bounces import bounce_in, note_bounces, reports_in


class Command(BaseCommand):
    help = (
        "Note which messages came back undelivered, from the mailbox that EMAIL_FROM belongs to (an mbox file, or one"
        " saved report). The people they were for are then on the list of messages to hand out."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="a mailbox (mbox), or one report")

    def handle(self, *, file, **options):
        try:
            bounces = [bounce for report in reports_in(file) if (bounce := bounce_in(report))]
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}") from None
        noted = note_bounces(bounces, at=timezone.now())
        self.stdout.write(f"{len(bounces)} reports of messages that came back, {noted} noted.")
