"""Dated signatures of one practice or of many, as one file: it takes no more memory when it is longer."""

import datetime as dt
import json
from collections.abc import Collection, Iterator
from functools import lru_cache

from django.db.models import CharField, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from trainingsite.audit.models import AuditEvent, Words
from trainingsite.formats.lines import END, cell, cells, csv_lines
from trainingsite.people.identities import SamePerson
from trainingsite.people.models import Practice
from trainingsite.policies.models import Attestation, PolicyVersion

Kind = Attestation.Kind
HEADINGS = (
    "Practice", "ODS code", "Name", "Job role then", "Policy", "Version", "Signed on", "At (UK time)", "Basis", "How",
    "State", "Event",
)  # fmt: skip
STANDS = "Stands"
ENDED = {Kind.WITHDRAWN: "Withdrawn", Kind.VOIDED: "Voided"}
# A page is asked for after the last row of the one before, and no cursor stays open: a reader may take long, a pooler
# may give the next question to another connection, and signatures are only ever added.
ROWS_AT_ONCE = 5000
COLUMNS = (
    "pk", "practice_id", "person_id", "person__first_name", "person__last_name", "person__username", "version_id",
    "day", "moment", "kind", "method", "said", "ended_as", "event",
)  # fmt: skip
UTC = "+00"  # SQLite keeps moments without it
ZONE = timezone.get_default_timezone()
JOB_ROLE = b'"job_role":"'


class KeyOfChain(Func):
    """In the database what ``people.models.chain_of`` says of a practice's key."""

    template = "('practice:' || CAST(%(expressions)s AS text))"
    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler, connection, **context):
        """Keys are kept there as 32 digits without dashes."""
        at = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        parts = " || '-' || ".join(f"substr(%(expressions)s, {start}, {length})" for start, length in at)
        return self.as_sql(compiler, connection, template=f"('practice:' || {parts})", **context)


def attestations_csv(practices: Collection[Practice], first: dt.date, last: dt.date) -> Iterator[bytes]:
    """One line for each signature of these days at these practices, in the order in which they were recorded.

    Names are those of today, a job role that of the day of signing. The number of queries depends on how many
    thousands of signatures there are, and on nothing else.
    """
    return csv_lines(HEADINGS, _lines(list(practices), first, last))


def signatures_at(practices: Collection[Practice], first: dt.date, last: dt.date) -> QuerySet[Attestation]:
    """The signatures of a period, those too that were taken back later, with what is printed of them."""
    signed = Attestation.objects.filter(practice__in=practices).signed().filter(attested_on__range=(first, last))
    words = Words.objects.filter(pk=OuterRef("words_key"), media_type="application/json")
    events = AuditEvent.objects.filter(act=OuterRef("act"), chain__key=KeyOfChain(OuterRef("practice__key")))
    same = {name: OuterRef(name) for name in ("person", "practice", "version")}
    ends = Attestation.objects.filter(**same, number__gt=OuterRef("number"), kind__in=ENDED).order_by("number")
    return signed.annotate(
        day=Cast("attested_on", CharField()),
        moment=Cast("attested_at", CharField()),
        said=Subquery(words.values("body")[:1]),
        event=Subquery(events.values("seq")[:1]),
        ended_as=Subquery(ends.values("kind")[:1]),
    )


def _lines(practices: Collection[Practice], first: dt.date, last: dt.date) -> Iterator[str]:
    signed = signatures_at(practices, first, last).order_by("pk")
    places = {practice.pk: cells([practice.name, practice.ods_code]) for practice in practices}
    versions = {
        pk: cells([title, f"{major}.{minor}"])
        for pk, title, major, minor in PolicyVersion.objects.filter(practice__in=practices).values_list(
            "pk", "title", "major", "minor"
        )
    }
    kept = names_kept(practices)
    after = 0
    while page := list(signed.filter(pk__gt=after).values_list(*COLUMNS)[:ROWS_AT_ONCE]):
        after = page[-1][0]
        for (
            _, practice, person, first_name, last_name, username, version, on, at, kind, method, said, ended, event,
        ) in page:  # fmt: skip
            name = kept.get(person) or f"{first_name} {last_name}".strip() or username
            yield (
                f"{places[practice]},{_cell(name)},{job_role_in(said)},{versions[version]},{on},"
                f"{on_the_clock(at)},{_words(kind, method, ended)},{'' if event is None else event}{END}"
            )


def names_kept(practices: Collection[Practice]) -> dict[int, str]:
    """By former row with a signature at these practices: the name of the person it counts for."""
    joined = SamePerson.objects.standing().filter(former__attestations__practice__in=practices)
    return {each.former_id: each.kept.name for each in joined.select_related("kept").distinct()}


_cell = lru_cache(maxsize=4096)(cell)


@lru_cache(maxsize=64)
def _words(kind: str, method: str, ended: str | None) -> str:
    """The cells that say how it came about, and whether it stands."""
    how = Attestation.Method(method).label if method else ""
    return cells([Kind(kind).label, how, ENDED[Kind(ended)] if ended else STANDS])


def on_the_clock(moment: str) -> str:
    """A moment as the database writes it, on the practice's clock, and how far that is from UTC."""
    at = dt.datetime.fromisoformat(moment if UTC in moment else f"{moment}{UTC}")
    return at.astimezone(ZONE).isoformat(timespec="seconds")


def job_role_in(said) -> str:
    """The cell with the job role among the words kept of a signature; empty once they are let go.

    Canonical bytes show it in one place and one way: only what stands between its quotes is read.
    """
    if said is None:
        return ""
    _, found, rest = bytes(said).partition(JOB_ROLE)
    if not found:
        return ""
    return _job_role(rest[: rest.index(b'"')]) if b"\\" not in rest else cell(json.loads(bytes(said))["job_role"])


@lru_cache(maxsize=512)
def _job_role(text: bytes) -> str:
    return cell(text.decode())
