"""``manage.py load_example_practice``"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.desk.example.loading import USUAL_CODE, Refused, Wanted, load_example
from trainingsite.desk.example.setting import example_practice
from trainingsite.desk.example.signins import codes_now


class Command(BaseCommand):
    """Adds an invented practice with a history, to try things out."""

    help = (
        "Adds an invented practice with its people and its history, and the starter content if that is missing,"
        " and prints how to sign in. Once it is there, running this again changes nothing and prints the same."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--ods", default=USUAL_CODE, help="its ODS code (%(default)s); its neighbour has the one before"
        )
        parser.add_argument("--staff", type=int, default=30, help="how many people work there today (%(default)s)")
        parser.add_argument("--years", type=int, default=2, help="how long its history is (%(default)s)")
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same people (%(default)s)")
        parser.add_argument("--codes", action="store_true", help="only print the six-digit codes of this moment")

    def handle(self, *, ods, staff, years, seed, codes, **options):
        now = timezone.now()
        try:
            wanted = Wanted(ods.upper(), staff, years, seed)
            text = self.codes(wanted, now) if codes else load_example(wanted, now=now, say=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as problem:
            message = f"The list of sign-ins cannot be kept, so nothing was loaded: {problem}."
            raise CommandError(message) from problem
        self.stdout.write(text)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def codes(self, wanted, now):
        practice = example_practice(wanted.ods_code)
        if practice is None:
            raise Refused(f"The example practice {wanted.ods_code} is not loaded: run this without --codes first.")
        return "\n".join(codes_now(practice, now))
