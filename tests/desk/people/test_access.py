"""The pages about staff are for the practice's managers with a second step, and for nobody else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import give_duty, give_leave, make_member, make_practice
from tests.people.phones import make_known_person, verified
from trainingsite.people.models import Absence, Duty, Membership, Responsibility

pytestmark = pytest.mark.django_db

NAMES = (
    "people", "add_person", "add_job", "change_job", "correct_job", "withdraw_job", "team", "add_leave",
    "correct_leave", "withdraw_leave", "last_day", "stay_on", "hand_over", "duties", "give_duty", "end_duty",
    "hand_over_duty",
)  # fmt: skip
OF_NOBODY = {"people", "add_person", "duties", "give_duty"}


@pytest.fixture
def saltmere():
    """Another practice, with somebody who has all that could be seen or changed there."""
    practice = make_practice("Saltmere Road Practice", ods_code="X11111")
    ola = make_member("Ola Berg", practice=practice, ended_on=timezone.localdate() + dt.timedelta(days=9))
    make_member("Ida Holm", practice=practice, manager=ola.person)
    give_duty(ola.person, practice, Duty.IG_LEAD)
    give_leave(ola, timezone.localdate())
    return practice


def known() -> tuple:
    """Every dated fact there is: what nobody may change from outside."""
    return tuple(
        tuple(model.objects.order_by("pk").values_list("pk", flat=True))
        for model in (Membership, Absence, Responsibility)
    )


def pages(practice, name) -> str:
    stay = Membership.objects.known().at(practice).filter(manager=None).order_by("pk").first()
    lines = {
        "job": stay.line,
        "leave": Absence.objects.known().at(practice).get().line,
        "duty": Responsibility.objects.known().at(practice).get().line,
    }
    ods, args = practice.ods_code.lower(), []
    if name in ("end_duty", "hand_over_duty"):
        args = [lines["duty"]]
    elif name not in OF_NOBODY:
        args = [stay.person.key]
        args += [lines[kind] for kind in ("job", "leave") if name.endswith(f"_{kind}") and not name.startswith("add")]
    return reverse(f"desk:{name}", args=[ods, *args])


@pytest.mark.parametrize("name", NAMES)
def test_the_managers_of_one_practice_do_not_reach_another(client, ann, saltmere, name):
    before, page = known(), pages(saltmere, name)

    assert (client.get(page).status_code in (404, 405), client.post(page, {}).status_code in (404, 405)) == (True, True)
    assert known() == before


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_NOBODY])
def test_anothers_people_are_not_reached_through_ones_own_practice(client, ann, saltmere, name):
    page = pages(saltmere, name).replace("/x11111/", "/x99999/")

    assert (client.get(page).status_code in (404, 405), client.post(page, {}).status_code in (404, 405)) == (True, True)


@pytest.mark.parametrize("name", NAMES)
def test_colleagues_without_a_managers_duty_find_nothing(client, saltmere, name):
    verified(client, make_member(make_known_person("Ida Vale"), practice=saltmere).person)
    before, page = known(), pages(saltmere, name)

    assert (client.get(page).status_code in (404, 405), client.post(page, {}).status_code in (404, 405)) == (True, True)
    assert known() == before


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_signed_out_is_asked_to_sign_in(client, saltmere, name):
    page = pages(saltmere, name)

    answers = [client.get(page), client.post(page, {})]

    assert {(answer.status_code, answer.url.split("?")[0]) for answer in answers} == {(302, "/account/sign-in/")}


@pytest.mark.parametrize("name", NAMES)
def test_a_manager_without_a_second_step_is_asked_for_one(client, saltmere, name):
    person = make_member(make_known_person("Ida Vale"), practice=saltmere).person
    page = pages(saltmere, name)
    give_duty(person, saltmere, Duty.PRACTICE_MANAGER)
    client.force_login(person)

    assert client.get(page).url.split("?")[0] == "/account/second-step/"


@pytest.mark.parametrize("name", NAMES)
def test_the_practices_own_manager_gets_every_page(client, saltmere, name):
    page = pages(saltmere, name)
    ida = make_member(make_known_person("Ida Vale"), practice=saltmere).person
    give_duty(ida, saltmere, Duty.PRACTICE_MANAGER)
    verified(client, ida)

    assert client.get(page).status_code == (405 if name == "stay_on" else 200)
