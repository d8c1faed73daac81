"""Who is told, and when, that a review is coming."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    GO_LIVE,
    MONDAY,
    give_leave,
    make_outside_training,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
    on_the_morning_of,
)
from tests.notices.mail_servers import mail_server
from tests.policies.networks import Marrowby
from tests.policies.reviewing import Reviewed, days, review
from tests.policies.test_signing_at_once import DEVICES, at_once
from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Responsibility
from trainingsite.policies.lives import PolicyArchived
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.review.reminding import reviews_to_tell
from trainingsite.policies.review.rules import ANNEX_STEPS, POLICY_STEPS, step_reached
from trainingsite.policies.review.tasks import tasks_for
from trainingsite.reminders.models import MessageChoice, Prompt
from trainingsite.reminders.telling import Outcome
from trainingsite.reminders.telling import remind as plan_and_tell

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


def remind(at):
    """What the reminders do at this time, and the post after them."""
    outcome = plan_and_tell(at) or Outcome()
    deliver_waiting(at=at)
    return outcome


def on(day, hour=9):
    return moment(day.year, day.month, day.day, hour)


def before(count):
    return on(DUE - days(count))


@pytest.mark.parametrize(
    ("count", "steps", "expected"),
    [
        (61, POLICY_STEPS, None),
        (60, POLICY_STEPS, 60),
        (31, POLICY_STEPS, 60),
        (30, POLICY_STEPS, 30),
        (7, POLICY_STEPS, 7),
        (1, POLICY_STEPS, 7),
        (0, POLICY_STEPS, 0),
        (-40, POLICY_STEPS, 0),
        (60, ANNEX_STEPS, None),
        (30, ANNEX_STEPS, 30),
    ],
)
def test_the_step_that_has_come(count, steps, expected):
    assert step_reached(DUE, DUE - days(count), steps, None) == expected


@pytest.mark.parametrize(
    ("reviewed", "expected"),
    [
        (DUE - days(31), 30),
        (DUE - days(30), None),  # reviewed on the very day: nobody is told to do it again
        (DUE - days(29), None),
    ],
)
def test_steps_up_to_the_last_review_are_past(reviewed, expected):
    assert step_reached(DUE, DUE - days(29), POLICY_STEPS, reviewed) == expected


def told():
    return list(Prompt.objects.exclude(notice=None).values_list("person__first_name", "kind").order_by("pk"))


def days_told():
    notices = Notice.objects.order_by("for_day").values_list("for_day", flat=True)
    return [(DUE - for_day).days for for_day in notices]


def test_the_owner_is_reminded_sixty_thirty_and_seven_days_before_and_on_the_day():
    Reviewed(due_on=DUE)

    for count in range(65, -10, -1):
        remind(before(count))

    assert told() == [("Olu", f"policy_review_{step}") for step in (60, 30, 7, 0)]
    assert days_told() == [60, 29, 7, 0]  # the thirtieth day before is a Sunday


def test_hot_topics_have_their_own_days():
    Reviewed(annex_due_on=DUE)

    for count in range(65, -10, -1):
        remind(before(count))

    assert told() == [("Olu", f"annex_review_{step}") for step in (30, 7, 0)]


def test_run_twice_it_reminds_once():
    Reviewed(due_on=DUE)

    assert [remind(at).told for at in (before(57), before(57), before(56))] == [1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_run_at_the_same_moment_it_reminds_once():
    Reviewed(due_on=DUE)

    counts = at_once(lambda number: plan_and_tell(on(DUE - days(57), 9 + number)).told)

    assert sorted(counts) == [0] * (DEVICES - 1) + [1]
    assert Notice.objects.count() == 1


def test_after_a_pause_only_the_latest_step_is_sent():
    Reviewed(due_on=DUE)

    remind(before(5))

    assert told() == [("Olu", "policy_review_7")]


def test_an_owner_on_leave_is_told_when_they_are_back():
    surgery = Reviewed(due_on=DUE)
    give_leave(surgery.olu.memberships.get(), DUE - days(10), DUE - days(5))

    for count in range(10, 2, -1):
        remind(before(count))

    assert days_told() == [4]


def test_an_owner_is_told_of_the_review_and_of_their_training_in_one_message():
    surgery = Reviewed(due_on=DUE)
    make_programme("Induction", surgery.practice)
    make_requirement(outside_training=make_outside_training(), started_on=DUE - days(7))

    remind(before(7))

    notice = Notice.objects.get()
    assert notice.subject == "Your training and policies: 2 things wait for you"
    assert [
        "Review due on 1 September 2026: Social media policy" in notice.body,
        "Basic life support" in notice.body,
    ] == [
        True,
        True,
    ]
    assert notice.items.count() == 2


def test_the_reminder_of_a_review_keeps_to_the_days_and_the_week_of_its_reader():
    surgery = Reviewed(due_on=DUE)
    MessageChoice.objects.create(person=surgery.olu, weekdays=[3])

    for count in range(9, -1, -1):
        remind(before(count))

    assert days_told() == [5]


def test_nobody_is_reminded_of_a_date_that_is_reviewed_already():
    surgery = Reviewed(due_on=DUE)
    review(surgery.page, surgery.olu, at=before(40))

    counts = [remind(before(count)).told for count in (39, 29, 7, 0)]

    assert counts == [0, 0, 0, 0]


def test_a_year_later_the_reminders_come_again():
    surgery = Reviewed(due_on=DUE)
    remind(before(57))
    review(surgery.page, surgery.olu, at=before(50))
    next_due = dt.date(2027, 7, 13)

    remind(on(next_due - days(60)))

    assert told() == [("Olu", "policy_review_60")] * 2


def test_archived_policies_and_drafts_are_left_alone():
    surgery = Reviewed(due_on=DUE)
    make_policy(surgery.practice, "Dress code", review_due_on=DUE)
    make_policy_version(make_policy(surgery.practice, "Later", review_due_on=DUE), effective_on=DUE + days(9))
    PolicyArchived.objects.create(
        page=surgery.page, practice=surgery.practice, kind="archived", reason="Replaced.", acted_by=surgery.olu,
        acted_at=MONDAY, acted_on=MONDAY.date(),
    )  # fmt: skip

    assert remind(before(29)).told == 0


def test_a_policy_that_was_brought_back_is_reminded_of():
    surgery = Reviewed(due_on=DUE)
    for number, kind in enumerate(("archived", "brought_back"), start=1):
        PolicyArchived.objects.create(
            page=surgery.page, practice=surgery.practice, kind=kind, number=number, reason="Changed our minds.",
            acted_by=surgery.olu, acted_at=MONDAY, acted_on=MONDAY.date(),
        )  # fmt: skip

    assert remind(before(29)).told == 1


def test_each_practices_owner_hears_of_their_own_policies_only():
    Reviewed(due_on=DUE)
    neighbour = Reviewed(practice=make_practice("Saltmere Road Practice"))

    remind(before(29))

    assert (Notice.objects.by(neighbour.olu).count(), Notice.objects.count()) == (0, 1)


def test_the_lead_of_a_network_hears_of_its_policy_once():
    marrowby = Marrowby()
    una = marrowby.hire("Una Lead", marrowby.saltmere)
    with on_the_morning_of(GO_LIVE):
        lead = {"duty": Duty.NETWORK_LEAD, "network": marrowby.network}
        Responsibility.objects.create(person=una, started_on=GO_LIVE, **lead)
    PolicyPage.objects.filter(pk=marrowby.page.pk).update(review_due_on=DUE)
    for practice in marrowby.owners:
        marrowby.adopt(practice)

    remind(before(29))

    assert [prompt.person for prompt in Prompt.objects.filter(kind="policy_review_30")] == [una]


def test_the_message_says_what_when_and_two_ways(settings):
    settings.SITE_URL = "https://training.surgery.example"
    surgery = Reviewed(due_on=DUE)

    remind(before(29))

    message = Notice.objects.get()
    links = [line for line in message.body.splitlines() if line.startswith("https://") and "account" not in line]
    assert message.subject == "Review due on 1 September 2026: Social media policy"
    assert "It is time to review the Social media policy: by 1 September 2026, in 29 days." in message.body.splitlines()
    assert links == [
        f"https://training.surgery.example/policies/{surgery.page.key}/review/",
        f"https://training.surgery.example{reverse('wagtailadmin_pages:edit', args=[surgery.page.pk])}",
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "by 1 September 2026, today."), (1, "by 1 September 2026, tomorrow."), (-2, "due on 1 September 2026.")],
)
def test_the_message_counts_the_days(count, words):
    Reviewed(due_on=DUE)

    [matter] = reviews_to_tell(DUE - days(count))

    assert matter.text.splitlines()[0].endswith(words)


def test_the_reminder_arrives_by_real_mail(settings):
    Reviewed(annex_due_on=DUE)

    with mail_server() as server:
        server.take(settings)
        plan_and_tell(before(7))
        counts = deliver_waiting(at=before(7))

    [arrived] = server.messages
    assert (counts["sent"], arrived["To"], arrived["Subject"]) == (
        1, "olu@surgery.example", "Review due on 1 September 2026: Social media policy",
    )  # fmt: skip
    text, html = arrived.iter_parts()
    first = "It is time to review the hot topics in the Social media policy: by 1 September 2026, in 7 days."
    assert first in text.get_content().splitlines()
    assert html.get_content().count('/review/" rel="nofollow"') == 1


def test_looking_for_reviews_takes_as_many_queries_for_thirty_policies_as_for_one():
    surgery = Reviewed(due_on=DUE)
    taken = []
    for more in (0, 2, 27):
        for number in range(more):
            make_policy_version(make_policy(surgery.practice, f"Policy {more} {number}", review_due_on=DUE))
        with CaptureQueriesContext(connection) as queries:
            found = reviews_to_tell(DUE)
        taken.append((len(found), len(queries)))

    assert taken == [(1, taken[0][1]), (3, taken[0][1]), (30, taken[0][1])]


# What the owner's page says.


def sentences(surgery, day):
    return [task.sentence for task in tasks_for([surgery.page], day)[surgery.page.pk]]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (61, []),
        (60, ["The review is due on 1 September 2026."]),
        (0, ["The review is due on 1 September 2026."]),
        (-1, ["The review was due on 1 September 2026."]),
    ],
)
def test_a_review_becomes_a_task_sixty_days_before(count, expected):
    surgery = Reviewed(due_on=DUE)

    assert sentences(surgery, DUE - days(count)) == expected


def test_the_task_leads_to_the_page_of_the_review():
    surgery = Reviewed(due_on=DUE)

    [task] = tasks_for([surgery.page], DUE)[surgery.page.pk]

    assert (task.action, task.address) == ("Review it", reverse("policies:review", args=[surgery.page.key]))


def test_hot_topics_are_a_task_of_their_own():
    surgery = Reviewed(due_on=DUE + days(200), annex_due_on=DUE)

    assert sentences(surgery, DUE) == ["The review of the hot topics is due on 1 September 2026."]


def test_a_policy_without_a_date_says_so():
    assert sentences(Reviewed(), DUE) == ["It has no review date, so nobody is reminded to review it."]


def test_where_nobody_can_be_told_the_task_says_so():
    Reviewed(due_on=DUE)
    without_mail = Reviewed(due_on=DUE, practice=make_practice("Elm Road"), email="")
    nobody = make_policy_version(make_policy(make_practice("Oak Street"), review_due_on=DUE)).page

    assert remind(before(7)).told == 2
    assert [task.sentence for task in tasks_for([nobody], DUE)[nobody.pk]] == [
        "The review is due on 1 September 2026. Nobody is named to look after it, so nobody can be reminded."
    ]
    assert sentences(without_mail, DUE) == [
        "The review is due on 1 September 2026. Olu Bright has no e-mail address: the reminder is handed out on paper."
    ]


def test_once_it_is_reviewed_the_task_is_gone():
    surgery = Reviewed(due_on=DUE)
    review(surgery.page, surgery.olu, at=before(10))

    assert sentences(surgery, DUE) == []


def test_the_tasks_of_many_policies_take_as_many_queries_as_those_of_one():
    surgery = Reviewed(due_on=DUE)
    for number in range(30):
        page = make_policy(surgery.practice, f"Policy {number}", review_due_on=DUE, checked_against="social-media")
        make_policy_version(page)
        page.save_revision()
    pages = list(PolicyPage.objects.exclude(pk=surgery.page.pk))

    taken = set()
    for count in (1, 3, 30):
        with CaptureQueriesContext(connection) as queries:
            tasks_for(pages[:count], DUE)
        taken.add(len(queries))

    assert (len(pages), len(taken)) == (30, 1)
