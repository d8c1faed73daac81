"""Seal the chains as they stand."""

import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.audit.seals import chain_heads, seal
from trainingsite.compliance.command_line import practice_from
from trainingsite.evidence import sealed


class Command(BaseCommand):
    help = (
        "Sign the heads of all chains of events, and print the seal. Keep what is printed outside this system:"
        " 'verify_evidence --seal FILE' and a pack's 'verify.py --seal FILE' show with it that no history was"
        " rewritten or cut off since."
    )

    def add_arguments(self, parser):
        parser.add_argument("--practice", metavar="ODS", help="print the seal for this practice alone")

    def handle(self, *, practice, **options):
        wanted = practice_from(practice).chain if practice else None
        try:
            made = seal(at=timezone.now())
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from None
        chains = [wanted] if wanted else [head[0] for head in chain_heads()]
        entries = [entry for entry in (sealed.entry(made, chain) for chain in chains) if entry]
        self.stdout.write(json.dumps(entries, indent=1))
        self.stderr.write(f"Sealed at {made.sealed_at:%Y-%m-%d %H:%M:%S %Z}, root {made.root}, key {made.key_id}.")
