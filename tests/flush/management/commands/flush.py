"""The tests' own flush: TransactionTestCase empties tables with DELETE or TRUNCATE, which the record refuses."""

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from trainingsite.audit import triggers


class Command(Flush):
    def handle(self, **options):
        connection = connections[options["database"]]
        triggers.remove(connection)
        try:
            super().handle(**options)
        finally:
            triggers.install(connection)
