"""What is done without anybody asking, and how often. Every job is safe to run twice, and two at once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from scenarios.forgetting import erase_answers
from trainingsite.audit.models import Seal
from trainingsite.audit.seals import seal
from trainingsite.certificates.actions import issue_missing
from trainingsite.notices.actions import deliver_waiting
from trainingsite.policies.questions.left import tell_managers
from trainingsite.policies.review.reminding import remind_owners
from trainingsite.reminders.jobs import last_finished
from trainingsite.reminders.telling import remind


@dataclass(frozen=True)
class Job:
    """One job: its name, how often it runs, and what it does at a time, told in a sentence."""

    name: str
    every: dt.timedelta
    run: Callable[[dt.datetime], str]


def send_messages(at: dt.datetime) -> str:
    counts = deliver_waiting(at=at)
    return f"{counts['sent']} messages sent, {counts['failed']} failed"


def issue_certificates(at: dt.datetime) -> str:
    return f"{issue_missing(at=at)} certificates issued"


def erase_practice_answers(at: dt.datetime) -> str:
    return f"{erase_answers(at=at)} answers erased"


def remind_of_reviews(at: dt.datetime) -> str:
    return f"{remind_owners(at)} owners reminded, {tell_managers(at)} managers told of a question"


def remind_people(at: dt.datetime) -> str:
    outcome = remind(at, last_at=last_finished("reminders"))
    return outcome.sentence if outcome else "nobody is told anything at this time of the week"


def seal_the_record(at: dt.datetime) -> str:
    """Seal once a day, however often this is called."""
    last = Seal.objects.order_by("-sealed_at").first()
    if last and at - last.sealed_at < dt.timedelta(hours=20):
        return "sealed already today"
    return f"sealed, root {seal(at=at).root[:12]}"


TIMETABLE = (
    Job("messages", dt.timedelta(minutes=1), send_messages),
    Job("certificates", dt.timedelta(minutes=10), issue_certificates),
    Job("answers", dt.timedelta(days=1), erase_practice_answers),
    Job("reviews", dt.timedelta(hours=1), remind_of_reviews),
    Job("reminders", dt.timedelta(minutes=30), remind_people),
    Job("seal", dt.timedelta(hours=1), seal_the_record),
)
PERIODS = {job.name: job.every for job in TIMETABLE}


def due_jobs(last_run: dict[str, dt.datetime], at: dt.datetime) -> list[Job]:
    """The jobs whose time has come; all of them the first time."""
    return [job for job in TIMETABLE if job.name not in last_run or at - last_run[job.name] >= job.every]
