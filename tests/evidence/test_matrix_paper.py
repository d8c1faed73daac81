"""The training matrix on paper: everybody, with dates, and what each column is on every page."""

from dataclasses import replace

import pytest

from tests.evidence.crowds import TOPICS, asks_for, crowded, facts_of, name_of
from tests.evidence.scenes import ON
from tests.factories import make_practice
from tests.formats.reading import lines_of, reader, words_of
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.paper import spans_of
from trainingsite.evidence.matrix_paper import matrix_pdf
from trainingsite.evidence.purposes import ASSURANCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_and_facts():
    practice = make_practice()
    asks_for(practice, *TOPICS)
    return facts_of(practice)


def pages_of(pdf: bytes) -> list[str]:
    return [words_of(pdf, page) for page in range(len(reader(pdf).pages))]


def test_it_is_a4_turned_sideways(asked_and_facts):
    asked, facts = asked_and_facts

    [page] = reader(matrix_pdf(asked, crowded(facts, 3))).pages

    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_everybody_is_on_it_and_every_page_says_what_its_columns_are(asked_and_facts):
    asked, facts = asked_and_facts

    pages = pages_of(matrix_pdf(asked, crowded(facts, 130)))

    said = " ".join(pages)
    assert [number for number in range(1, 131) if " ".join(name_of(number)) not in said] == []
    assert len(pages) > 3
    assert [title for title in ("Person", *TOPICS) for page in pages if title not in page] == []


def test_a_cell_has_the_word_and_the_day_that_goes_with_it(asked_and_facts):
    asked, facts = asked_and_facts
    statuses = (Status.COMPLIANT, Status.OVERDUE, Status.DUE, Status.ON_LEAVE, Status.NOT_REQUIRED)

    [page] = pages_of(matrix_pdf(asked, crowded(facts, 1, statuses)))

    assert "Compliant until 2 Mar 2027 Overdue due 20 Mar 2026 Due by 20 Mar 2026 On leave Not required" in page


def test_more_requirements_than_a_page_is_wide_come_one_part_after_the_other(asked_and_facts):
    asked, facts = asked_and_facts
    wider = replace(facts, matrix=replace(facts.matrix, demands=facts.matrix.demands * 2))

    [page] = pages_of(matrix_pdf(asked, crowded(wider, 3)))

    assert [page.count(f"Requirements {part} of 10") for part in ("1 to 5", "6 to 10")] == [1, 1]
    assert [page.count(" ".join(name_of(number))) for number in (1, 2, 3)] == [2, 2, 2]


def test_the_heading_of_a_part_never_stands_alone_at_the_foot_of_a_page():
    practice = make_practice()
    asks_for(practice, *(f"{number}: social media and messaging policy of every practice" for number in range(10)))
    asked, facts = facts_of(practice)

    pages = [page for people in range(1, 21) for page in pages_of(matrix_pdf(asked, crowded(facts, people)))]

    begun = [page.split(" of 10")[-1] for page in pages if "Requirements" in page]
    assert len(begun) >= 20
    assert [rest for rest in begun if "Receptionist" not in rest] == []


@pytest.mark.parametrize(
    ("count", "most", "lengths"), [(0, 8, []), (1, 8, [1]), (8, 8, [8]), (9, 8, [4, 5]), (17, 8, [5, 6, 6])]
)
def test_requirements_are_parted_evenly(count, most, lengths):
    spans = spans_of(count, most)

    assert [len(span) for span in spans] == lengths
    assert [number for span in spans for number in span] == list(range(count))


def test_nobody_is_named_where_the_purpose_allows_no_names(asked_and_facts):
    asked, facts = asked_and_facts
    many = crowded(facts, 3)

    [page] = pages_of(matrix_pdf(replace(asked, purpose=ASSURANCE), many))

    assert [row.person.last_name for row in many.matrix.rows if row.person.name in page] == []
    assert [row for row in many.matrix.rows if row.person.key.hex[:8] not in page] == []


def test_a_job_too_long_for_its_line_is_parted_at_its_hyphen(asked_and_facts):
    asked, facts = asked_and_facts
    one = crowded(facts, 1)
    [row] = one.matrix.rows
    job = "Telephonist-receptionist-dispenser-chaperone"
    busy = replace(one, matrix=replace(one.matrix, rows=[replace(row, job_role=job)]))

    lines = lines_of(matrix_pdf(asked, busy))

    assert [line for line in lines if line in job] == ["Telephonist-receptionist-", "dispenser-chaperone"]


def test_a_practice_that_asks_for_nothing_has_one_that_says_so():
    [page] = pages_of(matrix_pdf(*facts_of(make_practice())))

    assert "Nobody was asked for anything on that day." in page


def test_it_says_of_which_day_it_is(asked_and_facts):
    asked, facts = asked_and_facts

    document = reader(matrix_pdf(asked, facts))

    assert document.metadata.title.endswith("as at 31 March 2026")
    assert document.metadata["/CreationDate"] == f"D:{ON:%Y%m%d}000000Z"
