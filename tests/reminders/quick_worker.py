"""`manage.py work` with a faster clock, for tests: python -m tests.reminders.quick_worker"""

import datetime as dt

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- Django has to be set up first

from trainingsite.desk import timetable  # noqa: E402
from trainingsite.desk.management.commands import work  # noqa: E402

SECOND = dt.timedelta(seconds=1)
QUICK = (timetable.Job("messages", SECOND, timetable.send_messages),)

timetable.TIMETABLE = work.TIMETABLE = QUICK
work.PERIODS = {job.name: job.every for job in QUICK}
work.PAUSE_SECONDS = 0.1
call_command("work")
