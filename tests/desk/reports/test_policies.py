"""The policy register: whose each policy is, what is in force, and which reviews are late."""

import datetime as dt

import pytest

from tests.desk.reports.scenes import asked_of, rows
from tests.factories import MONDAY, make_network_version, make_policy, make_policy_version, make_practice, moment
from tests.policies.lives import Desk
from tests.policies.networks import Marrowby
from tests.policies.reviewing import Reviewed, review
from trainingsite.audit.clock import replaying
from trainingsite.desk.reports.policies import REPORT
from trainingsite.policies.life.actions import archive, bring_back

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 31)


def register(practice, day=TODAY):
    return REPORT.answer(asked_of(practice, None, day=day, today=TODAY))


def policies(practice, day=TODAY):
    return rows(register(practice, day).sections[0])


def test_a_policy_with_its_owner_its_version_and_its_review():
    reviewed = Reviewed(due_on=dt.date(2026, 6, 1))

    assert policies(reviewed.practice) == [
        ["Social media policy", "1.0", "2 Mar 2026", "Material", "Olu Bright", "Our own", "", "1 Jun 2026",
         "In time", "", ""]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (dt.date(2026, 3, 20), "In time"),  # due that day
        (dt.date(2026, 3, 21), "Late by 1 day"),
        (dt.date(2026, 3, 31), "Late by 11 days"),
        (dt.date(2027, 3, 20), "Late by 365 days"),  # asked ahead
    ],
)
def test_a_review_is_late_from_the_day_after_it_was_due(day, word):
    reviewed = Reviewed(due_on=dt.date(2026, 3, 20))

    assert policies(reviewed.practice, day)[0][8] == word


def test_a_review_that_was_made_says_when_the_next_is_due():
    reviewed = Reviewed(due_on=dt.date(2026, 3, 20))

    review(reviewed.page, reviewed.olu, next_due_on=dt.date(2027, 3, 3))

    assert policies(reviewed.practice)[0][6:9] == ["3 Mar 2026", "3 Mar 2027", "In time"]


def test_before_the_review_was_made_the_register_does_not_know_of_it():
    reviewed = Reviewed(due_on=dt.date(2026, 3, 2))

    review(reviewed.page, reviewed.olu, next_due_on=dt.date(2027, 3, 3), at=moment(2026, 3, 10))

    assert policies(reviewed.practice, dt.date(2026, 3, 9))[0][6:9] == ["", "2 Mar 2026", "Late by 7 days"]


def test_hot_topics_have_a_date_of_their_own():
    reviewed = Reviewed(due_on=dt.date(2026, 6, 1), annex_due_on=dt.date(2026, 4, 1))

    assert policies(reviewed.practice)[0][9] == "1 Apr 2026"


def test_on_each_day_the_version_that_was_in_force_and_the_one_to_come():
    desk = Desk()
    desk.publish()
    desk.publish("Be kinder.", at=moment(2026, 3, 10), effective_on=dt.date(2026, 4, 1))

    said = [[row[1], row[2], row[10]] for day in (9, 10, 33) for row in policies(desk.practice, march(day))]

    assert said == [
        ["1.0", "2 Mar 2026", ""],
        ["1.0", "2 Mar 2026", "2.0 from 1 April 2026"],
        ["2.0", "1 Apr 2026", ""],
    ]


def march(number):
    return dt.date(2026, 2, 28) + dt.timedelta(days=number)


def test_what_is_published_and_not_in_force_yet_is_there():
    desk = Desk()
    desk.publish(effective_on=dt.date(2026, 5, 1))

    assert [row[1:3] + row[10:] for row in policies(desk.practice)] == [["Not in force yet", "", "1.0 from 1 May 2026"]]


def test_an_archived_policy_is_kept_apart_from_the_day_on_which_it_was_archived():
    desk = Desk()
    desk.publish()
    put_away(desk, 10)

    archived = [rows(register(desk.practice, march(day)).sections[1]) for day in (9, 10)]

    row = ["Social media policy", "1.0", "Olu Bright", "Our own", "10 Mar 2026", "Ruth Adeyemi"]
    assert archived == [[], [row]]
    assert policies(desk.practice, march(10)) == []


def put_away(desk, day):
    at = moment(2026, 3, day)
    with replaying(at):
        archive(page=desk.page, practice=desk.practice, by=desk.ruth, reason="Merged into another.", at=at)


def test_a_policy_that_was_brought_back_is_in_the_register_again():
    desk = Desk()
    desk.publish()
    put_away(desk, 10)
    at = moment(2026, 3, 20)
    with replaying(at):
        bring_back(page=desk.page, practice=desk.practice, by=desk.ruth, reason="Needed after all.", at=at)

    assert [len(policies(desk.practice, march(day))) for day in (9, 10, 20)] == [1, 0, 1]


def test_a_networks_policy_names_the_network_and_only_where_it_was_adopted():
    marrowby = Marrowby()
    marrowby.adopt(marrowby.millbrook)

    assert [row[5] for row in policies(marrowby.millbrook)] == ["Adopted from Marrowby Network"]
    assert policies(marrowby.saltmere) == []


def test_a_newer_version_of_the_network_is_not_the_practices_until_it_adopts_it():
    marrowby = Marrowby()
    marrowby.adopt(marrowby.millbrook)
    make_network_version(marrowby.page, clauses=("Be kinder.",), at=moment(2026, 3, 9))

    assert [row[1] for row in policies(marrowby.millbrook)] == ["1.0"]


def test_another_practices_policies_are_not_in_it():
    make_policy_version(make_policy(make_practice("Harbour View Surgery"), "Harbour policy"))

    assert policies(make_practice()) == []


def test_drafts_are_listed_apart_and_only_as_things_are_now():
    desk = Desk()

    now, then = register(desk.practice), register(desk.practice, march(9))

    assert rows(now.sections[2]) == [["Social media policy", "Olu Bright"]]
    assert [section.title for section in then.sections] == ["Policies", "Archived policies"]


def test_a_page_for_patients_says_so():
    desk = Desk()
    make_policy_version(make_policy(desk.practice, "What you may post", declaration="", public=True), at=MONDAY)

    assert [row[0] for row in policies(desk.practice)] == ["What you may post (for patients)"]


def test_the_first_sentences_say_how_it_adds_up():
    marrowby = Marrowby()
    marrowby.adopt(marrowby.millbrook)
    for title, due_on in (("Late policy", dt.date(2026, 3, 1)), ("Good policy", dt.date(2026, 9, 1))):
        make_policy_version(make_policy(marrowby.millbrook, title, review_due_on=due_on))

    assert register(marrowby.millbrook).headline == [
        "3 policies in force on 31 March 2026 = 2 of our own + 1 from a network.",
        "0 policies archived.",
        "1 of 2 dated reviews is late.",
        "1 policy without a review date: set one.",
        "1 policy without anybody who looks after it.",
    ]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_register_takes_as_many_queries_however_many_policies(number, django_assert_num_queries):
    desk = Desk()
    for each in range(number):
        make_policy_version(make_policy(desk.practice, f"Policy {each}"))

    with django_assert_num_queries(10):
        policies(desk.practice)
