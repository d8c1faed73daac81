"""The pages of a consultation: what they show, what they keep of what was typed, and who may open them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_member, moment
from tests.policies.consulting import Asked, address, answer_all, close, filled_in, say, say_unnamed, under_way
from tests.policies.test_question_pages import sign_in
from trainingsite.people.facts import correct
from trainingsite.policies.consultations import (
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationClosed,
    StaffStatement,
    UnnamedComment,
)
from trainingsite.policies.consulting.comments import comments_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    return Asked()


def test_the_owner_puts_the_draft_to_staff(client, surgery):
    sign_in(client, surgery.olu, verified=True)
    page = reverse("policies:consult", args=[surgery.page.key])
    form = client.get(page).context["form"]

    answer = client.post(page, {"last_day": form["last_day"].value().isoformat(), "note": "Clause 2 is new."})

    consultation = Consultation.objects.get()
    assert answer.url == address(consultation)
    assert (consultation.last_day - timezone.localdate()).days == 14
    assert "Clause 2 is new." in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("days", "error"), [(2, "Give people at least 3 days"), (91, "People forget what takes longer than 90 days")]
)
def test_too_short_and_too_long_are_said_and_nothing_typed_is_lost(client, surgery, days, error):
    sign_in(client, surgery.olu, verified=True)
    day = timezone.localdate() + dt.timedelta(days=days)

    answer = client.post(
        reverse("policies:consult", args=[surgery.page.key]), {"last_day": day.isoformat(), "note": "Read <this>."}
    )

    (said,) = answer.context["form"].errors["last_day"]
    assert (answer.status_code, said[: len(error)]) == (400, error)
    assert answer.context["form"]["note"].value() == "Read <this>."
    assert not Consultation.objects.exists()


def test_asking_twice_leads_to_the_one_that_is_open(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.ruth, verified=True)

    answer = client.post(
        reverse("policies:consult", args=[surgery.page.key]), {"last_day": consultation.last_day.isoformat()}
    )

    assert (answer.url, Consultation.objects.count()) == (address(consultation), 1)


def test_the_owners_page_leads_to_asking_and_then_to_what_is_said(client, surgery):
    sign_in(client, surgery.olu, verified=True)
    page = reverse("policies:consult", args=[surgery.page.key])
    assert f'href="{page}"' in client.get(reverse("policies:looked_after")).content.decode()

    consultation = under_way(surgery)

    tasks = client.get(reverse("policies:looked_after")).context["policies"][0].tasks
    addresses = [task.address for task in tasks if task.action == "Read and answer"]
    assert (client.get(page).url, addresses) == (address(consultation), [f"{address(consultation)}#comments"])


def test_staff_read_the_draft_and_are_told_that_there_is_nothing_to_sign(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.tom)

    html = client.get(address(consultation)).content.decode()

    wanted = ["This is a draft: nothing to sign.", "Never share a screen.", "Whose name goes with it?"]
    assert [words for words in wanted if words not in html] == []
    assert "Go to signing" not in html


def test_staff_see_what_is_different_from_the_version_in_force(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.tom)

    (change,) = client.get(address(consultation, "draft_changes")).context["changes"]

    assert (change.kind, change.title) == ("New clause", "Clause 2")


def test_a_comment_is_there_for_everybody_who_is_asked(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.tom)

    answer = client.post(address(consultation, "comment"), filled_in(surgery.tom))

    sign_in(client, surgery.ruth)
    html = client.get(answer.url).content.decode()
    assert [words in html for words in ("What about &lt;likes&gt;?", "Tom Ellis", "2. Clause 2")] == [True] * 3


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"text": " "}, {"text": ["Write what you would like to say"]}),
        ({"way": ""}, {"way": ["Choose whether your name goes with it"]}),
        ({"way": "passed_on"}, {"way": ["Choose one of these ways"]}),
        ({"clause": "clause-9"}, {"clause": ["Choose a clause from the list"]}),
        ({"text": "a" * 4001}, {"text": ["Say it in 4000 characters or fewer: there are 4001"]}),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, surgery, changes, errors):
    consultation = surgery.open_now()
    sign_in(client, surgery.tom)

    answer = client.post(address(consultation, "comment"), filled_in(surgery.tom, **changes))

    form = answer.context["form"]
    typed = changes.get("text", "What about <likes>?")
    assert (answer.status_code, form.errors, form["text"].value()) == (400, errors, typed)
    assert (Comment.objects.count(), UnnamedComment.objects.count()) == (0, 0)


@pytest.mark.parametrize("way", ["named", "unnamed"])
def test_a_comment_that_comes_too_late_is_shown_back_with_what_to_do(client, surgery, way):
    consultation = surgery.open()
    sign_in(client, surgery.tom)

    answer = client.post(address(consultation, "comment"), filled_in(surgery.tom, way=way))

    html = answer.content.decode()
    wanted = [
        "Your comment was not sent",
        "Comments were taken until 17 March 2026.",
        "Copy it and give it to Olu Bright or the staff representative",
        "What about &lt;likes&gt;?",
    ]
    assert (answer.status_code, [words for words in wanted if words not in html]) == (409, [])
    assert (Comment.objects.count(), UnnamedComment.objects.count()) == (0, 0)


def test_a_page_opened_by_somebody_else_sends_nothing_in_ones_name_and_keeps_every_word(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.ruth)

    answer = client.post(address(consultation, "comment"), filled_in(surgery.tom))

    form = answer.context["form"]
    assert (answer.status_code, form["text"].value(), form["clause"].value()) == (
        409,
        "What about <likes>?",
        "clause-2",
    )
    assert not Comment.objects.exists()


def test_the_representative_passes_something_on_and_nobody_else_can(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.ravi)

    client.post(address(consultation, "comment"), filled_in(surgery.ravi, way="passed_on"))

    (said,) = comments_of(consultation)
    assert said.by == "Passed on by the staff representative"


def test_the_owner_answers_and_everybody_reads_it(client, surgery):
    consultation = under_way(surgery)
    sign_in(client, surgery.olu, verified=True)
    for said in comments_of(consultation):
        client.post(
            address(consultation, "answer_comment", said.key), {"outcome": "declined", "why": "The law asks for it."}
        )

    sign_in(client, surgery.tom)
    comments = client.get(address(consultation)).context["comments"]

    assert [(each.answer.outcome, each.answer.why) for each in comments] == [("Declined", "The law asks for it.")] * 2


@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        ({"outcome": "declined", "why": ""}, {"why": ["Write why, in a sentence or two"]}),
        ({"outcome": "", "why": "Because."}, {"outcome": ["Choose what becomes of it"]}),
        (
            {"outcome": "noted", "why": "Thank you, Tom Ellis."},
            {"why": ["Leave out who commented (Tom Ellis): this is kept with the policy for good"]},
        ),
    ],
)
def test_an_answer_that_is_not_one_is_not_kept_and_not_lost(client, surgery, answer, errors):
    consultation = under_way(surgery)
    sign_in(client, surgery.olu, verified=True)

    page = client.post(address(consultation, "answer_comment", comments_of(consultation)[0].key), answer)

    assert (page.status_code, page.context["form"].errors) == (400, errors)
    assert page.context["form"]["why"].value() == answer["why"]
    assert not CommentAnswer.objects.exists()


def test_the_representative_says_that_staff_do_not_agree(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.ravi)

    client.post(
        address(consultation, "staff_statement"),
        {"stance": "dissents", "how_chosen": "Elected in May", "note": "Clause 2 is too wide."},
    )

    sign_in(client, surgery.tom)
    html = client.get(address(consultation)).content.decode()
    wanted = ["The staff representative does not agree", "Elected in May", "Clause 2 is too wide.", "Ravi Shah"]
    assert [words for words in wanted if words not in html] == []


def test_who_does_not_agree_says_with_what(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.ravi)

    answer = client.post(address(consultation, "staff_statement"), {"stance": "dissents", "how_chosen": "Elected"})

    assert answer.context["form"].errors == {"note": ["Say what you do not agree with, so that it can be looked at"]}
    assert (answer.status_code, StaffStatement.objects.count()) == (400, 0)


def test_a_statement_that_comes_too_late_is_not_lost(client, surgery):
    consultation = surgery.open_now()
    close(consultation, surgery.olu, at=timezone.now())
    sign_in(client, surgery.ravi)

    answer = client.post(
        address(consultation, "staff_statement"), {"stance": "dissents", "how_chosen": "Elected", "note": "Too wide."}
    )

    assert (answer.status_code, answer.context["form"]["note"].value()) == (409, "Too wide.")
    assert not StaffStatement.objects.exists()


def test_closing_names_what_waits_for_an_answer_and_keeps_what_was_written(client, surgery):
    consultation = under_way(surgery)
    sign_in(client, surgery.olu, verified=True)

    answer = client.post(address(consultation, "close_consultation"), {"themes": "Likes."})

    form = answer.context["form"]
    assert (answer.status_code, form.non_field_errors()) == (400, ["Answer every comment first: 2 without an answer."])
    assert (len(answer.context["waiting"]), form["themes"].value()) == (2, "Likes.")
    assert not ConsultationClosed.objects.exists()


def test_closing_shows_everybody_what_came_of_it(client, surgery):
    consultation = under_way(surgery)
    answer_all(consultation, surgery.olu, at=timezone.now())
    sign_in(client, surgery.olu, verified=True)

    client.post(address(consultation, "close_consultation"), {"themes": "- Likes: clause 2 says it.\n\n* Shares."})

    sign_in(client, surgery.tom)
    outcome = client.get(address(consultation)).context["outcome"]
    assert outcome["themes"] == ["Likes: clause 2 says it.", "Shares."]
    assert outcome["counts"]["comments"] == 2


def test_where_nobody_speaks_for_staff_the_form_asks_how_they_were_asked(client, surgery):
    correct(surgery.ravi.responsibilities.known().get(), by="", at=timezone.now(), ended_on=moment(2026, 3, 2).date())
    consultation = surgery.open_now()
    sign_in(client, surgery.olu, verified=True)

    answer = client.post(address(consultation, "close_consultation"), {"themes": "Nobody commented."})

    assert answer.context["form"].errors == {"instead": ["Say how staff were asked, as nobody speaks for them"]}
    assert not ConsultationClosed.objects.exists()


def test_whoever_reads_a_version_reads_what_staff_said_of_its_draft(client, surgery):
    consultation = surgery.open_now()
    close(consultation, surgery.olu, "Likes: clause 2 says it.", at=timezone.now())
    version = surgery.publish(at=timezone.now())
    newcomer = make_member("Zoe Park", practice=surgery.practice).person
    sign_in(client, newcomer)

    pages = [
        reverse("policies:version", args=[version.key]),
        reverse("policies:staff_said", args=[version.key]),
    ]
    history = client.get(reverse("policies:history", args=[surgery.page.key])).content.decode()

    assert ["Likes: clause 2 says it." in client.get(page).content.decode() for page in pages] == [True, True]
    assert history.count(pages[1]) == 1


def test_a_version_whose_draft_nobody_was_asked_about_has_no_such_page(client, surgery):
    sign_in(client, surgery.tom)

    assert client.get(reverse("policies:staff_said", args=[surgery.version.key])).status_code == 404


def test_your_training_leads_to_what_one_is_asked(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.tom)

    page = client.get("/")

    assert page.context["consultations"] == [consultation]
    assert f'href="{address(consultation)}"' in page.content.decode()


def test_the_page_takes_as_many_queries_for_thirty_comments_as_for_one(client, surgery):
    consultation = surgery.open_now()
    sign_in(client, surgery.ruth)
    counts = []
    for number in range(30):
        say(consultation, surgery.tom, f"Worry {number}", at=timezone.now())
        say_unnamed(consultation, f"Worry {number}", at=timezone.now())
        if number + 1 in (1, 3, 30):
            answer_all(consultation, surgery.olu, at=timezone.now())
            client.get(address(consultation))
            with CaptureQueriesContext(connection) as asked:
                client.get(address(consultation))
            counts.append(len(asked))

    assert len(set(counts)) == 1
    assert counts[0] <= 20


def test_the_page_of_a_version_takes_one_query_more_where_staff_were_asked(client, surgery):
    sign_in(client, surgery.tom)
    counts = []
    for asks in (False, True):
        if asks:
            close(surgery.open_now(), surgery.olu, at=timezone.now())
        version = surgery.publish(at=timezone.now()) if asks else surgery.version
        page = reverse("policies:version", args=[version.key])
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))

    assert counts[1] - counts[0] <= 1
