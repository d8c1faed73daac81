"""The packs that were asked for, as their practice's managers see them."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.evidence.models import PackRun
from trainingsite.evidence.purposes import PARTS

SUMMARY, MATRIX, ZIP = "summary.pdf", "matrix.xlsx", "pack.zip"
FIRST = (SUMMARY, MATRIX)
SHOWN = 10
SLOW_TO_BEGIN = dt.timedelta(minutes=2)
KINDS = {
    SUMMARY: ("Summary", "PDF", "application/pdf"),
    MATRIX: ("Spreadsheet", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ZIP: ("The whole pack", "ZIP", "application/zip"),
}
ENDINGS = {SUMMARY: "-summary.pdf", MATRIX: "-matrix.xlsx", ZIP: ".zip"}


@dataclass(frozen=True)
class File:
    """One file that can be downloaded."""

    name: str
    size: int

    @property
    def title(self) -> str:
        return KINDS[self.name][0]

    @property
    def kind(self) -> str:
        return KINDS[self.name][1]


@dataclass(frozen=True)
class RunShown:
    """One pack that was asked for: what it shows, how far it has come, and what can be taken."""

    run: PackRun
    now: dt.datetime

    @property
    def state(self) -> str:
        """A pack whose days are over is deleted, whether or not somebody has come round to it."""
        over = self.run.state == PackRun.State.DONE and is_over(self.run, self.now)
        return PackRun.State.EXPIRED if over else self.run.state

    @property
    def label(self) -> str:
        return PackRun.State(self.state).label

    @property
    def purpose(self) -> str:
        return self.run.asked.purpose.title

    @property
    def extras(self) -> list[str]:
        """What it holds besides what every pack holds."""
        return [PARTS[key][0].lower() for key in self.parts]

    @property
    def parts(self) -> list[str]:
        return [key for key in PARTS if self.run.asked.wants(key)]

    @property
    def files(self) -> list[File]:
        if self.state not in (PackRun.State.RUNNING, PackRun.State.DONE):
            return []
        return [File(name, self.run.files[name]) for name in KINDS if name in self.run.files]

    @property
    def is_slow_to_begin(self) -> bool:
        return self.state == PackRun.State.WAITING and self.now - self.run.asked_at > SLOW_TO_BEGIN


def is_over(run: PackRun, now: dt.datetime) -> bool:
    return run.state == PackRun.State.EXPIRED or (run.expires_at is not None and run.expires_at <= now)


def runs_shown(person, now: dt.datetime, today: dt.date) -> list[RunShown]:
    """The newest packs of the practices that the person manages."""
    runs = PackRun.objects.visible_to(person, today).select_related("practice", "asked_by")
    return [RunShown(run, now) for run in runs.order_by("-asked_at", "-pk")[:SHOWN]]


def download_name(run: PackRun, name: str) -> str:
    """What the file is called on somebody's computer."""
    return run.asked.file_name.removesuffix(".zip") + ENDINGS[name]
