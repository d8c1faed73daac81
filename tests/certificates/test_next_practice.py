"""Whoever joins another practice of the same installation brings what they hold: nothing is done or issued twice."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.clock import replaying
from trainingsite.certificates.actions import claim
from trainingsite.certificates.held import held_by
from trainingsite.certificates.missing import issue_missing
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.recognising import recognise_learning
from trainingsite.compliance.rules import Status
from trainingsite.desk.training import training_of

pytestmark = pytest.mark.django_db
MOVED, LATER = moment(2026, 4, 1), moment(2026, 4, 2)


class Move:
    """Tom finished his induction at Millbrook Lane, with its certificate; from April on he works at Harbour View."""

    def __init__(self):
        self.old, self.new = make_practice("Millbrook Lane Surgery"), make_practice("Harbour View Surgery")
        self.page = make_module("Boundaries")
        self.programme = make_programme("Induction", self.old, self.new, grants_certificate=True)
        make_requirement(self.programme, module=self.page, refresher_months=12)
        there = make_member("Tom Ellis", practice=self.old, ended_on=dt.date(2026, 3, 31))
        self.tom = there.person
        complete(self.tom, make_module_version(self.page), at=moment(2026, 3, 3))
        self.certificate = self.claim(self.old, at=moment(2026, 3, 4))
        make_member(self.tom, practice=self.new, started_on=MOVED.date())
        with replaying(MOVED):
            recognise_learning(practice=self.new, people=[self.tom.pk], at=MOVED)

    def claim(self, practice, *, at):
        with replaying(at):
            return claim(person=self.tom, practice=practice, programme=self.programme, at=at)

    def asks_for_more(self):
        """The new practice's induction has one module more, and he does it."""
        page = make_module("Privacy")
        make_requirement(self.programme, module=page, practice=self.new)
        complete(self.tom, make_module_version(page), at=LATER)


@pytest.fixture
def move():
    return Move()


def test_what_was_completed_counts_at_the_next_practice(move):
    [row] = training_matrix(move.new, LATER.date()).rows

    assert [(cell.status, cell.completed_on) for cell in row.cells] == [(Status.COMPLIANT, dt.date(2026, 3, 3))]


def test_no_second_certificate_is_invented_for_the_same_completion(move):
    with replaying(LATER):
        issued = issue_missing(at=LATER)

    assert issued == 0
    assert move.claim(move.new, at=LATER) == move.certificate
    assert list(Certificate.objects.all()) == [move.certificate]


def test_your_training_at_the_next_practice_shows_the_certificate_that_is_held(move):
    [part] = training_of(move.tom, [move.new], LATER.date()).parts

    assert (part.practice, part.certificate) == (move.new, move.certificate)


def test_it_is_listed_and_anybody_can_verify_it(move, client):
    [held] = held_by(move.tom, LATER.date()).good

    answer = client.get(reverse("certificates:verify", args=[held.row.serial]))

    assert (held.row, held.row.practice) == (move.certificate, move.old)
    assert [word in answer.content.decode() for word in ("Tom Ellis", "Millbrook Lane Surgery")] == [True, True]


def test_the_page_says_that_it_counts_wherever_they_work(move, client):
    client.force_login(move.tom)

    html = client.get(reverse("certificates:held")).content.decode()

    assert "Nothing has to be done again until it is due there anyway." in html


def test_whoever_did_more_for_the_next_practice_gets_its_certificate(move):
    move.asks_for_more()

    with replaying(LATER):
        issued = issue_missing(at=moment(2026, 4, 2, 12))

    assert issued == 1
    assert [each.practice for each in Certificate.objects.order_by("pk")] == [move.old, move.new]


def test_somebody_else_who_finishes_there_gets_theirs(move):
    ann = make_member("Ann Lee", practice=move.new).person
    complete(ann, make_module_version(move.page, at=MOVED, material=False), at=LATER)

    with replaying(LATER):
        issue_missing(at=moment(2026, 4, 2, 12))

    assert [each.person for each in Certificate.objects.order_by("pk")] == [move.tom, ann]
