"""Counting, once a quarter is over, what went wrong most often at a practice: in checks and in stories."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.models import ModuleVersion
from modules.rules import is_right
from modules.topic_counts import TopicsCounted
from modules.topics import Item, Topic, quarter_before, topics_among
from scenarios.actions import STEP
from scenarios.engine import BACK, Verdict
from scenarios.graphs import graph_from
from scenarios.models import Attempt, ScenarioVersion
from trainingsite.audit.actions import read_words, thawed
from trainingsite.audit.models import Words
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Membership, Practice

ANSWERS = "answers"
WENT_WRONG = (Verdict.RISKY, Verdict.BREACH)
MOST_ERASED = 10  # percent: of content of which more answers are gone, nothing can be said that is true


@dataclass(frozen=True)
class Go:
    """One go that somebody of the practice ended in the quarter."""

    person: int
    kind: str
    snapshot: str


def count_topics(*, at: dt.datetime) -> int:
    """Count the last whole quarter of every practice that has not been counted; how many were. Safe to run twice."""
    first, last = quarter_before(timezone.localdate(at))
    done = TopicsCounted.objects.filter(first_on=first).values("practice")
    return sum(count_quarter(practice, first, last, at) for practice in Practice.objects.exclude(pk__in=done))


def count_quarter(practice: Practice, first: dt.date, last: dt.date, at: dt.datetime) -> bool:
    """Keep what stood out in a quarter; False if somebody else has counted it meanwhile."""
    topics = [topic.kept for topic in topics_of(practice, first, last)]
    try:
        with transaction.atomic():
            TopicsCounted.objects.create(practice=practice, first_on=first, last_on=last, topics=topics, recorded_at=at)
    except IntegrityError:
        return False
    return True


def topics_of(practice: Practice, first: dt.date, last: dt.date) -> list[Topic]:
    """What went wrong most often for those who worked at the practice when their go ended."""
    goes = goes_ended(practice, first, last)
    words: dict = defaultdict(list)
    kept = Words.objects.filter(about__in=goes, kind__in=(ANSWERS, STEP)).order_by("position", "pk")
    for each in kept:
        go = goes[each.about]
        if each.kind == (ANSWERS if go.kind == Attempt.Kind.CHECK else STEP):
            words[each.about].append(read_words(each))
    whole = contents_kept(goes, set(words))
    titles = titles_of(whole)
    return topics_among(
        (go.person, item, right)
        for key, go in goes.items()
        if go.snapshot in whole
        for item, right in said_in(go, words[key], titles[go.snapshot])
    )


def goes_ended(practice: Practice, first: dt.date, last: dt.date) -> dict:
    """By key, the oldest first: the goes that ended on a day of the quarter on which the person worked there."""
    stays = defaultdict(list)
    jobs = Membership.objects.known().at(practice).between(first, last)
    for person, begun, ended in jobs.values_list("person", "started_on", "ended_on"):
        stays[person].append((begun, ended or dt.date.max))
    today = also_known_by(stays)
    ended = Attempt.objects.filter(person__in=stays, outcome__ended_on__range=(first, last))
    rows = ended.order_by("outcome__ended_at", "pk").values_list(
        "key", "person", "kind", "snapshot", "outcome__ended_on"
    )
    return {
        key: Go(today.get(person, person), kind, snapshot)
        for key, person, kind, snapshot, on in rows
        if any(begun <= on <= end for begun, end in stays[person])
    }


def contents_kept(goes: dict, with_words: set) -> set[str]:
    """The contents of which nearly all answers are still kept: those who passed are erased first."""
    ended = Counter(go.snapshot for go in goes.values())
    kept = Counter(go.snapshot for key, go in goes.items() if key in with_words)
    return {each for each, number in ended.items() if (number - kept[each]) * 100 <= number * MOST_ERASED}


def titles_of(snapshots: set[str]) -> dict[str, str]:
    """What each content is called."""
    return {
        snapshot: title
        for versions in (ModuleVersion, ScenarioVersion)
        for snapshot, title in versions.objects.filter(snapshot__in=snapshots).values_list("snapshot", "title")
    }


def said_in(go: Go, words: list, title: str) -> Iterator[tuple[Item, bool]]:
    """Each question or decision of a go, and whether it went right."""
    content = thawed(go.snapshot)
    if go.kind == Attempt.Kind.CHECK:
        yield from _answers_in(content, words, title)
    else:
        yield from _decisions_in(content, words, title)


def _answers_in(content: dict, words: list[dict], title: str) -> Iterator[tuple[Item, bool]]:
    questions = {question["id"]: question for question in content["questions"]}
    outcomes = {outcome["id"]: outcome["text"] for outcome in content["outcomes"]}
    for each in words:
        for question_id, chosen in each["answers"].items():
            question = questions[question_id]
            options = tuple(option["text"] for option in question["options"])
            item = Item("check", title, outcomes.get(question["outcome"], ""), question["text"], options)
            yield item, is_right(question, tuple(chosen))


def _decisions_in(content: dict, words: list[list[str]], title: str) -> Iterator[tuple[Item, bool]]:
    """The first choice at each decision: going back does not take it back."""
    places, decided = graph_from(content["graph"]).places, set()
    for step_id, option_id in words:
        if option_id == BACK or step_id in decided:
            continue
        decided.add(step_id)
        step = places[step_id]
        item = Item("scenario", title, "", step.text, tuple(option.text for option in step.options))
        yield item, step.option(option_id).verdict not in WENT_WRONG
