"""A manager exempts somebody else, changes that and ends it; nobody exempts themselves, and nobody else sees it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.compliance.claiming import make_manager
from tests.desk.test_views import sign_in
from tests.factories import (
    give_duty,
    make_member,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance import exemptions
from trainingsite.compliance.models import Exemption
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

ODS = "x99999"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def practice():
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    programme = make_programme("Annual refresher", practice)
    for title in ("Fire safety", "Spirometry"):
        make_requirement(programme, outside_training=make_outside_training(title))
    return practice


@pytest.fixture
def tom(practice):
    return make_member("Tom Ellis", practice=practice).person


@pytest.fixture
def manager(client, practice):
    manager = make_manager("Raj Shah", practice=practice)
    sign_in(client, manager)
    return manager


def address(name: str, *parts) -> str:
    return reverse(f"desk:{name}", args=[ODS, *parts])


def line_of(title: str) -> str:
    practice = exemptions.Practice.objects.get(ods_code="X99999")
    demands = exemptions.demands_at(practice, timezone.localdate())
    return str(next(demand.line for demand in demands if demand.newest.title == title))


def typed(whom, *titles, days: int = 30, **said) -> dict:
    today = timezone.localdate()
    return {
        "token": str(uuid.uuid4()), "person": str(whom.key), "requirements": [line_of(title) for title in titles],
        "reason": "short_stay", "started_on": today.isoformat(),
        "ended_on": (today + dt.timedelta(days=days)).isoformat(), **said,
    }  # fmt: skip


def exempt(client, whom, *titles, **said):
    return client.post(address("exempt"), typed(whom, *titles, **said), follow=True)


def an_exemption(client, person) -> Exemption:
    exempt(client, person, "Fire safety")
    return Exemption.objects.known().get(person=person)


def terms(found: Exemption, **said) -> dict:
    days = {"started_on": found.started_on.isoformat(), "ended_on": found.ended_on.isoformat()}
    return {"row": found.pk, "reason": found.reason, **days, **said}


def test_somebody_is_exempted_and_it_is_listed_with_the_approvers_name(client, tom, manager):
    page = exempt(client, tom, "Fire safety", "Spirometry")

    shown = [(row.exemption.person.name, row.title, row.exemption.approved_by.name) for row in page.context["current"]]
    assert sorted(shown) == [("Tom Ellis", "Fire safety", "Raj Shah"), ("Tom Ellis", "Spirometry", "Raj Shah")]


def test_the_person_sees_it_in_your_training_with_until_when_and_who_approved_it(client, tom, manager, today):
    an_exemption(client, tom)
    client.force_login(tom)

    (shown,) = client.get("/").context["exemptions"]

    assert (shown.title, shown.exemption.approved_by.name) == ("Fire safety", "Raj Shah")
    assert shown.exemption.ended_on == today + dt.timedelta(days=30)


def test_exempt_is_counted_apart_from_trained(client, tom, manager):
    an_exemption(client, tom)

    totals = client.get(reverse("desk:practice", args=[ODS])).context["totals"]

    assert (totals.exempt, totals.compliant) == (1, 0)


def test_a_double_click_exempts_once(client, tom, manager):
    token = str(uuid.uuid4())

    pages = [exempt(client, tom, "Fire safety", token=token) for _ in range(2)]

    assert ([page.status_code for page in pages], Exemption.objects.count()) == ([200, 200], 1)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"person": ""}, "person", "Choose who it is for"),
        ({"person": str(uuid.uuid4())}, "person", "Choose from the list"),
        ({"requirements": []}, "requirements", "Tick at least one"),
        ({"requirements": [str(uuid.uuid4())]}, "requirements", "Tick from the list"),
        ({"reason": ""}, "reason", "Choose why"),
        ({"reason": "depression"}, "reason", "Choose why from the list"),
        ({"started_on": ""}, "started_on", "Give the first day, for example 31/03/2026"),
        ({"started_on": "2020-01-01"}, "started_on", "That is more than a year away. Check the year"),
        ({"ended_on": ""}, "ended_on", "Give the last day: an exemption does not go on for ever"),
        ({"ended_on": "2020-01-01"}, "ended_on", "The last day is before the first. Check both, and the years"),
        ({"ended_on": "2999-01-01"}, "ended_on",
         "Choose a day within 24 months of the first, and look at it again then"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_gets_a_sentence_and_nothing_typed_is_lost(client, tom, manager, wrong, field, sentence):
    page = exempt(client, tom, "Fire safety", **wrong)

    form = page.context["form"]
    assert (page.status_code, form.errors[field], Exemption.objects.count()) == (400, [sentence], 0)
    assert form["person"].value() == wrong.get("person", str(tom.key))


def test_no_reason_in_the_list_speaks_of_health():
    words = {"ill", "sick", "health", "medical", "pregnan", "disab"}

    assert [label for _, label in Exemption.Reason.choices if any(word in label.lower() for word in words)] == []


def test_who_is_exempt_already_is_not_exempted_again(client, tom, manager):
    an_exemption(client, tom)

    page = exempt(client, tom, "Fire safety")

    (sentence,) = page.context["form"].errors["requirements"]
    assert sentence.startswith("They are exempt from Fire safety from ")


def test_the_only_manager_cannot_exempt_themselves_and_is_told_whom_to_ask(client, tom, manager):
    page = client.get(address("exempt"))

    assert (page.context["others"], page.context["leads"]) == ([], [])
    assert "to name a second registered manager" in page.content.decode()
    refused = exempt(client, manager, "Fire safety").context["form"].errors
    assert (refused["person"], Exemption.objects.count()) == (["Choose from the list"], 0)


def test_with_a_second_manager_the_page_names_them(client, tom, manager, practice):
    make_manager("Mo Khan", Duty.IG_LEAD, practice=practice)

    assert client.get(address("exempt")).context["others"] == ["Mo Khan"]


def test_the_page_of_a_person_leads_to_it_with_their_name_chosen(client, tom, manager):
    wanted = f"{address('exempt')}?person={tom.key}"

    assert wanted in client.get(reverse("desk:person", args=[ODS, tom.key])).content.decode()
    assert client.get(wanted).context["form"]["person"].value() == str(tom.key)


def test_one_exemption_notes_that_somebody_looked(client, tom, manager):
    found = an_exemption(client, tom)

    client.get(address("exemption", found.line))

    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject) == (str(manager.key), "compliance.exemption_opened", str(tom.key))


def test_it_ends_early(client, tom, manager, today):
    found = an_exemption(client, tom)
    sent = (address("end_exemption", found.line), {"row": found.pk, "last_day": today.isoformat()})

    pages = [client.post(*sent) for _ in range(2)]

    assert [page.url for page in pages] == [address("exemptions")] * 2
    assert (Exemption.objects.known().get().ended_on, Exemption.objects.count()) == (today, 2)


def test_what_ends_before_it_began_is_gone_however_often_it_is_sent(client, tom, manager, today):
    found = an_exemption(client, tom)
    day = (today - dt.timedelta(days=1)).isoformat()

    pages = [client.post(address("end_exemption", found.line), {"row": found.pk, "last_day": day}) for _ in range(2)]

    assert [page.url for page in pages] == [address("exemptions")] * 2
    assert (Exemption.objects.known().count(), Exemption.objects.count()) == (0, 2)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (30, "It ends by then anyway. Give an earlier day, or change it"),
        (-400, "That is more than a year ago. Check the year"),
    ],
)
def test_a_last_day_that_cannot_be_meant_is_refused(client, tom, manager, today, days, sentence):
    found = an_exemption(client, tom)
    day = (today + dt.timedelta(days=days)).isoformat()

    page = client.post(address("end_exemption", found.line), {"row": found.pk, "last_day": day})

    assert (page.status_code, page.context["ending"].errors["last_day"]) == (400, [sentence])


def test_it_is_put_right_by_a_second_manager_who_then_approves_it(client, tom, manager, practice):
    found, second = an_exemption(client, tom), make_manager("Mo Khan", Duty.IG_LEAD, practice=practice)
    sign_in(client, second)

    pages = [client.post(address("change_exemption", found.line), terms(found, reason="not_in_role")) for _ in range(2)]

    now = Exemption.objects.known().get()
    assert (now.reason, now.approved_by, Exemption.objects.count()) == ("not_in_role", second, 2)
    assert [page.url for page in pages] == [address("exemptions")] * 2


def test_terms_that_cannot_be_are_refused(client, tom, manager):
    found = an_exemption(client, tom)

    page = client.post(address("change_exemption", found.line), terms(found, ended_on=""))

    assert (page.status_code, list(page.context["form"].errors)) == (400, ["ended_on"])


def test_of_two_managers_the_second_is_shown_what_it_says_now(client, tom, manager, practice, today):
    found = an_exemption(client, tom)
    client.post(address("change_exemption", found.line), terms(found, reason="not_in_role"))
    sign_in(client, make_manager("Mo Khan", Duty.IG_LEAD, practice=practice))

    page = client.post(address("end_exemption", found.line), {"row": found.pk, "last_day": today.isoformat()})

    assert (page.status_code, page.context["released"].exemption.reason) == (409, "not_in_role")
    assert Exemption.objects.count() == 2


def test_a_manager_does_not_change_or_end_their_own(client, tom, manager, practice, today):
    sign_in(client, make_manager("Mo Khan", Duty.IG_LEAD, practice=practice))
    found = an_exemption(client, manager)
    sign_in(client, manager)

    assert client.get(address("exemption", found.line)).context["own"] is True
    assert client.post(address("change_exemption", found.line), terms(found, reason="other")).status_code == 404
    ending = {"row": found.pk, "last_day": today.isoformat()}
    assert client.post(address("end_exemption", found.line), ending).status_code == 404
    assert Exemption.objects.count() == 1


PAGES = [
    ("get", "exemptions"), ("get", "exempt"), ("post", "exempt"), ("get", "exemption"), ("post", "change_exemption"),
    ("post", "end_exemption"),
]  # fmt: skip


def answers(client, found, tom, ods: str = ODS) -> list[int]:
    parts = {"exemption": [found.line], "change_exemption": [found.line], "end_exemption": [found.line]}
    sent = {**typed(tom, "Spirometry"), **terms(found, reason="other"), "last_day": found.started_on.isoformat()}
    return [
        getattr(client, verb)(
            reverse(f"desk:{name}", args=[ods, *parts.get(name, [])]), sent if verb == "post" else {}
        ).status_code
        for verb, name in PAGES
    ]


def assert_untouched(found):
    assert (Exemption.objects.get(), AccessEntry.objects.count()) == (found, 0)


def test_a_visitor_is_sent_to_sign_in(client, tom, manager):
    found = an_exemption(client, tom)
    client.logout()

    assert answers(client, found, tom) == [302] * 6
    assert client.get(address("exemptions")).url.startswith("/account/sign-in/")
    assert_untouched(found)


def test_a_manager_without_a_second_factor_exempts_nobody(client, tom, manager):
    found = an_exemption(client, tom)
    client.logout()
    client.force_login(manager)

    assert answers(client, found, tom) == [302] * 6
    assert_untouched(found)


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE])
def test_a_colleague_exempts_nobody_and_sees_nobodys(client, tom, manager, practice, duty):
    found, colleague = an_exemption(client, tom), make_member("Zoe Park", practice=practice).person
    if duty:
        give_duty(colleague, practice, duty)
    sign_in(client, colleague)

    assert answers(client, found, tom) == [404] * 6
    assert list(client.get("/").context["exemptions"]) == []
    assert_untouched(found)


def test_the_manager_of_another_practice_exempts_nobody_and_sees_nobodys(client, tom, manager):
    found = an_exemption(client, tom)
    sign_in(client, make_manager("Eve Moss", practice=make_practice("Harbour View Surgery", ods_code="X88888")))

    assert answers(client, found, tom) == [404] * 6
    assert answers(client, found, tom, "x88888") == [200, 200, 400, 404, 404, 404]
    assert client.get(reverse("desk:exemptions", args=["x88888"])).context["current"] == []
    assert_untouched(found)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_list_and_the_form_ask_the_database_as_often_for_many_as_for_one(
    client, tom, manager, practice, people, django_assert_num_queries
):
    for _ in range(people):
        exempt(client, make_member("Zoe Park", practice=practice).person, "Fire safety")

    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(client.get(address("exemptions")).context["current"]) == people
    with django_assert_num_queries(QUERIES_OF_FORM):
        client.get(address("exempt"))


QUERIES_OF_LIST, QUERIES_OF_FORM = 6, 10
