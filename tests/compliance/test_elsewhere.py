"""Training done elsewhere as a manager records it of one person or several, and takes it back."""

import datetime as dt
import json
import uuid

import pytest
from django.db import IntegrityError

from tests.compliance.claiming import make_manager
from tests.compliance.completing import recorded
from tests.desk.proofs import a_pdf
from tests.factories import MONDAY, TUESDAY, make_member, make_outside_training, make_practice, make_requirement
from tests.people.joined import join_rows
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance import elsewhere
from trainingsite.compliance.elsewhere import OwnTraining, RecordedAlready, TakenBackAlready, Word
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.proofs import proof_in
from trainingsite.compliance.recorded import ElsewhereEntry, PriorLearningWithdrawn
from trainingsite.compliance.rules import Basis, Status
from trainingsite.evidence.record_checks import as_recorded, vouched_for, words
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

LATER = TUESDAY + dt.timedelta(days=2)


@pytest.fixture
def fire():
    training = make_outside_training("Fire safety")
    make_requirement(outside_training=training, refresher_months=12)
    return training


@pytest.fixture
def team(fire):
    return [make_member(name) for name in ("Ann Lee", "Tom Ellis", "Zoe Park")]


@pytest.fixture
def manager():
    return make_manager("Raj Shah")


def of_all(team, manager, fire, **said) -> ElsewhereEntry:
    people = [member.person for member in team]
    said = {"token": uuid.uuid4(), "outside_training": fire, **said}
    return recorded(team[0].practice, *people, by=manager, **said)


def statuses(team, day: dt.date, **known) -> list[Status]:
    people = [member.person for member in team]
    return [row.cells[0].status for row in training_matrix(team[0].practice, day, people=people, **known).rows]


def test_a_whole_team_is_recorded_at_once_and_each_of_them_is_done(team, manager, fire):
    entry = of_all(team, manager, fire, word=Word(where="The fire station"))

    learned = list(PriorLearning.objects.order_by("pk"))
    assert [each.on_whose_word for each in learned] == ["recorded by Raj Shah"] * 3
    assert [elsewhere.word_about(each).where for each in learned] == ["The fire station"] * 3
    assert (entry.kind, statuses(team, TUESDAY.date())) == (ElsewhereEntry.Kind.BY_HAND, [Status.COMPLIANT] * 3)


def test_the_proof_is_kept_once_for_all_of_them(team, manager, fire):
    entry = of_all(team, manager, fire, proof=proof_in(a_pdf()))

    assert (elsewhere.proof_of(entry).body, elsewhere.has_proof(entry)) == (a_pdf(), True)
    assert Words.objects.of_kind(elsewhere.PROOF).count() == 1


def test_without_proof_it_is_recorded_all_the_same(team, manager, fire):
    entry = of_all(team, manager, fire)

    assert (elsewhere.proof_of(entry), elsewhere.has_proof(entry), entry.words_key) == (None, False, None)


def test_each_row_has_its_event_and_the_record_verifies(team, manager, fire):
    of_all(team, manager, fire, proof=proof_in(a_pdf()), word=Word(where="The fire station"))

    practice = team[0].practice
    told = AuditEvent.objects.of(practice.chain).values_list("verb", "actor")
    assert set(told) == {
        ("compliance.training_elsewhere_recorded", str(manager.key)),
        ("compliance.prior_learning_accepted", str(manager.key)),
    }
    for check in (as_recorded([practice.chain]), vouched_for(None), words(practice)):
        assert list(check) == []


def test_two_clicks_make_one_entry(team, manager, fire):
    token = uuid.uuid4()

    first, second = (of_all(team, manager, fire, token=token) for _ in range(2))

    assert (first == second, PriorLearning.objects.count(), AuditEvent.objects.count()) == (True, 3, 4)


def test_the_page_sent_again_with_another_day_is_another_entry(team, manager, fire):
    token = uuid.uuid4()

    for day in (MONDAY.date(), TUESDAY.date()):
        of_all(team, manager, fire, token=token, completed_on=day)

    days = PriorLearning.objects.values_list("completed_on", flat=True)
    assert sorted(days) == [MONDAY.date()] * 3 + [TUESDAY.date()] * 3


def test_the_page_sent_again_with_somebody_more_records_them(team, manager, fire):
    token = uuid.uuid4()

    entries = [of_all(people, manager, fire, token=token) for people in (team[:2], team)]

    assert [sorted(each.person.name for each in entry.learning.all()) for entry in entries] == [
        ["Ann Lee", "Tom Ellis"],
        ["Zoe Park"],
    ]


@pytest.mark.parametrize("other", [{"word": Word(where="At home")}, {"proof": proof_in(a_pdf())}])
def test_the_page_sent_again_with_other_words_or_proof_is_not_taken_for_a_second_click(team, manager, fire, other):
    token = uuid.uuid4()
    of_all(team, manager, fire, token=token)

    with pytest.raises(RecordedAlready):
        of_all(team, manager, fire, token=token, **other)


def test_who_has_it_on_record_for_that_day_is_left_as_they_are(team, manager, fire):
    of_all(team[:1], manager, fire)

    entry = of_all(team, manager, fire)

    assert sorted(each.person.name for each in entry.learning.all()) == ["Tom Ellis", "Zoe Park"]
    with pytest.raises(RecordedAlready):
        of_all(team, manager, fire)
    assert ElsewhereEntry.objects.count() == 2


def test_nobody_records_their_own(team, manager, fire):
    with pytest.raises(OwnTraining):
        recorded(team[0].practice, team[0].person, manager, by=manager, token=uuid.uuid4(), outside_training=fire)

    assert (PriorLearning.objects.count(), ElsewhereEntry.objects.count()) == (0, 0)


def test_a_row_that_was_joined_to_ones_own_is_ones_own(team, manager, fire):
    join_rows(team[0].person, manager, team[1].person)

    with pytest.raises(OwnTraining):
        of_all(team[:1], manager, fire)
    assert PriorLearning.objects.count() == 0


def test_the_table_itself_refuses_ones_own_word(manager, fire):
    with pytest.raises(IntegrityError, match="prior_learning_accepted_by_somebody_else"):
        PriorLearning.objects.create(
            person=manager, accepted_by=manager, outside_training=fire, completed_on=MONDAY.date(), basis="imported"
        )


def test_what_was_done_before_going_live_is_imported(team, manager, fire):
    of_all(team[:1], manager, fire, completed_on=dt.date(2025, 1, 5))

    assert PriorLearning.objects.get().basis == Basis.IMPORTED


def test_nothing_is_recorded_when_its_event_cannot_be(team, manager, fire, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(elsewhere, "record_series", fail)

    with pytest.raises(IntegrityError):
        of_all(team, manager, fire, proof=proof_in(a_pdf()))
    assert (PriorLearning.objects.count(), ElsewhereEntry.objects.count(), Words.objects.count()) == (0, 0, 0)


def taken_back(learning: PriorLearning, by, *, at=LATER, reason="It was another Ann.") -> PriorLearningWithdrawn:
    with replaying(at):
        return elsewhere.take_back(learning=learning, by=by, reason=reason, at=at)


def test_what_is_taken_back_counts_no_more_from_that_day(team, manager, fire):
    of_all(team[:1], manager, fire)

    taken_back(PriorLearning.objects.get(), manager)

    days = [LATER.date() - dt.timedelta(days=1), LATER.date()]
    assert [statuses(team[:1], day) for day in days] == [[Status.COMPLIANT], [Status.DUE]]


def test_it_was_not_known_before_that_it_would_be_taken_back(team, manager, fire):
    of_all(team[:1], manager, fire)
    taken_back(PriorLearning.objects.get(), manager)

    assert statuses(team[:1], LATER.date(), known_on=TUESDAY.date()) == [Status.COMPLIANT]


def test_the_person_is_told_and_reads_why(team, manager, fire):
    of_all(team[:1], manager, fire)

    withdrawal = taken_back(PriorLearning.objects.get(), manager)

    notice = Notice.objects.get()
    assert (notice.person, notice.subject) == (team[0].person, "No longer counted: Fire safety, done elsewhere")
    assert ("It was another Ann." in notice.body, elsewhere.reason_of(withdrawal)) == (True, "It was another Ann.")


def test_taking_back_has_its_event_and_the_record_verifies(team, manager, fire):
    of_all(team[:1], manager, fire)

    withdrawal = taken_back(PriorLearning.objects.get(), manager)

    practice, event = team[0].practice, AuditEvent.objects.latest("pk")
    rows = [row["key"] for row in json.loads(bytes(event.body))["rows"]]
    assert (event.verb, rows) == ("compliance.training_elsewhere_withdrawn", [str(withdrawal.key)])
    for check in (as_recorded([practice.chain]), vouched_for(None), words(practice)):
        assert list(check) == []


def test_of_two_managers_the_second_finds_it_taken_back(team, manager, fire):
    of_all(team[:1], manager, fire)
    learning, second = PriorLearning.objects.get(), make_manager("Mo Khan", Duty.IG_LEAD)
    taken_back(learning, manager)

    with pytest.raises(TakenBackAlready) as already:
        taken_back(learning, second)

    assert (already.value.withdrawal.withdrawn_by, PriorLearningWithdrawn.objects.count()) == (manager, 1)
    assert (Notice.objects.count(), Words.objects.of_kind(elsewhere.REASON).count()) == (1, 1)


def test_nobody_takes_back_their_own(team, manager, fire):
    of_all(team[:1], manager, fire)

    with pytest.raises(OwnTraining):
        taken_back(PriorLearning.objects.get(), team[0].person)
    assert PriorLearningWithdrawn.objects.count() == 0


def test_nothing_is_taken_back_when_its_event_cannot_be_recorded(team, manager, fire, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    of_all(team[:1], manager, fire)
    monkeypatch.setattr(elsewhere, "record", fail)

    with pytest.raises(IntegrityError):
        taken_back(PriorLearning.objects.get(), manager)
    assert (PriorLearningWithdrawn.objects.count(), Notice.objects.count()) == (0, 0)


def test_what_was_taken_back_can_be_recorded_again_as_it_should_be(team, manager, fire):
    of_all(team[:1], manager, fire)
    taken_back(PriorLearning.objects.get(), manager)

    of_all(team[:1], manager, fire, at=LATER)

    assert (PriorLearning.objects.count(), statuses(team[:1], LATER.date())) == (2, [Status.COMPLIANT])


def test_a_practice_sees_what_it_recorded_and_not_what_another_did(team, manager, fire):
    other = make_practice("Harbour View Surgery")
    theirs = make_manager("Eve Moss", practice=other)
    shared = make_member(team[0].person, practice=other)
    recorded(other, shared.person, by=theirs, token=uuid.uuid4(), outside_training=fire)
    of_all(team[1:2], manager, fire)

    found = [[each.person.name for each in PriorLearning.objects.at(one)] for one in (team[0].practice, other)]

    assert found == [["Tom Ellis"], ["Ann Lee"]]
