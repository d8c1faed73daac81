"""The background process: messages, certificates nobody asked for, the daily seal."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from trainingsite.desk.timetable import due_jobs

PAUSE_SECONDS = 10
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what nobody has to ask for: send messages, issue certificates, seal the record. Safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now and stop")

    def handle(self, *, once, **options):
        stop = threading.Event()
        if not once:
            for sign in (signal.SIGTERM, signal.SIGINT):
                signal.signal(sign, lambda *_: stop.set())
        last_run = {}
        while not stop.is_set():
            self.work(last_run)
            if once:
                return
            close_old_connections()
            stop.wait(PAUSE_SECONDS)

    def work(self, last_run):
        """Run what is due; one job's failure is told and stops no other, and it is tried again at its next time."""
        now = timezone.now()
        for job in due_jobs(last_run, now):
            try:
                self.stdout.write(f"{timezone.localtime(now):%H:%M} {job.name}: {job.run(now)}")
            except Exception:
                logger.exception("The job %s failed; it is tried again at its next time.", job.name)
            last_run[job.name] = now
