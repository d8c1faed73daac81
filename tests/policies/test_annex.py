"""Hot topics: the annex of a policy, which comes last and is reviewed more often."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.desk.test_starter_content import practice_with_every_duty
from tests.factories import MONDAY, make_member, make_policy, make_policy_version
from tests.policies.reviewing import annexed
from tests.policies.test_question_pages import sign_in
from tests.policies.test_receipts import text_of
from trainingsite.people.shelves import practice_shelf
from trainingsite.policies.changes import Kind, changes_between
from trainingsite.policies.freezing import policy_content
from trainingsite.policies.loading import put_on_shelf, read_policy, rewrite
from trainingsite.policies.pdf import policy_pdf
from trainingsite.policies.versions import content_of, publish_policy

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


def with_annex(**fields):
    page = make_policy(**fields)
    page.clauses = annexed("Be kind.", annex="Vaccines.")
    page.save()
    return page


def headings(html):
    body = html.split('<article class="document__body">')[1].split("</article>")[0]
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<h[23].*?</h[23]>", body)]


def test_only_a_clause_of_the_annex_is_frozen_as_one():
    page = with_annex()

    clauses = policy_content(page, page.practice, DAY)["clauses"]

    assert [clause.get("annex") for clause in clauses] == [None, True]
    assert ["annex" in clause for clause in clauses] == [False, True]


@pytest.mark.parametrize(("order", "below"), [((0, 2, 1), "Clause 2"), ((2, 0, 1), "Clause 1")])
def test_a_clause_below_the_annex_is_refused_by_its_title(order, below):
    page, clauses = make_policy(), annexed("One.", "Two.", annex="Vaccines.")
    page.clauses = [clauses[place] for place in order]

    with pytest.raises(ValidationError) as refused:
        page.clean()

    [sentence] = refused.value.message_dict["clauses"]
    assert sentence == (
        "The clauses about hot topics come last, because they are the annex of the policy. Move"
        f" “{below}” above them, or tick “Hot topics (annex)” for it too."
    )


def test_an_annex_that_comes_last_is_not_refused():
    with_annex().clean()


def test_the_editor_fills_in_the_usual_months():
    page = with_annex()
    page.review_months = page.annex_review_months = None

    page.clean()

    assert (page.review_months, page.annex_review_months) == (12, 3)


def test_readers_find_hot_topics_under_a_heading_of_their_own(client):
    version = make_policy_version(with_annex())
    sign_in(client, make_member("Tom Ellis", practice=version.practice).person)

    html = client.get(reverse("policies:version", args=[version.key])).content.decode()

    contents = html.split('id="contents"')[1].split("</nav>")[0]
    assert headings(html) == ["1. Clause 1", "Hot topics", "2. Hot topics now"]
    assert re.findall(r'href="(#[^"]+)"', contents) == ["#clause-1", "#annex", "#hot-topics"]


def test_a_policy_without_an_annex_has_no_such_heading(client):
    version = make_policy_version()
    sign_in(client, make_member("Tom Ellis", practice=version.practice).person)

    html = client.get(reverse("policies:version", args=[version.key])).content.decode()

    assert headings(html) == ["1. Clause 1"]
    assert "#annex" not in html


def test_patients_find_it_too(client):
    version = make_policy_version(with_annex(public=True, declaration=""))

    html = client.get(reverse("policies:public", args=[version.page.key])).content.decode()

    assert headings(html) == ["1. Clause 1", "Hot topics", "2. Hot topics now"]


def test_the_pdf_has_the_heading():
    version = make_policy_version(with_annex())

    text = text_of(policy_pdf(version, content_of(version), "https://training.surgery.example"))

    places = [text.index(words) for words in ("1. Clause 1", "Hot topics", "2. Hot topics now", "Vaccines.")]
    assert places == sorted(places)


def test_a_change_in_the_annex_reads_as_any_other():
    page = with_annex()
    before = policy_content(page, page.practice, DAY)
    page.clauses = annexed("Be kind.", annex="Vaccines and elections.")

    changes = changes_between(before, policy_content(page, page.practice, DAY))

    assert [(change.kind, change.title) for change in changes] == [(Kind.CHANGED, "Hot topics now")]


# The starter policy.


def editions():
    page = put_on_shelf(read_policy("social-media-1.0"), practice_shelf(practice_with_every_duty()))
    first = publish_policy(page=page, reason="First version.", at=MONDAY)
    second = publish_policy(page=rewrite(page, read_policy("social-media")), reason="New apps.", at=MONDAY)
    return content_of(first), content_of(second)


def test_the_starter_policys_hot_topics_are_its_annex():
    _, content = editions()

    assert [clause["id"] for clause in content["clauses"] if clause.get("annex")] == ["hot-topics"]
    assert (content["clauses"][-1]["id"], len(content["clauses"])) == ("hot-topics", 21)


def test_since_the_first_edition_the_clause_was_changed_and_not_replaced():
    before, now = editions()

    changes = {change.title: change for change in changes_between(before, now)}

    assert changes["Misinformation and hot topics"].kind == Kind.CHANGED
    assert [change.title for change in changes.values() if change.kind == Kind.REMOVED] == []
