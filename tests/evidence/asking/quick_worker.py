"""`manage.py work` that only makes packs, and makes them slowly: python -m tests.evidence.asking.quick_worker

It takes others for dead after two seconds. Each file of a pack takes it SLOW_SECONDS more.
"""

import datetime as dt
import os
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- Django has to be set up first

from trainingsite.desk.management.commands import work  # noqa: E402
from trainingsite.evidence import models, running  # noqa: E402

SLOW_SECONDS = float(os.environ.get("SLOW_SECONDS", "0"))
beat = running.Heart.tell


def tell_slowly(self, progress):
    time.sleep(SLOW_SECONDS)
    beat(self, progress)


running.Heart.tell = tell_slowly
running.BEAT_SECONDS = 0.2
models.TAKEN_FOR_DEAD_AFTER = dt.timedelta(seconds=2)
work.TIMETABLE = ()
work.due_jobs = lambda *_: ()
work.LOOK_SECONDS = 0.2
call_command("work")
