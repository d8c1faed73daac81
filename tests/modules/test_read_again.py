"""After a go that did not pass: what to read again is opened before the next."""

import pytest

from modules import actions
from scenarios.models import Attempt
from tests.factories import TUESDAY, make_member, make_module, make_module_version, moment
from tests.modules.goes import address, fail, fields, hand_in, module_asking, open_all, question, read
from tests.scenarios.stories import erase
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import AuditEvent, Words

pytestmark = pytest.mark.django_db

LATER = moment(2026, 3, 4)


def two_lessons_missed():
    """A version whose two questions come from two lessons."""
    return module_asking(question("q1"), {**question("q2"), "read_again": "lesson-2"}, lessons=3)


def goes_of(person):
    return Attempt.objects.by(person).count()


def test_the_next_go_does_not_start_before_what_to_read_again_was_opened(client, learner):
    attempt = fail(learner, two_lessons_missed())

    answer = client.post(address("start_check"), follow=True)

    assert answer.redirect_chain[-1][0] == address("result", attempt.key)
    assert (goes_of(learner), answer.context["to_open"]) == (1, ("lesson-1", "lesson-2"))


def test_the_page_offers_the_next_go_once_each_lesson_was_opened(client, learner):
    attempt = fail(learner, two_lessons_missed())
    offers = []

    for lesson in ("lesson-1", "lesson-2"):
        offers.append(b"Take the check again" in client.get(address("result", attempt.key)).content)
        client.post(address("open_again", lesson))

    assert offers == [False, False]
    assert b"Take the check again" in client.get(address("result", attempt.key)).content


def test_opening_leads_to_the_lesson_and_from_there_back_to_the_check(client, learner):
    fail(learner, two_lessons_missed())

    page = client.post(address("open_again", "lesson-2"), follow=True)

    assert page.redirect_chain == [(address("lesson", "lesson-2"), 302)]
    assert f'<a href="{address("check")}">go back to the check</a>' in page.content.decode()


def test_the_check_leads_to_what_is_still_to_be_opened(client, learner):
    attempt = fail(learner, two_lessons_missed())

    assert client.get(address("check"))["Location"] == address("result", attempt.key)


def test_once_they_are_opened_the_next_go_is_a_new_one():
    person, version = make_member().person, two_lessons_missed()
    fail(person, version)

    open_all(person, version)

    assert actions.begin_check(person=person, version=version, at=LATER).number == 2


def test_reading_the_lesson_to_its_end_counts_as_opening_it(client, learner):
    version = module_asking(question("q1"))
    fail(learner, version)

    read(client, version, "lesson-1")
    client.post(address("start_check"))

    assert goes_of(learner) == 2


def test_every_go_that_did_not_pass_asks_for_its_own_lessons():
    person, version = make_member().person, two_lessons_missed()
    fail(person, version)
    open_all(person, version)
    hand_in(person, version, {"q1": ("a",)}, at=LATER)

    with pytest.raises(actions.ReadAgainFirst) as first:
        actions.begin_check(person=person, version=version, at=LATER)

    assert first.value.go.to_open == ("lesson-2",)


def test_an_open_go_is_carried_on_with_whatever_was_opened(client, learner):
    version = two_lessons_missed()
    fail(learner, version)
    open_all(learner, version)
    begun = actions.begin_check(person=learner, version=version, at=LATER)

    assert actions.begin_check(person=learner, version=version, at=LATER) == begun


def test_after_a_pass_nothing_is_asked_for_whatever_was_missed():
    person, version = make_member().person, module_asking(*(question(f"q{number}") for number in range(5)))
    hand_in(person, version, {f"q{number}": ("a",) for number in range(4)})

    assert actions.begin_check(person=person, version=version, at=LATER).number == 2


def test_nobody_is_locked_out_when_the_answers_have_been_erased(client, learner):
    version = two_lessons_missed()
    attempt = fail(learner, version)
    erase(Words.objects.about(attempt.key))

    page = client.get(address("result", attempt.key))

    assert (page.context["read_again"], b"Take the check again" in page.content) == ([], True)
    assert actions.begin_check(person=learner, version=version, at=LATER).number == 2


def test_nobody_is_locked_out_by_a_lesson_there_is_no_longer(client, learner):
    page = make_module()
    attempt = fail(learner, make_module_version(page))
    page.live_lessons().first().unpublish()
    page.questions = [("question", {**one.value, "read_again": "lesson-2"}) for one in page.questions]
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    shown = client.get(address("result", attempt.key))
    client.post(address("start_check"))

    assert (shown.context["to_open"], b"Take the check again" in shown.content) == ((), True)
    assert goes_of(learner) == 2


def test_opening_twice_or_what_was_not_asked_for_notes_nothing_more(client, learner):
    attempt = fail(learner, two_lessons_missed())

    for lesson in ("lesson-1", "lesson-1", "lesson-3"):
        client.post(address("open_again", lesson))

    noted = Words.objects.about(attempt.key).of_kind("read_again")
    assert [read_words(words) for words in noted] == [{"lesson": "lesson-1"}]


def test_what_was_opened_is_in_words_about_the_go_and_in_no_chain():
    person, version = make_member().person, two_lessons_missed()
    fail(person, version)
    events = AuditEvent.objects.count()

    open_all(person, version)

    assert (Words.objects.of_kind("read_again").count(), AuditEvent.objects.count()) == (2, events)


def test_opening_without_a_go_only_leads_to_the_lesson(client, learner):
    module_asking(question("q1"))

    assert client.post(address("open_again", "lesson-1"))["Location"] == address("lesson", "lesson-1")
    assert not Words.objects.exists()


def test_a_stale_page_cannot_hand_in_a_go_that_has_ended(client, learner):
    attempt = fail(learner, module_asking(question("q1")))

    answer = client.post(address("check"), fields(attempt, {"q1": ("a",)}))

    assert answer["Location"] == address("result", attempt.key)
    assert (goes_of(learner), attempt.outcome.passed) == (1, False)


def test_two_clicks_on_the_next_go_begin_one(client, learner):
    version = module_asking(question("q1"))
    fail(learner, version)
    open_all(learner, version)

    for _ in range(2):
        client.post(address("start_check"))

    assert goes_of(learner) == 2
