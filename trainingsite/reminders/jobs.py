"""The scheduled jobs: several processes share them, each run is done by one, and silence is noticed.

A run is claimed by writing its number, which is unique: of two processes that find a job due, one is first.
"""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from trainingsite.people.models import Person
from trainingsite.reminders.models import JobRun

TAKEN_FOR_DEAD_AFTER = dt.timedelta(minutes=15)
PERIODS_OF_SILENCE = 3
TOLD_AGAIN_AFTER = dt.timedelta(days=1)
KEPT = 1000


def last_runs() -> dict[str, JobRun]:
    """The newest run of each job."""
    newest = JobRun.objects.values("name").annotate(newest=Max("pk")).values("newest")
    return {run.name: run for run in JobRun.objects.filter(pk__in=newest)}


def last_started(runs: Mapping[str, JobRun], at: dt.datetime) -> dict[str, dt.datetime]:
    """When each job was last begun; a run that never ended is taken for dead after a while, and done again."""
    return {
        name: run.started_at
        for name, run in runs.items()
        if run.finished_at or at - run.started_at < TAKEN_FOR_DEAD_AFTER
    }


def claim(name: str, follows: JobRun | None, at: dt.datetime) -> JobRun | None:
    """Begin the run after this one; None if another process has."""
    number = follows.number + 1 if follows else 1
    try:
        with transaction.atomic():
            run = JobRun.objects.create(name=name, number=number, started_at=at)
    except IntegrityError:
        return None
    JobRun.objects.filter(name=name, number__lte=number - KEPT).delete()
    return run


def finish(run: JobRun, *, did: str = "", problem: str = "", at: dt.datetime) -> None:
    """Note how a run ended."""
    run.did, run.problem, run.finished_at = did, problem, at
    run.save(update_fields=["did", "problem", "finished_at"])


def last_heard_of() -> dict[str, dt.datetime]:
    """When each job last came to an end, or was first begun if it never did.

    The last is the one begun last, not the one with the latest time: a clock may have been fast, and put right.
    """
    ended = JobRun.objects.filter(name=OuterRef("name"), finished_at__isnull=False).order_by("-number")
    heard = JobRun.objects.values("name").annotate(first=Min("started_at"))
    heard = heard.annotate(at=Coalesce(Subquery(ended.values("finished_at")[:1]), F("first")))
    return dict(heard.values_list("name", "at"))


def last_finished(name: str) -> dt.datetime | None:
    """When a run of this job last came to a good end."""
    ended = JobRun.objects.filter(name=name, finished_at__isnull=False, problem="")
    return ended.aggregate(at=Max("finished_at"))["at"]


def silent(periods: Mapping[str, dt.timedelta], heard: Mapping[str, dt.datetime], at: dt.datetime) -> list[str]:
    """The jobs of which nothing was heard for longer than three times their period."""
    return [name for name, every in periods.items() if name in heard and at - heard[name] > PERIODS_OF_SILENCE * every]


def tell_of_silence(periods: Mapping[str, dt.timedelta], at: dt.datetime) -> list[str]:
    """E-mail the administrators about jobs that have gone silent: once a day, while it lasts. Answers their names."""
    heard = last_heard_of()
    names = silent(periods, heard, at)
    if not names or not _is_first_to_tell(names, at):
        return []
    if settings.EMAIL_URL and (to := administrators()):
        lines = [f"- {name}: last heard of on {timezone.localtime(heard[name]):%-d %B %Y at %H:%M}" for name in names]
        EmailMessage(
            subject="Scheduled work has gone silent",
            body="Nothing was heard of this for longer than three times its period:\n\n" + "\n".join(lines)
            + "\n\nIs `manage.py work` running? What each job last did is shown here:\n"
            + f"{settings.SITE_URL}{reverse('desk:jobs')}\n",
            to=to,
        ).send(fail_silently=True)  # fmt: skip
    return names


def _is_first_to_tell(names: list[str], at: dt.datetime) -> bool:
    """Whether nobody was told of any of these within a day, and no other process is about to."""
    runs = last_runs()
    newest = [runs[name] for name in names]
    untold = Q(silence_told_at__isnull=True) | Q(silence_told_at__lte=at - TOLD_AGAIN_AFTER)
    told_lately = JobRun.objects.filter(pk__in=[run.pk for run in newest]).exclude(untold)
    if told_lately.exists() or not JobRun.objects.filter(untold, pk=newest[0].pk).update(silence_told_at=at):
        return False
    JobRun.objects.filter(pk__in=[run.pk for run in newest]).update(silence_told_at=at)
    return True


def administrators() -> list[str]:
    """Where the administrators of the site are written to: as set, or else those who may do everything in it."""
    named = [address for _, address in settings.ADMINS]
    everything = Person.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    return named or list(everything.order_by("pk").values_list("email", flat=True))
