"""Which key points a policy covers: the author's own check, in the editor, before publishing and among the tasks."""

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import MONDAY, make_member, make_person, make_policy, make_policy_version, make_practice
from tests.policies.lives import publishing
from tests.policies.reviewing import covering
from trainingsite.people.shelves import policy_owners, practice_shelf
from trainingsite.policies.completeness import Covering, coverage_of, missing_in
from trainingsite.policies.freezing import policy_content
from trainingsite.policies.key_points import CheckedAgainst, key_points, points_of
from trainingsite.policies.loading import put_on_shelf, read_policy
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.panels import check_of
from trainingsite.policies.review.tasks import tasks_for

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
STAFF_POINTS = [
    "living-document", "business-and-private-use", "what-may-be-said", "hot-topics", "staff-consulted",
    "disciplinary-process", "practice-accounts", "answering-patients", "shares-not-endorsements",
]  # fmt: skip


def clause(*points, has_words=True):
    return Covering("Clause", frozenset(points), has_words, "b1")


def missing(kind, *clauses, **more):
    return [each.point.id for each in missing_in(coverage_of(kind, clauses, **more))]


def test_the_key_points_are_those_of_the_guide():
    assert [point.id for point in points_of("social-media")] == STAFF_POINTS
    assert [point.id for point in points_of("public-page")] == [
        "living-document", "answering-patients", "shares-not-endorsements",
    ]  # fmt: skip


def test_every_key_point_is_of_a_known_kind_and_says_something():
    kinds = set().union(*(point.of for point in key_points()))

    assert kinds == set(CheckedAgainst.values)
    assert [point.id for point in key_points() if not (point.title and point.says and point.hint)] == []


def test_a_policy_about_something_else_has_none():
    assert coverage_of("", [clause("hot-topics")]) == []


def test_a_point_is_covered_by_the_clauses_that_say_so():
    coverage = coverage_of("public-page", [clause("living-document"), clause("living-document", "answering-patients")])

    assert [len(each.clauses) for each in coverage] == [2, 1, 0]
    assert [each.point.id for each in missing_in(coverage)] == ["shares-not-endorsements"]


def test_a_clause_without_words_covers_nothing():
    [first, *_] = coverage_of("public-page", [clause("living-document", has_words=False)])

    assert (first.is_covered, len(first.empty)) == (False, 1)


def test_a_consultation_covers_that_staff_were_consulted_and_nothing_else():
    assert missing("social-media", consulted=True) == [point for point in STAFF_POINTS if point != "staff-consulted"]


@pytest.mark.parametrize(
    ("text", "has_words"), [("Words.", True), ("", False), ("&nbsp; ", False), ("<b></b>", False)]
)  # fmt: skip
def test_words_are_what_is_left_without_the_markup(text, has_words):
    page = make_policy(checked_against="public-page")
    page.clauses = [covering("living-document", text=text)]

    assert check_of(page)[0].is_covered is has_words


def test_what_a_clause_covers_is_no_part_of_what_is_signed():
    page = make_policy()
    before = policy_content(page, page.practice, DAY)
    page.clauses = [covering("hot-topics", "staff-consulted", text="Be kind.")]

    assert policy_content(page, page.practice, DAY) == before


def test_to_say_only_what_clauses_cover_makes_no_version():
    version = make_policy_version()
    version.page.clauses = [covering("hot-topics", text="Be kind.")]

    assert make_policy_version(version.page) == version


@pytest.mark.parametrize(
    ("name", "expected"), [("social-media", []), ("social-media-1.0", ["staff-consulted"]), ("public-page", [])]
)
def test_the_starter_policies_say_what_they_cover(name, expected):
    page = put_on_shelf(read_policy(name), practice_shelf(make_practice()))

    assert [each.point.id for each in missing_in(check_of(page))] == expected


@pytest.mark.parametrize("name", ["social-media", "social-media-1.0", "public-page"])
def test_the_starter_policies_speak_of_clauses_and_points_that_there_are(name):
    content = read_policy(name).content

    named = {clause for clauses in content["key_points"].values() for clause in clauses}
    assert named - {clause["id"] for clause in content["clauses"]} == set()
    assert set(content["key_points"]) - {point.id for point in points_of(content["checked_against"])} == set()


# In Wagtail.


def let_in(client, person):
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()


def owner_of(practice, name="Olu Bright"):
    owner = make_member(name, practice=practice).person
    owner.groups.add(policy_owners(practice))
    return owner


@pytest.fixture
def page():
    """A draft of which one point is covered, one only by a clause without words."""
    practice = make_practice()
    practice_shelf(practice)
    page = make_policy(practice, checked_against="public-page")
    page.clauses = [
        covering("living-document", text="Olu reviews it."), covering("answering-patients", text="", number=2),
    ]  # fmt: skip
    page.save_revision()
    return page


def editor(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown(html):
    """The panel's lines, from its sum to its last hint."""
    panel = html.split('<div class="key-points">')[1].split("</div>")[0]
    return [" ".join(line.split()) for line in panel.splitlines() if line.strip()]


def test_the_editor_shows_what_the_draft_covers_and_a_hint_for_the_rest(client, page):
    let_in(client, owner_of(page.practice))
    first, second = page.get_latest_revision_as_object().clauses

    lines = shown(client.get(editor(page)).content.decode())

    assert lines[0].startswith("<p><strong>2 of 3 key points not covered yet.</strong>")
    assert f'<p>Covered by: <a href="#block-{first.id}-section">Clause 1</a></p>' in lines
    assert f'<p>No words yet in: <a href="#block-{second.id}-section">Clause 2</a></p>' in lines
    assert [line for line in lines if "Hint" in line] == [
        "<p><em>Hint: Say for each of the three who deals with it and what patients are told.</em></p>",
        "<p><em>Hint: One sentence is enough. Put it on the page for patients as well.</em></p>",
    ]


def test_a_policy_that_is_checked_against_nothing_shows_no_panel(client, page):
    other = make_policy(page.practice, "Dress code")
    let_in(client, owner_of(page.practice))

    assert '<div class="key-points">' not in client.get(editor(other)).content.decode()


def test_another_practices_owner_and_visitors_do_not_see_the_draft(client, page):
    answers = [client.get(editor(page))]
    neighbour = owner_of(make_practice("Saltmere Road Practice"), "Cat Roe")
    for person in (neighbour, make_member("Tom Ellis", practice=page.practice).person):
        let_in(client, person)
        answers.append(client.get(editor(page)))

    assert [answer.status_code in {302, 403, 404} for answer in answers] == [True] * 3
    assert ["key-points" in answer.content.decode() for answer in answers] == [False] * 3


def test_what_is_missing_is_said_before_publishing_and_stops_nothing(client, page):
    let_in(client, make_person("Site Administrator", is_superuser=True, is_staff=True))
    address = reverse("publish_policy", args=[page.pk])

    answer = client.get(address)

    assert [each.point.id for each in answer.context["missing_points"]] == [
        "answering-patients", "shares-not-endorsements",
    ]  # fmt: skip
    assert "2 key points not covered yet." in answer.content.decode()
    client.post(*publishing(client, page, alone="on", effective_on="2099-01-01"))
    assert PolicyVersion.objects.get().page == page


# Among the tasks of whoever looks after it.


def sentences(page):
    page.refresh_from_db()
    return [task.sentence for task in tasks_for([page], DAY)[page.pk] if "key point" in task.sentence]


def test_what_the_draft_lacks_is_a_task(page):
    [sentence] = sentences(page)

    assert sentence == (
        "The draft does not cover every key point. Not covered yet: Complaints, requests and comments from patients;"
        " Shares are not endorsements."
    )


def test_what_is_in_force_and_lacks_something_is_a_task():
    version = make_policy_version(make_policy(checked_against="public-page"))

    [sentence] = sentences(version.page)

    assert sentence.startswith("The version in force does not cover every key point.")


def test_a_complete_draft_takes_the_task_away():
    version = make_policy_version(make_policy(checked_against="public-page"))
    page = version.page
    page.clauses = [covering(*(point.id for point in points_of("public-page")))]
    page.save_revision()

    assert sentences(page) == []


def test_a_draft_that_was_never_saved_as_one_is_no_task_yet():
    assert sentences(make_policy(checked_against="public-page")) == []
