"""What is done without anybody asking, and how often. Every job is safe to run twice, and two at once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.module_loading import import_string

from modules.counting import count_topics
from scenarios.forgetting import erase_answers
from trainingsite.audit.models import Seal
from trainingsite.audit.seals import seal
from trainingsite.certificates.missing import issue_missing
from trainingsite.compliance.recognising import recognise_joiners
from trainingsite.compliance.remembering import check_all
from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.erasing import erase_old_words, kept_since
from trainingsite.notices.invitations import queue_invitations
from trainingsite.people.leavers import end_rights_that_are_over, end_sign_ins_of_leavers
from trainingsite.people.sessions import forget_sessions_over
from trainingsite.reminders.actions import forget_old_matters
from trainingsite.reminders.jobs import last_finished
from trainingsite.reminders.monthly import send_monthly_links
from trainingsite.reminders.telling import remind

CLOCKS_DIFFER_BY = dt.timedelta(minutes=10)


class TimelinesDiffered(Exception):
    """Timelines that were kept did not say what fresh ones say."""


@dataclass(frozen=True)
class Job:
    """One job: its name, how often it runs, and what it does at a time, told in a sentence.

    What an app above this one does is named by its path: imports go down, and names go up.
    """

    name: str
    every: dt.timedelta
    does: Callable[[dt.datetime], str] | str

    def run(self, at: dt.datetime) -> str:
        return named(self.does)(at)


def named(does: Callable | str) -> Callable:
    """A function, or the one that a path names."""
    return import_string(does) if isinstance(does, str) else does


def send_messages(at: dt.datetime) -> str:
    queue_invitations(at)
    counts = deliver_waiting(at=at)
    return f"{counts['sent']} messages sent, {counts['failed']} failed"


def issue_certificates(at: dt.datetime) -> str:
    return f"{issue_missing(at=at)} certificates issued"


def count_what_went_wrong(at: dt.datetime) -> str:
    return f"topics of {count_topics(at=at)} practices counted for the quarter that is over"


def erase_practice_answers(at: dt.datetime) -> str:
    return f"{erase_answers(at=at)} answers erased"


def erase_old_messages(at: dt.datetime) -> str:
    forget_old_matters(before=kept_since(at))
    return f"the words of {erase_old_words(at=at)} old messages erased"


def remind_people(at: dt.datetime) -> str:
    outcome = remind(at, last_at=last_finished("reminders"))
    return outcome.sentence if outcome else "nobody is told anything at this time of the week"


def send_links_of_the_month(at: dt.datetime) -> str:
    return f"{send_monthly_links(at)} people sent the way to their desk"


def end_access_of_leavers(at: dt.datetime) -> str:
    ended, rights = end_sign_ins_of_leavers(at), end_rights_that_are_over(at)
    return f"{ended} sign-ins of leavers ended, {rights} rights to edit policies"


def forget_old_sessions(at: dt.datetime) -> str:
    return f"{forget_sessions_over(at)} sign-in sessions that were over deleted"


def recognise_what_was_brought(at: dt.datetime) -> str:
    return f"what {recognise_joiners(at, since=last_finished('joiners'))} joiners brought along recognised"


def seal_the_record(at: dt.datetime) -> str:
    """Seal once a day, however often this is called."""
    last = Seal.objects.order_by("-sealed_at").first()
    if last and at - last.sealed_at < dt.timedelta(hours=20):
        return "sealed already today"
    return f"sealed, root {seal(at=at).root[:12]}"


def check_timelines(at: dt.datetime) -> str:
    """Raises TimelinesDiffered, so that the run shows red: what was kept was wrong, and has been put right."""
    practices, cells = check_all(timezone.localdate(at))
    if cells:
        raise TimelinesDiffered(f"{cells} cells of {practices} practices differed from fresh ones, and were put right")
    return f"the timelines of {practices} practices are as fresh ones are"


TIMETABLE = (
    Job("messages", dt.timedelta(minutes=1), send_messages),
    Job("certificates", dt.timedelta(minutes=10), issue_certificates),
    Job("topics", dt.timedelta(days=1), count_what_went_wrong),  # before the answers go
    Job("answers", dt.timedelta(days=1), erase_practice_answers),
    Job("timelines", dt.timedelta(days=1), check_timelines),
    Job("old messages", dt.timedelta(days=1), erase_old_messages),
    Job("reminders", dt.timedelta(minutes=30), remind_people),
    Job("monthly links", dt.timedelta(hours=1), send_links_of_the_month),
    Job("leavers", dt.timedelta(hours=1), end_access_of_leavers),
    Job("sessions", dt.timedelta(days=1), forget_old_sessions),
    Job("joiners", dt.timedelta(hours=1), recognise_what_was_brought),
    Job("packs", dt.timedelta(hours=1), "trainingsite.evidence.shelf.delete_expired"),
    Job("disposals", dt.timedelta(minutes=1), "trainingsite.evidence.keeping.erasing.erase_what_was_approved"),
    Job("seal", dt.timedelta(hours=1), seal_the_record),
)
# What somebody waits for in front of a page: begun within a second or two, however much the timetable has to do.
AWAITED = "trainingsite.evidence.running.make_what_waits"
PERIODS = {job.name: job.every for job in TIMETABLE}


def due_jobs(last_run: dict[str, dt.datetime], at: dt.datetime) -> list[Job]:
    """The jobs whose time has come; all of them the first time, and when the clock turns out to have been fast."""
    return [
        job
        for job in TIMETABLE
        if job.name not in last_run or not -CLOCKS_DIFFER_BY < at - last_run[job.name] < job.every
    ]
