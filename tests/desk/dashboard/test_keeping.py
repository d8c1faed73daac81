"""The practice's page is kept as it was drawn, and is drawn anew at once when something happens that it tells of."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.dashboard.scenes import a_practice, address, make_many, requirement, sign_in, sign_in_manager, the
from tests.factories import complete, give_duty, make_member, make_practice
from trainingsite.compliance import actions as compliance
from trainingsite.compliance import inspecting, planning
from trainingsite.compliance.inspecting import Days
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.desk.dashboard import keeping
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.models import Duty, Person, Practice, Responsibility
from trainingsite.people.staff.absences import begin_leave
from trainingsite.people.staff.duties import begin_duty, finish_duty
from trainingsite.policies import account_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(settings) -> Practice:
    """A practice whose site sends e-mail."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    return a_practice()


@pytest.fixture
def manager(client, practice) -> Person:
    return sign_in_manager(client, practice)


def page_of(client, practice, **query) -> str:
    """What is between the header and the footer."""
    answer = client.get(address("practice", practice, **query))
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def finishes(practice, manager):
    complete(the("Tom"), ModuleVersion.objects.get(), at=timezone.now())


def is_exempt(practice, manager):
    compliance.exempt(
        person=the("Tom"), practice=practice, requirement=requirement(), reason="not_in_role", approved_by=manager,
        started_on=timezone.localdate(), at=timezone.now(),
    )  # fmt: skip


def goes_on_leave(practice, manager):
    begins = timezone.localdate() - dt.timedelta(days=40)
    begin_leave(person=the("Tom"), practice=practice, started_on=begins, ended_on=None, by=manager, at=timezone.now())


def has_a_plan(practice, manager):
    planning.plan(
        token=uuid.uuid4(), practice=practice, gap=Gap(requirement().line, the("Tom")),
        steps=Steps("Sits down with the trainer", timezone.localdate(), manager), by=manager, at=timezone.now(),
    )  # fmt: skip


def is_inspected(practice, manager):
    days = Days(timezone.localdate(), timezone.localdate() + dt.timedelta(days=9))
    inspecting.note(token=uuid.uuid4(), practice=practice, days=days, by=manager, at=timezone.now())


def looks_after_an_account_alone(practice, manager):
    account_actions.add_account(
        practice=practice, holders=[the("Tom")], by=manager, at=timezone.now(), platform="Facebook",
        address="/millbrook", purpose="News", second_factor_on=True, on_personal_profile=False,
        checked_on=timezone.localdate(),
    )  # fmt: skip


def has_a_duty_that_ends(practice, manager):
    today, ends = timezone.localdate(), timezone.localdate() + dt.timedelta(days=9)
    tom = {"person": the("Tom"), "practice": practice, "by": manager, "at": timezone.now()}
    held = begin_duty(duty=Duty.POLICY_OWNER, started_on=today, **tom)
    finish_duty(held=held, last_day=ends, by=manager, at=timezone.now())


def is_told(practice, manager):
    """Tom's message goes off: how far a message came makes no event."""
    notice = Notice.objects.create(
        person=the("Tom"), kind="due", for_day=timezone.localdate(), state=Notice.State.SENT, subject="What is due"
    )
    NoticeItem.objects.create(notice=notice, about=requirement().line)


ACTS = (
    finishes, is_exempt, goes_on_leave, has_a_plan, is_inspected, looks_after_an_account_alone, has_a_duty_that_ends,
    is_told,
)  # fmt: skip


@pytest.mark.parametrize("happens", ACTS, ids=lambda act: act.__name__)
def test_what_happens_is_on_the_page_at_the_next_look(client, practice, manager, happens):
    before = page_of(client, practice)

    happens(practice, manager)

    after = page_of(client, practice)
    cache.clear()
    assert (after != before, after) == (True, page_of(client, practice))


def test_while_nothing_happens_it_is_drawn_once(client, practice, manager, monkeypatch):
    drawn, keep = [], keeping.keep
    monkeypatch.setattr(keeping, "keep", lambda draw, heads: drawn.append(heads) or keep(draw, heads))

    pages = {page_of(client, practice) for _ in range(3)}

    assert (len(drawn), len(pages)) == (1, 1)


def test_what_comes_in_while_it_is_drawn_is_seen_at_the_next_look(client, practice, manager, monkeypatch):
    keep = keeping.keep

    def keep_and_hear_of_more(draw, heads):
        kept = keep(draw, heads)
        finishes(practice, manager)
        return kept

    monkeypatch.setattr(keeping, "keep", keep_and_hear_of_more)
    page_of(client, practice)
    monkeypatch.setattr(keeping, "keep", keep)

    assert "1 of 2" in page_of(client, practice)


def test_each_manager_has_a_page_of_their_own(client, practice, manager):
    page_of(client, practice)
    other = make_member("Bea Hill", "Deputy", practice=practice, started_on=timezone.localdate()).person
    give_duty(other, practice, Duty.PRACTICE_MANAGER)
    give_duty(other, make_practice("Quarry Road Surgery", ods_code="Y11111"), Duty.PRACTICE_MANAGER)
    sign_in(client, other)

    assert "Quarry Road Surgery" in page_of(client, practice)


def test_who_manages_it_no_longer_sees_nothing_of_what_is_kept(client, practice, manager):
    page_of(client, practice)
    other = make_member("Bea Hill", "Deputy", practice=practice).person
    give_duty(other, practice, Duty.PRACTICE_MANAGER)
    finish_duty(
        held=Responsibility.objects.get(person=manager), last_day=timezone.localdate() - dt.timedelta(days=1),
        by=other, at=timezone.now(),
    )  # fmt: skip

    assert client.get(address("practice", practice)).status_code == 404


def test_each_day_has_a_page_of_its_own(client, practice, manager):
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    assert page_of(client, practice) != page_of(client, practice, on=yesterday)


def test_another_target_or_name_shows_at_once(client, practice, manager):
    make_many(practice, 9)
    before = page_of(client, practice)

    Practice.objects.filter(pk=practice.pk).update(name="Millbrook Health Centre", target_percent=80)

    after = page_of(client, practice)
    assert ("80" in after, "Millbrook Health Centre" in after, after != before) == (True, True, True)


@pytest.mark.parametrize("others", [1, 3, 300])
def test_a_look_takes_as_many_queries_for_any_number_of_people(
    client, practice, manager, django_assert_num_queries, others
):
    make_many(practice, others - 1)
    page_of(client, practice)

    with django_assert_num_queries(8):
        page_of(client, practice)
