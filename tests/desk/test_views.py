"""Your training, the manager's desk and one person's record, and who may open them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from modules.models import ModulePage, ModuleVersion
from scenarios.models import ScenarioPage
from tests.factories import (
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_policy_version,
    make_practice,
    make_practice_shelf,
    make_programme,
    make_requirement,
    make_scenario,
    make_scenario_version,
)
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """A practice whose induction is one module, with a receptionist who has not done it."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    make_requirement(make_programme("Induction", practice, grants_certificate=True), module=make_module("Boundaries"))
    make_module_version(ModulePage.objects.get())
    make_member("Tom Ellis", "Receptionist", practice=practice)
    return practice


def tom(practice):
    return practice.memberships.get(person__first_name="Tom").person


def sign_in_manager(client, practice, *duties, name="Ann Lee"):
    """Somebody of the practice with these duties, signed in with a second factor."""
    manager = make_member(name, "Practice manager", practice=practice)
    give_duty(manager.person, practice, *(duties or [Duty.PRACTICE_MANAGER]))
    sign_in(client, manager.person)
    return manager.person


def sign_in(client, person):
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()


def dashboard(practice, **query):
    return reverse("desk:practice", args=[practice.ods_code.lower()], query=query)


def record(practice, person, **query):
    return reverse("desk:person", args=[practice.ods_code.lower(), person.key], query=query)


def test_your_training_says_what_by_when_and_how_long(client, practice):
    client.force_login(tom(practice))

    training = client.get("/").context["training"]

    task = training.next_task
    assert (task.title, task.minutes, task.address) == ("Boundaries", 9, "/modules/boundaries/")
    assert task.cell.status == "overdue"


def test_what_is_finished_offers_its_certificate(client, practice):
    complete(tom(practice), ModuleVersion.objects.get(), at=timezone.now())
    client.force_login(tom(practice))

    html = client.get("/").content.decode()

    assert "Get your certificate" in html
    assert "You are up to date" in html


def test_somebody_without_a_practice_is_told_so(client, practice):
    client.force_login(make_member(practice=practice, ended_on=dt.date(2025, 6, 1)).person)

    assert "You do not work at a practice on this site today" in client.get("/").content.decode()


def test_a_visitor_is_sent_to_sign_in(client, practice):
    for address in ("/", "/compliance/", dashboard(practice), record(practice, tom(practice))):
        answer = client.get(address)
        assert (answer.status_code, answer.url.startswith("/account/sign-in/")) == (302, True)


def test_without_a_second_factor_the_desk_stays_shut(client, practice):
    manager = sign_in_manager(client, practice)
    client.logout()
    client.force_login(manager)

    answer = client.get(dashboard(practice))

    assert answer.status_code == 302
    assert b"Tom Ellis" not in answer.content


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_staff_who_do_not_manage_do_not_see_the_desk(client, practice, duty):
    colleague = make_member("Zoe Park", practice=practice)
    if duty:
        give_duty(colleague.person, practice, duty)
    sign_in(client, colleague.person)

    for address in ("/compliance/", dashboard(practice), record(practice, tom(practice))):
        answer = client.get(address)
        assert (answer.status_code, b"Tom Ellis" in answer.content) == (404, False)


def test_the_manager_of_another_practice_sees_nothing(client, practice):
    sign_in_manager(client, make_practice("Harbour View Surgery", ods_code="X99998"))

    for address in (dashboard(practice), record(practice, tom(practice))):
        answer = client.get(address)
        assert (answer.status_code, b"Tom Ellis" in answer.content) == (404, False)


def test_somebody_of_another_practice_is_not_found_at_ones_own(client, practice):
    stranger = make_member("Sam Okoro", practice=make_practice("Harbour View Surgery", ods_code="X99998"))
    sign_in_manager(client, practice)

    assert client.get(record(practice, stranger.person)).status_code == 404


def test_a_former_manager_is_a_manager_no_more(client, practice):
    member = make_member("Ann Lee", practice=practice)

    Responsibility.objects.create(
        duty=Duty.PRACTICE_MANAGER, person=member.person, practice=practice,
        started_on=dt.date(2025, 1, 6), ended_on=timezone.localdate() - dt.timedelta(days=1),
    )  # fmt: skip
    sign_in(client, member.person)

    assert client.get(dashboard(practice)).status_code == 404


def test_opening_a_record_is_noted(client, practice):
    manager = sign_in_manager(client, practice)

    answer = client.get(record(practice, tom(practice)))

    entry = AccessEntry.objects.get()
    assert answer.status_code == 200
    assert (entry.actor, entry.verb, entry.subject) == (str(manager.key), "desk.record_opened", str(tom(practice).key))


def test_a_record_shows_what_was_done_and_never_a_score_or_a_try(client, practice):
    complete(tom(practice), ModuleVersion.objects.get(), at=timezone.now())
    sign_in_manager(client, practice)

    html = client.get(record(practice, tom(practice))).content.decode()

    assert "completed Boundaries, version 1" in html
    assert [word in html for word in ("attempt", "2 of 2")] == [False, False]


def test_your_training_takes_as_many_queries_for_three_things_as_for_one(client, practice, django_assert_num_queries):
    make_requirement(policy=make_policy_version(practice=practice).page)
    client.force_login(tom(practice))
    client.get("/")

    with django_assert_num_queries(26):
        client.get("/")
    for title in ("Privacy", "Confidentiality"):
        make_requirement(module=make_module_version(make_module(title)).page)
    with django_assert_num_queries(26):
        client.get("/")


def test_the_library_lists_what_is_published_and_not_a_draft(client, practice):
    make_scenario_version(make_scenario("A friend request"))
    make_module("Still being written")
    client.force_login(tom(practice))

    answer = client.get("/library/")

    stories = [story.version for story in answer.context["mine"]]
    titles = [version.title for version in [*answer.context["modules"], *stories]]
    assert titles == ["Boundaries", "A friend request"]


def test_the_scenarios_of_a_series_stand_together_in_the_library_whoever_they_are_for(client, practice):
    make_scenario_version(make_scenario("Guess who is back"))
    for title in ("The oyster man", "A friend request"):
        make_scenario_version(make_scenario(title, series="Three decisions"))
    ScenarioPage.objects.filter(title="The oyster man").update(roles=["nursing"])
    client.force_login(tom(practice))

    context = client.get("/library/").context

    told = {each.title: [story.version.title for story in each.stories] for each in context["series"]}
    assert told == {"Three decisions": ["A friend request", "The oyster man"]}
    assert [story.version.title for story in [*context["mine"], *context["others"]]] == ["Guess who is back"]


def test_a_practices_own_modules_are_in_its_own_peoples_library_only(client, practice):
    ours, theirs = practice, make_practice("Harbour View Surgery", ods_code="X99998")
    for owner, title in ((ours, "Our phones"), (theirs, "Their phones")):
        page = make_module(title)
        page.move(make_practice_shelf(owner), pos="last-child")
        make_module_version(ModulePage.objects.get(pk=page.pk))
    client.force_login(tom(practice))

    titles = {version.title for version in client.get("/library/").context["modules"]}

    assert titles == {"Boundaries", "Our phones"}


def test_the_library_is_for_people_who_are_signed_in(client, practice):
    answer = client.get("/library/")

    assert (answer.status_code, b"Boundaries" in answer.content) == (302, False)


@pytest.mark.parametrize(("due_within_days", "minutes"), [(60, 18), (61, 9)])
def test_what_is_due_in_more_than_two_months_does_not_weigh_on_anybody_yet(client, practice, due_within_days, minutes):
    today = timezone.localdate()
    member = make_member("Zoe Park", practice=practice, started_on=today)
    make_requirement(module=make_module_version(make_module("Phones")).page, due_within_days=due_within_days)
    client.force_login(member.person)

    page = client.get("/")

    assert page.context["training"].minutes_soon == minutes
