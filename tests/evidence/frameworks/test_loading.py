"""The framework that comes with the site, and what somebody has changed of it."""

import datetime as dt
from uuid import uuid4

import pytest
import yaml

from tests.factories import MONDAY, TUESDAY, make_person
from trainingsite.audit.models import AuditEvent
from trainingsite.desk.starter import loaders_above
from trainingsite.evidence.frameworks import framework_on
from trainingsite.evidence.frameworks.actions import say_again
from trainingsite.evidence.frameworks.loading import STARTER, load_frameworks
from trainingsite.evidence.frameworks.tables import Framework, Mapping, Statement

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
MODELS = (Framework, Statement, Mapping)


def rows() -> int:
    return sum(model.objects.count() for model in MODELS)


def reworded(tmp_path, **change):
    """The file of a later release, in which the first statement says something else."""
    content = yaml.safe_load(STARTER.read_text())
    content["statements"][0] |= change
    path = tmp_path / "framework.yaml"
    path.write_text(yaml.safe_dump(content))
    return path


def standing_of(code: str, day: dt.date):
    return {part.key: part for part in framework_on(day).parts}.get(code)


def test_the_starter_content_brings_it_along():
    assert load_frameworks in loaders_above()


def test_all_of_it_is_there_after_loading_and_is_loaded_once(loaded):
    content = yaml.safe_load(STARTER.read_text())

    assert loaded == [f"Framework of the regulator: rows added ({sum(map(len, content.values()))})"]
    assert list(load_frameworks(at=TUESDAY)) == []
    assert rows() == sum(map(len, content.values()))


def test_one_event_of_the_site_vouches_for_every_row(loaded):
    (event,) = AuditEvent.objects.of("site").filter(verb="evidence.framework_loaded")

    acts = {act for model in MODELS for act in model.objects.values_list("act", flat=True)}
    assert acts == {event.act}


def test_what_an_administrator_has_changed_stays_as_they_left_it(loaded, tmp_path):
    said = Statement.objects.get(code="decide")
    said.pk, said.key, said.act, said.title = None, uuid4(), uuid4(), "Choose"
    say_again(said, seen=1, by=make_person("Ada Author", is_superuser=True), at=TUESDAY)

    assert list(load_frameworks(at=TUESDAY, path=reworded(tmp_path, title="Settle"))) == []

    assert framework_on(TODAY).expectations[0].title == "Choose"


def test_a_later_release_may_say_what_nobody_has_changed_in_other_words(loaded, tmp_path):
    added = list(load_frameworks(at=TUESDAY, path=reworded(tmp_path, title="Settle")))

    assert added == ["Framework of the regulator: rows added (1)"]
    assert framework_on(TODAY).expectations[0].title == "Settle"
    assert list(load_frameworks(at=TUESDAY, path=reworded(tmp_path, title="Settle"))) == []


def test_nothing_is_loaded_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise ValueError

    monkeypatch.setattr("trainingsite.evidence.frameworks.loading.record", fail)
    with pytest.raises(ValueError):
        list(load_frameworks(at=MONDAY))

    assert rows() == 0


def test_the_framework_asks_what_cqc_asks_of_a_practice_first(loaded):
    shown = framework_on(TODAY)

    assert [each.key for each in shown.expectations] == ["decide", "make-clear", "monitor"]
    assert [each.heading for each in shown.regulations] == [
        "Regulation 17: Good governance",
        "Regulation 18: Staffing",
    ]
    assert [each.title for each in shown.questions] == ["Safe", "Effective", "Caring", "Responsive", "Well-led"]


def test_everything_that_is_looked_for_is_supported_by_something(loaded):
    assert [each.heading for each in framework_on(TODAY).statements() if not each.supports] == []


def test_before_2024_the_key_questions_stand_without_quality_statements(loaded):
    shown = framework_on(dt.date(2023, 12, 31))

    assert [each.below for each in shown.questions] == [()] * 5
    assert standing_of("single-assessment-framework", dt.date(2023, 12, 31)) is None


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (dt.date(2024, 1, 1), "In force"),
        (dt.date(2026, 3, 23), "In force"),
        (dt.date(2026, 3, 24), "In use, to be replaced"),
        (TODAY, "In use, to be replaced"),
    ],
)
def test_the_single_assessment_framework_stands_as_it_did_on_the_day(loaded, day, standing):
    assert standing_of("single-assessment-framework", day).standing == standing


def test_of_the_framework_of_2026_it_says_that_the_final_text_was_not_seen(loaded):
    draft = standing_of("primary-care-community-2026", TODAY)

    assert draft.dates == "Draft published 24 March 2026; final text not seen by us."
    assert draft.standing == "A draft"
    assert standing_of("primary-care-community-2026", dt.date(2026, 3, 23)) is None


def test_no_note_tells_of_a_day_after_the_pack(loaded):
    """A pack as at a day in 2024 knows nothing of what was decided in 2026."""
    notes = [part.note + part.dates + part.source for part in framework_on(dt.date(2024, 6, 1)).parts]

    assert [note for note in notes if "2025" in note or "2026" in note] == []
