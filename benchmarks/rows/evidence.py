"""An evidence pack as it is asked for when nothing else is chosen: of a usual practice, and of a very large one."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from benchmarks.country.filling import analyse
from benchmarks.practice.beginnings import DAYS_IN_A_YEAR
from benchmarks.practice.filling import fill
from benchmarks.practice.sealing import seal_every_night
from benchmarks.report import say
from benchmarks.site import Site
from trainingsite.audit.models import Chain
from trainingsite.people.models import Practice

USUAL, LARGE = {"people": 30, "lasting": 2}, {"people": 500, "lasting": 10}
RUNS = 3


def measure(site: Site) -> None:
    practices = [(fill("M40030", **USUAL), USUAL), (fill("M40500", **LARGE), LARGE)]
    seal_the_years([practice for practice, _ in practices], LARGE["lasting"])
    analyse()
    for practice, size in practices:
        packs = made(site, practice, size["lasting"])
        site = replace(site, people=size["people"])
        site.row(f"evidence_pack_s_{size['people']}", "s", [pack["seconds"] for pack in packs])
        if size is LARGE:
            site.row("evidence_pack_mb_500", "MB", [packs[-1]["megabytes"]])


def seal_the_years(practices: list[Practice], lasting: int) -> None:
    """Let the record have been sealed every night."""
    today = timezone.localdate()
    chains = Chain.objects.filter(key__in=[practice.chain for practice in practices])
    seal_every_night(chains, today - dt.timedelta(days=DAYS_IN_A_YEAR * lasting), today)


def made(site: Site, practice: Practice, lasting: int) -> list[dict]:
    """Packs of the whole time, made by a process that does nothing else."""
    today = timezone.localdate()
    task = {"ods_code": practice.ods_code, "from_on": str(today - dt.timedelta(days=DAYS_IN_A_YEAR * lasting))}
    packs = site.walk("benchmarks.packs", **task, on=str(today), runs=RUNS)
    say(f"    {packs[-1]['bytes']:,} bytes each")
    return packs
