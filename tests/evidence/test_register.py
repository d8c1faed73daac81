"""Which versions of a policy were in force when."""

import datetime as dt

import pytest

from tests.evidence.scenes import sign_as
from tests.factories import make_member, make_policy, make_policy_version, make_practice, moment
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.register import Entry, entries_in, signatures_on
from trainingsite.policies.models import PolicyVersion

FIRST, LAST = dt.date(2025, 4, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("effective_on", "replaced_on", "expected"),
    [
        (dt.date(2024, 1, 1), None, True),
        (dt.date(2024, 1, 1), dt.date(2025, 4, 2), True),  # on the first day it still was
        (dt.date(2024, 1, 1), dt.date(2025, 4, 1), False),  # on the first day it no longer was
        (dt.date(2026, 3, 31), None, True),
        (dt.date(2026, 4, 1), None, False),
        (dt.date(2025, 6, 1), dt.date(2025, 6, 1), False),  # replaced on the day it came
    ],
)
def test_a_version_is_in_force_from_its_day_to_the_day_before_the_next(effective_on, replaced_on, expected):
    entry = Entry(PolicyVersion(effective_on=effective_on), replaced_on)

    assert entry.in_force_between(FIRST, LAST) is expected


def numbers(practice) -> list[tuple[str, dt.date | None]]:
    return [(entry.version.number, entry.replaced_on) for entry in entries_in(Asked(practice, LAST, FIRST))]


@pytest.mark.django_db
def test_the_versions_in_force_in_the_period_are_registered():
    practice = make_practice()
    page = make_policy(practice)
    for year, month, text in ((2023, 1, "One."), (2024, 1, "Two."), (2025, 9, "Three."), (2026, 5, "Four.")):
        make_policy_version(page, clauses=(text,), at=moment(year, month, 8))

    assert numbers(practice) == [("2.0", dt.date(2025, 9, 8)), ("3.0", None)]


@pytest.mark.django_db
def test_a_version_that_people_signed_before_its_day_is_registered_too():
    practice = make_practice()
    version = make_policy_version(practice=practice, at=moment(2026, 3, 2), effective_on=dt.date(2026, 5, 1))
    unsigned = numbers(practice)

    sign_as(make_member(practice=practice), version)

    assert (unsigned, numbers(practice)) == ([], [("1.0", None)])


@pytest.mark.django_db
def test_signatures_are_counted_as_they_stood_on_the_day():
    practice = make_practice()
    version = make_policy_version(practice=practice)
    for name in ("Ann Lee", "Tom Ellis"):
        sign_as(make_member(name, practice=practice), version)
    sign_as(make_member("Cat Roe", practice=practice), version, at=moment(2026, 4, 2))

    assert signatures_on(entries_in(Asked(practice, LAST, FIRST)), LAST) == {version.pk: 2}
