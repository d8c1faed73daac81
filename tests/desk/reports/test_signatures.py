"""Signatures by version: how they add up, who is missing and why, and what was taken back."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.desk.reports.scenes import asked_of, many, rows
from tests.factories import (
    MONDAY,
    TUESDAY,
    give_leave,
    make_member,
    make_policy,
    make_policy_version,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.joined import join_rows
from tests.policies.asking import Surgery, ask
from tests.policies.networks import Marrowby
from trainingsite.audit.clock import replaying
from trainingsite.compliance.actions import exempt
from trainingsite.desk.reports.signatures import REPORT
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.credentials import issue
from trainingsite.people.models import Membership
from trainingsite.policies import actions as signing
from trainingsite.policies.paper import actions as paper
from trainingsite.policies.saying_no import actions as saying_no

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 31)
FIRST = dt.date(2026, 3, 1)
TEXT = "May I like Mrs Pym's post?"


class Signing(Surgery):
    """The surgery's policy is asked of everybody within 14 days of 2 March."""

    def __init__(self):
        super().__init__()
        self.programme = make_programme("Policies", self.practice)
        self.requirement = make_requirement(self.programme, policy=self.version.page, due_within_days=14)

    def sign(self, person, *, version=None, at=TUESDAY):
        with replaying(at):
            return signing.sign(
                person=person, version=version or self.version, typed_name=person.name, method="password", at=at
            )

    def asked(self, day=TODAY, **changes):
        return asked_of(self.practice, None, **{"day": day, "today": TODAY, "first": FIRST, "last": TODAY, **changes})

    def report(self, day=TODAY, **changes):
        return REPORT.answer(self.asked(day, **changes))

    def missing(self, day=TODAY, **changes):
        return {row[0]: row[4] for row in rows(self.report(day, **changes).sections[1])}

    def signed(self, day=TODAY, **changes):
        return [[row[0], *row[3:]] for row in rows(self.report(day, **changes).sections[2])]

    def said(self, day=TODAY, **changes):
        return [[row[0], row[1], row[4], row[5], row[7]] for row in rows(self.report(day, **changes).sections[3])]

    def adds_up(self, day=TODAY, **changes):
        return [row[3:] for row in rows(self.report(day, **changes).sections[0])]


@pytest.fixture
def surgery():
    return Signing()


def test_who_signed_when_and_on_what_basis(surgery):
    surgery.sign(surgery.tom)

    assert surgery.signed() == [["Tom Ellis", "1.0", "3 Mar 2026", "Signed", "Yes"]]


def test_it_adds_up_from_everybody_at_work(surgery):
    surgery.sign(surgery.tom)
    give_leave(Membership.objects.get(person=surgery.olu), dt.date(2026, 3, 1))
    release(surgery, surgery.ravi)

    assert surgery.adds_up() == [["1", "2", "1 signed of 2 asked = 4 staff − 1 on leave − 1 exempt"]]
    assert surgery.report().headline == [
        "1 policy in force on 31 March 2026, 4 people: 1 of 2 signatures are there.",
        "Target 2 of 2: not yet, 1 more is needed.",
    ]


def release(surgery, person, at=MONDAY):
    with replaying(at):
        exempt(
            person=person, practice=surgery.practice, requirement=surgery.requirement, reason="short_stay",
            approved_by=surgery.ruth, started_on=dt.date(2026, 3, 2), ended_on=dt.date(2026, 9, 1), at=at,
        )  # fmt: skip


def test_from_ten_people_on_the_share_is_given_in_percent(surgery):
    surgery.sign(surgery.tom)
    many(surgery.practice, 6)

    assert surgery.adds_up() == [["1", "10", "1 signed of 10 asked = 10 staff (10%)"]]


def test_who_it_is_not_for_is_taken_off_and_is_not_missing(surgery):
    policy = make_policy(surgery.practice, "Nurses' policy", job_roles=["practice-nurse"])
    make_policy_version(policy)
    make_requirement(surgery.programme, policy=policy, position=1)
    make_member("Nia Nurse", "Practice nurse", practice=surgery.practice)

    assert surgery.adds_up()[0] == ["0", "1", "0 signed of 1 asked = 5 staff − 4 not asked"]
    assert [row[0] for row in rows(surgery.report().sections[1]) if row[2] == "Nurses' policy"] == ["Nia Nurse"]


def test_why_each_signature_is_missing(surgery):
    tell(surgery, surgery.tom)
    ask(surgery.ravi, surgery.version, surgery.olu, text=TEXT)
    decline(surgery, surgery.ruth)

    assert surgery.missing() == {
        "Ruth Adeyemi": "Declined",
        "Olu Bright": "Overdue, not yet told",
        "Tom Ellis": "Overdue, told, not signed yet",
        "Ravi Shah": "Queried: nobody’s clock runs until it is answered",
    }
    assert surgery.missing(dt.date(2026, 3, 2))["Olu Bright"] == "Not yet told"


def tell(surgery, person, state=Notice.State.SENT):
    notice = Notice.objects.create(person=person, kind="reminder", for_day=dt.date(2026, 3, 16), state=state)
    NoticeItem.objects.create(notice=notice, about=surgery.requirement.line)


def decline(surgery, person, at=TUESDAY):
    with replaying(at):
        return saying_no.decline(person=person, version=surgery.version, reason="", method="totp", at=at)


def test_who_is_on_leave_or_exempt_is_named_and_not_counted(surgery):
    surgery.sign(surgery.ravi)
    for person in (surgery.olu, surgery.ravi):
        give_leave(Membership.objects.get(person=person), dt.date(2026, 3, 9))
    release(surgery, surgery.tom)

    assert surgery.missing() == {
        "Ruth Adeyemi": "Overdue, not yet told",
        "Olu Bright": "On leave (not counted)",
        "Tom Ellis": "Exempt (not counted)",
    }
    assert surgery.signed() == [["Ravi Shah", "1.0", "3 Mar 2026", "Signed", "No: on leave"]]


def test_a_signature_on_paper_says_who_witnessed_it(surgery):
    on_paper(surgery, surgery.tom)

    assert surgery.signed() == [["Tom Ellis", "1.0", "4 Mar 2026", "Witnessed on paper", "Yes"]]
    assert surgery.said() == [["Tom Ellis", "4 Mar 2026", "Signed on paper, witnessed", "Olu Bright", "Stands"]]


def on_paper(surgery, person):
    at = moment(2026, 3, 4)
    with replaying(at):
        sheet = paper.upload(
            token=uuid.uuid4(), person=person, version=surgery.version, signed_on=dt.date(2026, 3, 2),
            scan=b"%PDF-1.7", media_type="application/pdf", by=surgery.ruth, at=at,
        )  # fmt: skip
        paper.countersign(sheet=sheet, by=surgery.olu, at=at)


def test_a_signature_at_another_practice_of_the_network_counts_and_names_no_practice():
    marrowby = Marrowby()
    versions = {practice: marrowby.adopt(practice) for practice in (marrowby.millbrook, marrowby.saltmere)}
    tom = marrowby.share("Tom Ellis")
    make_requirement(make_programme("Policies", marrowby.saltmere), policy=marrowby.page)
    marrowby.sign(tom, versions[marrowby.millbrook])

    sections = REPORT.answer(asked_of(marrowby.saltmere, None, day=TODAY, today=TODAY, last=TODAY)).sections

    assert rows(sections[2]) == [
        ["Tom Ellis", "Receptionist", "Messaging policy", "1.0", "3 Mar 2026", "At another practice", "Yes"]
    ]
    assert rows(sections[3]) == []


def test_withdrawn_and_signed_again_are_both_in_the_list_and_each_day_knows_its_own(surgery):
    first = surgery.sign(surgery.tom)
    with replaying(moment(2026, 3, 5)):
        saying_no.withdraw(signature=first, reason="In a hurry.", method="password", at=moment(2026, 3, 5))
    surgery.sign(surgery.tom, at=moment(2026, 3, 9))

    assert surgery.said() == [
        ["Tom Ellis", "3 Mar 2026", "Signed", "Tom Ellis", "Taken back on 5 March 2026"],
        ["Tom Ellis", "5 Mar 2026", "Withdrawn", "Tom Ellis", ""],
        ["Tom Ellis", "9 Mar 2026", "Signed", "Tom Ellis", "Stands"],
    ]
    signed_on = [[row[2] for row in surgery.signed(dt.date(2026, 3, day))] for day in (3, 5, 9)]
    assert signed_on == [["3 Mar 2026"], [], ["9 Mar 2026"]]
    assert surgery.said(dt.date(2026, 3, 4)) == [["Tom Ellis", "3 Mar 2026", "Signed", "Tom Ellis", "Stands"]]


def test_a_signature_made_void_names_who_did_it_and_gives_no_reason(surgery):
    signature = surgery.sign(surgery.tom)
    with replaying(moment(2026, 3, 5)):
        saying_no.void(signature=signature, by=surgery.ruth, reason="Signed at your desk.", at=moment(2026, 3, 5))

    assert surgery.said() == [
        ["Tom Ellis", "3 Mar 2026", "Signed", "Tom Ellis", "Made void on 5 March 2026"],
        ["Tom Ellis", "5 Mar 2026", "Voided", "Ruth Adeyemi", ""],
    ]
    assert (surgery.signed(), surgery.missing()["Tom Ellis"]) == ([], "Overdue, not yet told")


def test_as_known_then_nobody_knew_of_an_exemption_that_was_noted_later(surgery):
    release(surgery, surgery.tom, at=moment(2026, 3, 10))

    day = dt.date(2026, 3, 5)
    assert surgery.missing(day, known_on=day)["Tom Ellis"] == "Not yet told"
    assert surgery.missing(day)["Tom Ellis"] == "Exempt (not counted)"


def test_as_known_then_nothing_had_been_said_that_was_recorded_later(surgery):
    with replaying(moment(2026, 3, 10)):
        signing.sign(person=surgery.tom, version=surgery.version, typed_name="Tom Ellis", method="password", at=TUESDAY)

    day = dt.date(2026, 3, 5)
    assert [surgery.said(day, known_on=known) for known in (day, None)] == [
        [],
        [["Tom Ellis", "3 Mar 2026", "Signed", "Tom Ellis", "Stands"]],
    ]


def test_a_material_version_asks_everybody_again_and_the_old_signature_says_so(surgery):
    surgery.sign(surgery.tom)
    page = surgery.version.page
    make_policy_version(page, clauses=("Be kinder.",), at=moment(2026, 3, 20))

    assert surgery.signed(dt.date(2026, 3, 19))[0][1] == "1.0"
    assert (surgery.signed(), surgery.missing()["Tom Ellis"]) == ([], "Not yet told")
    assert surgery.said()[0][4] == "Stood for 1.0; everybody is asked to sign 2.0"


def test_a_minor_version_leaves_the_signature_standing_under_its_own_number(surgery):
    surgery.sign(surgery.tom)
    make_policy_version(surgery.version.page, clauses=("Be kind!",), material=False, at=moment(2026, 3, 20))

    assert surgery.signed() == [["Tom Ellis", "1.0", "3 Mar 2026", "Signed", "Yes"]]
    assert surgery.said()[0][4] == "Stands"


def test_what_somebody_asked_is_in_no_part_of_it(surgery):
    ask(surgery.tom, surgery.version, surgery.olu, text=TEXT)

    report = surgery.report()

    said = [*report.headline, *[cell for section in report.sections for row in rows(section) for cell in row]]
    assert surgery.missing()["Tom Ellis"] == "Queried: nobody’s clock runs until it is answered"
    assert [cell for cell in said if "Pym" in cell or TEXT in cell] == []


def test_only_what_was_said_in_the_period_is_listed(surgery):
    surgery.sign(surgery.tom)
    surgery.sign(surgery.olu, at=moment(2026, 3, 10))

    listed = surgery.said(first=dt.date(2026, 3, 10), last=dt.date(2026, 3, 10))

    assert [row[0] for row in listed] == ["Olu Bright"]


def test_two_rows_that_are_one_human_are_one_signer_under_the_name_of_today(surgery):
    former = make_member("Thomas Ellis", practice=surgery.practice, ended_on=dt.date(2026, 3, 4)).person
    surgery.sign(former)
    join_rows(former, surgery.tom, surgery.ruth, at=moment(2026, 3, 5))

    assert surgery.signed() == [["Tom Ellis", "1.0", "3 Mar 2026", "Signed", "Yes"]]
    assert [row[0] for row in surgery.said()] == ["Tom Ellis"]


def test_a_policy_that_no_programme_asks_for_says_so():
    surgery = Surgery()

    answer = REPORT.answer(asked_of(surgery.practice, None, day=TODAY, today=TODAY))

    assert [row[3:] for row in rows(answer.sections[0])] == [["0", "0", "No programme asks anybody to sign it"]]
    assert answer.headline == ["Nobody was asked to sign anything on 31 March 2026."]


def test_ahead_everybody_who_has_not_signed_is_overdue(surgery):
    surgery.sign(surgery.tom)

    assert set(surgery.missing(dt.date(2026, 12, 1)).values()) == {"Overdue, not yet told"}


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_signatures_take_as_many_queries_however_many_people(surgery, number, django_assert_num_queries):
    surgery.sign(surgery.tom)
    many(surgery.practice, number)
    surgery.report()  # timelines are worked out the first time

    with django_assert_num_queries(15):
        surgery.report()


def test_the_numbers_are_those_of_a_day_and_not_of_today(surgery):
    surgery.sign(surgery.tom, at=moment(2026, 3, 10))

    assert [surgery.adds_up(dt.date(2026, 3, day))[0][0] for day in (9, 10)] == ["0", "1"]
    assert timezone.localdate() != TODAY


def test_how_somebody_came_into_their_account_before_they_signed_elsewhere_is_not_told_here():
    marrowby = Marrowby()
    versions = {practice: marrowby.adopt(practice) for practice in (marrowby.millbrook, marrowby.saltmere)}
    tom = marrowby.share("Tom Ellis")
    issue(person=tom, kind="reset", at=moment(2026, 3, 2))
    programme = make_programme("Policies", marrowby.saltmere, marrowby.millbrook)
    make_requirement(programme, policy=marrowby.page)
    marrowby.sign(tom, versions[marrowby.millbrook])

    reports = [REPORT.answer(asked_of(each, None, day=TODAY, today=TODAY, last=TODAY)) for each in versions]

    found = [row[5] for report in reports for row in rows(report.sections[2])]
    assert found == ["Signed; within 7 days of: password reset by e-mail, not confirmed yet", "At another practice"]
