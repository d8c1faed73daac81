"""The background process: messages, certificates nobody asked for, the daily seal, packs that somebody waits for."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from trainingsite.desk.timetable import AWAITED, PERIODS, TIMETABLE, due_jobs, named
from trainingsite.reminders import jobs

PAUSE_SECONDS = 10
LOOK_SECONDS = 1
ENDS_WITHIN_SECONDS = 8
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what nobody has to ask for: send messages, issue certificates, seal the record. Safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do everything once, now, and stop")

    def handle(self, *, once, **options):
        stop = threading.Event()
        if once:
            self.work(everything=True)
            self.do_what_is_awaited(stop)
            return
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        beside = threading.Thread(target=self.look_for_what_is_awaited, args=(stop,), daemon=True)
        beside.start()
        while not stop.is_set():
            try:
                self.work(everything=False)
            except DatabaseError:
                logger.exception("The database does not answer; it is asked again in %s seconds.", PAUSE_SECONDS)
            close_old_connections()
            stop.wait(PAUSE_SECONDS)
        beside.join(ENDS_WITHIN_SECONDS)

    def look_for_what_is_awaited(self, stop):
        """In a thread of its own: neither waits for the other, the timetable nor somebody in front of a page."""
        while not stop.is_set():
            try:
                self.do_what_is_awaited(stop)
            except Exception:
                logger.exception("What somebody waits for cannot be begun; it is tried again.")
                stop.wait(PAUSE_SECONDS)
            close_old_connections()
            stop.wait(LOOK_SECONDS)
        connection.close()

    def do_what_is_awaited(self, stop):
        for did in named(AWAITED)(stop.is_set):
            self.stdout.write(f"{timezone.localtime():%H:%M} {did}")

    def work(self, *, everything):
        """Run what is due and no other process has begun; one job's failure is told and stops no other."""
        runs, now = jobs.last_runs(), timezone.now()
        jobs.tell_of_silence(PERIODS, now)
        for job in TIMETABLE if everything else due_jobs(jobs.last_started(runs, now), now):
            if run := jobs.claim(job.name, runs.get(job.name), timezone.now()):
                self.do(job, run)

    def do(self, job, run):
        """Do one job, and keep what it did; a failure is tried again at its next time."""
        did = problem = ""
        try:
            did = job.run(run.started_at)
            self.stdout.write(f"{timezone.localtime(run.started_at):%H:%M} {job.name}: {did}")
        except Exception as failure:
            logger.exception("The job %s failed; it is tried again at its next time.", job.name)
            problem = f"{type(failure).__name__}: {failure}"
        jobs.finish(run, did=did, problem=problem, at=timezone.now())
