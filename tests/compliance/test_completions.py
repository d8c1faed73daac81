"""A file of completions is recorded whole or not at all, each with its event, and counts."""

import datetime as dt
import time

import pytest
from django.db import IntegrityError

from tests.compliance.claiming import make_manager
from tests.compliance.completing import DONE, ann_who_works_here, errors_of, planned, put_in
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_network,
    make_outside_training,
    make_practice,
    make_practice_shelf,
    make_requirement,
)
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance import elsewhere
from trainingsite.compliance.completions.actions import Overtaken
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.recorded import ElsewhereEntry
from trainingsite.compliance.rules import Basis, Status
from trainingsite.evidence.record_checks import as_recorded, vouched_for, words
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

FINE = {**DONE, "valid_until": "01/02/2027", "certificate_reference": "FS-17"}


@pytest.fixture
def ann():
    return ann_who_works_here()


def findings(check) -> list[str]:
    return list(check)


def test_what_is_imported_counts_and_says_on_whose_word(ann):
    manager = make_manager("Raj Shah")
    make_requirement(outside_training=elsewhere.OutsideTraining.objects.get(), refresher_months=12)

    put_in(ann.practice, FINE, by=manager)

    learning = PriorLearning.objects.get()
    (row,) = training_matrix(ann.practice, TUESDAY.date(), people=[ann.person]).rows
    assert (row.cells[0].status, row.cells[0].basis) == (Status.COMPLIANT, Basis.PRIOR_LEARNING)
    assert (learning.on_whose_word, learning.entry.kind) == ("recorded by Raj Shah", ElsewhereEntry.Kind.FILE)
    assert elsewhere.word_about(learning) == elsewhere.Word("", "FS-17", "2027-02-01")


def test_what_came_before_going_live_is_imported(ann):
    put_in(ann.practice, {**DONE, "completed_on": "05/01/2025"})

    assert PriorLearning.objects.get().basis == PriorLearning.Basis.IMPORTED


def test_a_command_run_by_nobody_names_nobody(ann):
    put_in(ann.practice, DONE)

    assert PriorLearning.objects.get().on_whose_word == "recorded by whoever runs this site"
    assert set(AuditEvent.objects.values_list("actor", flat=True)) == {""}


def test_twice_is_the_same_as_once(ann):
    put_in(ann.practice, DONE)

    again = put_in(ann.practice, DONE)

    assert again.counts() == {"created": 0, "updated": 0, "unchanged": 1}
    assert (PriorLearning.objects.count(), ElsewhereEntry.objects.count()) == (1, 1)


def test_one_error_and_nothing_is_put_in(ann):
    plan = put_in(ann.practice, DONE, {**DONE, "completed_on": "04/03/2026"})

    assert (errors_of(plan), plan.counts()) == ([(3, "completed_on")], {"created": 0, "updated": 0, "unchanged": 0})
    assert (PriorLearning.objects.count(), ElsewhereEntry.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_nothing_is_put_in_when_its_events_cannot_be_recorded(ann, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(elsewhere, "record_series", fail)

    with pytest.raises(IntegrityError):
        put_in(ann.practice, FINE)
    assert (PriorLearning.objects.count(), ElsewhereEntry.objects.count(), Words.objects.count()) == (0, 0, 0)


def test_every_row_has_its_event_in_each_chain_and_the_record_verifies(ann):
    other = make_practice("Harbour View Surgery")
    make_member(ann.person, practice=other)

    put_in(ann.practice, FINE, {**FINE, "completed_on": "01/02/2025"})

    verbs = AuditEvent.objects.of(ann.practice.chain).values_list("verb", flat=True)
    assert list(verbs) == ["compliance.training_elsewhere_recorded", *["compliance.prior_learning_accepted"] * 2]
    assert AuditEvent.objects.of(other.chain).count() == 2
    for check in (as_recorded([ann.practice.chain, other.chain]), vouched_for(None), words(ann.practice)):
        assert findings(check) == []


def test_a_file_that_would_do_something_else_by_now_is_not_put_in(ann):
    shown = planned(ann.practice, DONE).fingerprint()
    put_in(ann.practice, DONE)

    with pytest.raises(Overtaken) as overtaken:
        put_in(ann.practice, DONE, fingerprint=shown)
    assert overtaken.value.plan.counts()["unchanged"] == 1


def test_what_was_completed_here_that_day_is_there_already(ann):
    version = make_module_version(make_module("Boundaries"))
    complete(ann.person, version, at=MONDAY)
    done = {**DONE, "training": "Boundaries"}

    plan = planned(ann.practice, {**done, "completed_on": "02/03/2026"}, {**done, "completed_on": "01/03/2026"})

    assert plan.counts() == {"created": 1, "updated": 0, "unchanged": 1}


def test_what_was_taken_back_is_not_put_in_again(ann):
    put_in(ann.practice, DONE)
    manager = make_manager("Raj Shah")
    elsewhere.take_back(learning=PriorLearning.objects.get(), by=manager, reason="Another Ann.", at=TUESDAY)

    assert errors_of(planned(ann.practice, DONE)) == [(2, "completed_on")]


def test_another_practices_people_modules_and_subjects_are_not_known_here(ann):
    other = make_practice("Harbour View Surgery")
    make_member("Ben Ode", practice=other, staff_number="102")
    module = make_module("Their way")
    make_module_version(module)
    module.move(make_practice_shelf(other), pos="last-child")

    plan = planned(ann.practice, {**DONE, "staff_number": "102"}, {**DONE, "training": "Their way"})

    assert errors_of(plan) == [(2, "staff_number"), (3, "training")]
    assert errors_of(planned(other, {**DONE, "staff_number": "102", "training": "Their way"})) == []


def test_ones_own_line_says_who_else_can(ann):
    manager = make_manager("Mo Khan", staff_number="1")
    own = {**DONE, "staff_number": "1"}
    lead = make_member("Lea Dean", practice=make_practice("Harbour View Surgery")).person
    network = make_network("Coast", ann.practice)

    nobody = planned(ann.practice, own, by=manager).errors[0].message
    give_network_lead(lead, network)
    led = planned(ann.practice, own, by=manager).errors[0].message
    make_manager("Raj Shah", Duty.IG_LEAD)
    second = planned(ann.practice, own, by=manager).errors[0].message

    assert [said.split(": ")[1] for said in (nobody, led, second)] == [
        "nobody else can yet, so ask whoever runs this site to name a second manager",
        "nobody else can yet, so ask Lea Dean, who leads your network, to name a second manager",
        "Raj Shah can record it",
    ]


def give_network_lead(person, network) -> None:
    Responsibility.objects.create(
        duty=Duty.NETWORK_LEAD, person=person, network=network, started_on=dt.date(2025, 1, 6)
    )


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_putting_in_asks_the_database_as_often_for_many_as_for_one(ann, rows, django_assert_max_num_queries):
    lines = [{**FINE, "completed_on": f"{day:02}/01/2026"} for day in range(1, rows + 1)]

    with django_assert_max_num_queries(QUERIES):
        put_in(ann.practice, *lines)

    assert PriorLearning.objects.count() == rows


QUERIES = 31


def test_two_thousand_rows_take_less_than_five_seconds(ann):
    make_outside_training("Basic life support")
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=number) for number in range(1000)]
    lines = [
        {**FINE, "training": training, "completed_on": f"{day:%d/%m/%Y}"}
        for day in days
        for training in ("Fire safety", "Basic life support")
    ]

    began = time.process_time()
    plan = put_in(ann.practice, *lines)

    assert (plan.counts()["created"], plan.errors) == (2000, ())
    assert time.process_time() - began < 5
