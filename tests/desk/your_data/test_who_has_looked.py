"""A person reads who has looked at their record, when, and at what."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk.test_views import dashboard, record, sign_in_manager
from tests.factories import MONDAY, make_member, make_person, make_practice
from trainingsite.audit.actions import note_access, note_look_of_the_day
from trainingsite.audit.models import AccessEntry
from trainingsite.desk.your_data.looks import looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def tom(practice):
    return make_member("Tom Ellis", practice=practice).person


def seen(person) -> list[tuple[str, str, str]]:
    return [(look.by, look.page, look.where) for look in looks_at(person)]


def test_who_opens_a_record_is_named_by_their_current_name(client, practice, tom):
    ann = sign_in_manager(client, practice)
    client.get(record(practice, tom))

    ann.last_name = "Marsh"
    ann.save()

    assert seen(tom) == [("Ann Marsh", "Your record at the practice", "")]
    assert looks_at(tom)[0].detail == "Millbrook Lane Surgery"


def test_the_matrix_is_noted_once_a_day(client, practice, tom):
    sign_in_manager(client, practice)

    for _ in range(3):
        client.get(dashboard(practice))

    assert [look.where for look in looks_at(tom)] == ["Millbrook Lane Surgery"]


def test_a_look_is_noted_again_the_next_day(tom):
    ann = make_person("Ann Lee")

    for at in (MONDAY, MONDAY + dt.timedelta(hours=9), MONDAY + dt.timedelta(days=1)):
        note_look_of_the_day(actor=ann.key, verb="desk.matrix_opened", subject=tom.key, at=at)

    assert AccessEntry.objects.count() == 2


def test_an_evidence_pack_counts_for_everybody_who_had_begun(practice, tom):
    later = make_member("Sue Park", practice=practice, started_on=dt.date(2026, 3, 3)).person

    note_access(actor="inspector's link", verb="evidence.exported", subject=practice.key, detail="a year", at=MONDAY)

    assert seen(tom) == [
        (
            "inspector's link",
            "An evidence pack for the Care Quality Commission, with everybody's line",
            "Millbrook Lane Surgery",
        )
    ]
    assert seen(later) == []


def test_ones_own_looks_are_not_somebody_elses(practice, tom):
    note_access(actor=tom.key, verb="desk.record_opened", subject=tom.key, at=MONDAY)

    assert looks_at(tom) == []


def test_what_was_opened_of_somebody_else_or_elsewhere_stays_theirs(practice, tom):
    other = make_practice("Copper Street Practice")
    sue = make_member("Sue Park", practice=other).person

    note_access(actor="x", verb="desk.record_opened", subject=sue.key, at=MONDAY)
    note_access(actor="x", verb="evidence.exported", subject=other.key, at=MONDAY)

    assert (len(looks_at(sue)), looks_at(tom)) == (2, [])


def test_every_line_names_the_zone(tom):
    summer = dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.UTC)

    for at in (MONDAY, summer):
        note_access(actor="x", verb="desk.record_opened", subject=tom.key, at=at)

    assert [look.zone for look in looks_at(tom)] == ["BST", "GMT"]


def test_opening_the_page_for_helping_somebody_is_noted(client, practice, tom):
    sign_in_manager(client, practice)

    client.get(reverse("desk:help_person", args=[practice.ods_code.lower(), tom.key]))
    client.get(reverse("desk:leaving", args=[practice.ods_code.lower(), tom.key]))

    assert [look.page for look in looks_at(tom)] == [
        "The page on which leavers hand over",
        "The page for helping you sign in",
    ]


def looks_cost(person, django_assert_max_num_queries, most: int) -> None:
    with django_assert_max_num_queries(most):
        looks_at(person)


def test_many_who_looked_cost_no_more_queries(practice, tom, django_assert_max_num_queries):
    for number in range(30):
        ann = make_person(f"Ann {number}")
        note_access(actor=ann.key, verb="desk.record_opened", subject=tom.key, at=timezone.now())
        if number in (0, 2, 29):
            looks_cost(tom, django_assert_max_num_queries, 8)
