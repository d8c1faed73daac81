"""A manager records training done elsewhere, and takes back what was wrong; nobody else does or sees it."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.compliance.claiming import make_manager
from tests.compliance.completing import recorded
from tests.desk.proofs import HTML, a_pdf
from tests.desk.test_views import sign_in
from tests.factories import give_duty, make_member, make_outside_training, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance import elsewhere
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.proofs import proof_in
from trainingsite.compliance.recorded import ElsewhereEntry, PriorLearningWithdrawn
from trainingsite.desk.elsewhere.views import ALL_THERE, BEFORE, TAKEN_BACK_SINCE
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

ODS = "x99999"


@pytest.fixture
def practice():
    make_outside_training("Fire safety")
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def team(practice):
    return [make_member(name, practice=practice).person for name in ("Ann Lee", "Tom Ellis")]


@pytest.fixture
def manager(client, practice):
    manager = make_manager("Raj Shah", practice=practice)
    sign_in(client, manager)
    return manager


def address(name: str, *parts) -> str:
    return reverse(f"desk:{name}", args=[ODS, *parts])


def typed(*people, **said) -> dict:
    """What a manager types for these people, done on the first of February."""
    keys = [str(person.key) for person in people]
    training = "outside_training:fire-safety"
    return {"token": str(uuid.uuid4()), "training": training, "completed_on": "2026-02-01", "people": keys, **said}


def send(client, *people, **said):
    return client.post(address("record_elsewhere"), typed(*people, **said), follow=True)


def a_file(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.pdf", body, "application/pdf")


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def a_training(team, manager, **more) -> PriorLearning:
    """Ann's fire safety, with proof, recorded by the manager."""
    training = elsewhere.OutsideTraining.objects.get(key="fire-safety")
    practice = team[0].memberships.first().practice
    more = {"proof": proof_in(a_pdf()), "token": uuid.uuid4(), **more}
    entry = recorded(practice, team[0], by=manager, outside_training=training, **more)
    return entry.learning.get()


def test_the_whole_team_is_recorded_at_once(client, team, manager):
    page = send(client, *team, where="The fire station", proof=a_file(a_pdf()))

    assert said(page) == ["Recorded: Fire safety, 1 February 2026, for 2 people."]
    assert [row.person.name for row in page.context["page"]] == ["Ann Lee", "Tom Ellis"]
    assert elsewhere.proof_of(ElsewhereEntry.objects.get()).body == a_pdf()


def test_it_may_come_without_proof(client, team, manager):
    assert said(send(client, team[0])) == ["Recorded: Fire safety, 1 February 2026, for Ann Lee."]


def test_a_double_click_records_it_once(client, team, manager):
    token = str(uuid.uuid4())

    pages = [send(client, team[0], token=token) for _ in range(2)]

    assert ([page.status_code for page in pages], PriorLearning.objects.count()) == ([200, 200], 1)


def test_after_going_back_who_was_ticked_besides_is_recorded_and_the_page_says_for_whom(client, team, manager):
    token = str(uuid.uuid4())
    send(client, team[0], token=token)

    pages = [send(client, *team, token=token, where="The fire station") for _ in range(2)]

    recorded = "Recorded: Fire safety, 1 February 2026, for Tom Ellis."
    there = "1 had it on record for that day already: that was left as it is."
    assert [said(page) for page in pages] == [[f"{recorded} {there}"]] * 2


def test_after_going_back_another_place_is_refused_and_still_in_the_form(client, team, manager):
    token = str(uuid.uuid4())
    send(client, team[0], token=token)

    page = send(client, team[0], token=token, where="The fire station")

    assert (page.status_code, page.context["form"].errors["people"]) == (400, [ALL_THERE])
    assert (page.context["form"]["where"].value(), PriorLearning.objects.count()) == ("The fire station", 1)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"training": ""}, "training", "Choose the training"),
        ({"training": "module:no-such"}, "training", "Choose the training from the list"),
        ({"completed_on": ""}, "completed_on", "Give the day it was done, for example 31/03/2026"),
        ({"completed_on": "2026-02-31"}, "completed_on", "Type a date that exists, for example 31/03/2026"),
        ({"completed_on": "2999-01-01"}, "completed_on", "That day is still to come. Give the day it was done"),
        ({"completed_on": "1989-12-31"}, "day_is_right",
         "You gave 31 December 1989. If that is right, tick the box; if not, change the day"),
        ({"people": []}, "people", "Tick who did it"),
        ({"people": [str(uuid.uuid4())]}, "people", "Tick people from the list"),
        ({"where": "x" * 201}, "where", "Say it in 200 characters or fewer"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_gets_a_sentence_and_nothing_typed_is_lost(client, team, manager, wrong, field, sentence):
    page = send(client, *team, **{"where": "The fire station", **wrong})

    form = page.context["form"]
    assert (page.status_code, form.errors[field], PriorLearning.objects.count()) == (400, [sentence], 0)
    assert form["where"].value() == wrong.get("where", "The fire station")
    assert form["people"].value() == wrong.get("people", [str(person.key) for person in team])


def test_a_day_long_ago_is_recorded_once_it_is_said_to_be_right(client, team, manager):
    send(client, team[0], completed_on="1989-12-31", day_is_right="on")

    assert PriorLearning.objects.get().completed_on == dt.date(1989, 12, 31)


def test_a_file_that_is_no_proof_is_refused_and_the_rest_stays_typed(client, team, manager):
    page = send(client, team[0], proof=a_file(HTML))

    assert (page.status_code, list(page.context["form"].errors), PriorLearning.objects.count()) == (400, ["proof"], 0)


def test_the_file_is_asked_for_again_when_something_else_is_wrong(client, team, manager):
    page = send(client, proof=a_file(a_pdf()))

    assert set(page.context["form"].errors) == {"people", "proof"}


def test_what_everybody_has_on_record_is_said(client, team, manager):
    send(client, *team)

    page = send(client, *team)

    assert page.context["form"].errors["people"] == ["All of them have that training on record for that day already"]


def test_ones_own_name_is_not_in_the_list_and_who_can_is(client, team, manager):
    make_manager("Mo Khan", Duty.IG_LEAD, practice=team[0].memberships.first().practice)

    page = client.get(address("record_elsewhere"))

    names = [label for _, label in page.context["form"].fields["people"].choices]
    assert names == ["Tom Ellis, Receptionist", "Mo Khan, Practice manager", "Ann Lee, Receptionist"]
    assert page.context["others"] == ["Mo Khan"]
    assert send(client, manager).context["form"].errors["people"] == ["Tick people from the list"]


def test_the_page_of_a_person_ticks_their_name(client, team, manager):
    page = client.get(f"{address('record_elsewhere')}?person={team[1].key}")

    assert page.context["form"]["people"].value() == [str(team[1].key)]


def test_one_training_shows_what_was_said_of_it_and_that_somebody_looked(client, team, manager):
    learning = a_training(team, manager, word=elsewhere.Word(where="The fire station"))

    page = client.get(address("training_elsewhere", learning.key))

    assert (page.context["word"].where, page.context["has_proof"]) == ("The fire station", True)
    assert list(AccessEntry.objects.values_list("actor", "subject")) == [(str(manager.key), str(team[0].key))]


def test_the_proof_is_downloaded_as_nothing_a_browser_opens(client, team, manager):
    page = client.get(address("elsewhere_proof", a_training(team, manager).key))

    assert (page.content, page["Content-Type"], page["X-Content-Type-Options"]) == (
        a_pdf(),
        "application/pdf",
        "nosniff",
    )
    assert page["Content-Disposition"] == 'attachment; filename="proof-2026-02-01.pdf"'
    assert AccessEntry.objects.get().verb == "compliance.proof_downloaded"


def test_without_a_proof_there_is_none_to_download(client, team, manager):
    learning = a_training(team, manager, proof=None)

    assert client.get(address("elsewhere_proof", learning.key)).status_code == 404


def test_what_was_wrong_is_taken_back_with_a_reason(client, team, manager):
    learning = a_training(team, manager)

    page = client.post(address("take_back_training", learning.key), {"reason": "Another Ann."}, follow=True)

    assert said(page) == ["Taken back. Ann Lee is told, with what you wrote."]
    assert page.context["page"][0].taken_back.withdrawn_by == manager
    page = client.get(address("training_elsewhere", learning.key))
    assert page.context["reason"] == "Another Ann."


def test_without_a_reason_nothing_is_taken_back(client, team, manager):
    learning = a_training(team, manager)

    page = client.post(address("take_back_training", learning.key), {"reason": " "})

    assert (page.status_code, PriorLearningWithdrawn.objects.count()) == (400, 0)


def test_taken_back_twice_is_the_same_as_once(client, team, manager):
    learning = a_training(team, manager)
    sent = (address("take_back_training", learning.key), {"reason": "Another Ann."})

    pages = [client.post(*sent) for _ in range(2)]

    assert [page.url for page in pages] == [address("elsewhere"), address("training_elsewhere", learning.key)]
    assert PriorLearningWithdrawn.objects.count() == 1


def test_another_reason_after_going_back_is_not_called_noted(client, team, manager):
    where = address("take_back_training", a_training(team, manager).key)
    client.post(where, {"reason": "Another Ann."}, follow=True)

    pages = [client.post(where, {"reason": reason}, follow=True) for reason in ("Another Ann.", "Another day.")]

    assert [said(page) for page in pages] == [[], [BEFORE]]


def test_a_page_that_was_taken_back_since_is_not_called_recorded(client, team, manager):
    token = str(uuid.uuid4())
    send(client, team[0], token=token)
    learning = PriorLearning.objects.get()
    client.post(address("take_back_training", learning.key), {"reason": "Another Ann."}, follow=True)

    assert said(send(client, team[0], token=token)) == [TAKEN_BACK_SINCE]


def test_a_manager_does_not_take_back_their_own(client, team, manager):
    other = make_manager("Mo Khan", Duty.IG_LEAD, practice=team[0].memberships.first().practice)
    learning = a_training([manager], other)

    page = client.get(address("training_elsewhere", learning.key))

    assert page.context["own"] is True
    assert client.post(address("take_back_training", learning.key), {"reason": "No."}).status_code == 404
    assert PriorLearningWithdrawn.objects.count() == 0


def test_the_person_sees_what_was_recorded_and_what_was_taken_back(client, team, manager):
    a_training(team, manager)
    client.force_login(team[0])

    recorded_of_them = client.get("/prior-learning/").context["recorded"]

    assert [each.on_whose_word for each in recorded_of_them] == ["recorded by Raj Shah"]
    client.force_login(team[1])
    assert list(client.get("/prior-learning/").context["recorded"]) == []


def test_another_practice_sees_the_training_and_not_who_recorded_it(client, team, manager):
    a_training(team, manager)
    other = make_practice("Harbour View Surgery", ods_code="X88888")
    make_member(team[0], practice=other)
    sign_in(client, make_manager("Eve Moss", practice=other))

    page = client.get(reverse("desk:person", args=["x88888", team[0].key]))

    [learning] = page.context["record"].prior_learning
    assert (learning.title, learning.is_ours) == ("Fire safety", False)
    assert "Raj Shah" not in page.content.decode()


def pages_about(learning) -> list[tuple[str, str]]:
    return [
        ("get", address("elsewhere")), ("get", address("record_elsewhere")), ("post", address("record_elsewhere")),
        ("get", address("training_elsewhere", learning.key)), ("get", address("elsewhere_proof", learning.key)),
        ("post", address("take_back_training", learning.key)),
    ]  # fmt: skip


def answers(client, learning, team) -> list[int]:
    sent = {**typed(team[1]), "reason": "No."}
    pages = pages_about(learning)
    return [getattr(client, verb)(page, sent if verb == "post" else {}).status_code for verb, page in pages]


def assert_untouched(learning):
    assert (PriorLearning.objects.get(), PriorLearningWithdrawn.objects.count()) == (learning, 0)
    assert AccessEntry.objects.count() == 0


def test_a_visitor_is_sent_to_sign_in(client, team, manager):
    learning = a_training(team, manager)
    client.logout()

    assert answers(client, learning, team) == [302] * 6
    assert client.get(address("elsewhere")).url.startswith("/account/sign-in/")
    assert_untouched(learning)


def test_a_manager_without_a_second_factor_sees_and_changes_nothing(client, team, manager):
    learning = a_training(team, manager)
    client.logout()
    client.force_login(manager)

    assert answers(client, learning, team) == [302] * 6
    assert_untouched(learning)


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE])
def test_a_colleague_sees_and_changes_nothing(client, team, manager, duty):
    learning = a_training(team, manager)
    if duty:
        give_duty(team[1], team[1].memberships.first().practice, duty)
    sign_in(client, team[1])

    assert answers(client, learning, team) == [404] * 6
    assert_untouched(learning)


def test_the_manager_of_another_practice_sees_and_changes_nothing(client, team, manager):
    learning = a_training(team, manager)
    sign_in(client, make_manager("Eve Moss", practice=make_practice("Harbour View Surgery", ods_code="X88888")))

    assert answers(client, learning, team) == [404] * 6
    for name in ("training_elsewhere", "elsewhere_proof", "take_back_training"):
        there = reverse(f"desk:{name}", args=["x88888", learning.key])
        verb = client.post if name == "take_back_training" else client.get
        assert verb(there).status_code == 404
    assert list(client.get(reverse("desk:elsewhere", args=["x88888"])).context["page"]) == []
    assert_untouched(learning)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_list_and_the_form_ask_the_database_as_often_for_many_as_for_one(
    client, team, manager, people, django_assert_num_queries
):
    practice = team[0].memberships.first().practice
    for _ in range(people):
        a_training([make_member("Zoe Park", practice=practice).person], manager)

    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(client.get(address("elsewhere")).context["page"]) == people
    with django_assert_num_queries(QUERIES_OF_FORM):
        client.get(address("record_elsewhere"))


QUERIES_OF_LIST, QUERIES_OF_FORM = 8, 10
