"""How questions are answered, for authors: without names, from five people on."""

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from modules.statistics import statistics_of
from tests.factories import (
    TUESDAY,
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_person,
    moment,
    the_practice,
)
from tests.modules.goes import hand_in, module_asking, open_all, question
from tests.scenarios.stories import erase
from trainingsite.audit.models import Words
from trainingsite.people.shelves import authors, policy_owners

pytestmark = pytest.mark.django_db

WEDNESDAY = moment(2026, 3, 4)
RIGHT, WRONG = {"q1": ("a",)}, {"q1": ("b",)}


def answered_by(version, *all_answers):
    """So many people, each with one go."""
    return [hand_in(make_member(f"Person {at}").person, version, one) for at, one in enumerate(all_answers)]


def says(version):
    return [one.says for one in statistics_of(version.page)]


def admin_page(page):
    return reverse("module_questions", args=[page.pk])


def sign_in(client, person):
    """With a second factor."""
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (0, 0, "Fewer than 5 people: not shown"),
        (3, 1, "Fewer than 5 people: not shown"),
        (3, 2, "3 of 5 people"),
        (9, 0, "9 of 9 people"),
        (6, 4, "60% of 10 people"),
    ],
)
def test_a_share_is_shown_from_five_people_on_and_in_percent_from_ten(right, wrong, said):
    version = module_asking(question("q1"))

    answered_by(version, *[RIGHT] * right, *[WRONG] * wrong)

    assert says(version) == [said]


def test_one_person_who_tries_five_times_is_one_person():
    version, tom = module_asking(question("q1")), make_member().person

    for _ in range(5):
        hand_in(tom, version, WRONG)
        open_all(tom, version)

    assert says(version) == ["Fewer than 5 people: not shown"]


def test_what_counts_is_the_first_time_a_person_met_the_question():
    version = module_asking(question("q1"))
    people = [attempt.person for attempt in answered_by(version, *[WRONG] * 5)]

    for person in people:
        open_all(person, version)
        hand_in(person, version, RIGHT, at=WEDNESDAY)

    assert says(version) == ["0 of 5 people"]


def test_what_has_been_erased_is_not_counted():
    version = module_asking(question("q1"))
    first, *_ = answered_by(version, *[RIGHT] * 5)

    erase(Words.objects.about(first.key))

    assert says(version) == ["Fewer than 5 people: not shown"]


def test_a_question_counts_across_versions_as_long_as_it_asks_the_same():
    old = module_asking(question("q1"), question("q2"))
    answered_by(old, *[{"q1": ("a",), "q2": ("a",)}] * 5)
    page = old.page
    page.questions = [("question", question("q1")), ("question", {**question("q2"), "text": "Asked otherwise?"})]
    page.save()

    new = make_module_version(page, material=False, at=TUESDAY)

    assert says(new) == ["5 of 5 people", "Fewer than 5 people: not shown"]


def test_going_back_to_an_old_version_counts_what_was_answered_there():
    first = module_asking(question("q1"))
    answered_by(first, *[RIGHT] * 5)
    page = first.page
    for text in ("Asked otherwise?", "Question q1?"):
        page.questions = [("question", {**question("q1"), "text": text})]
        page.save()
        last = make_module_version(page, material=False, at=TUESDAY)

    assert (last.number, says(last)) == (3, ["5 of 5 people"])


def test_a_question_is_counted_for_those_whose_go_drew_it():
    version = module_asking(question("q1"), question("q2"), ask=1)

    for at in range(12):
        complete(make_member(f"Person {at}").person, version)

    assert sum(one.people for one in statistics_of(version.page)) == 12


@pytest.mark.parametrize("people", [1, 6])
def test_the_figures_take_three_queries_however_many_answered(people, django_assert_num_queries):
    version = module_asking(question("q1"), question("q2"))
    answered_by(version, *[RIGHT] * people)

    with django_assert_num_queries(3):  # the versions, the goes, the answers
        statistics_of(version.page)


def test_an_author_of_shared_content_sees_figures_and_no_names(client):
    version, ada = module_asking(question("q1")), make_person("Ada Author")
    ada.groups.add(authors())
    version.page.move(authors_shelf(), pos="last-child")
    answered_by(version, *[RIGHT] * 5)
    sign_in(client, ada)

    page = client.get(admin_page(version.page)).content.decode()

    assert ("5 of 5 people" in page, "Person 0" in page) == (True, False)


def authors_shelf():
    return authors().page_permissions.first().page


def wrong_author():
    """Somebody who may write, on a practice's own shelf."""
    person = make_member("Olive Owner").person
    person.groups.add(policy_owners(the_practice()))
    return person


def a_manager():
    person = make_member("Mo Manager", "Practice manager").person
    give_duty(person, the_practice(), "practice_manager")
    return person


# Who may write somewhere is led to Wagtail's own first page, which says that they may not do this.
@pytest.mark.parametrize(("who", "status"), [(wrong_author, 302), (a_manager, 403)])
def test_nobody_else_sees_them(client, who, status):
    version = module_asking(question("q1"))
    answered_by(version, *[RIGHT] * 5)
    sign_in(client, who())

    answer = client.get(admin_page(version.page))

    assert (answer.status_code, b"5 of 5 people" in answer.content) == (status, False)


def test_a_visitor_is_sent_to_sign_in(client):
    version = module_asking(question("q1"))

    assert client.get(admin_page(version.page))["Location"].split("?")[0] == reverse("people:sign_in")


def test_the_editor_leads_to_them(client):
    version, ada = module_asking(question("q1")), make_person("Ada", is_superuser=True, is_staff=True)
    sign_in(client, ada)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[version.page_id])).content.decode()

    assert admin_page(version.page) in page


def test_a_module_never_published_has_nothing_to_show():
    assert statistics_of(make_module()) == []
