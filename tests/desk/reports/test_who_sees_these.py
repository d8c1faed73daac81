"""The register of policies, signatures, joiners, accounts and topics: for the practice's managers, on page and file."""

import datetime as dt

import pytest
from django.utils import timezone

from modules.counting import count_topics
from modules.topics import quarter_before
from tests.desk.reports.scenes import file, page, taken
from tests.factories import (
    give_duty,
    make_member,
    make_network,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.modules.goes import hand_in, module_asking, question
from tests.people.phones import make_known_person, verified
from trainingsite.audit.clock import replaying
from trainingsite.desk.reports.asking import DAY, PERIOD
from trainingsite.desk.reports.register import BY_KEY
from trainingsite.people.models import Duty, Responsibility
from trainingsite.policies import account_actions

pytestmark = pytest.mark.django_db

# What of each report would show that somebody saw it.
TELLING = {
    "policy-register": "Marigold policy",
    "signatures": "Tom Ellis",
    "induction": "Tom Ellis",
    "practice-accounts": "facebook.com/marigold",
    "topics-that-go-wrong": "Question marigold?",
}
ASKED = {"from": "2025-01-06", "to": "2035-12-31"}


@pytest.fixture
def practice():
    """A practice with something to leak in every report."""
    practice = make_practice(ods_code="X99999")
    tom = make_member("Tom Ellis", practice=practice).person
    page = make_policy(practice, "Marigold policy")
    make_policy_version(page)
    make_requirement(make_programme("Policies", practice), policy=page)
    now = timezone.now()
    account_actions.add_account(
        practice=practice, holders=[tom], by=tom, at=now, platform="Facebook", address="facebook.com/marigold",
        purpose="News", second_factor_on=True, on_personal_profile=False,
    )  # fmt: skip
    ask_a_quarter(practice)
    return practice


def ask_a_quarter(practice):
    first, _ = quarter_before(timezone.localdate())
    at, version = moment(first.year, first.month, 10), module_asking(question("marigold"))
    for number in range(5):
        person = make_member(f"Pat {number}", practice=practice).person
        with replaying(at):
            hand_in(person, version, {"marigold": ("b",)}, at=at)
    count_topics(at=timezone.now())


def manager(practice):
    return with_duties("Ann Lee", practice, Duty.PRACTICE_MANAGER)


def with_duties(name, practice, *duties):
    person = make_member(make_known_person(name), practice=practice).person
    give_duty(person, practice, *duties)
    return person


def policy_owner(practice):
    return with_duties("Olu Bright", practice, Duty.POLICY_OWNER, Duty.ACCOUNT_HOLDER)


def manager_elsewhere(practice):
    return with_duties("Sam Okoro", make_practice("Harbour View Surgery", ods_code="X99998"), Duty.PRACTICE_MANAGER)


def network_lead(practice):
    person, network = make_known_person("Nell Quay"), make_network("Marrowby", practice)
    day = dt.date(2025, 1, 6)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=person, network=network, started_on=day)
    return person


def team_leader(practice):
    leader = with_duties("Lee Frost", practice)
    make_member("Ed Moss", practice=practice, manager=leader)
    return leader


def visits(client, practice, report):
    """What the page and each file answer, and whether it tells."""
    telling = TELLING[report].encode()
    asked = ASKED if PERIOD in BY_KEY[report].takes else {}
    answers = [client.get(page(practice, report, **asked)), client.get(file(practice, report, "csv", **asked))]
    return [(answer.status_code, telling in taken(answer)) for answer in answers]


def seen(client, practice):
    return {report: visits(client, practice, report) for report in TELLING}


@pytest.mark.parametrize("report", TELLING)
def test_the_practices_manager_sees_it_on_the_page_and_in_the_file(client, practice, report):
    verified(client, manager(practice))

    assert visits(client, practice, report) == [(200, True)] * 2


@pytest.mark.parametrize("who", [policy_owner, manager_elsewhere, network_lead, team_leader])
def test_nobody_else_sees_any_of_it(client, practice, who):
    verified(client, who(practice))

    assert seen(client, practice) == dict.fromkeys(TELLING, [(404, False)] * 2)


def test_a_visitor_is_sent_to_sign_in(client, practice):
    assert seen(client, practice) == dict.fromkeys(TELLING, [(302, False)] * 2)


def test_without_a_second_factor_the_reports_stay_shut(client, practice):
    client.force_login(manager(practice))

    assert seen(client, practice) == dict.fromkeys(TELLING, [(302, False)] * 2)


@pytest.mark.parametrize("report", TELLING)
def test_days_that_make_no_sense_are_answered_in_a_sentence(client, practice, report):
    verified(client, manager(practice))
    name = "on" if DAY in BY_KEY[report].takes else "from"

    for typed in ("2026-02-31", "9999-99-99", "9999-12-31", "1066-10-14", "soon"):
        answer = client.get(page(practice, report, **{name: typed}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [name])
