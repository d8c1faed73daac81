"""Sorting and marking: on the page, handed in, looked back on."""

import re

import pytest

from modules.loading import question_value
from modules.models import Completion
from scenarios.models import AttemptOutcome
from tests.modules.goes import MARK, SORT, address, begin, fields, module_asking, question
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words

pytestmark = pytest.mark.django_db

SORTED = {"s": ("a:safe", "b:think", "c:never")}
MARKED = {"m": ("b", "c")}


def inputs(page):
    """What the page's questions can be answered with: the kind of each input, its name and its value."""
    found = re.findall(r'<input type="(\w+)" id="[^"]+" name="(q-[^"]+)" value="([^"]+)"', page.content.decode())
    return sorted(found)


def said(page):
    return [error for errors in page.context["form"].errors.values() for error in errors]


def test_each_line_to_sort_has_a_button_for_each_place(client, learner):
    begin(learner, module_asking(SORT))

    page = client.get(address("check"))

    places = ("never", "safe", "think")
    assert inputs(page) == [("radio", f"q-s:{line}", place) for line in "abc" for place in places]


def test_a_text_to_mark_is_one_paragraph_in_its_order_with_a_box_for_each_piece(client, learner):
    begin(learner, module_asking(MARK))

    page = client.get(address("check")).content.decode()

    paragraph = re.search(r'<p class="marking">(.*?)</p>', page, re.S)[1]
    assert re.sub("<[^>]+>", "", paragraph) == "Text a Text b Text c Text d"
    assert re.findall(r'type="(\w+)".*?value="(\w)"', paragraph) == [("checkbox", name) for name in "abcd"]


@pytest.mark.parametrize(("asked", "answers"), [(SORT, SORTED), (MARK, MARKED)])
def test_what_was_sorted_or_marked_rightly_passes_and_is_kept(client, learner, asked, answers):
    attempt = begin(learner, module_asking(asked))

    client.post(address("check"), fields(attempt, answers))

    kept = read_words(Words.objects.about(attempt.key).get())["answers"]
    assert Completion.objects.by(learner).count() == 1
    assert {key: sorted(chosen) for key, chosen in kept.items()} == {key: sorted(answers[key]) for key in answers}


@pytest.mark.parametrize(
    ("asked", "answers"),
    [(SORT, {"s": ("a:safe", "b:never", "c:never")}), (MARK, {"m": ("b",)}), (MARK, {"m": ("a", "b", "c", "d")})],
)
def test_what_was_sorted_or_marked_almost_rightly_does_not(client, learner, asked, answers):
    attempt = begin(learner, module_asking(asked))

    client.post(address("check"), fields(attempt, answers))

    assert AttemptOutcome.objects.by(learner).get().passed is False


@pytest.mark.parametrize(
    ("asked", "answers", "sentence"),
    [
        (SORT, {}, "Choose a place for each line of question 1"),
        (SORT, {"s": ("a:safe", "c:never")}, "Choose a place for each line of question 1"),
        (SORT, {"s": ("a:safe", "b:somewhere", "c:never")}, "Choose one of the answers shown for question 1"),
        (MARK, {}, "Mark at least one piece of the text in question 1"),
        (MARK, {"m": ("b", "z")}, "Choose one of the answers shown for question 1"),
    ],
)
def test_what_is_missing_or_was_never_offered_is_said_in_a_sentence(client, learner, asked, answers, sentence):
    attempt = begin(learner, module_asking(asked))

    page = client.post(address("check"), fields(attempt, answers))

    assert (said(page), AttemptOutcome.objects.exists()) == ([sentence], False)


@pytest.mark.parametrize(
    ("asked", "answers", "checked"),
    [
        (SORT, {"s": ("a:safe", "c:never")}, [("q-s:a", "safe"), ("q-s:c", "never")]),
        (MARK, {"m": ("b", "d")}, [("q-m", "b"), ("q-m", "d")]),
    ],
)
def test_what_was_chosen_stays_when_something_is_missing(client, learner, asked, answers, checked):
    attempt = begin(learner, module_asking(asked, question("q1")))

    page = client.post(address("check"), fields(attempt, answers)).content.decode()

    assert sorted(re.findall(r'name="(q-[^"]+)" value="([^"]+)" class="[^"]+" checked', page)) == checked


def test_what_is_wrong_leads_to_the_first_thing_to_choose(client, learner):
    attempt = begin(learner, module_asking(SORT, MARK, question("q1"), question("q2", "several")))

    page = client.post(address("check"), fields(attempt, {})).content.decode()

    leads_to = re.findall(r'<a href="#(id_q-[^"]+)">', page)
    assert sorted(leads_to) == ["id_q-m", "id_q-q1", "id_q-q2", "id_q-s"]
    assert [page.count(f'id="{one}"') for one in leads_to] == [1, 1, 1, 1]


def test_no_two_things_on_the_page_have_one_id(client, learner):
    begin(learner, module_asking(SORT, MARK, question("q1"), question("q2", "several")))

    ids = re.findall(r' id="([^"]+)"', client.get(address("check")).content.decode())

    assert len(ids) == len(set(ids))


def test_an_option_of_another_question_is_refused(client, learner):
    attempt = begin(learner, module_asking(question("q1"), question("q2", c=True, d=False)))

    page = client.post(address("check"), fields(attempt, {"q1": ("c",), "q2": ("c",)}))

    assert [error[:33] for error in said(page)] == ["Choose one of the answers shown f"]
    assert not AttemptOutcome.objects.exists()


@pytest.mark.parametrize("forged", ["q-q9", "q-s:z", "q-s"])
def test_an_answer_to_what_the_page_does_not_ask_is_refused(client, learner, forged):
    attempt = begin(learner, module_asking(SORT))

    page = client.post(address("check"), {**fields(attempt, SORTED), forged: "a"})

    sentence = "Something was answered that this page does not ask. Nothing was recorded: check your answers here"
    assert (said(page), AttemptOutcome.objects.exists()) == ([sentence], False)


def test_whoever_has_passed_sees_the_right_places_and_words_and_why(client, learner):
    others = [question(f"q{number}") for number in range(8)]
    attempt = begin(learner, module_asking(SORT, MARK, *others))
    wrong = {"s": ("a:safe", "b:never", "c:never"), "m": ("b",), **{f"q{number}": ("a",) for number in range(8)}}

    page = client.post(address("check"), fields(attempt, wrong), follow=True).content.decode()

    assert "<ul><li><strong>Safe:</strong> Text a</li><li><strong>Think first:</strong> Text b</li>" in page
    assert re.findall(r"\(marked\) </span>(Text \w)", page) == ["Text b", "Text b", "Text c"]
    assert [page.count(f"Because of {key}.") for key in ("s", "m", "q0")] == [1, 1, 1]


def test_whoever_has_not_passed_sees_no_places_no_words_and_no_reasons(client, learner):
    attempt = begin(learner, module_asking(SORT, MARK))

    page = client.post(
        address("check"), fields(attempt, {"s": ("a:never", "b:safe", "c:safe"), "m": ("a",)}), follow=True
    )

    assert page.context["go"].passed is False
    assert [word in page.content.decode() for word in ("Text a", "Because of", "marked", "Think first")] == [False] * 4


def test_a_preview_shows_the_author_the_places_and_the_words_to_mark():
    page = module_asking(SORT, MARK, question("q1")).page

    shown = page.make_preview_request().content.decode()

    assert re.findall(r"<strong>(.*?):</strong> (Text \w)", shown) == [
        ("Safe", "Text a"), ("Think first", "Text b"), ("Never", "Text c")
    ]  # fmt: skip
    assert re.findall(r"\(marked\) </span>(Text \w)", shown) == ["Text b", "Text c"]
    assert re.findall(r"<li>(Text \w) <span", shown) == ["Text a"]


@pytest.mark.parametrize(
    ("written", "loaded"),
    [
        ({"id": "a", "text": "A", "place": "safe"}, {"id": "a", "text": "A", "right": False, "place": "safe"}),
        ({"id": "a", "text": "A", "right": True}, {"id": "a", "text": "A", "right": True, "place": ""}),
        ({"id": "a", "text": "A"}, {"id": "a", "text": "A", "right": False, "place": ""}),
    ],
)
def test_what_a_file_leaves_out_of_an_answer_is_filled_in(written, loaded):
    assert question_value({"options": [written]})["options"] == [loaded]


def test_what_an_author_types_in_a_question_is_shown_as_text(client, learner):
    options = {"<b>a</b>": True, "b": False}
    begin(learner, module_asking(*(question(f"q-{kind}", kind, **options) for kind in ("one", "several", "mark"))))

    assert "<b>a</b>" not in client.get(address("check")).content.decode()
