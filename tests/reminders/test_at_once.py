"""Several processes at once: nobody is told twice, and one that is killed is followed by the other."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from tests.factories import (
    MONDAY,
    make_member,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.notices.mail_servers import mail_server
from tests.policies.test_signing_at_once import at_once
from trainingsite.notices.actions import deliver_waiting, put
from trainingsite.notices.models import Notice
from trainingsite.reminders.models import JobRun, Reminder
from trainingsite.reminders.telling import remind

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6
MESSAGES = 120
IN_A_RUN, MIDDLE = 10, range(1, 6)


def test_everybody_is_told_once_when_four_processes_remind_at_the_same_moment(settings):
    practice = make_practice()
    make_programme("Induction", practice)
    make_requirement(outside_training=make_outside_training(), started_on=MONDAY.date())
    for number in range(PEOPLE):
        make_member(make_person(f"Person {number}", email=f"person-{number}@surgery.example"), practice=practice)

    with mail_server() as post:
        post.take(settings)
        told = at_once(lambda _: remind(MONDAY).told)
        at_once(lambda _: deliver_waiting(at=MONDAY))

    assert (sum(told), Notice.objects.count(), Reminder.objects.count()) == (PEOPLE, PEOPLE, PEOPLE)
    assert sorted(message["To"] for message in post.messages) == [
        f"person-{number}@surgery.example" for number in range(PEOPLE)
    ]


def worker(post, name):
    """A process of its own, which works on this test's database and signs its messages with its name."""
    database = connection.settings_dict["NAME"]
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    url = f"{server}/{database}" if connection.vendor == "postgresql" else f"sqlite:///{database}"
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "trainingsite.settings.dev", "SECRET_KEY": "only-for-tests",
        "SEAL_KEY": "11" * 32, "DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
        "EMAIL_FROM": f"{name}@surgery.example", "MESSAGES_A_MINUTE": str(IN_A_RUN),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", "tests.reminders.quick_worker"], env=environment, cwd=site.BASE_DIR)


def sent_by(post, name):
    return [message for message in post.messages if message["From"] == f"{name}@surgery.example"]


def wait_until(true, seconds=60):
    """Waits for something to become so. Fails if it never does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never became so"
        time.sleep(0.05)


def test_when_one_of_two_workers_is_killed_the_other_sends_what_is_left_and_nothing_twice():
    for number in range(MESSAGES):
        person = make_person(f"Person {number}", email=f"person-{number}@surgery.example")
        put(person=person, kind="receipt", about=person.key, subject="You signed", body="Thanks.", at=timezone.now())

    with mail_server() as post:
        post.takes_seconds = 0.05
        workers = [worker(post, name) for name in ("first", "second")]
        try:
            # Both are at it; the first one is killed while it is sending.
            wait_until(lambda: sent_by(post, "first") and sent_by(post, "second"))
            seen = len(sent_by(post, "first"))
            # Not between two runs: one run sends ten messages, and it is at the first half of them.
            wait_until(lambda: len(sent_by(post, "first")) > seen and len(sent_by(post, "first")) % IN_A_RUN in MIDDLE)
            os.kill(workers[0].pid, signal.SIGKILL)
            wait_until(lambda: Notice.objects.filter(state=Notice.State.SENT).count() >= MESSAGES - 1)
        finally:
            for each in workers:
                each.terminate()
                each.wait(timeout=30)

    addresses = [message["To"] for message in post.messages]
    states = list(Notice.objects.values_list("state", flat=True))
    assert len(addresses) == len(set(addresses))
    # What the dead one was just sending is in doubt, and never sent again.
    assert states.count("sent") + states.count("sending") == MESSAGES
    # The run of the dead one was never ended, and the other went on after it.
    assert JobRun.objects.filter(finished_at=None, number__lt=JobRun.objects.count()).exists()
    assert sent_by(post, "second")[-1] == post.messages[-1]
    numbers = list(JobRun.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
