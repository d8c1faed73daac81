"""What was done under a row that turned out to be the same human counts for the row that was kept."""

import datetime as dt

import pytest

from tests.factories import (
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    make_scenario,
    make_scenario_version,
    moment,
    play,
)
from tests.people.joined import join_rows
from trainingsite.audit.clock import replaying
from trainingsite.certificates.actions import claim, valid_certificate
from trainingsite.certificates.missing import issue_missing
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.done import completed_by, heard_from, rows_counting_for
from trainingsite.compliance.matrix import end_of_day, training_matrix
from trainingsite.compliance.models import PriorLearning, Programme
from trainingsite.compliance.rules import Basis, Status
from trainingsite.desk.record import record_of
from trainingsite.desk.training import training_of
from trainingsite.people.models import Person
from trainingsite.policies.actions import sign

pytestmark = pytest.mark.django_db
WEDNESDAY, THURSDAY = moment(2026, 3, 4), moment(2026, 3, 5)
DAY = dt.date(2026, 3, 6)
D = dt.date
DONE = [Status.COMPLIANT] * 4
OPEN = [*[Status.OVERDUE] * 3, Status.DUE]  # the policy was published this week


class Rows:
    """A practice that asks for one of everything, and somebody known there twice, who did it all under one row."""

    def __init__(self):
        self.practice = make_practice()
        self.programme = make_programme("Induction", self.practice, grants_certificate=True)
        module, scenario, page = make_module(), make_scenario(), make_policy(self.practice)
        self.outside = make_outside_training()
        self.version, self.story = make_module_version(module), make_scenario_version(scenario)
        self.policy = make_policy_version(page)
        for kind, target in (
            ("module", module),
            ("scenario", scenario),
            ("policy", page),
            ("outside_training", self.outside),
        ):
            make_requirement(self.programme, **{kind: target})
        self.ruth = make_person("Ruth Adeyemi")
        self.former = make_member("Tom Ellis", practice=self.practice).person
        self.kept = make_member("Tom Marsh", practice=self.practice).person

    def do_everything(self):
        complete(self.former, self.version)
        play(self.former, self.story, "right")
        with replaying(TUESDAY):
            sign(person=self.former, version=self.policy, typed_name="Tom Ellis", method="password", at=TUESDAY)
            PriorLearning.objects.create(
                person=self.former, outside_training=self.outside, completed_on=TUESDAY.date(),
                basis=PriorLearning.Basis.PRIOR_LEARNING, accepted_by=self.ruth,
            )  # fmt: skip

    def join(self, at=WEDNESDAY):
        join_rows(self.former, self.kept, self.ruth, at=at)
        self.kept = Person.objects.get(pk=self.kept.pk)

    def statuses(self, **asked):
        """How everybody stands, the row that was there first at the head."""
        rows = sorted(training_matrix(self.practice, DAY, **asked).rows, key=lambda row: row.person.pk)
        return [(row.person.pk, [cell.status for cell in row.cells]) for row in rows]


@pytest.fixture
def rows():
    found = Rows()
    found.do_everything()
    return found


def test_everything_done_under_the_former_row_counts_and_there_is_one_person(rows):
    before = rows.statuses()
    rows.join()

    assert before == [(rows.former.pk, DONE), (rows.kept.pk, OPEN)]
    assert rows.statuses() == [(rows.kept.pk, DONE)]


def test_as_known_before_the_joining_they_were_two(rows):
    rows.join()

    assert rows.statuses(known_on=D(2026, 3, 3)) == [(rows.former.pk, DONE), (rows.kept.pk, OPEN)]


def test_of_the_same_thing_done_under_both_rows_both_days_count(rows):
    complete(rows.kept, rows.version, at=THURSDAY)
    rows.join()

    done = completed_by(rows_counting_for([rows.kept.pk]), [("module", rows.version.page_id)])

    assert [each.on for each in done[rows.kept.pk, "module", rows.version.page_id]] == [D(2026, 3, 3), D(2026, 3, 5)]


def test_nothing_is_counted_for_the_former_row_any_more(rows):
    rows.join()
    done = completed_by(rows_counting_for([rows.kept.pk]), [("module", rows.version.page_id)])
    assert {person_id for person_id, *_ in done} == {rows.kept.pk}


def test_a_signature_under_one_row_ends_the_question_asked_under_the_other():
    said = heard_from([(1, "queried", D(2026, 3, 2)), (2, "signed", D(2026, 3, 4))], 0)

    assert [(span.first, span.last) for span in said.queries] == [(D(2026, 3, 2), D(2026, 3, 4))]
    assert [(done.on, done.ended_on, done.basis) for done in said.done] == [(D(2026, 3, 4), None, Basis.OWN)]


def test_of_two_signatures_only_the_one_that_is_taken_back_ends():
    said = heard_from([(1, "signed", D(2026, 3, 2)), (2, "signed", D(2026, 3, 3)), (1, "withdrawn", D(2026, 3, 4))], 0)

    assert [(done.on, done.ended_on) for done in said.done] == [(D(2026, 3, 2), D(2026, 3, 4)), (D(2026, 3, 3), None)]


def test_your_training_is_done_and_the_certificate_is_the_one_that_was_issued(rows):
    with replaying(TUESDAY):
        held = claim(person=rows.former, practice=rows.practice, programme=rows.programme, at=TUESDAY)
    rows.join()

    [part] = training_of(rows.kept, [rows.practice], DAY).parts
    issue_missing(at=THURSDAY)

    assert (part.met, part.certificate) == (4, held)
    assert valid_certificate(rows.kept, rows.practice, Programme.objects.get(), DAY) == held
    assert Certificate.objects.count() == 1


def test_the_record_shows_what_was_done_under_both_rows(rows):
    rows.join()

    record = record_of(rows.kept, rows.practice, DAY)

    assert [len(each) for each in (record.completions, record.attestations, record.prior_learning)] == [1, 1, 1]
    assert len(record.stays) == 2


@pytest.mark.parametrize("people", [1, 3, 30])
def test_a_matrix_asks_the_database_as_often_for_many_joined_people(people, django_assert_max_num_queries):
    rows = Rows()
    for number in range(people):
        pair = [make_member(f"Ann Lee{number}", practice=rows.practice).person for _ in range(2)]
        join_rows(*pair, rows.ruth, at=WEDNESDAY)

    with django_assert_max_num_queries(30):
        training_matrix(rows.practice, DAY)


def test_as_known_at_the_end_of_the_day_of_joining_they_are_one(rows):
    rows.join()
    assert len(training_matrix(rows.practice, DAY, known_on=WEDNESDAY.date()).rows) == 1
    assert end_of_day(TUESDAY.date()) < WEDNESDAY
