"""The pages of plans: adding one, saying more of it, and what makes no sense."""

import datetime as dt
import uuid

import pytest

from tests.desk.dashboard.scenes import a_practice, address, requirement, sign_in_manager, the, today
from tests.factories import make_person
from trainingsite.compliance.plans import Plan
from trainingsite.desk.plans.views import ANOTHER, SENT_BEFORE
from trainingsite.desk.sent_again import CHANGED, OVER
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    return a_practice()


def typed(**changes) -> dict[str, str]:
    return {
        "token": str(uuid.uuid4()), "requirement": str(requirement().line), "person": str(the("Tom").key), "gap": "",
        "action": "Sits down with the trainer", "carried_by": str(the("Tom").key), "who": "",
        "due_on": today().isoformat(), **changes,
    }  # fmt: skip


def add(client, practice, **changes):
    return client.post(address("add_plan", practice), typed(**changes))


def test_the_form_comes_filled_in_for_a_gap(client, practice):
    sign_in_manager(client, practice)

    answer = client.get(address("add_plan", practice, person=the("Tom").key, requirement=requirement().line))

    initial = answer.context["form"].initial
    assert (initial["person"], initial["requirement"]) == (str(the("Tom").key), str(requirement().line))


def test_a_plan_is_written_down_and_listed(client, practice):
    sign_in_manager(client, practice)

    assert add(client, practice).url == address("plans", practice)
    [(plan, late)] = client.get(address("plans", practice)).context["open"]

    assert (plan.about, plan.whose, plan.action, plan.who, late) == (
        "Boundaries", "Tom Ellis", "Sits down with the trainer", "Tom Ellis", False,
    )  # fmt: skip


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_after_going_back_a_corrected_plan_is_written_down_beside_the_first_and_says_so(client, practice):
    sign_in_manager(client, practice)
    sent = typed()
    client.post(address("add_plan", practice), sent, follow=True)

    answer = client.post(address("add_plan", practice), {**sent, "action": "Books the session"}, follow=True)

    plans = [plan.action for plan, _ in answer.context["open"]]
    assert (sorted(plans), said(answer)) == (["Books the session", "Sits down with the trainer"], [ANOTHER])


def test_a_page_whose_plan_is_over_by_now_is_not_called_written_down(client, practice):
    sign_in_manager(client, practice)
    sent = typed()
    client.post(address("add_plan", practice), sent, follow=True)
    say(client, practice, "finish_plan", follow=True, **{"done-number": "1"})

    answer = client.post(address("add_plan", practice), sent, follow=True)

    assert (said(answer), answer.context["open"], Plan.objects.count()) == ([SENT_BEFORE], [], 2)


def test_a_double_click_makes_one_plan(client, practice):
    sign_in_manager(client, practice)
    sent = typed()

    answers = [client.post(address("add_plan", practice), sent) for _ in range(2)]

    assert ([answer.status_code for answer in answers], Plan.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"action": " "}, "action", "Say what is being done"),
        ({"action": "x" * 301}, "action", "Write 300 characters at the most"),
        ({"carried_by": ""}, "carried_by", "Choose who does it, or write it below"),
        ({"who": "the trainer"}, "who", "Choose a colleague or write somebody's name, not both"),
        ({"due_on": "2026-02-30"}, "due_on", "Type a date that exists, for example 31/03/2026"),
        ({"due_on": ""}, "due_on", "Type a date, for example 31/03/2026"),
        ({"due_on": "2001-01-01"}, "due_on", "Give today or a later day"),
        ({"requirement": "", "person": ""}, "requirement", "Choose what it is about, or write it below"),
        ({"gap": "No cover"}, "gap", "Choose from the list or write a gap, not both"),
        ({"gap": "No cover", "requirement": ""}, "person", "For one person, choose what it is about from the list"),
        ({"requirement": str(uuid.uuid4())}, "requirement", "Choose from the list"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_nothing_typed_is_lost(client, practice, changes, field, sentence):
    sign_in_manager(client, practice)

    answer = add(client, practice, **changes)

    form = answer.context["form"]
    assert (answer.status_code, form.errors[field], Plan.objects.exists()) == (400, [sentence], False)
    assert form.data["carried_by"] == changes.get("carried_by", str(the("Tom").key))


def test_a_plan_for_the_year_9999_is_refused(client, practice):
    sign_in_manager(client, practice)

    answer = add(client, practice, due_on="9999-12-31")

    [sentence] = answer.context["form"].errors["due_on"]
    assert (sentence.startswith("Give a day before "), Plan.objects.exists()) == (True, False)


def test_somebody_who_does_not_work_here_is_nobody_to_plan_for(client, practice):
    sign_in_manager(client, practice)

    answer = add(client, practice, person=str(make_person("Zoe Park").key))

    assert answer.context["form"].errors["person"] == ["Choose somebody from the list"]


def test_a_gap_in_words_needs_no_requirement(client, practice):
    sign_in_manager(client, practice)

    add(client, practice, requirement="", person="", gap="No cover at lunch", carried_by="", who="the trainer")

    [(plan, _)] = client.get(address("plans", practice)).context["open"]
    assert (plan.about, plan.whose, plan.who) == ("No cover at lunch", "", "the trainer")


def say(client, practice, name, *, follow=False, **said):
    return client.post(address(name, practice, Plan.objects.get(number=1).line), said, follow=follow)


def test_what_is_done_is_kept_below_what_is_open(client, practice):
    sign_in_manager(client, practice)
    add(client, practice)

    say(client, practice, "finish_plan", **{"done-number": "1", "done-reason": "He came"})

    context = client.get(address("plans", practice)).context
    assert (context["open"], [plan.row.kind for plan in context["over"]]) == ([], ["done"])


def test_dropping_a_plan_asks_why(client, practice):
    sign_in_manager(client, practice)
    add(client, practice)

    answer = say(client, practice, "drop_plan", **{"drop-number": "1", "drop-reason": ""})

    assert (answer.status_code, answer.context["dropping"].errors["reason"]) == (400, ["Say why it is not done"])
    assert Plan.objects.count() == 1


def test_a_changed_plan_says_the_new_day_and_keeps_the_old_one(client, practice):
    sign_in_manager(client, practice)
    add(client, practice)
    later = (today() + dt.timedelta(days=7)).isoformat()

    say(client, practice, "change_plan", **typed(due_on=later, number="1", reason="The trainer is ill"))

    rows = client.get(address("plan", practice, Plan.objects.first().line)).context["rows"]
    assert [(each.row.due_on.isoformat(), each.reason) for each in rows] == [
        (later, "The trainer is ill"),
        (today().isoformat(), ""),
    ]


def test_of_two_managers_the_second_is_shown_what_the_first_said(client, practice):
    sign_in_manager(client, practice)
    add(client, practice)
    say(client, practice, "finish_plan", follow=True, **{"done-number": "1", "done-reason": ""})

    answer = say(client, practice, "drop_plan", **{"drop-number": "1", "drop-reason": "No money"})

    assert (answer.status_code, answer.context["plan"].row.kind, Plan.objects.count()) == (409, "done", 2)
    assert said(answer) == [OVER]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("change_plan", {"action": "Books 14 April", "reason": "Moved", "who": "the trainer"}),
        ("finish_plan", {"done-reason": "He came"}),
        ("drop_plan", {"drop-reason": "No money"}),
    ],
)
def test_a_double_click_on_what_is_said_of_a_plan_says_it_once(client, practice, name, sent):
    sign_in_manager(client, practice)
    add(client, practice)
    sent = {"due_on": today().isoformat(), "number": "1", "done-number": "1", "drop-number": "1", **sent}

    answers = [say(client, practice, name, **sent) for _ in range(2)]

    assert ([answer.url for answer in answers], Plan.objects.count()) == ([address("plans", practice)] * 2, 2)


@pytest.mark.parametrize(
    ("name", "form", "prefix", "sent"),
    [
        ("change_plan", "changing", "", {"action": "Books 21 May", "who": "Sue", "reason": "It is in May"}),
        ("finish_plan", "finishing", "done-", {"done-reason": "He came"}),
        ("drop_plan", "dropping", "drop-", {"drop-reason": "No money"}),
    ],
)
def test_what_is_said_after_going_back_is_not_done_and_can_be_sent_from_the_page_that_comes(
    client, practice, name, form, prefix, sent
):
    sign_in_manager(client, practice)
    add(client, practice)
    day = {"due_on": today().isoformat()}
    say(client, practice, "change_plan", **day, number="1", action="Books 14 April", who="Sue", reason="It moved")

    late = say(client, practice, name, **{**day, **sent, f"{prefix}number": "1"})
    data = late.context[form].data

    assert (late.status_code, late.context["plan"].action, Plan.objects.count()) == (409, "Books 14 April", 2)
    assert ({key: data[key] for key in sent}, data[f"{prefix}number"], late.context[form].errors) == (sent, "2", {})
    assert (said(late)[-1], late.content.decode().count(list(sent.values())[-1])) == (CHANGED, 1)
    assert (say(client, practice, name, **data.dict()).status_code, Plan.objects.count()) == (302, 3)


def test_what_makes_no_sense_is_not_asked_for_again_of_a_plan_that_is_over(client, practice):
    sign_in_manager(client, practice)
    add(client, practice)
    say(client, practice, "finish_plan", follow=True, **{"done-number": "1"})

    answer = say(client, practice, "drop_plan", **{"drop-number": "1", "drop-reason": ""})

    assert (answer.status_code, said(answer), answer.context["dropping"].is_bound) == (409, [OVER], False)


@pytest.mark.parametrize("number", ["", "7", "99999999999999999999", "one"])
def test_a_forged_number_says_nothing_of_a_plan(client, practice, number):
    sign_in_manager(client, practice)
    add(client, practice)

    answer = say(client, practice, "finish_plan", **{"done-number": number})

    assert (answer.status_code in (400, 404), Plan.objects.count()) == (True, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_any_number_of_plans(client, practice, number, django_assert_num_queries):
    sign_in_manager(client, practice)
    for _ in range(number):
        add(client, practice)
    client.get(address("plans", practice))

    with django_assert_num_queries(8):
        client.get(address("plans", practice))
