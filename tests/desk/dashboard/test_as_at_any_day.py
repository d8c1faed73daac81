"""The overview as at any day: what was signed, taken back and signed again, and what an exemption leaves behind."""

import datetime as dt

import pytest

from modules.models import ModuleVersion
from tests.desk.dashboard.scenes import address, sign_in_manager
from tests.factories import (
    complete,
    make_member,
    make_module_version,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.compliance.actions import exempt
from trainingsite.people.models import Membership, Practice
from trainingsite.policies import actions as signing
from trainingsite.policies.saying_no import actions as saying_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    """A practice where only Tom Ellis worked so far."""
    practice = make_practice(ods_code="X99999")
    make_member("Tom Ellis", "Receptionist", practice=practice, started_on=dt.date(2025, 2, 3))
    return practice


@pytest.fixture
def signed(practice):
    """Tom signed on the 6th, took it back on the 7th and signed again on the 8th; on the 9th it was made void."""
    version = make_policy_version(practice=practice, at=moment(2026, 1, 5))
    make_requirement(make_programme("Policies", practice), policy=version.page, due_within_days=1)
    tom = Membership.objects.get().person
    ann = make_member("Ann Lee", practice=make_practice("Harbour View Surgery")).person
    first = sign(tom, version, moment(2026, 1, 6))
    saying_no.withdraw(signature=first, reason="I misread it.", method="password", at=moment(2026, 1, 7))
    second = sign(tom, version, moment(2026, 1, 8))
    saying_no.void(signature=second, by=ann, reason="Signed from a shared screen.", at=moment(2026, 1, 9))


def sign(person, version, at):
    return signing.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


def on(client, practice, day: dt.date):
    return client.get(address("practice", practice, on=day.isoformat())).context


@pytest.mark.parametrize(("day", "met"), [(6, 1), (7, 0), (8, 1), (9, 0), (10, 0)])
def test_a_signature_counts_on_the_days_on_which_it_stood(client, practice, signed, day, met):
    sign_in_manager(client, practice)

    shown = on(client, practice, dt.date(2026, 1, day))

    [policy] = shown["requirements"]
    assert (shown["totals"].compliant, shown["totals"].required) == (met, 1)
    assert (policy.sums.compliant, policy.word == "All done") == (met, bool(met))


def test_a_signature_that_was_made_void_leaves_a_gap_of_its_person(client, practice, signed):
    sign_in_manager(client, practice)

    [kind] = on(client, practice, dt.date(2026, 2, 1))["week"].kinds

    assert (kind.key, [item.name for item in kind.items]) == ("overdue", ["Tom Ellis"])


@pytest.fixture
def exempted(practice, request):
    """Tom did what is asked every year on 10 March 2025, and is exempt from 10 January 2026 to the day given."""
    page = make_module_version(at=moment(2025, 1, 7)).page
    asked = make_requirement(make_programme("Annual refresher", practice), module=page, refresher_months=12)
    tom = Membership.objects.get().person
    complete(tom, ModuleVersion.objects.get(), at=moment(2025, 3, 10))
    exempt(
        person=tom, practice=practice, requirement=asked, reason="short_stay", started_on=dt.date(2026, 1, 10),
        ended_on=request.param, approved_by=make_member("Ann Lee", practice=make_practice("Harbour View")).person,
        at=moment(2026, 1, 10),
    )  # fmt: skip
    return request.param


INSIDE, OUTSIDE = dt.date(2026, 1, 15), dt.date(2026, 5, 1)  # the window closes on 10 March 2026


@pytest.mark.parametrize("exempted", [INSIDE, OUTSIDE], indirect=True)
def test_on_its_last_day_an_exemption_takes_its_cell_out_of_the_denominator(client, practice, exempted):
    sign_in_manager(client, practice)

    shown = on(client, practice, exempted)

    assert shown["denominator"] == "0 required = 1 (everything, for 1 person) − 1 exempt"
    assert shown["not_counted"] == [("Exempt", ["Tom Ellis: everything"])]
    assert [asked.word for asked in shown["requirements"]] == ["Asked of nobody"]


@pytest.mark.parametrize(
    ("exempted", "met_next_day", "last_day_in_time"),
    [(INSIDE, 1, dt.date(2026, 3, 10)), (OUTSIDE, 0, dt.date(2026, 5, 29))],
    indirect=["exempted"],
)
def test_after_an_exemption_its_cell_counts_again(client, practice, exempted, met_next_day, last_day_in_time):
    sign_in_manager(client, practice)
    day = dt.timedelta(days=1)

    after, in_time, late = (
        on(client, practice, each) for each in (exempted + day, last_day_in_time, last_day_in_time + day)
    )

    assert (after["totals"].compliant, after["totals"].required) == (met_next_day, 1)
    assert (in_time["overdue"], late["overdue"]) == (0, 1)
