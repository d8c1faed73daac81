"""``manage.py load_starter_content``"""

from django.core.management.base import BaseCommand
from django.utils import timezone

from trainingsite.desk.starter import load_starter_content


class Command(BaseCommand):
    """Adds the shared content that is missing."""

    help = (
        "Adds the job roles, modules, scenarios and programmes that are missing, and publishes them."
        " What is there already stays as it is, edits included. Safe to run again."
    )

    def handle(self, *args, **options):
        lines = 0
        for line in load_starter_content(at=timezone.now()):
            self.stdout.write(line)
            lines += 1
        self.stdout.write("The starter content is loaded." if lines else "It is all there already: nothing was added.")
