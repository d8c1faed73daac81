"""The practice in one look: sums with their denominator, and what needs doing this week with what helps."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.dashboard.scenes import a_practice, address, make_many, requirement, sign_in_manager, the
from tests.factories import (
    complete,
    give_duty,
    give_leave,
    make_member,
    make_module,
    make_network,
    make_policy_version,
    make_practice,
    make_practice_shelf,
    make_requirement,
)
from trainingsite.compliance import planning
from trainingsite.compliance.models import Programme
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility
from trainingsite.policies.accounts import PracticeAccount
from trainingsite.policies.models import PolicyPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(settings) -> Practice:
    """A practice whose site sends e-mail."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    return a_practice()


def today() -> dt.date:
    return timezone.localdate()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def week(client, practice, **query):
    return client.get(address("practice", practice, **query)).context["week"]


def doing(client, practice, **query) -> dict[str, list[tuple[str, str | None]]]:
    """By kind: who or what it is about, and what helps."""
    kinds = week(client, practice, **query).kinds
    return {
        kind.key: [(item.name, item.action.words if item.action else None) for item in kind.items] for kind in kinds
    }


def finish_all(practice: Practice, *, at=None) -> None:
    for job in Membership.objects.at(practice):
        complete(job.person, ModuleVersion.objects.get(), at=at or timezone.now())


def test_the_sums_name_their_denominator_and_who_is_not_counted(client, practice):
    sign_in_manager(client, practice)
    give_leave(make_member("Cat Roe", practice=practice), today() - days(40))

    context = client.get(address("practice", practice)).context

    assert context["denominator"] == "2 required = 3 (everything, for 3 people) − 1 on leave"
    assert context["not_counted"] == [("On leave", ["Cat Roe: everything"])]
    assert (context["totals"].compliant, context["overdue"], context["share"]) == (0, 1, "")


def test_from_ten_people_on_there_is_a_percentage_and_the_practices_target(client, practice):
    sign_in_manager(client, practice)
    make_many(practice, 8)
    finish_all(practice)

    context = client.get(address("practice", practice)).context

    assert (context["share"], context["against_target"]) == ("100%", "Target 95%: met")


def test_below_ten_people_the_target_is_a_count(client, practice):
    sign_in_manager(client, practice)

    context = client.get(address("practice", practice)).context

    assert (context["share"], context["against_target"]) == ("", "Target 2 of 2: not yet, 2 more are needed")


def test_each_requirement_has_its_sums_a_word_and_leads_to_its_part_of_the_matrix(client, practice):
    sign_in_manager(client, practice)

    [asked] = client.get(address("practice", practice)).context["requirements"]

    assert (asked.title, asked.sums.compliant, asked.sums.required, asked.word) == (
        "Boundaries",
        0,
        2,
        "1 overdue, 1 to do",
    )
    assert asked.address == address("matrix", practice, requirement=requirement().line)


def test_a_requirement_that_all_have_done_says_so(client, practice):
    sign_in_manager(client, practice)
    finish_all(practice)

    [asked] = client.get(address("practice", practice)).context["requirements"]

    assert (asked.word, asked.hundredths) == ("All done", 100)


def test_who_is_overdue_is_reminded_and_who_has_no_address_is_handed_paper(client, practice):
    sign_in_manager(client, practice)
    make_member("Cat Roe", practice=practice)

    assert doing(client, practice)["overdue"] == [("Tom Ellis", "Remind"), ("Cat Roe", "Hand out")]


def test_where_the_site_sends_no_email_everything_is_handed_out(client, practice, settings):
    settings.EMAIL_URL = ""
    sign_in_manager(client, practice)
    make_member("Cat Roe", practice=practice)

    [overdue, *_] = week(client, practice).kinds

    assert [item.action.words for item in overdue.items] == ["Hand out", "Hand out"]
    assert overdue.for_all.address == address("hand_out", practice, who="overdue")


def test_who_leads_a_network_too_is_led_to_it(client, practice):
    manager = sign_in_manager(client, practice)
    assert client.get(address("practice", practice)).context["leads_networks"] is False
    cache.clear()

    network = make_network("Marrowby Primary Care Network", practice)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=manager, network=network, started_on=today())

    assert client.get(address("practice", practice)).context["leads_networks"] is True


def test_ones_own_gap_is_done_and_not_reminded_of(client, practice):
    manager = sign_in_manager(client, practice)
    Membership.objects.filter(person=manager)  # began today: due, and not told yet

    assert doing(client, practice)["untold"] == [("Ann Lee", "Do it now")]


def test_what_nobody_was_told_of_stands_after_what_is_overdue(client, practice):
    sign_in_manager(client, practice)
    make_member("Cat Roe", practice=practice, started_on=today())

    found = doing(client, practice)

    assert list(found) == ["overdue", "untold"]
    assert ("Cat Roe", "Hand out") in found["untold"]


def test_who_is_away_for_less_than_four_weeks_gets_a_plan(client, practice):
    sign_in_manager(client, practice)
    give_leave(the_job("Tom"), today() - days(2), today() + days(5))

    assert doing(client, practice)["overdue"] == [("Tom Ellis", "Plan")]


def test_who_is_on_long_leave_is_not_in_the_list(client, practice):
    sign_in_manager(client, practice)
    give_leave(the_job("Tom"), today() - days(40))

    assert "overdue" not in doing(client, practice)


def test_who_leaves_within_a_fortnight_may_be_exempted(client, practice):
    sign_in_manager(client, practice)
    make_member("Cat Roe", practice=practice, ended_on=today() + days(14))

    assert ("Cat Roe", "Exempt") in doing(client, practice)["overdue"]


@pytest.mark.parametrize(("last_day", "listed"), [(27, False), (28, True)])
def test_what_is_due_after_somebodys_last_day_needs_nothing(client, practice, last_day, listed):
    sign_in_manager(client, practice)
    make_member("Cat Roe", practice=practice, started_on=today(), ended_on=today() + days(last_day))

    names = [name for name, _ in doing(client, practice)["untold"]]

    assert ("Cat Roe" in names) is listed


def the_job(name: str) -> Membership:
    return Membership.objects.get(person__first_name=name)


def test_a_plan_stands_beside_its_gap(client, practice):
    manager = sign_in_manager(client, practice)
    plan(practice, manager, due_on=today())

    [overdue] = [kind for kind in week(client, practice).kinds if kind.key == "overdue"]

    assert overdue.items[0].lines[0].plan.action == "Sits down with the trainer"


def plan(practice, manager, *, due_on, at=None):
    return planning.plan(
        token=uuid.uuid4(), practice=practice, gap=Gap(requirement().line, the("Tom")),
        steps=Steps("Sits down with the trainer", due_on, manager), by=manager, at=at or timezone.now(),
    )  # fmt: skip


def test_a_plan_whose_day_is_past_is_looked_at(client, practice):
    manager = sign_in_manager(client, practice)
    plan(practice, manager, due_on=today() - days(1))

    assert doing(client, practice)["plans"] == [("Boundaries", "Look at it")]


def test_an_account_that_nobody_holds_gets_holders(client, practice):
    sign_in_manager(client, practice)
    PracticeAccount.objects.create(
        practice=practice, platform="Facebook", address="/millbrook", purpose="News", second_factor_on=True,
        on_personal_profile=False, checked_on=today(), started_on=today(),
    )  # fmt: skip

    assert doing(client, practice)["accounts"] == [("Facebook: /millbrook", "Name holders")]


def test_a_duty_that_ends_soon_and_nobody_else_has_is_handed_over(client, practice):
    sign_in_manager(client, practice)
    Responsibility.objects.create(
        duty=Duty.POLICY_OWNER, person=the("Tom"), practice=practice, started_on=today(), ended_on=today() + days(9)
    )

    assert doing(client, practice)["accounts"] == [("Policy owner", "Hand over")]


@pytest.mark.parametrize(("due_in", "listed"), [(-1, True), (30, True), (31, False)])
def test_a_review_that_is_due_within_a_month_is_in_the_list(client, practice, due_in, listed):
    sign_in_manager(client, practice)
    make_practice_shelf(practice)
    page = make_policy_version(practice=practice).page
    PolicyPage.objects.filter(pk=page.pk).update(review_due_on=today() + days(due_in))

    assert doing(client, practice).get("reviews") == ([(page.title, "Review")] if listed else None)


def test_the_reviews_of_another_practice_are_not_ours(client, practice):
    sign_in_manager(client, practice)
    page = make_policy_version(practice=make_practice("Harbour View Surgery", ods_code="X99998")).page
    PolicyPage.objects.filter(pk=page.pk).update(review_due_on=today())

    assert "reviews" not in doing(client, practice)


def test_of_many_eight_are_shown_and_the_rest_is_a_link_away(client, practice):
    sign_in_manager(client, practice)
    make_many(practice, 10)

    [untold] = [kind for kind in week(client, practice).kinds if kind.key == "untold"]

    assert (len(untold.shown), untold.more, untold.rest) == (8, 3, address("matrix", practice, status="due"))


def test_when_all_is_well_the_page_is_calm(client, practice):
    sign_in_manager(client, practice)
    finish_all(practice)

    answer = client.get(address("practice", practice))

    assert (answer.context["week"].is_calm, b"All is well." in answer.content) == (True, True)


def test_a_practice_without_people_is_shown_how_to_begin(client, practice):
    manager = sign_in_manager(client, practice)
    empty = make_practice("New Surgery", ods_code="X99997")
    give_duty(manager, empty, Duty.PRACTICE_MANAGER)

    html = client.get(address("practice", empty)).content.decode()

    assert ("Nobody works here on that day" in html, address("import_staff", empty) in html) == (True, True)
    assert ("All is well" in html, "What needs doing this week" in html) == (False, False)


def test_a_practice_that_follows_nothing_is_shown_where_to_choose(client, practice):
    empty = make_practice("New Surgery", ods_code="X99997")
    sign_in_manager(client, empty)

    html = client.get(address("practice", empty)).content.decode()

    assert ("Nothing is asked of anybody" in html, "All is well" in html) == (True, False)


def test_another_day_shows_the_gaps_of_that_day_and_nothing_to_click(client, practice):
    sign_in_manager(client, practice)
    finish_all(practice)
    yesterday = (today() - days(1)).isoformat()

    assert doing(client, practice, on=yesterday) == {"overdue": [("Tom Ellis", None)]}
    assert doing(client, practice) == {}


def test_the_future_shows_who_will_be_late_if_nothing_is_done(client, practice):
    sign_in_manager(client, practice)

    found = doing(client, practice, on=(today() + days(100)).isoformat())

    assert sorted(found["overdue"]) == [("Ann Lee", None), ("Tom Ellis", None)]


def test_links_to_other_pages_keep_the_day(client, practice):
    sign_in_manager(client, practice)
    day = (today() - days(1)).isoformat()

    [asked] = client.get(address("practice", practice, on=day)).context["requirements"]

    assert asked.address == address("matrix", practice, requirement=requirement().line, on=day)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "Type a date that exists, for example 31/03/2026"),
        ("tomorrow", "Type a date that exists, for example 31/03/2026"),
        ("", "Type a date, for example 31/03/2026"),
        ("2001-01-01", "There is nothing to show before 6 January 2025, so this is today"),
        ("9999-12-31", "Choose a day before 2100; this is today"),
    ],
)
def test_a_day_that_makes_no_sense_gets_a_sentence(client, practice, typed, sentence):
    sign_in_manager(client, practice)

    answer = client.get(address("practice", practice, on=typed))

    assert (answer.status_code, answer.context["form"].errors["on"]) == (200, [sentence])
    assert answer.context["day"] == today()


@pytest.mark.parametrize("others", [1, 3, 300])
def test_drawing_it_takes_as_many_queries_for_any_number_of_people(client, practice, django_assert_num_queries, others):
    sign_in_manager(client, practice)
    make_many(practice, others - 1)
    assert len(client.get(address("practice", practice)).context["matrix"].rows) == 1 + others
    cache.clear()

    with django_assert_num_queries(28):
        client.get(address("practice", practice))


def test_people_without_addresses_are_not_asked_for_one_by_one(client, practice):
    sign_in_manager(client, practice)
    Person.objects.update(email="")

    assert [words for _, words in doing(client, practice)["overdue"]] == ["Hand out"]


@pytest.mark.parametrize(("within", "listed"), [(60, True), (61, False)])
def test_what_is_due_in_more_than_two_months_needs_no_telling_yet(client, practice, within, listed):
    sign_in_manager(client, practice)
    later = make_module("Phones")
    make_requirement(Programme.objects.get(), module=later, due_within_days=within)

    [untold] = [kind for kind in week(client, practice).kinds if kind.key == "untold"]

    [ann] = [item for item in untold.items if item.name == "Ann Lee"]
    assert ("Phones" in [line.text for line in ann.lines]) is listed
