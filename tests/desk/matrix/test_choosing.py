"""Which part of the matrix is shown, and in which order: all of it said by the address."""

import datetime as dt
import uuid

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.matrix.matrices import INDUCTION, REFRESHER, asked, cell, matrix, row, somebody
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.choosing import GROUPS, SORTS, Choice

RUTH = somebody("Ruth Amin", key=uuid.UUID(int=7))  # the same in every run: a case below is named after it
PHONES, FIRE = asked("Phones"), asked("Fire safety", REFRESHER)


@pytest.fixture
def surgery():
    """Three people and two requirements, in the order in which a matrix has them."""
    return matrix(
        [PHONES, FIRE],
        [
            row("Zoë Ellis", cell("overdue", dt.date(2026, 2, 1)), cell("compliant"), manager=RUTH),
            row("Ann Lee", cell("not_required"), cell("due", dt.date(2026, 4, 1)), job_role="GP partner",
                staff_group="Doctors"),
            row("Sam O’Neill", cell("overdue", dt.date(2026, 1, 9)), cell("exempt"), job_role="Practice nurse",
                staff_group="Nursing", manager=RUTH),
        ],
    )  # fmt: skip


def names(query, surgery):
    return [row.person.name for row in Choice.read(QueryDict(query)).of(surgery).rows]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Zoë Ellis", "Ann Lee", "Sam O’Neill"]),
        ("role=gp-partner", ["Ann Lee"]),
        ("role=gp-partner&role=receptionist", ["Zoë Ellis", "Ann Lee"]),
        ("staff=nursing", ["Sam O’Neill"]),
        ("status=overdue", ["Zoë Ellis", "Sam O’Neill"]),
        ("status=overdue&role=receptionist", ["Zoë Ellis"]),
        (f"manager={RUTH.key}", ["Zoë Ellis", "Sam O’Neill"]),
        ("manager=nobody", ["Ann Lee"]),
        ("search=zoe", ["Zoë Ellis"]),
        ("search=ONEILL+sam", ["Sam O’Neill"]),
        ("search=nurse", ["Sam O’Neill"]),
        ("search=nobody+like+that", []),
        ("search=%25%27", []),  # signs alone are in nobody's name
        ("search=ann+-+lee", ["Ann Lee"]),
        ("sort=role", ["Ann Lee", "Sam O’Neill", "Zoë Ellis"]),
        ("sort=due", ["Sam O’Neill", "Zoë Ellis", "Ann Lee"]),
        ("group=staff", ["Ann Lee", "Zoë Ellis", "Sam O’Neill"]),
        ("group=manager", ["Zoë Ellis", "Sam O’Neill", "Ann Lee"]),
    ],
)
def test_an_address_chooses_people_and_their_order(surgery, query, shown):
    assert names(query, surgery) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Phones", "Fire safety"]),
        (f"programme={REFRESHER.key}", ["Fire safety"]),
        (f"requirement={PHONES.line}", ["Phones"]),
        (f"requirement={PHONES.line}&programme={REFRESHER.key}", []),
    ],
)
def test_an_address_chooses_requirements_and_each_person_keeps_their_cells(surgery, query, shown):
    part = Choice.read(QueryDict(query)).of(surgery)

    assert [demand.newest.title for demand in part.demands] == shown
    assert [len(row.cells) for row in part.rows] == [len(shown)] * 3


def test_a_status_counts_in_the_requirements_that_were_chosen(surgery):
    assert names(f"status=overdue&requirement={FIRE.line}", surgery) == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("role=astronaut", "No such job role here on that day, “astronaut”: showing everything."),
        ("staff=crew", "No such staff group here on that day, “crew”: showing everything."),
        ("programme=x", "No such programme here on that day, “x”: showing everything."),
        ("requirement=1", "No such requirement here on that day, “1”: showing everything."),
        ("status=done", "No such status here on that day, “done”: showing everything."),
        ("manager=me", "No such manager here on that day, “me”: showing everything."),
        ("sort=score", "There is no order “score”: people are in order of name."),
        ("group=age", "People cannot be grouped by “age”: they are not grouped."),
    ],
)
def test_what_is_not_there_is_said_and_everything_is_shown(surgery, query, sentence):
    choice = Choice.read(QueryDict(query))

    assert choice.unknown_in(surgery) == [sentence]
    assert choice.of(surgery) == surgery


def test_of_two_choices_the_one_that_is_there_counts(surgery):
    choice = Choice.read(QueryDict("role=astronaut&role=gp-partner"))

    assert choice.unknown_in(surgery) == ["No such job role here on that day, “astronaut”: it is left out."]
    assert [row.person.name for row in choice.of(surgery).rows] == ["Ann Lee"]


def test_what_was_chosen_is_said_in_words(surgery):
    choice = Choice.read(QueryDict(f"role=receptionist&role=gp-partner&status=overdue&search=lee&manager={RUTH.key}"))

    assert choice.in_words(surgery) == [
        "Job role: GP partner or Receptionist",
        "Status: Overdue",
        "Manager: Ruth Amin",
        "Name or job role with “lee”",
    ]


def test_two_requirements_of_one_title_name_their_programmes():
    twice = matrix([asked("Phones", INDUCTION), asked("Phones", REFRESHER)], [])
    choice = Choice(requirements=(str(twice.demands[1].line),))

    assert choice.in_words(twice) == ["Requirement: Phones (Annual refresher)"]


def test_people_stand_under_the_headings_asked_for(surgery):
    choice = Choice(group="manager")

    groups = choice.groups_of(choice.of(surgery).rows)

    assert [(title, [row.person.name for row in rows]) for title, rows in groups] == [
        ("Managed by Ruth Amin", ["Zoë Ellis", "Sam O’Neill"]),
        ("No manager named", ["Ann Lee"]),
    ]


def test_an_address_comes_back_as_it_was():
    query = "role=gp-partner&staff=doctors&status=overdue&search=ann+lee&sort=due&group=role"

    assert Choice.read(QueryDict(query)).as_query() == query
    assert Choice.read(QueryDict("sort=name&group=&search=&role=")).as_query() == ""


def test_ten_thousand_values_and_a_book_are_cut_short():
    query = QueryDict(mutable=True)
    query.setlist("role", [str(number) for number in range(10_000)])
    query["search"] = "x" * 100_000 + "\0"

    choice = Choice.read(query)

    assert (len(choice.job_roles), len(choice.search)) == (50, 100)


ROLES = {"Receptionist": "Non-clinical", "GP partner": "Doctors", "Practice nurse": "Nursing"}
CELLS = st.builds(
    cell, st.sampled_from(list(Status)), st.one_of(st.none(), st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1)))
)
ROWS = st.tuples(st.sampled_from(list(ROLES)), st.sampled_from([None, RUTH]), CELLS, CELLS)
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["gp-partner", "receptionist", "astronaut"]),
        "staff": st.sampled_from(["nursing", "non-clinical"]),
        "programme": st.sampled_from(["induction", "annual-refresher", "other"]),
        "requirement": st.sampled_from([str(PHONES.line), str(FIRE.line)]),
        "status": st.sampled_from([*Status, "red"]),
        "manager": st.sampled_from([str(RUTH.key), "nobody"]),
        "search": st.sampled_from(["1", "person", "nurse", "zz"]),
        "sort": st.sampled_from([*SORTS, "score"]),
        "group": st.sampled_from([*GROUPS, "age"]),
    },
)


@given(st.lists(ROWS, max_size=8), QUERIES)
def test_any_part_has_people_of_the_whole_in_order_and_sums_of_its_own_cells(rows, query):
    whole = matrix(
        [PHONES, FIRE],
        [
            row(f"Person {number}", *cells, job_role=role, staff_group=ROLES[role], manager=manager)
            for number, (role, manager, *cells) in enumerate(rows)
        ],
    )
    asked_for = QueryDict(mutable=True)
    asked_for.update(query)
    choice = Choice.read(asked_for)

    part = choice.of(whole)

    place = {each.person.username: number for number, each in enumerate(whole.rows)}
    places = [place[each.person.username] for each in part.rows]
    assert len(set(places)) == len(places)
    if query.get("sort", "name") in ("name", "score") and query.get("group", "") in ("", "age"):
        assert places == sorted(places)
    kept = [whole.demands.index(demand) for demand in part.demands]
    assert [each.cells for each in part.rows] == [[whole.rows[p].cells[k] for k in kept] for p in places]
    columns = [[row.cells[place].status for row in part.rows] for place in range(len(kept))]
    met = [sum(status in ("compliant", "expiring") for status in column) for column in columns]
    assert [(sums.in_practice, sums.compliant) for sums in part.totals()] == [(len(part.rows), each) for each in met]
    assert [each for _, rows in choice.groups_of(part.rows) for each in rows] == part.rows
