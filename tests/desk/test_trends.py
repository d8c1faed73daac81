"""The page of trends: two years by week, what lapses, how long inductions took, and who may see it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.models import ModulePage
from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import (
    complete,
    give_duty,
    give_leave,
    make_job_role,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.compliance.dates import Span
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.timelines import Timelines
from trainingsite.desk.trends.joining import how_long
from trainingsite.desk.trends.reading import Reading
from trainingsite.desk.trends.views import Lookback
from trainingsite.desk.trends.weeks import trends_on, weeks_to
from trainingsite.people.models import Duty, Membership, Person

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LIVE = TODAY - dt.timedelta(weeks=60)


def ago(weeks=0, days=0):
    return TODAY - dt.timedelta(weeks=weeks, days=days)


def at_noon(day):
    return moment(day.year, day.month, day.day, 12)


@pytest.fixture
def practice():
    """A practice that went live sixty weeks ago, with an induction of one module and a yearly refresher."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999", went_live_on=LIVE)
    induction = make_programme("New-starter induction", practice, started_on=LIVE, grants_certificate=True)
    refresher = make_programme("Annual refresher", practice, started_on=LIVE)
    for programme, title, months in ((induction, "Boundaries", None), (refresher, "Refresher", 12)):
        make_requirement(programme, started_on=LIVE, module=make_module(title), refresher_months=months)
        make_module_version(ModulePage.objects.get(title=title), at=at_noon(LIVE))
    return practice


def has_done(person, title, day):
    return complete(person, ModulePage.objects.get(title=title).versions.get(), at=at_noon(day))


def trends(practice, **query):
    return reverse("desk:trends", args=[practice.ods_code.lower()], query=query)


def lookback(practice, day=TODAY):
    return Lookback.until(practice, day, TODAY)


def fill(practice, number):
    """That many more people, quickly; none of them ever signs in."""
    role, first = make_job_role(), Person.objects.count()
    people = Person.objects.bulk_create(
        Person(username=f"staff-{first + each}", first_name="Staff", last_name=f"{first + each:03}")
        for each in range(number)
    )
    Membership.objects.bulk_create(
        Membership(person=person, practice=practice, job_role=role, started_on=LIVE, recorded_at=at_noon(LIVE))
        for person in people
    )
    Timelines.objects.all().delete()  # no act was recorded, which is what they would have heard of
    return people


def test_every_week_counts_what_the_matrix_of_its_day_counts(practice):
    tom = make_member("Tom Ellis", practice=practice, started_on=LIVE)
    make_member("Zoe Park", practice=practice, started_on=ago(30), ended_on=ago(9))
    give_leave(tom, ago(20), ago(12))
    has_done(tom.person, "Boundaries", ago(40))
    has_done(tom.person, "Refresher", ago(55))

    everything = lookback(practice).trends[0]

    counted = [(week.on, week.people, week.sums.required, week.sums.met) for week in everything.weeks]
    matrices = [training_matrix(practice, week.on) for week in everything.weeks]
    expected = [(m.on, len(m.rows), m.total().required, m.total().compliant) for m in matrices]
    assert counted == expected
    assert len({(required, met) for _, _, required, met in counted}) == 4


def test_each_programme_counts_its_own(practice):
    tom = make_member("Tom Ellis", practice=practice, started_on=LIVE)
    has_done(tom.person, "Boundaries", ago(40))

    found = {
        trend.title: (trend.weeks[-1].sums.met, trend.weeks[-1].sums.required) for trend in lookback(practice).trends
    }

    assert found == {"Everything": (1, 2), "New-starter induction": (1, 1), "Annual refresher": (0, 1)}


@pytest.mark.parametrize("day", [TODAY - dt.timedelta(days=200), TODAY + dt.timedelta(days=90)])
def test_any_day_can_be_the_end_of_the_two_years(practice, day):
    tom = make_member("Tom Ellis", practice=practice, started_on=LIVE)
    has_done(tom.person, "Refresher", ago(55))

    last = lookback(practice, day).trends[0].weeks[-1]

    total = training_matrix(practice, day).total()
    assert (last.on, last.sums.required, last.sums.met) == (day, total.required, total.compliant)


def test_what_is_kept_and_what_is_worked_out_say_the_same(practice):
    tom = make_member("Tom Ellis", practice=practice, started_on=LIVE)
    has_done(tom.person, "Refresher", ago(55))
    days = weeks_to(TODAY, LIVE)

    kept = Reading.between(practice, Span(days[0], TODAY), TODAY)
    fresh = Reading.between(practice, Span(TODAY - dt.timedelta(days=2000), TODAY), TODAY)

    assert kept.content != fresh.content
    assert trends_on(kept, days) == trends_on(fresh, days)


def test_weeks_before_the_practice_went_live_are_left_out(practice, client):
    sign_in_manager(client, practice)

    context = client.get(trends(practice)).context

    assert [week.on for week in context["everything"].weeks] == [ago(weeks) for weeks in range(60, -1, -1)]
    assert context["began_later"] is True


def test_two_years_have_a_hundred_and_five_weeks():
    days = weeks_to(dt.date(2026, 3, 2), dt.date(2020, 1, 1))

    assert (days[0], days[-1], len(days)) == (dt.date(2024, 3, 4), dt.date(2026, 3, 2), 105)


@pytest.mark.parametrize(("staff", "in_percent"), [(9, False), (10, True)])
def test_below_ten_people_there_is_no_percentage(practice, client, staff, in_percent):
    fill(practice, staff - 1)
    manager = make_member("Ann Lee", practice=practice, started_on=LIVE)
    give_duty(manager.person, practice, Duty.PRACTICE_MANAGER)
    sign_in(client, manager.person)

    answer = client.get(trends(practice))

    assert [trend.in_percent for trend in answer.context["trends"]] == [in_percent] * 3
    assert (b" %" in answer.content) is in_percent


def test_a_programme_that_asks_something_of_fewer_than_ten_gives_no_percentage(practice):
    people = fill(practice, 20)
    give_duty(people[0], practice, Duty.ACCOUNT_HOLDER, started_on=LIVE)
    holders = make_programme("Account holders", practice, started_on=LIVE)
    make_requirement(holders, started_on=LIVE, module=make_module("Accounts"), duties=["account_holder"])

    found = {trend.title: trend.in_percent for trend in lookback(practice).trends}

    assert (found["Account holders"], found["Annual refresher"]) == (False, True)


def test_weeks_with_fewer_than_ten_people_are_counts_in_a_chart_of_shares(practice):
    make_member("Tom Ellis", practice=practice, started_on=LIVE)
    role = make_job_role()
    for number in range(9):
        make_member(f"Joiner {number}", role, practice=practice, started_on=ago(10))

    everything = lookback(practice).trends[0]

    assert (everything.in_percent, everything.left_out) == (True, 50)
    assert (everything.weeks[0].in_words, everything.weeks[-1].in_words) == ("0 of 2", "0% (0 of 20)")


def test_the_practices_own_target_is_drawn(practice, client):
    fill(practice, 10)
    type(practice).objects.update(target_percent=90)
    sign_in_manager(client, practice)

    answer = client.get(trends(practice))

    assert answer.context["target"] == 90
    assert answer.content.count(b">Target: 90%</text>") == 2


def test_the_table_has_a_line_for_every_week_and_the_newest_first(practice, client):
    tom = sign_in_manager(client, practice)
    has_done(tom, "Boundaries", TODAY)

    table = client.get(trends(practice)).context["table"]

    assert table[0] == (
        TODAY,
        [("Everything", "1 of 2"), ("Annual refresher", "0 of 1"), ("New-starter induction", "1 of 1")],
    )
    assert len(table) == 61


def test_what_lapses_stands_in_its_month_with_name_and_day(practice, client):
    tom = make_member("Tom Ellis", practice=practice, started_on=LIVE)
    has_done(tom.person, "Refresher", ago(20))
    sign_in_manager(client, practice)

    forecast = client.get(trends(practice)).context["forecast"]

    until = training_matrix(practice, TODAY).rows
    last_day = next(
        cell.valid_until for row in until if row.person == tom.person for cell in row.cells if cell.valid_until
    )
    (month,) = [month for month in forecast.months if month.number]
    assert month.lapses == [("Refresher", last_day, tom.person)]
    assert month.first <= last_day <= month.last


def test_twelve_months_follow_each_other_without_a_gap(practice, client):
    sign_in_manager(client, practice)

    months = client.get(trends(practice)).context["forecast"].months

    assert (months[0].first, len(months)) == (TODAY, 12)
    gaps = {(later.first - month.last).days for month, later in zip(months, months[1:], strict=False)}
    assert gaps == {1}


def test_on_a_past_day_the_forecast_still_begins_today(practice, client):
    sign_in_manager(client, practice)

    context = client.get(trends(practice, on=ago(20).isoformat())).context

    assert (context["from_today"], context["forecast"].months[0].first) == (True, TODAY)


@pytest.mark.parametrize(("ahead", "months"), [(200, range(5, 8)), (366, range(1, 2)), (400, range(1))])
def test_what_is_too_far_away_is_said_and_not_drawn(practice, client, ahead, months):
    sign_in_manager(client, practice)

    forecast = client.get(trends(practice, on=(TODAY + dt.timedelta(days=ahead)).isoformat())).context["forecast"]

    assert len(forecast.months) in months
    assert forecast.reaches_to == TODAY + dt.timedelta(days=366)


def test_an_induction_is_finished_on_the_day_nothing_of_it_is_left(practice):
    zoe = make_member("Zoe Park", practice=practice, started_on=ago(30))
    make_member("Sam Reed", practice=practice, started_on=ago(10))
    has_done(zoe.person, "Boundaries", ago(28))

    found = [(each.joining.person.name, each.finished_on, each.days) for each in lookback(practice).inductions]
    assert found == [("Zoe Park", ago(28), 14), ("Sam Reed", None, None)]


def test_whoever_was_there_at_the_start_did_not_join(practice):
    make_member("Tom Ellis", practice=practice, started_on=LIVE)

    assert lookback(practice).inductions == []


def test_how_far_an_induction_came_is_said_in_words(practice):
    zoe = make_member("Zoe Park", practice=practice, started_on=ago(30))
    has_done(zoe.person, "Boundaries", ago(30) + dt.timedelta(days=1))
    make_member("Sam Reed", practice=practice, started_on=ago(20), ended_on=ago(19))
    make_member("Eve Stone", practice=practice, started_on=ago(10))

    said = [how_long(each) for each in lookback(practice).inductions]

    assert said == ["1 day, finished in time", "Left before finishing", "Overdue"]


@pytest.mark.parametrize(("number", "usual"), [(4, None), (5, 14)])
def test_below_five_joiners_there_is_the_list_and_nothing_else(practice, client, number, usual):
    for each in range(number):
        zoe = make_member(f"Zoe {each}", practice=practice, started_on=ago(30))
        has_done(zoe.person, "Boundaries", ago(30) + dt.timedelta(days=7 * each))
    manager = make_member("Ann Lee", practice=practice, started_on=LIVE)
    give_duty(manager.person, practice, Duty.PRACTICE_MANAGER)
    sign_in(client, manager.person)

    context = client.get(trends(practice)).context

    found = (context["usual"], bool(context["dots"]), len(context["inductions"]))
    assert found == (usual, usual is not None, number)


def test_a_practice_that_went_live_today_is_told_to_come_back(client):
    practice = make_practice("New Surgery", ods_code="X11111", went_live_on=TODAY)
    sign_in_manager(client, practice)

    html = client.get(trends(practice)).content.decode()

    assert "there is no trend to draw yet" in html
    assert "Nobody joined in the two years" in html
    assert "Nothing that anybody holds lapses" in html


@pytest.mark.parametrize("on", ["2026-02-31", "9999-01-01", "tomorrow", "", "1999-01-01", "0000-00-00", "%00"])
def test_a_day_that_cannot_be_is_said_and_today_is_shown(practice, client, on):
    sign_in_manager(client, practice)

    answer = client.get(trends(practice, on=on))

    assert (answer.status_code, answer.context["day"], bool(answer.context["form"].errors)) == (200, TODAY, True)


def test_a_day_long_after_everything_is_answered(practice, client):
    sign_in_manager(client, practice)

    answer = client.get(trends(practice, on="2099-12-31"))

    assert answer.context["everything"].weeks[-1].on == dt.date(2099, 12, 31)


def test_the_page_asks_the_same_questions_however_many_people(practice, client, django_assert_max_num_queries):
    has_done(make_member("Tom Ellis", practice=practice, started_on=LIVE).person, "Refresher", ago(20))
    sign_in_manager(client, practice)
    asked = []
    for more in (0, 2, 297):
        fill(practice, more)
        client.get(trends(practice))
        with django_assert_max_num_queries(40) as queries:
            client.get(trends(practice))
        asked.append(len(queries))

    assert len(set(asked)) == 1
