"""The framework that is there from the start, and what a later release adds to it."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import yaml
from django.db import transaction

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.evidence.frameworks.tables import Certainty, Framework, Mapping, Said, Statement

STARTER = Path(__file__).parent / "framework.yaml"
LOADED = "evidence.framework_loaded"
ALWAYS = dt.date(2000, 1, 1)
TABLES = {"frameworks": Framework, "statements": Statement, "mappings": Mapping}
APART = 10  # so that somebody's own row finds its place between two of ours


def load_frameworks(*, at: dt.datetime, path: Path = STARTER) -> Iterator[str]:
    """Add each row that is missing, and say how many; whatever somebody has changed stays as they left it."""
    added = put_in(yaml.safe_load(path.read_text()), at=at)
    if added:
        yield f"Framework of the regulator: rows added ({added})"


@transaction.atomic
def put_in(content: dict[str, list[dict]], *, at: dt.datetime) -> int:
    """Add the rows that are missing as one act; how many there were."""
    act, added = uuid.uuid4(), []
    for name, model in TABLES.items():
        added += missing_rows(model, [told(name, row, place) for place, row in enumerate(content[name], start=1)])
    for row in added:
        row.act, row.set_at = act, at
        row.save(force_insert=True)
    if added:
        record(chains=[SITE_CHAIN], verb=LOADED, at=at, act=act, rows=added)
    return len(added)


def told(table: str, row: dict, place: int) -> dict:
    """The fields of one row of the file; a mapping is known by what it maps."""
    fields = {"holds_from": row.get("from", ALWAYS), "position": APART * place, **row}
    fields.pop("from", None)
    if table == "mappings":
        fields = {"certainty": Certainty.OUR_READING, "code": f"{row['statement']}-{row['record_kind']}", **fields}
        fields["code"] = fields["code"].replace("_", "-")
    return fields


def missing_rows(model: type[Said], wanted: list[dict]) -> list[Said]:
    """The rows of the file that are not there in these words, unless somebody has taken the code in hand."""
    there: dict[str, list[Said]] = {}
    for row in model.objects.order_by("number"):
        there.setdefault(row.code, []).append(row)
    found = []
    for fields in wanted:
        earlier = there.setdefault(fields["code"], [])
        if any(row.set_by_id for row in earlier) or is_there(fields, earlier):
            continue
        row = model(**fields, number=len(earlier) + 1)
        earlier.append(row)
        found.append(row)
    return found


def is_there(fields: dict, earlier: list[Said]) -> bool:
    """Whether the last thing said of that first day is just this; where it stands in the order does not count."""
    same_day = [row for row in earlier if row.holds_from == fields["holds_from"]]
    return bool(same_day) and all(
        getattr(same_day[-1], name) == value for name, value in fields.items() if name != "position"
    )
