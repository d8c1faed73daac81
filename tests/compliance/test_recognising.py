"""On joining a practice, one event in its chain recognises what somebody brings along, and each thing once."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from modules.models import Completion
from tests.evidence.test_verification import all_findings
from tests.factories import (
    GO_LIVE,
    MONDAY,
    TUESDAY,
    complete,
    make_job_role,
    make_member,
    make_module_version,
    make_network_version,
    make_outside_training,
    make_person,
    make_practice,
    make_scenario_version,
    moment,
    play,
)
from tests.people.joined import join_rows
from tests.policies.networks import Marrowby
from trainingsite.audit import triggers
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import recognising
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.recognising import recognise_joiners, recognise_learning
from trainingsite.compliance.recorded import PriorLearningWithdrawn
from trainingsite.people.merging.actions import merge
from trainingsite.people.staffing import join, leave
from trainingsite.policies.saying_no.actions import withdraw

pytestmark = pytest.mark.django_db
WEDNESDAY, THURSDAY = moment(2026, 3, 4), moment(2026, 3, 5)


@pytest.fixture
def abbey():
    return make_practice("Abbey Surgery")


@pytest.fixture
def brook():
    return make_practice("Brook Surgery")


@pytest.fixture
def tom(abbey):
    """A receptionist at Abbey who has completed a module there."""
    tom = make_member("Tom Ellis", practice=abbey).person
    complete(tom, make_module_version())
    return tom


def begin(person, practice, at=WEDNESDAY, started_on=None):
    day = started_on or timezone.localdate(at)
    with replaying(at):
        return join(person=person, practice=practice, job_role=make_job_role("Locum GP"), started_on=day, at=at)


def recognise(practice, *people, at=WEDNESDAY) -> int:
    with replaying(at):
        return recognise_learning(practice=practice, people=[person.pk for person in people], by="ann", at=at)


def recognised(practice) -> list[tuple]:
    """Who of the practice's chain, and the tables and keys of what was recognised."""
    events = AuditEvent.objects.of(practice.chain).filter(verb="compliance.learning_recognised")
    rows = [(event.subject, json.loads(bytes(event.body))["rows"]) for event in events]
    return [(subject, [(row["table"], row["key"]) for row in said]) for subject, said in rows]


def test_one_event_names_everything_that_was_brought_along(tom, brook):
    play(tom, make_scenario_version(), "right")
    prior = PriorLearning.objects.create(
        person=tom, outside_training=make_outside_training(), completed_on=GO_LIVE, basis="prior_learning",
        accepted_by=make_person("Ann Lee"),
    )  # fmt: skip
    begin(tom, brook)

    assert recognise(brook, tom) == 1

    [(subject, rows)] = recognised(brook)
    assert (subject, [table for table, _ in rows]) == (
        str(tom.key),
        ["modules.completion", "compliance.priorlearning", "scenarios.attemptoutcome"],
    )
    assert [key for table, key in rows if table == "compliance.priorlearning"] == [str(prior.key)]


def test_recognised_again_nothing_is_told_twice(tom, brook):
    begin(tom, brook)

    assert [recognise(brook, tom), recognise(brook, tom)] == [1, 0]
    assert len(recognised(brook)) == 1


def test_who_comes_back_later_brings_only_what_is_new(tom, abbey, brook):
    first = begin(tom, brook)
    recognise(brook, tom)
    leave(membership=first, last_day=WEDNESDAY.date(), at=WEDNESDAY)
    new = play(tom, make_scenario_version(), "right", at=THURSDAY)
    begin(tom, brook, at=moment(2026, 4, 7))

    assert recognise(brook, tom, at=moment(2026, 4, 7)) == 1
    assert [key for _, key in recognised(brook)[1][1]] == [str(new.outcome.key)]


def test_what_was_done_here_is_not_brought_along(tom, abbey):
    assert recognise(abbey, tom) == 0


def test_what_was_done_while_somebody_worked_at_both_is_told_already(abbey, brook):
    tom = make_member("Tom Ellis", practice=abbey).person
    make_member(tom, practice=brook)
    complete(tom, make_module_version())

    assert (recognise(abbey, tom), recognise(brook, tom)) == (0, 0)


def test_what_was_not_passed_is_not_recognised(abbey, brook):
    tom = make_member("Tom Ellis", practice=abbey).person
    play(tom, make_scenario_version(), "wrong")
    begin(tom, brook)

    assert recognise(brook, tom) == 0


def test_nothing_is_recognised_before_the_first_day_or_after_the_last(tom, brook):
    begin(tom, brook, started_on=THURSDAY.date())
    gone = make_member("Eve Moss", practice=brook, ended_on=dt.date(2026, 3, 1)).person
    complete(gone, Completion.objects.get().version)

    assert recognise(brook, tom, gone) == 0
    assert recognise(brook, tom, gone, at=THURSDAY) == 1


def test_a_signature_of_a_policy_that_both_practices_share_is_recognised():
    marrowby = Marrowby()
    here, there = marrowby.adopt(marrowby.millbrook), marrowby.adopt(marrowby.saltmere)
    sam = make_member("Sam Reed", practice=marrowby.millbrook).person
    signed = marrowby.sign(sam, here, at=TUESDAY)
    begin(sam, marrowby.saltmere)

    recognise(marrowby.saltmere, sam)

    assert (there.page, recognised(marrowby.saltmere)) == (
        here.page,
        [(str(sam.key), [("policies.attestation", str(signed.key))])],
    )


def test_a_signature_that_does_not_count_here_is_not():
    marrowby = Marrowby()
    here = marrowby.adopt(marrowby.millbrook)
    sam = make_member("Sam Reed", practice=marrowby.millbrook).person
    marrowby.sign(sam, here, at=TUESDAY)
    marrowby.adopt(
        marrowby.saltmere, make_network_version(marrowby.page, clauses=("New.",), at=WEDNESDAY), at=WEDNESDAY
    )
    begin(sam, marrowby.saltmere, at=THURSDAY)

    assert recognise(marrowby.saltmere, sam, at=THURSDAY) == 0


def test_what_was_done_under_a_row_that_was_joined_comes_along(tom, abbey, brook):
    kept = make_member("Tom Ellis", practice=abbey).person
    ruth = make_member("Ruth Adeyemi", "Practice manager", practice=abbey).person
    join_rows(tom, kept, ruth, at=WEDNESDAY)
    begin(kept, brook, at=THURSDAY)

    recognise(brook, kept, at=THURSDAY)

    assert recognised(brook) == [(str(kept.key), [("modules.completion", str(Completion.objects.get().key))])]


def test_the_chain_vouches_for_what_was_recognised(tom, brook):
    begin(tom, brook)
    recognise(brook, tom)
    assert all_findings(brook) == []

    triggers.remove(connection)
    Completion.objects.update(completed_on=GO_LIVE)

    assert [each for each in all_findings(brook) if "it is not what event 2 recorded" in each] == [
        f"modules.Completion {Completion.objects.get().key} was changed: it is not what event 2 recorded"
    ]


def test_nothing_is_told_when_the_event_cannot_be_recorded(tom, brook, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    begin(tom, brook)
    monkeypatch.setattr(recognising, "record", fail)

    with pytest.raises(IntegrityError):
        recognise(brook, tom)

    assert recognised(brook) == []


def test_the_job_recognises_on_the_first_day_what_was_put_down_ahead(tom, brook):
    begin(tom, brook, at=TUESDAY, started_on=THURSDAY.date())

    done = []
    for at, since in ((WEDNESDAY, MONDAY), (THURSDAY, WEDNESDAY), (THURSDAY, WEDNESDAY)):
        with replaying(at):
            done.append(recognise_joiners(at, since=since))

    assert (done, len(recognised(brook))) == ([0, 1, 0], 1)


def test_the_job_recognises_who_was_put_down_afterwards(tom, brook):
    begin(tom, brook, at=THURSDAY, started_on=GO_LIVE)

    with replaying(THURSDAY):
        assert recognise_joiners(THURSDAY, since=WEDNESDAY) == 1


def test_the_job_looks_at_everybody_the_first_time_and_at_joiners_afterwards(tom, brook, django_assert_num_queries):
    begin(tom, brook)

    with django_assert_num_queries(1):
        assert recognise_joiners(moment(2026, 4, 7), since=moment(2026, 4, 6)) == 0
    assert recognise_joiners(moment(2026, 4, 7), since=None) == 1


def test_after_a_merger_everybodys_learning_is_recognised_on_the_day(tom, abbey, brook):
    merge(practice=abbey, into=brook, on=THURSDAY.date(), at=WEDNESDAY)

    assert recognise_joiners(WEDNESDAY, since=TUESDAY) == 0
    assert recognise_joiners(THURSDAY, since=WEDNESDAY) == 1
    assert [subject for subject, _ in recognised(brook)] == [str(tom.key)]


@pytest.mark.parametrize("people", [1, 3, 30])
def test_looking_asks_the_database_as_often_for_many_as_for_one(brook, people, django_assert_num_queries):
    newcomers = [make_member(f"Tom Ellis{number}", practice=brook) for number in range(people)]

    with django_assert_num_queries(9):
        recognise_learning(practice=brook, people=[job.person_id for job in newcomers], at=WEDNESDAY)


def test_training_elsewhere_that_was_taken_back_is_not_recognised(abbey, brook):
    tom, ann = make_member("Tom Ellis", practice=abbey).person, make_person("Ann Lee")
    prior = PriorLearning.objects.create(
        person=tom, outside_training=make_outside_training(), completed_on=GO_LIVE, basis="prior_learning",
        accepted_by=ann,
    )  # fmt: skip
    PriorLearningWithdrawn.objects.create(
        prior_learning=prior, person=tom, withdrawn_by=ann, withdrawn_at=TUESDAY, withdrawn_on=TUESDAY.date()
    )
    begin(tom, brook)

    assert recognise(brook, tom) == 0


def test_a_signature_that_was_taken_back_is_not_recognised():
    marrowby = Marrowby()
    here, _ = marrowby.adopt(marrowby.millbrook), marrowby.adopt(marrowby.saltmere)
    sam = make_member("Sam Reed", practice=marrowby.millbrook).person
    signed = marrowby.sign(sam, here, at=TUESDAY)
    with replaying(TUESDAY):
        withdraw(signature=signed, reason="", method="password", at=TUESDAY)
    begin(sam, marrowby.saltmere)

    assert recognise(marrowby.saltmere, sam) == 0
