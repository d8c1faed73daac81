"""Topics that go wrong: what to talk about in the next meeting, from quarters that are over and never about anybody."""

from collections.abc import Iterable, Sequence

from django.utils.text import Truncator

from modules.topic_counts import TopicsCounted
from modules.topics import FEWEST, SHARES
from trainingsite.desk.reports.asking import PERIOD, Answer, Asked, Column, Report, Section, Value
from trainingsite.formats.dates import MONTHS

NEXT_MEETING, LONGEST = 3, 200
KINDS = {"check": "Knowledge check", "scenario": "Scenario"}
COLUMNS = (
    Column("What it is about", 2.2), Column("Where it is asked", 1.6), Column("Kind", 1),
    Column("Question or decision", 3), Column("Quarter", 1.3), Column("People who met it", 1),
    Column("Went wrong for", 1.2),
)  # fmt: skip
CALM = (
    "These are practice answers, given to learn from. They say nothing about any one person, and they are never"
    " evidence of misconduct."
)
COUNTED = (
    ("Went wrong", "The first answer was not right; at a decision, the first choice was risky or a breach."),
    ("Who counts", "Whoever worked here on the day, each once for each question. Nobody’s name is kept with it."),
    ("Shown", f"From {FEWEST} people on, and only where it went wrong for a third of them or more."),
    (
        "Not exact on purpose",
        "Numbers of people are rounded down to fives and shares are thirds, so that nobody can be worked out.",
    ),
    (
        "Whole quarters, counted once",
        "Counted when it is over, never again. No choice of job role or days: two answers apart could be one person.",
    ),
    ("Left out", "What more than a tenth of the answers to had been erased by then, as our rule for them says."),
)


def answer(asked: Asked) -> Answer:
    """The quarters that lie wholly in the period, the newest first."""
    quarters = list(TopicsCounted.objects.at(asked.practice).within(asked.first, asked.last))
    rows = [row for quarter in quarters for row in _rows(quarter)]
    section = Section("What went wrong most often", COLUMNS, rows, "Nothing stands out in these quarters.", keys=1)
    return Answer([*_headline(quarters, asked), CALM], [section], COUNTED)


def _headline(quarters: Sequence[TopicsCounted], asked: Asked) -> list[str]:
    if not quarters:
        return [
            f"No whole quarter has been counted yet from {asked.period}: a quarter is counted once it is over.",
        ]
    newest = quarters[0]
    if not newest.topics:
        few = f"everything went well for most people, or fewer than {FEWEST} people met it"
        return [f"In {quarter_name(newest)} nothing stands out: {few}."]
    names = dict.fromkeys(topic["topic"] or topic["title"] for topic in newest.topics)
    wanted = "; ".join([*names][:NEXT_MEETING]).rstrip(".")
    return [f"For your next meeting, from {quarter_name(newest)}: {wanted}."]


def quarter_name(quarter: TopicsCounted) -> str:
    """“January to March 2026”."""
    first, last = quarter.first_on, quarter.last_on
    return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {last.year}"


def _rows(quarter: TopicsCounted) -> Iterable[tuple[Value, ...]]:
    for topic in quarter.topics:
        text = Truncator(topic["text"]).chars(LONGEST)
        yield (
            topic["topic"] or topic["title"], topic["title"], KINDS[topic["kind"]], text, quarter_name(quarter),
            f"{topic['people']} or more", SHARES[topic["share"]],
        )  # fmt: skip


REPORT = Report(
    key="topics-that-go-wrong",
    title="Topics that go wrong",
    about="Which questions and decisions people most often get wrong, without names: what to talk about next.",
    takes=frozenset({PERIOD}),
    answer=answer,
    landscape=True,
)
