"""The administrator's way to a merger: choose, look, agree; and what is looked at is what is done."""

import datetime as dt

import pytest

from tests.desk.places.administrators import messages_on, sign_in_administrator
from tests.factories import (
    GO_LIVE,
    MONDAY,
    give_duty,
    make_member,
    make_module,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.people.phones import make_known_person, verified
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.actions import exempt
from trainingsite.people.models import Duty, Membership
from trainingsite.people.places import Merger
from trainingsite.policies.accounts import PracticeAccount

pytestmark = pytest.mark.django_db
MERGE = "/compliance/places/a11111/merge/"
CHOSEN = {"into": "B22222", "on": "2026-04-01", "with_sites": "on"}


@pytest.fixture
def abbey():
    return make_practice("Abbey Surgery", ods_code="A11111")


@pytest.fixture
def brook():
    return make_practice("Brook Surgery", ods_code="B22222")


@pytest.fixture
def ada(client, abbey, brook):
    return sign_in_administrator(client)


def agree(client, preview, **changed):
    sent = {**CHOSEN, "fingerprint": preview.context["plan"].fingerprint(), **changed}
    return client.post(f"{MERGE}confirm/", sent, follow=True)


def test_a_merger_is_shown_before_it_is_done(client, ada, abbey, brook):
    make_member("Tom Ellis", practice=abbey)

    preview = client.post(MERGE, CHOSEN)

    assert [move.job.person.name for move in preview.context["plan"].moving] == ["Tom Ellis"]
    assert (preview.status_code, Merger.objects.exists()) == (200, False)
    assert AccessEntry.objects.get(verb="desk.merger_looked_at").subject == str(abbey.key)

    done = agree(client, preview)

    assert messages_on(done) == ["Abbey Surgery goes over into Brook Surgery on 1 April 2026."]
    assert (done.context["place"].merger.into, Membership.objects.known().at(brook).count()) == (brook, 1)


def test_agreeing_twice_is_the_same_as_once(client, ada, abbey):
    make_member(practice=abbey)
    preview = client.post(MERGE, CHOSEN)
    agree(client, preview)

    again = agree(client, preview)

    assert messages_on(again) == [
        "Abbey Surgery has gone over into Brook Surgery already, from 1 April 2026. Nothing was changed."
    ]
    assert Merger.objects.count() == 1


def test_what_has_changed_meanwhile_is_shown_again_and_nothing_is_done(client, ada, abbey):
    preview = client.post(MERGE, CHOSEN)
    make_member("Tom Ellis", practice=abbey)

    again = agree(client, preview)

    assert (again.status_code, len(again.context["plan"].moving), Merger.objects.exists()) == (409, 1, False)


@pytest.mark.parametrize("changed", [{"fingerprint": ""}, {"on": "2026-05-01"}, {"with_sites": ""}])
def test_nothing_is_done_that_was_not_looked_at(client, ada, changed):
    preview = client.post(MERGE, CHOSEN)

    assert (agree(client, preview, **changed).status_code, Merger.objects.exists()) == (409, False)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"on": "2026-04-01"}, "into"),
        ({"into": "B22222"}, "on"),
        ({"into": "A11111", "on": "2026-04-01"}, "into"),
        ({"into": "B22222", "on": "2126-04-01"}, "on"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(client, ada, sent, field):
    pages = [client.post(address, sent) for address in (MERGE, f"{MERGE}confirm/")]

    assert [(page.status_code, list(page.context["form"].errors)) for page in pages] == [(400, [field])] * 2


def test_a_practice_that_has_gone_already_is_told_so(client, ada, abbey, brook):
    Merger.objects.create(practice=abbey, into=brook, started_on=dt.date(2026, 3, 1), recorded_at=MONDAY)

    page = client.post(MERGE, CHOSEN)

    assert page.context["form"].non_field_errors()[0].startswith("Abbey Surgery has gone over into Brook Surgery")


def test_what_does_not_move_is_listed_by_name(client, ada, abbey):
    tom, ruth = make_member("Tom Ellis", practice=abbey).person, make_member("Ruth Adeyemi", practice=abbey).person
    asked = make_requirement(make_programme("Induction", abbey), module=make_module("Boundaries"))
    exempt(
        person=tom, practice=abbey, requirement=asked, reason="not_in_role", approved_by=ruth, started_on=GO_LIVE,
        at=MONDAY,
    )  # fmt: skip
    PracticeAccount.objects.create(
        practice=abbey, platform="Facebook", address="facebook.com/abbey", purpose="News", second_factor_on=True,
        on_personal_profile=False, started_on=GO_LIVE,
    )  # fmt: skip

    left = client.post(MERGE, CHOSEN).context["left"]

    assert (left.programmes, [account.platform for account in left.accounts]) == (["Induction"], ["Facebook"])
    assert [(each.exemption.person, each.title) for each in left.exemptions] == [(tom, "Boundaries")]


def test_the_other_practices_manager_looks_back_and_exports_from_that_day(client, ada, abbey, brook):
    make_member("Tom Ellis", practice=abbey)
    agree(client, client.post(MERGE, {**CHOSEN, "on": "2026-03-01"}), on="2026-03-01")
    ruth = make_member(make_known_person("Ruth Adeyemi"), practice=brook).person
    give_duty(ruth, brook, Duty.PRACTICE_MANAGER)
    verified(client, ruth)

    page = client.get("/compliance/a11111/?on=2026-02-01")

    assert [row.person.name for row in page.context["matrix"].rows] == ["Tom Ellis"]
    assert client.get("/compliance/").url == "/compliance/b22222/"
    assert [each.ods_code for each in client.get("/evidence/").context["form"].fields["practice"].queryset] == [
        "B22222", "A11111",
    ]  # fmt: skip
