"""What stands behind a report, for its foot: the head of the practice's chain, and the last seal."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from trainingsite.audit.models import AuditEvent, Seal
from trainingsite.people.models import Practice


@dataclass(frozen=True)
class Behind:
    """The newest event of a chain, and the newest seal; neither before there is one."""

    event: tuple[int, str] | None
    seal: Seal | None

    @classmethod
    def of(cls, practice: Practice) -> "Behind":
        """What stands behind the practice's record now, in two queries."""
        events = AuditEvent.objects.filter(chain__key=practice.chain).order_by("-seq")
        return cls(events.values_list("seq", "hash").first(), Seal.objects.order_by("sealed_at").last())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each with its label."""
        found = []
        if self.event:
            found.append(("Head of the practice's chain", f"Event {self.event[0]}: {self.event[1]}"))
        if self.seal:
            found.append(("Last seal", f"{on_the_clock(self.seal.sealed_at)}: {self.seal.root}"))
        return found

    @property
    def foot(self) -> str:
        """The same in the one line that a page has room for."""
        event = f"Event {self.event[0]}, {self.event[1][:16]}…" if self.event else ""
        seal = f"Last seal {on_the_clock(self.seal.sealed_at)}, {self.seal.root}" if self.seal else ""
        return "; ".join(part for part in (event, seal) if part)


def on_the_clock(at: dt.datetime) -> str:
    """The time on the practice's clock, with the name of its zone."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %Z}"
