"""The pages on which people ask about a policy and are answered, and who may open them."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_policy_version, make_practice, moment
from tests.policies.asking import Surgery, answer, ask
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db
LONG_AGO = moment(2026, 3, 3)
WAITING = "/policies/questions/"


@pytest.fixture
def surgery():
    return Surgery()


def sign_in(client, person, *, verified=False):
    client.force_login(person)
    if verified:
        session = client.session
        session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
        session.save()


def ask_address(version):
    return reverse("policies:ask", args=[version.key])


def address(question, name="question"):
    return reverse(f"policies:{name}", args=[question.key])


def filled_in(version, person, whom, **changes):
    return {
        "person": person.key, "snapshot": version.snapshot_id, "token": uuid.uuid4(), "purpose": "question",
        "to": whom.key, "text": "May I like a patient's post?", **changes,
    }  # fmt: skip


def test_the_policy_leads_to_asking_and_to_objecting(client, surgery):
    sign_in(client, surgery.tom)

    html = client.get(reverse("policies:version", args=[surgery.version.key])).content.decode()

    links = [f'href="{ask_address(surgery.version)}"', f'href="{ask_address(surgery.version)}?about=objection"']
    assert [link in html for link in links] == [True, True]
    objecting = client.get(ask_address(surgery.version) + "?about=objection")
    assert objecting.context["form"]["purpose"].value() == "objection"


def test_what_is_sent_goes_to_the_colleague_who_was_chosen_and_leads_to_its_page(client, surgery):
    sign_in(client, surgery.tom)

    sent = client.post(ask_address(surgery.version), filled_in(surgery.version, surgery.tom, surgery.ravi))

    question = Attestation.objects.get()
    assert (question.kind, question.addressed_to, sent.url) == ("queried", surgery.ravi, address(question))
    assert "May I like a patient&#x27;s post?" in client.get(sent.url).content.decode()


def test_the_form_says_what_the_manager_sees_and_when_they_take_over(client, surgery):
    sign_in(client, surgery.tom)

    html = client.get(ask_address(surgery.version)).content.decode()

    assert "Your manager sees that you have a question open, and since when, not what you wrote." in html


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"text": " "}, {"text": ["Write what you would like to ask or say"]}),
        ({"to": ""}, {"to": ["Choose who should answer"]}),
        ({"to": uuid.uuid4()}, {"to": ["Choose somebody from the list"]}),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(client, surgery, changes, errors):
    sign_in(client, surgery.tom)

    answer = client.post(ask_address(surgery.version), filled_in(surgery.version, surgery.tom, surgery.ravi, **changes))

    assert (answer.status_code, answer.context["form"].errors) == (400, errors)
    assert not Attestation.objects.exists()


def test_somebody_with_no_duty_here_cannot_be_asked(client, surgery):
    colleague, stranger = surgery.hire("Ann Lee"), surgery.hire("Una Far", practice=make_practice("Harbour View"))
    sign_in(client, surgery.tom)

    for nobody in (colleague, stranger, surgery.tom):
        client.post(ask_address(surgery.version), filled_in(surgery.version, surgery.tom, nobody))

    assert not Attestation.objects.exists()


def test_a_page_opened_by_somebody_else_sends_nothing_in_ones_name(client, surgery):
    sign_in(client, surgery.ravi)

    answer = client.post(ask_address(surgery.version), filled_in(surgery.version, surgery.tom, surgery.olu))

    assert answer.status_code == 409
    assert not Attestation.objects.exists()


def test_a_material_change_while_somebody_wrote_keeps_every_word(client, surgery):
    sign_in(client, surgery.tom)
    new = make_policy_version(surgery.version.page, clauses=("Be kind, always.",), at=timezone.now())
    sent = filled_in(surgery.version, surgery.tom, surgery.ravi, text="What of <my> union?", purpose="objection")

    answer = client.post(ask_address(surgery.version), sent)

    form = answer.context["form"]
    kept = [str(form[name].value()) for name in ("text", "purpose", "to", "snapshot")]
    assert (answer.status_code, kept) == (
        409,
        ["What of <my> union?", "objection", str(surgery.ravi.key), new.snapshot_id],
    )
    assert [change.kind for change in answer.context["changes"]] == ["Clause changed"]
    assert not Attestation.objects.exists()


def test_an_old_version_leads_to_asking_about_the_one_in_force(client, surgery):
    new = make_policy_version(surgery.version.page, clauses=("New.",), at=moment(2026, 3, 3))
    sign_in(client, surgery.tom)

    assert client.get(ask_address(surgery.version)).url == ask_address(new)


def test_where_nobody_has_a_duty_somebody_is_told_whom_to_speak_to(client):
    version = make_policy_version()
    tom = Surgery.hire(None, "Tom Ellis", practice=version.practice)
    sign_in(client, tom)

    assert "there is nobody to send it to" in client.get(ask_address(version)).content.decode()


def test_a_visitor_sees_no_question(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi)
    pages = [WAITING, address(question), ask_address(surgery.version)]

    answers = [client.get(page) for page in pages] + [client.post(address(question, "answer"), {"text": "No."})]

    assert [answer.url.split("?")[0] for answer in answers] == [reverse("people:sign_in")] * 4
    assert Attestation.objects.count() == 1


def test_only_the_two_sides_find_a_question(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=timezone.now())
    stranger = surgery.hire("Una Far", Duty.PRACTICE_MANAGER, practice=make_practice("Harbour View Surgery"))
    found = []

    for person in (surgery.tom, surgery.ravi, surgery.olu, surgery.ruth, stranger):
        sign_in(client, person, verified=True)
        found.append((client.get(address(question)).status_code, client.get(WAITING).context["questions"]))

    assert found == [(200, []), (200, [question]), (404, []), (404, []), (404, [])]


def test_nobody_else_answers_and_nobody_answers_their_own(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=timezone.now())
    statuses = []

    for person in (surgery.tom, surgery.olu, surgery.ruth):
        sign_in(client, person, verified=True)
        statuses.append(client.post(address(question, "answer"), {"text": "No."}).status_code)

    assert statuses == [404, 404, 404]
    assert not Attestation.objects.filter(kind="answered").exists()


def test_the_answer_reaches_the_one_who_asked_and_they_can_ask_again(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=timezone.now())
    sign_in(client, surgery.ravi)
    client.post(address(question, "answer"), {"text": "Better not."})
    assert client.get(WAITING).context["questions"] == []

    sign_in(client, surgery.tom)
    html = client.get(address(question)).content.decode()

    assert "Better not." in html
    assert f'href="{ask_address(surgery.version)}?to={surgery.ravi.key}">Ask again' in html


def test_an_empty_answer_is_not_sent(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=timezone.now())
    sign_in(client, surgery.ravi)

    answer = client.post(address(question, "answer"), {"text": ""})

    assert (answer.status_code, answer.context["form"].errors) == (400, {"text": ["Write your answer"]})
    assert Attestation.objects.count() == 1


def test_an_answer_written_while_the_manager_answered_is_kept_on_the_page(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=LONG_AGO)
    answer(question, surgery.ruth)
    sign_in(client, surgery.ravi)

    late = client.post(address(question, "answer"), {"text": "My <careful> answer."})

    assert late.status_code == 409
    assert "My &lt;careful&gt; answer." in late.content.decode()
    assert Attestation.objects.filter(kind="answered").count() == 1


def test_another_answer_after_going_back_is_kept_on_the_page_and_not_sent(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=timezone.now())
    sign_in(client, surgery.ravi)

    first, again, other = (client.post(address(question, "answer"), {"text": text}) for text in ("Yes.", "Yes.", "No."))

    assert [first.url, again.url] == [address(question)] * 2
    assert (other.status_code, other.context["too_late"], other.context["form"]["text"].value()) == (409, True, "No.")
    assert Attestation.objects.filter(kind="answered").count() == 1


def test_another_question_after_going_back_takes_the_place_of_the_first_and_says_so(client, surgery):
    sign_in(client, surgery.tom)
    sent = filled_in(surgery.version, surgery.tom, surgery.ravi)
    client.post(ask_address(surgery.version), sent, follow=True)

    answers = [client.post(ask_address(surgery.version), {**sent, "text": "And a picture?"}, follow=True) for _ in "12"]

    said = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert said == [["Sent to Ravi Shah. It takes the place of what you asked before."]] * 2
    assert Attestation.objects.count() == 2


def test_the_manager_who_takes_over_shows_a_second_factor_and_the_look_is_noted(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=LONG_AGO)
    sign_in(client, surgery.ruth)
    assert client.get(address(question)).url.startswith(reverse("people:second_factor"))
    assert not AccessEntry.objects.exists()

    sign_in(client, surgery.ruth, verified=True)

    assert client.get(WAITING).context["taken_over"] == [question]
    assert client.get(address(question)).status_code == 200
    looked = AccessEntry.objects.get()
    assert (looked.actor, looked.verb, looked.subject) == (
        str(surgery.ruth.key),
        "policies.question_opened",
        str(surgery.tom.key),
    )


def test_ones_own_look_at_ones_question_is_not_noted(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=LONG_AGO)
    for person in (surgery.tom, surgery.ravi):
        sign_in(client, person)
        client.get(address(question))

    assert not AccessEntry.objects.exists()


def test_the_policy_says_that_one_has_asked_and_that_one_was_answered(client, surgery):
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=LONG_AGO)
    sign_in(client, surgery.tom)
    page = reverse("policies:version", args=[surgery.version.key])
    assert "You asked Ravi Shah about this on 3 March 2026." in client.get(page).content.decode()

    answer(question, surgery.ravi)

    assert "Ravi Shah answered you on 3 March 2026." in client.get(page).content.decode()


def test_the_list_takes_as_many_queries_for_three_questions_as_for_one(client, surgery, django_assert_num_queries):
    ask(surgery.tom, surgery.version, surgery.ravi)
    sign_in(client, surgery.ravi)
    client.get(WAITING)
    with django_assert_num_queries(4):
        client.get(WAITING)

    for name in ("Ann Lee", "Bo Hart"):
        ask(surgery.hire(name), surgery.version, surgery.ravi)

    with django_assert_num_queries(4):
        client.get(WAITING)
