"""What the rule of due dates is told of a practice, and what it makes of it."""

import datetime as dt

import pytest

from tests.factories import (
    complete,
    give_duty,
    give_leave,
    make_job_role,
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
    on_the_morning_of,
    play,
)
from trainingsite.audit.clock import replaying
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Exemption, PriorLearning
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Membership
from trainingsite.policies import actions as policies
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db
SPRING = dt.date(2026, 3, 10)


def only_cell(practice, day=SPRING, **asked):
    """The one cell of a practice with one person and one requirement."""
    matrix = training_matrix(practice, day, **asked)
    return matrix.rows[0].cells[0]


def test_a_module_completed_is_compliant_from_its_day():
    member, page = make_member(), make_module()
    make_requirement(module=page, refresher_months=12)
    complete(member.person, make_module_version(page), at=moment(2026, 3, 3))

    cell = only_cell(member.practice)

    assert (cell.status, cell.completed_on, cell.valid_until) == ("compliant", dt.date(2026, 3, 3), dt.date(2027, 3, 3))
    assert cell.basis == "own"


def test_a_scenario_counts_when_it_was_passed_and_not_when_it_was_only_played():
    member, page = make_member(), make_scenario()
    make_requirement(scenario=page)
    version = make_scenario_version(page)
    play(member.person, version, "wrong", at=moment(2026, 3, 3))
    assert only_cell(member.practice).status == "overdue"

    play(member.person, version, "right", at=moment(2026, 3, 4))

    assert only_cell(member.practice).completed_on == dt.date(2026, 3, 4)


def test_a_signature_counts_until_a_material_version_takes_effect():
    member, page = make_member(), make_policy()
    make_requirement(policy=page, due_within_days=14)
    with replaying(moment(2026, 3, 3)):
        policies.sign(
            person=member.person, version=make_policy_version(page), typed_name="Tom Ellis", method="password",
            at=moment(2026, 3, 3),
        )  # fmt: skip
    make_policy_version(page, clauses=("New.",), at=moment(2026, 3, 10), effective_on=dt.date(2026, 3, 20))

    days = [dt.date(2026, 3, 19), dt.date(2026, 3, 20), dt.date(2026, 4, 3), dt.date(2026, 4, 4)]
    assert [only_cell(member.practice, day).status for day in days] == ["compliant", "due", "due", "overdue"]


def test_a_minor_version_leaves_signatures_alone_unless_every_version_is_signed():
    member, page = make_member(), make_policy()
    make_requirement(policy=page)
    with replaying(moment(2026, 3, 3)):
        policies.sign(
            person=member.person, version=make_policy_version(page), typed_name="Tom Ellis", method="password",
            at=moment(2026, 3, 3),
        )  # fmt: skip
    make_policy_version(page, clauses=("New.",), material=False, at=moment(2026, 3, 5))
    assert only_cell(member.practice).status == "compliant"

    page.every_version_signed = True
    make_policy_version(page, clauses=("Newer.",), material=False, at=moment(2026, 3, 6))

    assert only_cell(member.practice).status == "due"


@pytest.mark.parametrize(("kind", "status"), [("queried", "queried"), ("declined", "declined")])
def test_a_question_and_a_refusal_are_shown_as_what_they_are(kind, status):
    member, page = make_member(), make_policy()
    make_requirement(policy=page)
    Attestation.objects.create(
        person=member.person, practice=member.practice, version=make_policy_version(page), kind=kind,
        attested_at=moment(2026, 3, 3), attested_on=dt.date(2026, 3, 3), method="password",
    )  # fmt: skip

    assert only_cell(member.practice).status == status


def test_training_done_elsewhere_says_so():
    member, training = make_member(), make_outside_training()
    make_requirement(outside_training=training)
    PriorLearning.objects.create(
        person=member.person, outside_training=training, completed_on=dt.date(2025, 6, 1), basis="imported",
        accepted_by=make_person("Ann Lee"),
    )  # fmt: skip

    assert only_cell(member.practice).basis == "imported"


def test_the_audience_may_be_a_staff_group_a_job_or_a_duty():
    practice = make_practice()
    nurse = make_member("Ann Lee", make_job_role("Practice nurse", staff_group="nursing"), practice=practice)
    receptionist = make_member("Tom Ellis", "Receptionist", practice=practice)
    holder = make_member("Zoe Park", "Receptionist", practice=practice)
    give_duty(holder.person, practice, Duty.ACCOUNT_HOLDER)
    programme = make_programme("Induction", practice)
    make_requirement(programme, module=make_module("Groups"), staff_groups=["nursing"], position=1)
    make_requirement(programme, module=make_module("Jobs"), job_roles=["receptionist"], position=2)
    make_requirement(programme, module=make_module("Duties"), duties=["account_holder"], position=3)

    rows = training_matrix(practice, SPRING).rows

    asked = {row.person: [cell.status != "not_required" for cell in row.cells] for row in rows}
    assert asked == {
        nurse.person: [True, False, False],
        receptionist.person: [False, True, False],
        holder.person: [False, True, True],
    }


def test_leave_exemption_and_the_rest_add_up_to_the_people_there_are():
    practice = make_practice()
    members = [make_member(name, practice=practice) for name in ("Ann Lee", "Tom Ellis", "Zoe Park")]
    requirement = make_requirement(make_programme("Induction", practice))
    give_leave(members[0], dt.date(2026, 2, 1), dt.date(2026, 6, 30))
    with on_the_morning_of(dt.date(2026, 2, 1)):
        Exemption.objects.create(
            person=members[1].person, practice=practice, requirement_line=requirement.line, reason="not_in_role",
            approved_by=members[2].person, started_on=dt.date(2026, 2, 1),
        )  # fmt: skip

    totals = training_matrix(practice, SPRING).totals()[0]

    assert (totals.in_practice, totals.on_leave, totals.exempt, totals.required, totals.compliant) == (3, 1, 1, 1, 0)


def test_leavers_are_gone_the_day_after_and_there_on_the_day():
    member = make_member(ended_on=SPRING)
    make_requirement()

    assert len(training_matrix(member.practice, SPRING).rows) == 1
    assert len(training_matrix(member.practice, SPRING + dt.timedelta(days=1)).rows) == 0


def test_a_corrected_fact_counts_from_the_day_it_was_first_known():
    member = make_member(started_on=dt.date(2026, 1, 5))
    make_requirement(due_within_days=28)
    correct(member, by="", at=moment(2026, 3, 9), staff_number="0042")

    assert only_cell(member.practice).due_on == dt.date(2026, 2, 2)


def test_nothing_is_overdue_before_it_was_known():
    with replaying(moment(2026, 3, 9)):
        member = Membership.objects.create(
            person=make_person(), practice=make_practice(), job_role=make_job_role(), started_on=dt.date(2026, 1, 5)
        )
    make_requirement(due_within_days=28)

    cell = only_cell(member.practice)

    assert (cell.status, cell.due_on) == ("due", dt.date(2026, 4, 6))


def test_as_known_then_leaves_out_what_was_recorded_later():
    member, page = make_member(), make_module()
    make_requirement(module=page)
    complete(member.person, make_module_version(page), at=moment(2026, 3, 3))

    assert only_cell(member.practice, known_on=dt.date(2026, 3, 2)).status == "overdue"
    assert only_cell(member.practice, known_on=dt.date(2026, 3, 3)).status == "compliant"


def test_two_jobs_make_one_row():
    practice, person = make_practice(), make_person()
    make_member(person, "Receptionist", practice=practice)
    make_member(person, "Practice nurse", practice=practice, started_on=dt.date(2025, 9, 1))
    make_requirement()

    rows = training_matrix(practice, SPRING).rows

    assert [row.job_role for row in rows] == ["Receptionist"]


def test_a_requirement_of_another_practice_is_not_asked_here():
    ours, theirs = make_practice(), make_practice("Harbour View Surgery")
    make_member(practice=ours)
    programme = make_programme("Induction", ours, theirs)
    make_requirement(programme, practice=theirs)

    assert training_matrix(ours, SPRING).demands == []


def test_nothing_is_asked_before_the_practice_followed_the_programme():
    member = make_member()
    make_requirement(make_programme("Induction", member.practice, started_on=SPRING))

    assert training_matrix(member.practice, dt.date(2026, 3, 9)).demands == []
    assert only_cell(member.practice).due_on == dt.date(2026, 4, 7)


def test_the_matrix_takes_as_many_queries_for_three_people_as_for_one(django_assert_num_queries):
    practice = make_practice()
    programme = make_programme("Induction", practice)
    make_requirement(programme, module=make_module_version().page)
    make_requirement(programme, policy=make_policy_version(practice=practice).page)
    make_requirement(programme, scenario=make_scenario_version().page)
    make_member("Ann Lee", practice=practice)

    with django_assert_num_queries(15):
        training_matrix(practice, SPRING)
    for name in ("Tom Ellis", "Zoe Park"):
        make_member(name, practice=practice)
    with django_assert_num_queries(15):
        training_matrix(practice, SPRING)


def test_a_person_who_rejoins_keeps_what_they_learned():
    practice, person = make_practice(), make_person()
    make_member(person, practice=practice, ended_on=dt.date(2025, 6, 30))
    page = make_module()
    make_requirement(make_programme("Induction", practice), module=page)
    complete(person, make_module_version(page, at=moment(2025, 2, 3)), at=moment(2025, 3, 3))
    make_member(person, practice=practice, started_on=dt.date(2026, 2, 2))

    assert only_cell(practice).completed_on == dt.date(2025, 3, 3)
