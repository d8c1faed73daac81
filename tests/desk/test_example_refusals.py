from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.desk.conftest import LOADED_AT
from tests.desk.test_example_practice import run
from tests.factories import make_practice
from trainingsite.audit.models import AuditEvent
from trainingsite.desk.example.cast import Story, cast
from trainingsite.desk.example.days import Calendar
from trainingsite.desk.example.loading import Wanted, load_example
from trainingsite.desk.starter import load_starter_content
from trainingsite.people.models import Person, Practice

pytestmark = pytest.mark.django_db

NOT_A_CODE = "is not an ODS code: give a letter and five digits, such as X99999."
IN_USE = "belongs to a practice that is not this example: choose another --ods."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--staff", "11"], "--staff must be from 12 to 5000, not 11."),
        (["--staff", "5001"], "--staff must be from 12 to 5000, not 5001."),
        (["--years", "0"], "--years must be from 1 to 10, not 0."),
        (["--years", "11"], "--years must be from 1 to 10, not 11."),
        (["--ods", "999999"], f"“999999” {NOT_A_CODE}"),
        (["--ods", "X9999"], f"“X9999” {NOT_A_CODE}"),
        (["--ods", "y00001"], f"The ODS code Y00001 {IN_USE}"),
        (["--ods", "Y00002"], f"The ODS code Y00001 {IN_USE}"),
        (["--codes"], "The example practice X99999 is not loaded: run this without --codes first."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words, sentence):
    make_practice(ods_code="Y00001")

    with pytest.raises(CommandError) as refusal:
        run(*words)

    assert str(refusal.value) == sentence
    assert (Practice.objects.count(), Person.objects.count(), AuditEvent.objects.count()) == (1, 0, 0)


def test_nothing_is_loaded_when_the_list_of_sign_ins_cannot_be_kept(settings, tmp_path: Path):
    settings.DEMO_FOLDER = tmp_path / "a-file" / "demo"
    (tmp_path / "a-file").write_text("in the way")

    with pytest.raises(CommandError) as refusal:
        run("--staff", "12", "--years", "1")

    assert str(refusal.value).startswith("The list of sign-ins cannot be kept, so nothing was loaded:")
    assert (Practice.objects.count(), Person.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_content_that_is_younger_than_the_history_is_mentioned(settings, tmp_path: Path):
    settings.DEMO_FOLDER = tmp_path
    list(load_starter_content(at=LOADED_AT))
    said = []

    load_example(Wanted(staff=12, years=1), now=LOADED_AT, say=said.append)

    assert said[0].startswith("The shared modules were published after this history begins.")


def test_the_same_seed_gives_the_same_people():
    calendar = Calendar(LOADED_AT, years=2)

    first, second, other = (cast(30, calendar, seed, taken=()) for seed in (1, 1, 2))

    assert first == second
    assert [each.name for each in first] != [each.name for each in other]


def test_nobody_gets_a_sign_in_name_that_somebody_has():
    calendar = Calendar(LOADED_AT, years=2)
    taken = {each.name.username for each in cast(30, calendar, 1, taken=())}

    names = {each.name.username for each in cast(30, calendar, 1, taken=taken)}

    assert names & taken == set()
    assert len(names) == len(taken) == 36


def test_the_largest_practice_has_a_sign_in_name_for_everybody():
    people = cast(5000, Calendar(LOADED_AT, years=1), 1, taken=())

    assert len({each.name.username for each in people}) == len({each.name.full for each in people}) == 5006


def test_every_story_is_told_in_a_practice_of_thirty():
    told = {each.story for each in cast(30, Calendar(LOADED_AT, years=2), 1, taken=())}

    assert told == set(Story)
