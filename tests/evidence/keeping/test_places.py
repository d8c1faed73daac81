"""Erasing reaches wherever a person's data are: what their own page of data shows as words is named there."""

import pytest
from django.apps import apps

from tests.desk.your_data.test_nothing_is_forgotten import WITHOUT_WORDS
from trainingsite.audit.models import Record
from trainingsite.desk.your_data import own
from trainingsite.evidence.keeping.periods import ABOUT, CAME_WITH_THE_SITE
from trainingsite.evidence.keeping.places import by_table
from trainingsite.evidence.keeping_tables import KeptClass

SECTIONS = (
    own.WHO_YOU_ARE, own.JOBS, own.TRAINING, own.ELSEWHERE,
    own.CERTIFICATES, own.POLICIES, own.MESSAGES, own.SIGNING_IN,
)  # fmt: skip
# The words of an entry are found through the training it records.
FOUND_OTHERWISE = {"compliance.ElsewhereEntry"}


def tables_with_words() -> set[str]:
    """Whatever a person's page of data shows words of, as theirs."""
    shown = {held.table for section in SECTIONS for held in section if held.has_words}
    read = {held.table for section in SECTIONS for held in section if held.reader}
    return shown | {table for table in read if table.startswith(("scenarios.", "people.Person", "compliance."))}


def test_all_words_that_somebody_is_shown_as_their_own_can_be_erased():
    assert sorted(tables_with_words() - set(by_table()) - FOUND_OTHERWISE) == []


def test_every_record_about_a_person_that_may_have_words_is_reached():
    """Whatever names somebody as the one it is about; the tables of which no row has words are told apart there."""

    about = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Record) and "person" in {field.name for field in model._meta.fields}
    }
    assert sorted(about - set(by_table()) - WITHOUT_WORDS) == []


@pytest.mark.parametrize("of", KeptClass)
def test_each_kind_of_details_says_what_it_is_about(of):

    assert ABOUT[of].endswith(".")
    assert [kept.of for kept in CAME_WITH_THE_SITE if kept.of == of] == [of]
