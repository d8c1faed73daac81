"""What the reports say: the matrix, what is overdue and lapsing, exemptions and prior learning, needs by job role."""

import datetime as dt
import uuid

import pytest
from django.http import QueryDict

from tests.desk.reports.scenes import DAY, Surgery, a_surgery, many, recorded, release, rows, section
from tests.factories import GO_LIVE, complete, give_leave, make_member, moment
from trainingsite.audit.clock import replaying
from trainingsite.compliance import elsewhere
from trainingsite.compliance.exemptions import end
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.planning import Gap, Steps, plan
from trainingsite.desk.matrix.choosing import Choice
from trainingsite.desk.reports import exemptions, matrix, needs, overdue
from trainingsite.desk.reports.files import headings, plain_row
from trainingsite.people.models import Membership, Person

pytestmark = pytest.mark.django_db

SUPPORT, BOUNDARIES = "Life support at Millbrook Lane Surgery", "Boundaries at Millbrook Lane Surgery"
FIRST_DUE = dt.date(2025, 2, 3)


@pytest.fixture
def surgery() -> Surgery:
    return a_surgery()


def answered(report, surgery, number=0, **changes):
    return rows(section(report.REPORT.answer(surgery.asked(**changes)), number))


def test_the_matrix_says_what_the_page_of_the_matrix_says(surgery):
    page = training_matrix(surgery.practice, DAY)

    answer = matrix.REPORT.answer(surgery.asked())

    said = [cell.values for row in section(answer).rows for cell in row[2:]]
    assert said == [(c.status.label, c.completed_on, c.due_on) for row in page.rows for c in row.cells]
    assert answer.headline == ["1 of 3 required are done. 3 required = 4 (everything, for 2 people) − 1 exempt."]


def test_the_matrix_can_be_of_some_people_only(surgery):
    choice = Choice.read(QueryDict("role=receptionist"))

    answer = matrix.REPORT.answer(surgery.asked(choice=choice))

    assert [row[0] for row in rows(section(answer))] == ["Tom Ellis"]
    assert answer.headline == ["0 of 1 required are done. 1 required = 2 (everything, for 1 person) − 1 exempt."]


def test_an_exemption_recorded_late_was_not_known_then(surgery):
    with replaying(moment(2026, 4, 2)):
        release(surgery.ann, surgery.training, by=surgery.ruth, started_on=dt.date(2026, 3, 1), at=moment(2026, 4, 2))

    now, then = (answered(matrix, surgery, known_on=known)[1] for known in (None, dt.date(2026, 4, 1)))

    assert (now[3], then[3]) == ("Exempt", "Overdue, was due 3 Feb 2025, not yet told")


def test_training_recorded_late_was_not_known_then(surgery):
    recorded(surgery, done_on=dt.date(2026, 3, 2), at=moment(2026, 4, 2))

    now, then = (answered(overdue, surgery, known_on=known) for known in (None, dt.date(2026, 4, 1)))

    assert [row[0] for row in now] == ["Tom Ellis"]
    assert sorted(row[0] for row in then) == ["Ann Lee", "Tom Ellis"]


def test_what_is_overdue_is_said_with_its_day_and_who_was_told(surgery):
    assert sorted(answered(overdue, surgery)) == [
        ["Ann Lee", "Practice nurse", SUPPORT, "3 Feb 2025", "421", "", "Not yet", "Ruth Okafor of X99999", ""],
        ["Tom Ellis", "Receptionist", BOUNDARIES, "3 Feb 2025", "421", "", "Not yet", "", ""],
    ]


def test_what_is_planned_about_a_gap_stands_beside_it(surgery):
    at = moment(2026, 3, 20)
    with replaying(at):
        plan(
            token=uuid.uuid4(), practice=surgery.practice, gap=Gap(surgery.training.line, surgery.ann.person),
            steps=Steps("Course on 12 April", dt.date(2026, 4, 12), surgery.ruth), by=surgery.ruth, at=at,
        )  # fmt: skip

    planned = {row[0]: row[-1] for row in answered(overdue, surgery)}
    before = {row[0]: row[-1] for row in answered(overdue, surgery, known_on=dt.date(2026, 3, 19))}

    assert planned == {"Ann Lee": "Course on 12 April (Ruth Okafor of X99999, by 12 April 2026)", "Tom Ellis": ""}
    assert before == {"Ann Lee": "", "Tom Ellis": ""}


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (dt.date(2027, 2, 8), ["Expiring", "10 Mar 2027", "30"]),
        (dt.date(2027, 3, 10), ["Expiring", "10 Mar 2027", "0"]),  # good on the day itself
        (dt.date(2027, 2, 7), None),  # one day more than was asked for
        (dt.date(2027, 3, 11), None),  # overdue
    ],
)
def test_what_lapses_within_thirty_days(surgery, day, status):
    found = [row[3:6] for row in answered(overdue, surgery, 1, day=day) if row[0] == "Ann Lee"]

    assert found == ([status] if status else [])


def test_what_has_lapsed_is_overdue_from_the_day_after(surgery):
    late = [row[2:6] for row in answered(overdue, surgery, day=dt.date(2027, 3, 11)) if row[0] == "Ann Lee"]

    assert late == [[SUPPORT, "3 Feb 2025", "766", ""], [BOUNDARIES, "10 Mar 2027", "1", "10 Mar 2026"]]


@pytest.mark.parametrize(
    ("again_on", "good_until"),
    [
        (dt.date(2027, 1, 8), "8 Jan 2028"),  # one day before the window of sixty days opens
        (dt.date(2027, 1, 9), "10 Mar 2028"),  # on the day it opens: early is not punished
        (dt.date(2027, 3, 10), "10 Mar 2028"),  # on the last day
        (dt.date(2027, 3, 11), "11 Mar 2028"),  # after it lapsed
    ],
)
def test_done_again_around_the_window(surgery, again_on, good_until):
    version = make_module_version_of(surgery)
    complete(surgery.ann.person, version, at=moment(again_on.year, again_on.month, again_on.day))

    found = answered(overdue, surgery, 1, day=dt.date(2027, 4, 1), within=366)

    assert [row[4] for row in found if row[0] == "Ann Lee"] == [good_until]


def make_module_version_of(surgery):
    return surgery.module.module.versions.latest("published_at")


def test_an_exemption_that_ends_leaves_the_thing_to_be_done(surgery):
    last, after = ([row for row in answered(overdue, surgery, day=day) if row[:3:2] == ["Tom Ellis", SUPPORT]]
                   for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1)))  # fmt: skip

    assert (last, [row[3] for row in after]) == ([], ["3 Feb 2025"])


def test_nothing_due_is_said_in_words(surgery):
    give_leave(surgery.ann, GO_LIVE)
    give_leave(surgery.tom, GO_LIVE)

    answer = overdue.REPORT.answer(surgery.asked())

    assert [part.empty for part in answer.sections] == [
        "Nothing is overdue on that day.", "Nothing falls due or lapses by then.",
    ]  # fmt: skip
    assert [rows(part) for part in answer.sections] == [[], []]
    assert answer.headline[1] == "0 overdue, for 0 of 2 people; told about: 0 of 0."


def test_needs_say_how_many_hold_a_role_and_how_many_have_met_each(surgery):
    nia = make_member("Nia Owen", "Practice nurse", practice=surgery.practice)
    give_leave(nia, GO_LIVE)

    nurses = [row for row in answered(needs, surgery, 2) if row[0] == "Practice nurse"]

    soon = "Within 28 days, every year, counted from the day it was done"
    where = "Induction at Millbrook Lane Surgery"
    assert nurses == [
        ["Practice nurse", "Non-clinical", BOUNDARIES, "Module", where, soon, "1 = 2 − 1 on leave", "1"],
        ["Practice nurse", "Non-clinical", SUPPORT, "Training", where, soon, "1 = 2 − 1 on leave", "0"],
    ]


def test_needs_have_each_number_in_a_column_of_its_own_in_a_spreadsheet(surgery):
    need = section(needs.REPORT.answer(surgery.asked()), 2)

    tom = [list(plain_row(row)) for row in need.rows if row[0] == "Receptionist"]

    parts = ("of the role", "hold it", "not asked", "on leave", "exempt")
    assert headings(need.columns)[6:] == [*(f"Required: {part}" for part in parts), "Done"]
    assert [row[6:] for row in tom] == [[1, 1, 0, 0, 0, 0], [0, 1, 0, 0, 1, 0]]


def test_what_falls_on_nobody_with_a_role_is_not_listed_for_it(surgery):
    make_member("Gil Penn", "GP partner", practice=surgery.practice)

    assert [row[2] for row in answered(needs, surgery, 2) if row[0] == "GP partner"] == [BOUNDARIES]


def test_needs_say_in_one_line_of_which_job_roles_each_thing_is_asked(surgery):
    make_member("Gil Penn", "GP partner", practice=surgery.practice)

    said = {row[0]: row[4:] for row in answered(needs, surgery)}

    assert said == {
        BOUNDARIES: ["Every job role", "3", "1"],
        SUPPORT: ["Every job role but GP partner", "1 = 3 − 1 not asked − 1 exempt", "0"],
    }


@pytest.mark.parametrize(
    ("of_whom", "said"),
    [
        (["A", "B", "C", "D", "E"], "Every job role"),
        (["A", "B", "D", "E"], "Every job role but C"),
        (["A", "B"], "A, B"),  # more are left out than asked
        (["E"], "E"),
    ],
)
def test_job_roles_are_named_or_those_that_are_left_out(of_whom, said):
    assert needs.roles_in_words(of_whom, ["A", "B", "C", "D", "E"]) == said


def test_needs_say_what_the_holders_of_each_job_role_have_still_to_do(surgery):
    make_member("Nia Owen", "Practice nurse", practice=surgery.practice)

    assert answered(needs, surgery, 1) == [
        ["Practice nurse", "Non-clinical", "2", "2", "4", "1", f"{BOUNDARIES} (1), {SUPPORT} (2)"],
        ["Receptionist", "Non-clinical", "1", "2", "1", "0", f"{BOUNDARIES} (1)"],
    ]


def test_exemptions_say_from_what_why_until_when_and_on_whose_word(surgery):
    assert answered(exemptions, surgery) == [
        [
            "Tom Ellis", SUPPORT, "Here for a short time only", "5 Jan 2026", "31 Dec 2026", "Ruth Okafor of X99999",
            "5 Jan 2026",
        ]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (dt.date(2025, 1, 6), dt.date(2026, 1, 4), 0),
        (dt.date(2025, 1, 6), dt.date(2026, 1, 5), 1),
        (dt.date(2026, 12, 31), dt.date(2027, 3, 1), 1),
        (dt.date(2027, 1, 1), dt.date(2027, 3, 1), 0),
    ],
)
def test_an_exemption_is_in_the_periods_it_held_in(surgery, first, last, number):
    assert len(answered(exemptions, surgery, first=first, last=last)) == number


def test_an_exemption_that_was_ended_early_is_known_then_as_it_was(surgery):
    found = exemptions.exemptions_in(surgery.asked())[0].exemption
    with replaying(moment(2026, 2, 10)):
        end(exemption=found, last_day=dt.date(2026, 2, 10), by=surgery.ruth, at=moment(2026, 2, 10))

    now, then = (answered(exemptions, surgery, known_on=known)[0][4] for known in (None, dt.date(2026, 2, 9)))

    assert (now, then) == ("10 Feb 2026", "31 Dec 2026")


def test_training_done_elsewhere_is_in_the_period_in_which_it_was_accepted(surgery):
    learning = recorded(surgery, done_on=dt.date(2024, 11, 1), at=moment(2026, 3, 31, 23, 59))

    found = answered(exemptions, surgery, 1)

    who, on = "Ruth Okafor of X99999", "31 Mar 2026"
    assert found == [[
        "Ann Lee", SUPPORT, "Imported from earlier records", "1 Nov 2024", "Entered by hand", who, on, "",
    ]]  # fmt: skip
    assert answered(exemptions, surgery, 1, first=dt.date(2026, 4, 1), last=dt.date(2026, 4, 30)) == []
    assert answered(exemptions, surgery, 1, known_on=dt.date(2026, 3, 30)) == []
    assert learning.accepted_on == DAY


def test_training_taken_back_stays_in_the_report_and_says_so(surgery):
    learning = recorded(surgery, done_on=dt.date(2026, 2, 1), at=moment(2026, 3, 2))
    with replaying(moment(2026, 3, 9)):
        elsewhere.take_back(learning=learning, by=surgery.ruth, reason="Another Ann.", at=moment(2026, 3, 9))

    now, then = (answered(exemptions, surgery, 1, known_on=known)[0][-1] for known in (None, dt.date(2026, 3, 8)))

    assert (now, then) == ("9 Mar 2026", "")


def test_another_practices_exemptions_and_training_are_not_in_it(surgery):
    other = a_surgery("Brook End Practice", "Y54321", staff=("Una Hay", "Vic Orr"))
    recorded(other, done_on=dt.date(2026, 2, 1), at=moment(2026, 3, 2))

    assert [row[0] for row in answered(exemptions, surgery)] == ["Tom Ellis"]
    assert answered(exemptions, surgery, 1) == []
    assert [row[0] for row in answered(exemptions, other, 1)] == ["Una Hay"]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_exemptions_and_training_take_as_many_queries_however_many(surgery, number, django_assert_num_queries):
    many(surgery.practice, number)
    training, ruth = surgery.training.outside_training, surgery.ruth
    entry = recorded(surgery, done_on=dt.date(2026, 2, 1), at=moment(2026, 3, 2)).entry
    people = Person.objects.filter(first_name="Pat")
    PriorLearning.objects.bulk_create(
        PriorLearning(
            person=person, outside_training=training, completed_on=dt.date(2026, 2, 1), accepted_by=ruth,
            basis=PriorLearning.Basis.IMPORTED, entry=entry, recorded_at=moment(2026, 3, 2),
        )
        for person in people
    )  # fmt: skip
    for member in Membership.objects.filter(person__in=people)[:3]:
        release(member, surgery.training, by=surgery.ruth)

    with django_assert_num_queries(8):
        found = [answered(exemptions, surgery, section) for section in (0, 1)]

    assert [len(rows) for rows in found] == [1 + min(number, 3), 1 + number]
