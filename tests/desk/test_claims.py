"""The pages on which training done elsewhere is sent, taken back and decided on, and who may open them."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.compliance.claiming import WHERE, make_claim, make_manager
from tests.desk.proofs import HTML, a_pdf
from tests.desk.test_views import sign_in
from tests.factories import (
    GO_LIVE,
    make_member,
    make_module,
    make_module_version,
    make_network,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.models import AccessEntry, Words
from trainingsite.compliance import claims, proofs
from trainingsite.compliance.models import ClaimDecision, LearningClaim, OutsideTraining, PriorLearning
from trainingsite.desk.claims.forms import CHOOSE_AGAIN
from trainingsite.desk.claims.views import WAITING_ALREADY
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

SEND = "/prior-learning/send/"
WAITING = "/compliance/prior-learning/"


@pytest.fixture
def tom():
    make_outside_training()
    return make_member("Tom Ellis").person


@pytest.fixture
def ann(tom):
    return make_manager("Ann Lee")


def filled_in(client, **changed) -> dict:
    """What a browser sends when the page is filled in; ``proof=None`` for no file."""
    token = str(client.get(SEND).context["form"]["token"].value())
    proof = changed.pop("proof", a_pdf())
    typed = {
        "token": token, "counts_for": "outside_training:basic-life-support", "completed_on": "2025-05-06",
        "where": WHERE, **changed,
    }  # fmt: skip
    return {**typed, "proof": SimpleUploadedFile("anything.pdf", proof)} if proof is not None else typed


def address(name: str, claim: LearningClaim) -> str:
    return reverse(f"desk:{name}", args=[claim.key])


def messages_on(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_somebody_sends_proof_and_sees_who_will_look_at_it(client, tom, ann):
    client.force_login(tom)

    answer = client.post(SEND, filled_in(client), follow=True)

    claim = LearningClaim.objects.get()
    assert answer.redirect_chain == [(address("own_claim", claim), 302)]
    assert messages_on(answer) == ["Sent. You are told as soon as somebody has looked at it."]
    assert (claim.person, claim.completed_on, claims.proof_of(claim).body) == (tom, dt.date(2025, 5, 6), a_pdf())
    assert (answer.context["deciders"], answer.context["where"]) == ([ann], WHERE)


def test_a_task_leads_to_the_form_with_the_right_training_chosen(client, tom):
    make_requirement(make_programme(), outside_training=OutsideTraining.objects.get())
    client.force_login(tom)
    (task,) = client.get("/").context["training"].parts[0].tasks

    answer = client.get(task.proof_address)

    assert answer.context["form"]["counts_for"].value() == "outside_training:basic-life-support"
    assert '<option value="outside_training:basic-life-support" selected>' in answer.content.decode()


def test_a_module_can_be_claimed_too(client, tom, ann):
    make_module_version(make_module("Boundaries"))
    client.force_login(tom)

    client.post(SEND, filled_in(client, counts_for="module:boundaries"))

    assert LearningClaim.objects.get().module.key == "boundaries"


def test_a_page_sent_twice_is_one_claim(client, tom, ann):
    client.force_login(tom)
    sent = filled_in(client)

    answers = [client.post(SEND, {**sent, "proof": SimpleUploadedFile("a.pdf", a_pdf())}) for _ in range(2)]

    assert [answer.url for answer in answers] == [address("own_claim", LearningClaim.objects.get())] * 2


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (HTML, proofs.OTHER_KIND),
        (a_pdf(password="secret"), proofs.LOCKED),
        (bytes(20 * 1024 * 1024), proofs.TOO_BIG),
        (b"", "That file is empty. Choose the file that shows you did it"),
        (None, "Choose the file that shows you did it"),
    ],
)
def test_a_refused_file_gets_a_sentence_and_what_was_typed_stays(client, tom, ann, file, sentence):
    client.force_login(tom)

    answer = client.post(SEND, filled_in(client, proof=file))

    form = answer.context["form"]
    assert form.errors == {"proof": [sentence]}
    assert [form[name].value() for name in ("counts_for", "completed_on", "where")] == [
        "outside_training:basic-life-support", "2025-05-06", WHERE,
    ]  # fmt: skip
    assert (LearningClaim.objects.count(), Words.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"counts_for": ""}, "counts_for", "Choose what it counts for"),
        ({"counts_for": "module:payroll"}, "counts_for", "Choose what it counts for from the list"),
        ({"completed_on": ""}, "completed_on", "Give the day you did it, for example 31/03/2026"),
        ({"completed_on": "31/02/2025"}, "completed_on", "Type a date that exists, for example 31/03/2026"),
        ({"completed_on": "2999-01-01"}, "completed_on", "That day is still to come. Give the day you did it"),
        ({"completed_on": "0025-05-06"}, "completed_on",
         "Check the year: type all four figures, for example 31/03/2026"),
        ({"completed_on": "1986-05-06"}, "day_is_right",
         "You gave 6 May 1986. If that is right, tick the box; if not, change the day"),
        ({"where": " "}, "where", "Say where you did it, or who ran it"),
        ({"where": "x" * 201}, "where", "Say it in 200 characters or fewer"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_gets_a_sentence_and_the_file_is_asked_for_again(client, tom, typed, field, sentence):
    client.force_login(tom)

    answer = client.post(SEND, filled_in(client, **typed))

    assert answer.context["form"].errors == {field: [sentence], "proof": [CHOOSE_AGAIN]}
    assert LearningClaim.objects.count() == 0


def test_training_of_long_ago_is_kept_once_the_day_is_confirmed(client, tom):
    client.force_login(tom)

    client.post(SEND, filled_in(client, completed_on="1986-05-06", day_is_right="on"))

    assert LearningClaim.objects.get().completed_on == dt.date(1986, 5, 6)


def test_a_second_claim_about_the_same_training_waits_its_turn(client, tom):
    make_claim(tom)
    client.force_login(tom)

    answer = client.post(SEND, filled_in(client))

    assert answer.context["form"].errors["counts_for"] == [WAITING_ALREADY]


def test_after_going_back_another_day_is_refused_and_still_in_the_form(client, tom, ann):
    client.force_login(tom)
    sent = filled_in(client)
    client.post(SEND, sent)

    again = {**sent, "completed_on": "2025-05-07", "proof": SimpleUploadedFile("a.pdf", a_pdf())}
    form = client.post(SEND, again).context["form"]

    assert form.errors == {"counts_for": [WAITING_ALREADY], "proof": [CHOOSE_AGAIN]}
    assert (form["completed_on"].value(), LearningClaim.objects.count()) == ("2025-05-07", 1)


def test_a_page_whose_claim_was_taken_back_since_is_not_called_sent(client, tom, ann):
    client.force_login(tom)
    sent = filled_in(client)
    client.post(SEND, sent, follow=True)
    claims.take_back(claim=LearningClaim.objects.get(), at=timezone.now())

    answer = client.post(SEND, {**sent, "proof": SimpleUploadedFile("a.pdf", a_pdf())}, follow=True)

    assert messages_on(answer) == ["You sent this before. See below what became of it."]


def test_a_manager_with_nobody_beside_them_is_told_whom_to_ask(client, tom, ann):
    lead = make_member("Priya Nair", practice=make_practice("Harbour View Surgery")).person
    network = make_network("Five Valleys", tom.memberships.get().practice)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=GO_LIVE)
    claim = make_claim(ann)
    client.force_login(ann)

    for page in (SEND, address("own_claim", claim)):
        html = client.get(page).content.decode()
        assert "at your practice there is nobody else who can" in html
        assert "Ask Priya Nair, who leads your network" in html


def test_somebody_who_works_nowhere_is_told_so(client, tom):
    client.force_login(make_member("Zoe Park", ended_on=dt.date(2025, 6, 1)).person)

    html = client.get(SEND).content.decode()

    assert ("You do not work at a practice on this site today" in html, '<form method="post" enc' in html) == (
        True,
        False,
    )


def test_what_was_sent_can_be_taken_back(client, tom, ann):
    claim = make_claim(tom)
    client.force_login(tom)
    assert [each.pk for each in client.get("/").context["waiting"]] == [claim.pk]

    for _ in range(2):
        answer = client.post(address("take_back_claim", claim), follow=True)

    assert (ClaimDecision.objects.get().kind, messages_on(answer)) == ("withdrawn", [])
    assert list(client.get("/").context["waiting"]) == []


def test_what_was_decided_cannot_be_taken_back(client, tom, ann):
    claim = make_claim(tom)
    claims.accept(claim=claim, by=ann, at=timezone.now())
    client.force_login(tom)

    answer = client.post(address("take_back_claim", claim), follow=True)

    assert messages_on(answer) == ["Ann Lee had looked at it already: see below."]
    assert ClaimDecision.objects.get().kind == "accepted"


def test_a_manager_finds_what_waits_and_accepts_it(client, tom, ann):
    claim = make_claim(tom)
    sign_in(client, ann)
    desk = client.get("/compliance/", follow=True)
    assert "1 claim of earlier training to look at" in desk.content.decode()
    assert list(client.get(WAITING).context["claims"]) == [claim]

    answer = client.post(address("accept_claim", claim), follow=True)

    assert messages_on(answer) == ["Accepted. Tom Ellis is told."]
    assert (PriorLearning.objects.get().person, list(answer.context["claims"])) == (tom, [])


def test_a_manager_declines_with_a_reason(client, tom, ann):
    claim = make_claim(tom)
    sign_in(client, ann)
    without = client.post(address("decline_claim", claim), {"reason": " "})
    assert without.context["form"].errors["reason"] == ["Say why, so that they know what to do next"]

    client.post(address("decline_claim", claim), {"reason": "It is not your name."})

    client.force_login(tom)
    assert client.get(address("own_claim", claim)).context["reason"] == "It is not your name."
    assert PriorLearning.objects.count() == 0


def test_the_slower_of_two_managers_is_told_who_decided(client, tom, ann):
    raj, claim = make_manager("Raj Shah", Duty.IG_LEAD), make_claim(tom)
    claims.accept(claim=claim, by=ann, at=timezone.now())
    sign_in(client, raj)

    for name, typed in (("accept_claim", {}), ("decline_claim", {"reason": "No."})):
        answer = client.post(address(name, claim), typed, follow=True)
        assert messages_on(answer) == ["Ann Lee was faster: it is accepted already. Nothing was changed."]

    assert ClaimDecision.objects.get().decided_by == ann


def test_another_reason_after_going_back_is_not_called_sent(client, tom, ann):
    claim = make_claim(tom)
    sign_in(client, ann)
    where = address("decline_claim", claim)
    client.post(where, {"reason": "No date."}, follow=True)

    answers = [client.post(where, {"reason": reason}, follow=True) for reason in ("No date.", "No name.")]

    assert [messages_on(answer) for answer in answers] == [
        [],
        ["You decided before that page was sent: it is declined already. Nothing was changed."],
    ]


def test_the_proof_comes_as_a_download_that_opens_as_nothing_else_and_is_noted(client, tom, ann):
    claim = make_claim(tom)
    sign_in(client, ann)

    answer = client.get(address("proof", claim))

    assert (answer.content, answer["Content-Type"]) == (a_pdf(), "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="proof-2025-01-06.pdf"'
    assert (answer["X-Content-Type-Options"], "no-store" in answer["Cache-Control"]) == ("nosniff", True)
    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject) == (
        str(ann.key), "compliance.proof_downloaded", str(claim.key)
    )  # fmt: skip


def test_the_person_gets_their_own_proof_back(client, tom, ann):
    claim = make_claim(tom)
    client.force_login(tom)

    assert client.get(address("own_proof", claim)).content == a_pdf()
    assert AccessEntry.objects.get().actor == str(tom.key)


def test_what_was_taken_back_is_shown_to_nobody_else(client, tom, ann):
    claim = make_claim(tom)
    claims.take_back(claim=claim, at=timezone.now())
    sign_in(client, ann)

    page = client.get(address("claim", claim))

    assert (page.status_code, address("proof", claim) in page.content.decode()) == (200, False)
    assert client.get(address("proof", claim)).status_code == 404


def test_the_record_says_for_ever_that_it_was_done_elsewhere_and_who_accepted_it(client, tom, ann):
    make_requirement(make_programme(), outside_training=OutsideTraining.objects.get())
    claims.accept(claim=make_claim(tom), by=ann, at=timezone.now())
    sign_in(client, ann)
    today = timezone.localdate()

    practice = client.get("/compliance/", follow=True).context["practice"]
    matrix = client.get(reverse("desk:matrix", args=[practice.ods_code.lower()]))
    record = client.get(reverse("desk:person", args=[practice.ods_code.lower(), tom.key]))

    assert " · done elsewhere" in matrix.content.decode()
    (line,) = record.context["record"].lines
    assert line.basis == f"Done elsewhere, accepted by Ann Lee on {today.day} {today:%b %Y}"
    assert address("claim", LearningClaim.objects.get()) in record.content.decode()


def test_a_list_takes_as_many_queries_for_three_claims_as_for_one(client, tom, ann, django_assert_num_queries):
    make_claim(tom)
    sign_in(client, ann)
    client.get(WAITING)

    with django_assert_num_queries(6):
        client.get(WAITING)
    for title in ("Fire safety", "Moving and handling"):
        make_claim(tom, outside_training=make_outside_training(title))
    with django_assert_num_queries(6):
        client.get(WAITING)


def test_ones_own_list_takes_as_many_queries_for_three_claims_as_for_one(client, tom, ann, django_assert_num_queries):
    claims.accept(claim=make_claim(tom), by=ann, at=timezone.now())
    client.force_login(tom)
    client.get("/prior-learning/")

    with django_assert_num_queries(4):
        client.get("/prior-learning/")
    for title in ("Fire safety", "Moving and handling"):
        make_claim(tom, outside_training=make_outside_training(title))
    with django_assert_num_queries(4):
        client.get("/prior-learning/")
