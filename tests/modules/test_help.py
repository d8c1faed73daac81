"""Asking a colleague for help with a module: whom, what they are told, and what is refused."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from modules import actions
from modules.colleagues import colleagues_of
from tests.factories import MONDAY, TUESDAY, make_member, make_module_version, make_person, make_practice
from tests.modules.goes import address, fail
from trainingsite.notices.models import Notice
from trainingsite.people.models import Membership

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()
WORDS = "I never know what to do with group chats."


def names(person, day=DAY):
    return [colleague.person.name for colleague in colleagues_of(person, day)]


def ask(client, colleague, words=WORDS):
    return client.post(address("ask_for_help"), {"colleague": getattr(colleague, "key", colleague), "words": words})


def errors(page):
    return [error for found in page.context["form"].errors.values() for error in found]


def kept_words(page):
    return page.context["form"]["words"].value()


def test_ones_own_manager_comes_first_and_then_everybody_by_name():
    manager = make_member("Zoe Adeyemi", "Practice manager").person
    tom = make_member("Tom Ellis", manager=manager).person
    for name in ("Ruth Okafor", "Ann Lee"):
        make_member(name)

    assert names(tom) == ["Zoe Adeyemi", "Ann Lee", "Ruth Okafor"]


def test_a_colleague_is_shown_with_their_jobs():
    manager = make_member("Zoe Adeyemi", "Practice manager").person
    tom, ann = make_member("Tom Ellis", manager=manager).person, make_member("Ann Lee", "Practice nurse").person
    make_member(ann, "Care coordinator")

    assert [colleague.label for colleague in colleagues_of(tom, DAY)] == [
        "Zoe Adeyemi, Practice manager (your manager)",
        "Ann Lee, Care coordinator and Practice nurse",
    ]


def test_leavers_people_yet_to_come_and_other_practices_are_not_among_them():
    tom = make_member("Tom Ellis").person
    make_member("Lee Leaver", ended_on=DAY - dt.timedelta(days=1))
    make_member("Nia New", started_on=DAY + dt.timedelta(days=1))
    make_member("Otto Other", practice=make_practice("Hillside Surgery"))
    make_member("Ann Lee")

    assert names(tom) == ["Ann Lee"]


def test_whoever_works_at_two_practices_may_ask_at_both():
    tom, hillside = make_member("Tom Ellis").person, make_practice("Hillside Surgery")
    make_member("Ann Lee")
    make_member("Otto Other", practice=hillside)

    make_member(tom, practice=hillside)

    assert names(tom) == ["Ann Lee", "Otto Other"]


@pytest.mark.parametrize("colleagues", [1, 3])
def test_who_they_are_takes_two_queries(colleagues, django_assert_num_queries):
    tom = make_member("Tom Ellis").person
    for number in range(colleagues):
        make_member(f"Ann Lee {number}")

    with django_assert_num_queries(2):
        colleagues_of(tom, DAY)


def test_the_colleague_is_told_who_asks_about_what_and_what_they_wrote(client, learner):
    ann, version = make_member("Ann Lee").person, make_module_version()

    ask(client, ann)

    notice = Notice.objects.by(ann).get()
    assert [words in notice.body for words in ("Tom Ellis", version.title, WORDS)] == [True, True, True]
    assert (notice.state, Notice.objects.count()) == (Notice.State.WAITING, 1)


def test_the_subject_names_nobody_because_lists_of_messages_show_it(client, learner):
    ann = make_member("Ann Lee").person
    make_module_version()

    ask(client, ann)

    assert Notice.objects.get().subject == "A colleague would like your help with some training"


def test_after_a_go_the_message_is_word_for_word_what_it_is_before():
    tom, ann, version = make_member("Tom Ellis").person, make_member("Ann Lee").person, make_module_version()
    asked = {"person": tom, "colleague": ann, "version": version, "words": ""}
    actions.ask_for_help(**asked, at=MONDAY)
    fail(tom, version)

    actions.ask_for_help(**asked, at=TUESDAY)

    before, after = Notice.objects.order_by("queued_at").values_list("body", flat=True)
    assert before == after


def test_the_learner_reads_who_was_told(client, learner):
    ann = make_member("Ann Lee").person
    make_module_version()

    page = client.post(address("ask_for_help"), {"colleague": ann.key, "words": ""}, follow=True)

    assert [str(message) for message in page.context["messages"]] == ["We have told Ann Lee."]


def test_one_colleague_is_asked_once_a_day_about_a_module_and_what_was_typed_stays(client, learner):
    ann = make_member("Ann Lee").person
    make_module_version()
    ask(client, ann)

    page = ask(client, ann, "And one thing more.")

    assert errors(page) == [
        "You have asked Ann Lee about this module today. Choose somebody else, or ask again tomorrow"
    ]
    assert (kept_words(page), Notice.objects.count()) == ("And one thing more.", 1)


def test_two_people_may_ask_one_colleague_on_one_day():
    ann, version = make_member("Ann Lee").person, make_module_version()

    for name in ("Tom Ellis", "Ruth Okafor"):
        actions.ask_for_help(person=make_member(name).person, colleague=ann, version=version, words="", at=TUESDAY)

    assert Notice.objects.by(ann).count() == 2


def somebody_elsewhere():
    return make_member("Otto Other", practice=make_practice("Hillside Surgery")).person


def a_leaver():
    return make_member("Lee Leaver", ended_on=timezone.localdate() - dt.timedelta(days=1)).person


@pytest.mark.parametrize(
    "forged", [somebody_elsewhere, a_leaver, lambda: make_person("Stranger"), uuid.uuid4, lambda: "nonsense"]
)
def test_nobody_else_can_be_told_and_what_was_typed_stays(client, learner, forged):
    make_member("Ann Lee")
    make_module_version()

    page = ask(client, forged())

    assert (errors(page), kept_words(page)) == (["Choose a colleague who works with you today"], WORDS)
    assert not Notice.objects.exists()


def test_one_cannot_ask_oneself(client, learner):
    make_member("Ann Lee")
    make_module_version()

    assert errors(ask(client, learner)) == ["Choose a colleague who works with you today"]


def test_what_is_too_long_stays_to_be_shortened(client, learner):
    ann = make_member("Ann Lee").person
    make_module_version()

    page = ask(client, ann, "a" * 501)

    assert (errors(page), len(kept_words(page))) == (["Write 500 characters or fewer"], 501)
    assert not Notice.objects.exists()


def test_choosing_nobody_is_said(client, learner):
    make_member("Ann Lee")
    make_module_version()

    assert errors(ask(client, "")) == ["Choose whom to ask"]


def test_whoever_has_no_colleagues_is_told_so_and_sees_no_form(client, learner):
    make_module_version()
    assert Membership.objects.by(learner).exists()

    page = client.get(address("ask_for_help")).content.decode()

    assert ("There is nobody to choose from" in page, 'name="colleague"' in page) == (True, False)


def test_the_way_to_help_is_on_the_check_and_after_a_go_that_did_not_pass(client, learner):
    version = make_module_version()
    intro = client.get(address("check")).content.decode()

    not_yet = client.get(address("result", fail(learner, version).key)).content.decode()

    link = f'href="{address("ask_for_help")}"'
    assert (link in intro, link in not_yet) == (True, True)
