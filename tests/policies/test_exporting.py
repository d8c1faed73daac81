"""The file of signatures: one line for each, with who signed what, when, in which job, and whether it stands."""

import csv
import datetime as dt
import io
import tracemalloc

import pytest

from tests.factories import MONDAY, TUESDAY, give_duty, make_member, make_policy_version, make_practice, moment
from tests.people.joined import join_rows
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent, Disposal, DisposalItem, Words
from trainingsite.formats import lines
from trainingsite.people.models import Duty, Practice
from trainingsite.policies import actions, exporting
from trainingsite.policies.exporting import HEADINGS, attestations_csv
from trainingsite.policies.models import Attestation
from trainingsite.policies.saying_no.actions import withdraw

pytestmark = pytest.mark.django_db
ALWAYS = dt.date(2025, 1, 1), dt.date(2026, 12, 31)


def read(*practices, period=ALWAYS):
    text = b"".join(attestations_csv(practices, *period)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def sign(person, version, at=TUESDAY):
    with replaying(at):
        return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


@pytest.fixture
def version(db):
    return make_policy_version()


@pytest.fixture
def ann(version):
    return make_member("Ann Lee", "Practice nurse", practice=version.practice).person


def test_a_line_says_who_signed_what_when_and_which_event_tells_of_it(version, ann):
    signature = sign(ann, version, at=moment(2026, 7, 1, 9, 30))
    event = AuditEvent.objects.get(act=signature.act)

    assert read(version.practice) == [
        list(HEADINGS),
        [
            version.practice.name, version.practice.ods_code, "Ann Lee", "Practice nurse", "Social media policy", "1.0",
            "2026-07-01", "2026-07-01T09:30:00+01:00", "Signed", "Password entered again", "Stands", str(event.seq),
        ],
    ]  # fmt: skip


def test_the_event_is_the_one_in_the_chain_of_the_practice_whose_policy_it_is(version, ann):
    next_door = make_practice("Saltmere Road Practice")
    make_member(ann, practice=next_door)
    sign(make_member("Tom Ellis", practice=version.practice).person, version)
    signature = sign(ann, version)
    told = {event.chain.key: event.seq for event in AuditEvent.objects.filter(act=signature.act)}

    assert (len(told), read(version.practice, next_door)[2][-1]) == (2, str(told[version.practice.chain]))


def test_a_signature_that_was_taken_back_stays_and_says_so(version, ann):
    at = moment(2026, 3, 4)
    withdraw(signature=sign(ann, version), reason="I had not read it.", method="password", at=at)

    assert [line[10] for line in read(version.practice)[1:]] == ["Withdrawn"]


def test_what_was_signed_under_a_former_row_has_the_name_of_today(version, ann):
    former = make_member("Ann Smith", practice=version.practice).person
    sign(former, version)
    ruth = make_member("Ruth Adeyemi", practice=version.practice).person
    give_duty(ruth, version.practice, Duty.PRACTICE_MANAGER)
    join_rows(former, ann, ruth)

    assert [line[2] for line in read(version.practice)[1:]] == ["Ann Lee"]


def test_words_that_were_let_go_leave_the_job_empty(version, ann):
    signature = sign(ann, version)
    disposal = Disposal.objects.create(rule="Six years", proposed_by="a", approved_by="b")
    DisposalItem.objects.create(disposal=disposal, words_key=signature.words_key)
    Words.objects.filter(key=signature.words_key).delete()

    assert [line[2:4] for line in read(version.practice)[1:]] == [["Ann Lee", ""]]


@pytest.mark.parametrize("job", ['=Nurse "in charge"', "Nurse, practice", "Ärztin \\ GP"])
def test_a_job_is_shown_as_it_is_called_and_never_computed(version, job):
    sign(make_member("@Zoe", job, practice=version.practice).person, version)

    (line,) = read(version.practice)[1:]

    assert line[2:4] == ["'@Zoe", f"'{job}" if job.startswith("=") else job]


def test_only_signatures_of_the_period_at_these_practices_are_in_it(version, ann):
    sign(ann, version)
    elsewhere = make_policy_version(practice=make_practice("Saltmere Road Practice"))
    sign(make_member("Tom Ellis", practice=elsewhere.practice).person, elsewhere)

    days = (dt.date(2026, 3, 3), dt.date(2026, 3, 3)), (dt.date(2026, 3, 4), dt.date(2026, 3, 4))

    assert [[line[2] for line in read(version.practice, period=each)[1:]] for each in days] == [["Ann Lee"], []]


def test_the_next_page_begins_after_the_last_row_of_the_one_before(version, monkeypatch):
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 2)
    for number in range(5):
        sign(make_member(f"Tom {number}", practice=version.practice).person, version)

    assert [line[2] for line in read(version.practice)[1:]] == [f"Tom {number}" for number in range(5)]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_more_signatures_cost_no_more_queries(version, count, django_assert_num_queries):
    add_signatures(version, count)
    practice = Practice.objects.get(pk=version.practice_id)

    with django_assert_num_queries(4):
        read(practice)


def test_ten_times_as_many_signatures_take_no_more_memory(version, monkeypatch):
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 200)
    monkeypatch.setattr(lines, "CHARACTERS_AT_ONCE", 10_000)
    peaks = []
    for count in (300, 2700):
        add_signatures(version, count)
        read(version.practice)
        tracemalloc.start()
        for _ in attestations_csv([version.practice], *ALWAYS):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 2 * peaks[0]


def add_signatures(version, count):
    """Signatures of so many more people, without words and events."""
    ann = make_member("Ann Lee", practice=version.practice).person
    said = Attestation.objects.filter(person=ann).count()
    Attestation.objects.bulk_create(
        Attestation(
            person=ann, practice=version.practice, version=version, kind="signed", number=said + number,
            attested_at=MONDAY, attested_on=dt.date(2026, 3, 2), method="password",
        )
        for number in range(1, count + 1)
    )  # fmt: skip
