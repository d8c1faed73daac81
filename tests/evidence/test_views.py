"""Who may ask for an evidence pack, and what the page says while it is being made."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.evidence.asking.scene import ASK, HOME, State, asking_for, make_manager, make_run, sign_in_with
from tests.evidence.scenes import Scene, a_practice_with_a_history
from tests.factories import give_duty, make_person, make_practice
from tests.people.pages import heading_of, title_of
from tests.people.phones import verified
from trainingsite.evidence.models import PackRun
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def nothing_was_asked() -> bool:
    return not PackRun.objects.exists()


@pytest.mark.parametrize("duty", [Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.IG_LEAD])
def test_who_opens_the_desk_asks_for_a_pack(client, scene, duty):
    ruth = sign_in_with(client, duty, scene.practice)

    response = client.post(ASK, asking_for(scene))

    run = PackRun.objects.get()
    assert response.url == f"{HOME}?practice={scene.practice.ods_code}#packs"
    assert (run.practice, run.asked_by, run.state) == (scene.practice, ruth, State.WAITING)
    assert (run.purpose, run.parts) == ("inspection", ["completions", "gaps", "matrix", "policies", "signatures"])


def test_the_page_offers_what_most_want(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    response = client.get(HOME)

    today, form = timezone.localdate(), response.context["form"]
    assert (response.status_code, heading_of(response)) == (200, "Evidence pack")
    assert (form.initial["on"], form["purpose"].initial, form["parts"].initial) == (today, "inspection", ["policies"])
    assert 364 <= (today - form.initial["from_on"]).days <= 365


def test_a_second_click_finds_the_pack_of_the_first(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    first, second = client.post(ASK, asking_for(scene)), client.post(ASK, asking_for(scene))

    assert (first.url, PackRun.objects.count()) == (second.url, 1)


def test_another_question_waits_until_the_first_is_answered_and_is_not_lost(client, scene):
    make_run(scene.practice, make_manager(scene.practice, "Ada Min"))
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    response = client.post(ASK, asking_for(scene, on="2026-03-30", parts=["people"]))

    form = response.context["form"]
    assert (response.status_code, PackRun.objects.count()) == (409, 1)
    assert form.non_field_errors() == [
        "A pack that Ada Min asked for is being made: one at a time. Ask for yours when it is ready"
    ]
    assert (form["on"].value(), form["parts"].value()) == ("2026-03-30", ["people"])


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.EXPIRED])
def test_what_has_come_to_an_end_stands_in_nobodys_way(client, scene, state):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    make_run(scene.practice, ruth, state)

    client.post(ASK, asking_for(scene))

    assert sorted(PackRun.objects.values_list("state", flat=True)) == sorted([state, State.WAITING])


def test_two_practices_each_have_theirs_made(client, scene):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    other = make_practice("Quayside Practice")
    give_duty(ruth, other, Duty.PRACTICE_MANAGER)

    for practice in (scene.practice, other):
        client.post(ASK, asking_for(scene, practice=practice.ods_code))

    assert {run.practice for run in PackRun.objects.going()} == {scene.practice, other}


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_asked_to(client, scene, method):
    address, data = (HOME, None) if method == "get" else (ASK, asking_for(scene))

    response = getattr(client, method)(address, data)

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("people:sign_in"))
    assert nothing_was_asked()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_manager_without_a_second_factor_is_asked_for_one(client, scene, method):
    client.force_login(make_manager(scene.practice))
    address, data = (HOME, None) if method == "get" else (ASK, asking_for(scene))

    response = getattr(client, method)(address, data)

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("people:second_factor"))
    assert nothing_was_asked()


@pytest.mark.parametrize("duty", [Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_who_does_not_open_the_desk_gets_nothing(client, scene, duty):
    sign_in_with(client, duty, scene.practice)

    assert client.get(HOME).status_code == 404
    assert client.post(ASK, asking_for(scene)).status_code == 404
    assert nothing_was_asked()


def test_a_superuser_who_manages_no_practice_gets_nothing(client, scene):
    verified(client, make_person("Ada Min", is_superuser=True, is_staff=True))

    assert client.post(ASK, asking_for(scene)).status_code == 404
    assert nothing_was_asked()


def test_a_manager_of_another_practice_gets_nothing_of_this_one(client, scene):
    make_run(scene.practice, make_manager(scene.practice, "Ada Min"), State.DONE)
    sign_in_with(client, Duty.PRACTICE_MANAGER, make_practice("Quayside Practice"))

    listed, response = client.get(HOME), client.post(ASK, asking_for(scene))

    page = response.content.decode()
    assert (response.status_code, "Choose one of your practices" in page, "Millbrook" in page) == (400, True, False)
    assert (listed.context["runs"], PackRun.objects.count()) == ([], 1)


def test_a_manager_whose_duty_has_ended_gets_nothing(client, scene):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    duty = Responsibility.objects.get(person=ruth)
    correct(duty, by="", at=timezone.now(), ended_on=timezone.localdate() - dt.timedelta(days=1))

    assert client.post(ASK, asking_for(scene)).status_code == 404
    assert nothing_was_asked()


def test_a_pack_is_asked_for_by_posting_alone(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    assert (client.get(ASK).status_code, client.post(HOME).status_code) == (405, 405)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": ""}, "Type a date, for example 31/03/2026"),
        ({"on": "2026-02-30"}, "Type a date that exists, for example 31/03/2026"),
        ({"on": "2999-01-01"}, "Choose today or a day before: what has not happened cannot be shown"),
        ({"on": "1066-10-14", "from_on": "1066-10-14"}, "Choose a day after 1990"),
        ({"from_on": "2026-04-01"}, "The period must begin on or before the day the pack is as at"),
        ({"practice": ""}, "Choose one of your practices"),
        ({"purpose": "curiosity"}, "Choose what it is for"),
        ({"purpose": ""}, "Choose what it is for"),
        ({"parts": ["answers"]}, "Choose from the list"),
    ],
)
def test_a_question_that_makes_no_sense_comes_back_with_what_was_typed(client, scene, changes, said):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    response = client.post(ASK, asking_for(scene, **changes))

    form = response.context["form"]
    assert (response.status_code, title_of(response)[:6]) == (400, "Error:")
    assert said in [error for errors in form.errors.values() for error in errors]
    assert [form[name].value() for name in changes] == list(changes.values())
    assert nothing_was_asked()


def test_dates_may_be_typed_as_people_do(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    client.post(ASK, asking_for(scene, on="31/03/2026", from_on="01/04/2025"))

    run = PackRun.objects.get()
    assert (run.on, run.from_on) == (dt.date(2026, 3, 31), dt.date(2025, 4, 1))


def test_a_manager_of_two_practices_chooses(client, scene):
    other = make_practice("Quayside Practice")
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    give_duty(ruth, other, Duty.PRACTICE_MANAGER)

    response = client.get(HOME, {"practice": other.ods_code.lower()})

    assert [str(practice) for practice in response.context["form"].fields["practice"].queryset] == [
        "Millbrook Lane Surgery", "Quayside Practice",
    ]  # fmt: skip
    assert response.context["form"].initial["practice"] == other.ods_code


@pytest.mark.parametrize(
    ("state", "fields", "said"),
    [
        (State.WAITING, {}, "It begins within a few seconds."),
        (State.RUNNING, {}, "It has begun"),
        (State.RUNNING, {"done": 4, "of": 9, "what_now": "Tables"}, "Step 5 of 9: Tables"),
        (State.DONE, {}, "You can download them until"),
        (State.FAILED, {"problem": "Something went wrong."}, "Something went wrong."),
        (State.EXPIRED, {}, "Its files were deleted."),
    ],
)
def test_the_page_says_how_far_each_pack_has_come(client, scene, state, fields, said):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    make_run(scene.practice, ruth, state, **fields)

    response = client.get(HOME)

    [shown] = response.context["runs"]
    assert (shown.state, response.content.decode().count(said)) == (state, 1)


@pytest.mark.parametrize(("state", "refreshes"), [(State.WAITING, 1), (State.RUNNING, 1), (State.DONE, 0)])
def test_without_scripts_the_page_loads_itself_anew_while_a_pack_is_being_made(client, scene, state, refreshes):
    make_run(scene.practice, sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice), state)

    page = client.get(HOME).content.decode()

    assert page.count('<noscript><meta http-equiv="refresh" content="5; url=/evidence/"></noscript>') == refreshes


def test_a_page_with_something_typed_in_it_is_never_loaded_anew(client, scene):
    make_run(scene.practice, sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice))

    page = client.post(ASK, asking_for(scene, on="2026-03-30")).content.decode()

    assert page.count("http-equiv") == 0


def test_a_pack_that_nobody_begins_is_said_to_need_somebody(client, scene):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    run = make_run(scene.practice, ruth)
    PackRun.objects.filter(pk=run.pk).update(asked_at=timezone.now() - dt.timedelta(minutes=3))

    assert client.get(HOME).content.decode().count("Nothing has begun it for more than two minutes.") == 1


def test_what_failed_can_be_asked_for_again_in_one_click(client, scene):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    run = make_run(scene.practice, ruth, State.FAILED, purpose="assurance", parts=["people"])
    [shown] = client.get(HOME).context["runs"]

    client.post(ASK, asking_for(scene, purpose=run.purpose, parts=shown.parts))

    assert PackRun.objects.going().get().asked.same_as(run.asked)


def test_the_page_costs_the_same_however_many_packs_were_asked_for(client, scene, django_assert_num_queries):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    client.get(HOME)
    make_run(scene.practice, ruth, State.DONE)
    with django_assert_num_queries(8) as with_one:
        client.get(HOME)
    for _ in range(29):
        make_run(scene.practice, ruth, State.DONE)

    with django_assert_num_queries(len(with_one)):
        response = client.get(HOME)

    assert len(response.context["runs"]) == 10
