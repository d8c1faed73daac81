"""A practice that has gone over into another keeps its record: it is exported, checked and computed as before."""

import datetime as dt
import io

import pytest

from tests.evidence.scenes import FROM, ON, a_practice_with_a_history, unpacked, verify
from tests.evidence.test_verification import all_findings
from tests.factories import make_practice, make_programme, make_requirement, moment
from trainingsite.audit.clock import replaying
from trainingsite.audit.seals import seal
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.rules import Status
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.people.merging.actions import merge
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db
MERGED_ON, RECORDED_AT = dt.date(2026, 4, 1), moment(2026, 4, 1, 8)


@pytest.fixture
def scene():
    return a_practice_with_a_history("Abbey Surgery")


@pytest.fixture
def brook():
    return make_practice("Brook Surgery")


def go_over(scene, brook, on=MERGED_ON) -> None:
    with replaying(RECORDED_AT):
        merge(practice=scene.practice, into=brook, on=on, at=RECORDED_AT)
        seal(at=RECORDED_AT)


def statuses(practice, day, **known) -> list[tuple]:
    matrix = training_matrix(practice, day, **known)
    return [(row.person.name, [cell.status for cell in row.cells]) for row in matrix.rows]


def test_the_record_is_whole_of_both_practices_and_the_site(scene, brook):
    go_over(scene, brook)

    assert [all_findings(), all_findings(scene.practice), all_findings(brook)] == [[], [], []]


def test_its_past_days_are_as_they_were_and_as_they_were_known(scene, brook):
    days = [dt.date(2026, 2, 1), dt.date(2026, 3, 4), ON]
    before = [statuses(scene.practice, day) for day in days]

    go_over(scene, brook)

    assert [statuses(scene.practice, day) for day in days] == before
    assert [statuses(scene.practice, day, known_on=ON) for day in days] == before
    assert statuses(scene.practice, MERGED_ON) == []


def test_its_signatures_stay_its_own(scene, brook):
    before = list(Attestation.objects.order_by("pk").values())

    go_over(scene, brook)

    assert list(Attestation.objects.order_by("pk").values()) == before
    assert Attestation.objects.at(brook).count() == 0


def test_its_pack_is_exported_and_checks_itself(scene, brook, tmp_path):
    go_over(scene, brook)

    checked = verify(unpacked(scene.pack(), tmp_path / "pack"))

    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_other_practices_pack_checks_itself_too(scene, brook, tmp_path):
    go_over(scene, brook)
    out = io.BytesIO()
    write_pack(Asked(brook, dt.date(2026, 4, 30), FROM), out, by="Ruth Okafor", at=moment(2026, 5, 1))

    checked = verify(unpacked(out.getvalue(), tmp_path / "pack"))

    assert (checked.returncode, checked.stderr) == (0, "")


def test_what_somebody_has_learned_goes_with_them(scene, brook):
    [version] = {completion.version for completion in scene.ann.completions.all()}
    make_requirement(make_programme("Induction at Brook", brook), module=version.page)

    go_over(scene, brook)

    now = dict(statuses(brook, MERGED_ON))
    assert (now["Ann Lee"], now["Cat Roe"]) == ([Status.COMPLIANT], [Status.DUE])


def test_nobody_is_late_at_the_other_practice_before_it_was_known(scene, brook):
    [version] = {completion.version for completion in scene.ann.completions.all()}
    make_requirement(make_programme("Induction at Brook", brook), module=version.page, due_within_days=14)

    go_over(scene, brook, on=dt.date(2026, 3, 4))

    due = {row.person.name: row.cells[0].due_on for row in training_matrix(brook, MERGED_ON).rows}
    assert due["Cat Roe"] == dt.date(2026, 4, 15)


def test_who_is_on_leave_is_on_leave_there(scene, brook):
    [version] = {completion.version for completion in scene.ann.completions.all()}
    make_requirement(make_programme("Induction at Brook", brook), module=version.page)

    go_over(scene, brook)

    assert dict(statuses(brook, MERGED_ON))["Bea Óg"] == [Status.ON_LEAVE]
