"""A manager sees what is asked of whom and what a change would do, and confirms it; a network's lead likewise."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import (
    give_duty,
    make_job_role,
    make_member,
    make_module_version,
    make_network,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.clock import replaying
from trainingsite.compliance.models import Adoption, GoLiveMoved, OutsideTraining, Programme, Requirement
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=30)


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def ann(client, practice):
    """Manages the practice, is signed in with a second factor, and is no nurse."""
    return sign_in_manager(client, practice)


@pytest.fixture
def nurse(practice):
    return make_member("Ruth Okoro", make_job_role("Practice nurse", staff_group="nursing"), practice=practice)


@pytest.fixture
def fire(practice):
    """Asked of everybody in a shared programme that the practice follows."""
    programme = make_programme("Refresher", practice)
    return make_requirement(programme, outside_training=make_outside_training("Fire safety"), refresher_months=24)


@pytest.fixture
def network(practice):
    return make_network("Riverside", practice, make_practice("Harbour View Surgery", ods_code="X99998"))


@pytest.fixture
def lead(client, network):
    """Leads the network and works nowhere."""
    with replaying(timezone.now()):
        lead = make_person("Una Reid")
        Responsibility.objects.create(duty=Duty.NETWORK_LEAD, network=network, person=lead, started_on=TODAY)
    sign_in(client, lead)
    return lead


def address(name, **named) -> str:
    return reverse(f"desk:{name}", kwargs={**({} if "network" in named else {"ods": "x99999"}), **named})


def typed(page, **given) -> dict:
    """What the form on a page sends, with some of it filled in."""
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**sent, **given}.items() if value is not None}


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def agree(client, preview):
    """Confirm what the page shows."""
    sent = {}
    for name, value in preview.context["typed"]:
        sent.setdefault(name, []).append(value)
    return client.post(preview.context["step"].confirm, sent, follow=True)


def effects(preview) -> list[tuple]:
    [foresight] = preview.context["foreseen"]
    return [(group.effect.value, group.title, group.due_on, group.names) for group in foresight.groups]


def test_the_page_says_what_is_asked_of_whom_and_how_often(client, practice, ann, nurse, fire):
    make_requirement(
        fire.programme, module=make_module_version().page, staff_groups=["nursing"], due_within_days=14, position=1
    )

    [followed] = client.get(address("programmes")).context["followed"]

    assert [(line.title, line.audience, len(line.falls_on), line.how) for line in followed.lines] == [
        ("Fire safety", "Everybody", 2, "Within 28 days, every two years, counted from the day it was done"),
        ("Boundaries", "Nursing staff", 1, "Within 14 days, once"),
    ]


def test_following_a_programme_is_shown_first_and_done_once_it_is_confirmed(client, practice, ann, nurse):
    programme = make_programme("Induction", make_practice("Elsewhere Surgery"))
    make_requirement(programme, outside_training=make_outside_training("Fire safety"))
    page = client.get(address("follow_programme", key=programme.key))

    preview = client.post(address("follow_programme", key=programme.key), typed(page, on=SOON))

    assert effects(preview) == [
        ("asked", "Fire safety", SOON + dt.timedelta(days=28), ("Ann Lee", "Ruth Okoro")),
    ]  # fmt: skip
    assert preview.context["foreseen"][0].overdue_at_once == ()
    assert not Adoption.objects.at(practice).exists()
    assert said(agree(client, preview)) == ["Millbrook Lane Surgery follows “Induction”."]
    assert Adoption.objects.at(practice).get().started_on == SOON


def test_confirming_twice_does_it_once_and_says_how_it_is_now(client, practice, ann):
    programme = make_programme("Induction", make_practice("Elsewhere Surgery"))
    page = client.get(address("follow_programme", key=programme.key))
    preview = client.post(address("follow_programme", key=programme.key), typed(page))

    agree(client, preview)
    again = agree(client, preview)

    assert said(again) == ["This was changed after you opened the page: nothing was done. This is how it is now."]
    assert Adoption.objects.at(practice).count() == 1


def test_leaving_a_programme_says_who_is_asked_no_more(client, practice, ann, nurse, fire):
    page = client.get(address("leave_programme", key="refresher"))
    preview = client.post(address("leave_programme", key="refresher"), typed(page, reason="We follow another."))

    assert effects(preview) == [("no_more", "Fire safety", None, ("Ann Lee", "Ruth Okoro"))]

    agree(client, preview)

    assert Adoption.objects.known().get().ended_on == TODAY - dt.timedelta(days=1)


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(client, practice, ann, fire):
    page = client.get(address("leave_programme", key="refresher"))
    yesterday = TODAY - dt.timedelta(days=1)

    answer = client.post(address("leave_programme", key="refresher"), typed(page, on=yesterday, reason="Because."))

    form = answer.context["form"]
    assert (answer.status_code, form["reason"].value()) == (400, "Because.")
    assert form.errors["on"] == ["Days that are over keep the rules they had: choose today or a later day"]


def test_something_more_is_asked_of_some(client, practice, ann, nurse, fire):
    make_module_version()
    where = address("ask_for", key="refresher")
    given = {"target": "module:boundaries", "who": "some", "staff_groups": ["nursing"], "reason": "Ours."}

    preview = client.post(where, typed(client.get(where), **given))
    assert effects(preview) == [("asked", "Boundaries", TODAY + dt.timedelta(days=28), ("Ruth Okoro",))]

    agree(client, preview)
    agree(client, preview)
    asked = Requirement.objects.get(module__isnull=False)
    assert (asked.practice, asked.staff_groups, asked.reason) == (practice, ["nursing"], "Ours.")


def test_a_subject_of_ones_own_comes_with_the_requirement(client, practice, ann, fire):
    where = address("ask_for", key="refresher")
    preview = client.post(where, typed(client.get(where), subject="Ear irrigation", reason="We do it."))
    assert not OutsideTraining.objects.filter(title="Ear irrigation").exists()

    agree(client, preview)

    assert OutsideTraining.objects.get(title="Ear irrigation").practice == practice
    assert Requirement.objects.latest("pk").title == "Ear irrigation"


def test_each_thing_that_is_missing_is_asked_for(client, practice, ann, fire):
    where = address("ask_for", key="refresher")
    sent = {"token": uuid.uuid4(), "who": "some", "due_within_days": "soon", "refresher_months": 18}

    answer = client.post(where, {**sent, "anchor": "fixed_day", "fixed_day": 31, "fixed_month": 2})

    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "target": ["Choose one from the list, or name a subject of your own"],
        "who": ["Tick at least one staff group, job role or duty, or choose everybody"],
        "due_within_days": ["Give the days as a number, for example 28"],
        "refresher_months": ["By one day of the year it comes round in whole years: give 12, 24 or 36"],
        "fixed_day": ["February has no day 31"],
        "on": ["Choose a day that exists, for example 31/03/2027"],
        "reason": ["Say in a sentence why"],
    }


def test_what_is_asked_already_is_not_asked_twice(client, practice, ann, fire):
    where = address("ask_for", key="refresher")
    preview = client.post(where, typed(client.get(where), target="outside_training:fire-safety", reason="Again."))

    answer = agree(client, preview)

    assert answer.status_code == 400
    assert answer.context["form"].errors["target"] == [
        "“Refresher” asks for this already. Change what is there instead"
    ]


def test_a_practice_confirms_its_own_period_and_goes_back_to_the_shared_one(client, practice, ann, nurse, fire):
    where = address("change_requirement", line=fire.line)
    agree(client, client.post(where, typed(client.get(where), refresher_months=12, reason="Every year here.")))
    [followed] = client.get(address("programmes")).context["followed"]
    assert (followed.lines[0].is_reworded, followed.lines[0].since) == (True, TODAY)

    back = address("share_requirement", line=fire.line)
    agree(client, client.post(back, typed(client.get(back), on=SOON, reason="As everybody.")))

    history = client.get(address("requirement", line=fire.line)).context["history"]
    worded = [(each.wording.refresher_months, each.wording.ended_on, each.is_shared) for each in history.worded]
    assert worded == [(12, SOON - dt.timedelta(days=1), False), (24, None, True)]


def test_what_a_practice_leaves_out_stays_on_its_page(client, practice, ann, fire):
    where = address("end_requirement", line=fire.line)
    agree(client, client.post(where, typed(client.get(where), reason="The landlord sees to it.")))

    [followed] = client.get(address("programmes")).context["followed"]

    assert (len(followed.lines), [line.title for line in followed.left_out]) == (0, ["Fire safety"])


def test_while_one_ticks_the_page_says_whom_it_falls_on(client, practice, ann, nurse):
    asked = {"who": "some", "staff_groups": ["nursing"]}

    assert client.get(address("audience"), asked).content.decode() == "Today it falls on 1 of 2 people: Ruth Okoro."
    assert client.get(address("audience"), {"who": "some"}).content.decode() == "Nobody yet: tick at least one."


def test_a_programme_of_ones_own_is_made_and_followed(client, practice, ann):
    page = client.get(address("make_programme"))

    answer = client.post(address("make_programme"), typed(page, title="Chaperones"))

    made = Programme.objects.get(title="Chaperones")
    assert (answer.url, made.practice) == (address("ask_for", key=made.key), practice)
    assert Adoption.objects.at(practice).get().programme == made


def test_the_day_of_going_live_is_set_until_somebody_was_asked(client, practice, ann):
    client.post(address("go_live"), {"on": SOON}, follow=True)
    practice.refresh_from_db()
    assert practice.went_live_on == SOON

    make_programme("Induction", practice, started_on=TODAY)
    type(practice).objects.filter(pk=practice.pk).update(went_live_on=TODAY)
    refused = client.post(address("go_live"), {"on": SOON + dt.timedelta(days=1)}, follow=True)

    assert said(refused) == ["Your people have been asked for something already, so the day stays as it is."]
    assert GoLiveMoved.objects.count() == 1


def test_a_network_asks_its_practices_and_sees_counts_and_no_names(client, practice, network, lead):
    make_member("Tom Ellis", practice=practice)
    shared = make_programme("Riverside basics", practice, network=network)
    where = address("ask_for", network="riverside", key=shared.key)

    preview = client.post(where, typed(client.get(where), subject="Winter pressures", reason="Winter."))
    assert "Tom Ellis" not in preview.content.decode()
    assert [(each.practice, each.people) for each in preview.context["foreseen"]] == [(practice, 1)]

    agree(client, preview)
    asked = Requirement.objects.get()
    assert (asked.practice, asked.target.network) == (None, network)
    [(looked_after, practices)] = client.get(address("programmes", network="riverside")).context["shown"]
    assert ([line.title for line in looked_after.lines], practices) == (["Winter pressures"], [practice])


def test_a_network_changes_what_it_asks_and_nothing_of_the_practices(client, practice, network, lead):
    shared = make_programme("Riverside basics", practice, network=network)
    theirs = make_requirement(shared, outside_training=make_outside_training("Fire safety"), practice=practice)
    asked = make_requirement(shared, outside_training=make_outside_training("Winter"))
    where = address("change_requirement", network="riverside", line=asked.line)

    agree(client, client.post(where, typed(client.get(where), due_within_days=7, on=SOON, reason="Sooner.")))

    wordings = Requirement.objects.known().filter(line=asked.line).order_by("started_on")
    assert [row.due_within_days for row in wordings] == [28, 7]
    assert client.get(address("requirement", network="riverside", line=theirs.line)).status_code == 404


# Who may not


def pages(fire) -> list[str]:
    by_key = ("follow_programme", "leave_programme", "ask_for")
    of_lines = ("requirement", "change_requirement", "end_requirement", "share_requirement")
    return [
        *(address(name) for name in ("programmes", "make_programme", "audience", "go_live")),
        *(address(name, key=fire.programme.key) for name in by_key),
        *(address(name, line=fire.line) for name in of_lines),
    ]


def confirmations(fire) -> list[str]:
    by_key = ("confirm_follow_programme", "confirm_leave_programme", "confirm_ask_for")
    by_line = ("confirm_change_requirement", "confirm_end_requirement", "confirm_share_requirement")
    return [
        *(address(name, key=fire.programme.key) for name in by_key),
        *(address(name, line=fire.line) for name in by_line),
    ]


def answers(client, fire) -> set[int]:
    sent = {"on": str(TODAY), "reason": "Because.", "expected": str(fire.pk)}
    got = [client.get(page).status_code for page in pages(fire)]
    return {*got, *(client.post(page, sent).status_code for page in confirmations(fire))}


def test_a_colleague_without_the_duty_sees_and_does_nothing(client, practice, nurse, fire):
    sign_in(client, nurse.person)

    assert answers(client, fire) == {404}
    assert Requirement.objects.count() == 1


def test_the_manager_of_another_practice_sees_and_does_nothing(client, practice, nurse, fire):
    sign_in_manager(client, make_practice("Harbour View Surgery", ods_code="X99998"))

    assert answers(client, fire) == {404}
    assert (Requirement.objects.count(), Adoption.objects.at(practice).get().ended_on) == (1, None)


def test_who_is_not_signed_in_is_asked_to(client, practice, nurse, fire):
    assert answers(client, fire) == {302}
    assert client.get(address("programmes")).url.startswith(reverse("people:sign_in"))


def test_a_manager_without_a_second_factor_is_asked_for_one(client, practice, nurse, fire):
    give_duty(nurse.person, practice, Duty.PRACTICE_MANAGER)
    client.force_login(nurse.person)

    assert answers(client, fire) == {302}


def test_a_practices_own_requirement_is_nobody_elses(client, practice, fire):
    own = make_requirement(fire.programme, module=make_module_version().page, practice=practice)
    other = make_practice("Harbour View Surgery", ods_code="X99998")
    Adoption.objects.create(programme=fire.programme, practice=other, started_on=TODAY)
    sign_in_manager(client, other)

    ours = [address(name, ods="x99998", line=own.line) for name in ("requirement", "change_requirement")]
    assert [client.get(page).status_code for page in ours] == [404, 404]
    assert client.get(address("requirement", ods="x99998", line=fire.line)).status_code == 200


def test_a_network_is_led_by_its_lead_alone_and_follows_nothing(client, practice, network, fire, lead):
    shared = make_programme("Riverside basics", practice, network=network)
    make_network("Seaside")

    theirs = [address("programmes", network="seaside"), address("ask_for", network="riverside", key="refresher")]
    never = [address(name, network="riverside", key=shared.key) for name in ("follow_programme", "leave_programme")]
    assert [client.get(page).status_code for page in (*theirs, *never)] == [404, 404, 404, 404]
    assert client.get(address("go_live", network="riverside")).status_code == 404


def test_a_manager_is_not_the_lead_of_the_network(client, practice, network, ann):
    assert client.get(address("programmes", network="riverside")).status_code == 404


@pytest.mark.parametrize("name", ["programmes", "requirement", "audience", "preview"])
def test_a_page_asks_the_database_as_often_for_thirty_people_as_for_one(client, practice, ann, fire, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            if name == "preview":
                sent = {"on": str(SOON), "reason": "Because.", "expected": str(Adoption.objects.get().pk)}
                assert client.post(address("leave_programme", key="refresher"), sent).context["foreseen"]
            else:
                named = {"line": fire.line} if name == "requirement" else {}
                assert client.get(address(name, **named)).status_code == 200
        return len(asked)

    queries()
    counts = [queries()]
    for more in (2, 27):
        for number in range(more):
            make_member(f"Tom {number}", practice=practice)
        counts.append(queries())

    assert len(set(counts)) == 1
