"""The tests' own flush: puts the database back as the migrations left it."""

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from tests import baseline


class Command(Flush):
    def handle(self, **options):
        baseline.restore(connections[options["database"]])
