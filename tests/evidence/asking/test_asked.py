"""What may be asked of a pack: its purposes, its parts, and what each purpose allows to be written."""

import datetime as dt
import uuid

import pytest

from tests.factories import make_member
from trainingsite.evidence import (
    attestations,
    completions,
    exemptions,
    gaps,
    people_pages,
    plans,
    register,
    verify,
)
from trainingsite.evidence.asked import CHECKED, Asked
from trainingsite.evidence.purposes import ALWAYS, ASSURANCE, EVERYTHING, INSPECTION, OWN_FILE, PARTS, PURPOSES
from trainingsite.people.models import Person, Practice

ON, FROM = dt.date(2026, 3, 31), dt.date(2025, 4, 1)
RUTH = Person(first_name="Ruth", last_name="Al Amin", key=uuid.UUID("3f2a1c00-0000-4000-8000-000000000000"))
TABLES = {
    "gaps.csv": gaps.HEADINGS,
    "exemptions.csv": exemptions.HEADINGS,
    verify.REGISTER: register.HEADINGS,
    verify.ATTESTATIONS: attestations.HEADINGS,
    verify.COMPLETIONS: completions.HEADINGS,
    verify.PLANS: plans.HEADINGS,
    people_pages.TABLE: ("Job role", "From", "To", *people_pages.ASKED_HEADINGS),
}


def asked(purpose=INSPECTION, parts=ALWAYS) -> Asked:
    return Asked(Practice(pk=1, name="Millbrook Lane Surgery"), ON, FROM, purpose, frozenset(parts))


def test_what_is_asked_without_more_is_for_an_inspection_with_the_policies():
    plain = Asked(Practice(), ON, FROM)

    assert (plain.purpose, [part for part in PARTS if plain.wants(part)]) == (INSPECTION, ["policies"])


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=str)
def test_the_matrix_the_gaps_the_signatures_and_the_completions_are_always_there(purpose):
    nothing_more = asked(purpose, parts=())

    assert nothing_more.included == ["completions", "gaps", "matrix", "signatures"]


def test_a_pack_without_names_holds_nothing_that_prints_them_whatever_was_ticked():
    everything = asked(ASSURANCE, EVERYTHING)

    assert [part for part in PARTS if everything.wants(part)] == ["people", "training"]


def test_two_questions_that_have_the_same_answer_are_the_same():
    assert asked(ASSURANCE, EVERYTHING).same_as(asked(ASSURANCE, {"people", "training"}))
    assert not asked(ASSURANCE, EVERYTHING).same_as(asked(INSPECTION, EVERYTHING))


@pytest.mark.parametrize(
    ("purpose", "name", "file_name"),
    [
        (INSPECTION, "Ruth Al Amin", "al-amin-ruth-3f2a1c00"),
        (OWN_FILE, "Ruth Al Amin", "al-amin-ruth-3f2a1c00"),
        (ASSURANCE, "Person 3f2a1c00", "person-3f2a1c00"),
    ],
    ids=str,
)
@pytest.mark.django_db
def test_somebody_is_called_by_name_or_by_a_code(purpose, name, file_name):
    ruth = make_member("Ruth Al Amin")
    Person.objects.filter(pk=ruth.person_id).update(key=RUTH.key)

    asked = Asked(ruth.practice, ON, FROM, purpose)

    assert (asked.name_of(RUTH), asked.file_name_of(RUTH)) == (name, file_name)


def test_nobody_has_no_name():
    assert asked().name_of(None) == ""


@pytest.mark.parametrize(("table", "headings"), TABLES.items(), ids=str)
def test_an_inspector_sees_every_column_there_is(table, headings):
    assert asked(INSPECTION).allowed(table, headings) == list(range(len(headings)))


@pytest.mark.parametrize(
    ("table", "left_out"),
    [
        ("gaps.csv", ["What is being done", "Who does it"]),
        ("exemptions.csv", ["Reason", "Approved by"]),
        (verify.REGISTER, ["Reason for the change", "Approved by", "Page"]),
        (verify.ATTESTATIONS, ["Note"]),
        (verify.COMPLETIONS, []),
        (verify.PLANS, ["About", "What is being done", "Who does it", "By", "Why, or what came of it"]),
        (people_pages.TABLE, ["From", "To"]),
    ],
)
def test_without_names_nothing_that_somebody_typed_or_did_for_others_is_shown(table, left_out):
    headings = TABLES[table]

    allowed = asked(ASSURANCE).allowed(table, headings)

    assert [heading for place, heading in enumerate(headings) if place not in allowed] == left_out


@pytest.mark.parametrize(("purpose", "shown"), [(INSPECTION, True), (OWN_FILE, True), (ASSURANCE, False)], ids=str)
@pytest.mark.parametrize("verb", ["people.joined", "people.left"])
def test_that_somebody_joined_or_left_is_told_only_where_people_are_named(purpose, shown, verb):
    assert asked(purpose).shows(verify.EVENTS, verb) is shown


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=str)
def test_an_event_that_nobody_has_thought_about_is_told_for_no_purpose(purpose):
    assert asked(purpose).shows(verify.EVENTS, "policies.queried") is False


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=str)
@pytest.mark.parametrize("column", sorted(CHECKED))
def test_what_the_check_compares_is_in_every_table_for_every_purpose(purpose, column):
    assert all(asked(purpose).shows(table, column) for table in TABLES)


def test_a_column_that_nobody_has_thought_about_is_left_out():
    assert asked(INSPECTION).shows("gaps.csv", "Score") is False


def test_a_table_that_nobody_has_thought_about_is_refused():
    with pytest.raises(KeyError, match="answers.csv"):
        asked(INSPECTION).shows("answers.csv", "Person")


def test_each_requirement_brings_columns_of_its_own():
    headings = ["Person", "Fire safety: status", "Fire safety: done on", "Fire safety: due on", "Fire safety: score"]

    assert asked(ASSURANCE).allowed("matrix.csv", headings) == [0, 1, 2, 3]


def test_the_columns_that_are_left_keep_their_order():
    headings, rows = asked(ASSURANCE).columns(
        "exemptions.csv", exemptions.HEADINGS, [("P", "F", "1", "2", "R", "A", "3")]
    )

    assert (headings, list(rows)) == (
        ["Person", "Exempt from", "From", "To", "Recorded on"],
        [["P", "F", "1", "2", "3"]],
    )


def test_a_table_about_nobody_is_shown_whole():
    assert asked(ASSURANCE).allowed("framework.csv", ["Statement", "Certainty"]) == [0, 1]
