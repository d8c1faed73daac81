"""The report on topics that go wrong: whole quarters, calm words, and nothing about anybody."""

import datetime as dt

import pytest

from modules.counting import count_topics
from tests.desk.reports.scenes import asked_of, rows
from tests.factories import make_member, make_practice, moment
from tests.modules.goes import hand_in, module_asking, question
from trainingsite.audit.clock import replaying
from trainingsite.desk.reports.topics import CALM, COLUMNS, REPORT

pytestmark = pytest.mark.django_db
NEW_YEAR, SPRING = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
FEBRUARY = moment(2026, 2, 10)


@pytest.fixture
def practice():
    return make_practice()


def answered(practice, people, *, wrong, at=FEBRUARY):
    version = module_asking(question("q1"))
    for number in range(people):
        person = make_member(f"Person {number}", practice=practice).person
        with replaying(at):
            hand_in(person, version, {"q1": ("b",) if number < wrong else ("a",)}, at=at)
    count_topics(at=moment(2026, 4, 1))


def report(practice, first=NEW_YEAR, last=SPRING):
    return REPORT.answer(asked_of(practice, None, first=first, last=last))


def test_what_to_talk_about_next(practice):
    answered(practice, 6, wrong=5)

    assert rows(report(practice).sections[0]) == [
        [
            "Say what is yours.", "Boundaries", "Knowledge check", "Question q1?", "January to March 2026",
            "5 or more", "More than two thirds",
        ]
    ]  # fmt: skip
    assert report(practice).headline == [
        "For your next meeting, from January to March 2026: Say what is yours.",
        CALM,
    ]


def test_below_five_people_nothing_is_said_of_anybody(practice):
    answered(practice, 4, wrong=4)

    answer = report(practice)

    assert rows(answer.sections[0]) == []
    why = "everything went well for most people, or fewer than 5 people met it"
    assert answer.headline == [
        f"In January to March 2026 nothing stands out: {why}.",
        CALM,
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 1, 2), SPRING),
        (NEW_YEAR, dt.date(2026, 3, 30)),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        (dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
    ],
)
def test_part_of_a_quarter_is_never_shown(practice, first, last):
    answered(practice, 6, wrong=5)

    answer = report(practice, first, last)

    assert rows(answer.sections[0]) == []
    assert answer.headline[0].startswith("No whole quarter has been counted yet from ")


def test_another_practices_quarter_is_not_shown(practice):
    answered(make_practice("Harbour View"), 6, wrong=5)

    assert rows(report(practice).sections[0]) == []


def test_it_can_be_asked_for_periods_and_for_no_roles_and_no_days():
    assert REPORT.takes == frozenset({"period"})
    assert [column.heading for column in COLUMNS if column.heading in ("Person", "Job role")] == []


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_report_takes_one_query(practice, people, django_assert_num_queries):
    answered(practice, people, wrong=people)

    with django_assert_num_queries(1):
        report(practice)
