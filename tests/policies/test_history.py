"""What changed since somebody last signed, every version ever published, and each as PDF."""

import io

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from pypdf import PdfReader

from tests.factories import (
    clauses_of,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    moment,
)  # fmt: skip
from trainingsite.policies import actions
from trainingsite.policies.changes import Kind, changes_between
from trainingsite.policies.differences import marked
from trainingsite.policies.versions import publish_policy

TOLD = "Tell your manager the same day."


def heard(marked_html: str) -> str:
    """What a screen reader says."""
    return " ".join(html.fragment_fromstring(marked_html, create_parent="div").text_content().split())


def test_a_reader_hears_what_was_put_in_and_what_was_taken_out():
    found = marked("<p>Tell your manager soon.</p>", "<p>Tell your manager the same day.</p>")

    assert heard(found) == "Tell your manager [put in: the same day.] [taken out: soon.]"


BLOCKS = st.one_of(
    st.sampled_from(["<p>Ask first.</p>", "<h4>Photos</h4>", "<p>Tell your manager.</p>"]),
    st.lists(st.sampled_from(["Keep a copy.", "Ring us.", "Ask first."]), min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    ),
)


@given(before=st.lists(BLOCKS, min_size=1, max_size=4), now=st.lists(BLOCKS, min_size=1, max_size=4))
@example(before=["<h4>Photos of us</h4>", "<p>Ask us first.</p>"], now=["<ul><li>Us first</li><li>of us</li></ul>"])
def test_a_list_holds_items_alone_whatever_was_changed(before, now):
    text = html.fragment_fromstring(marked("".join(before), "".join(now)), create_parent="div")

    assert {inside.tag for each in text.iter("ul", "ol") for inside in each} <= {"li"}


def test_a_text_that_is_the_same_is_not_marked():
    assert marked("<p>Tell your <b>manager</b>.</p>", "<p>Tell your <b>manager</b>.</p>") == (
        "<p>Tell your <b>manager</b>.</p>"
    )


def test_a_point_taken_out_at_the_end_of_a_list_stays_in_the_list():
    found = html.fragment_fromstring(
        marked("<ul><li>Keep a copy.</li><li>Ring us.</li></ul>", "<ul><li>Keep a copy.</li></ul><p>More.</p>"),
        create_parent="div",
    )

    assert {item.getparent().tag for item in found.iter("li")} == {"ul"}
    assert [len(found.findall(".//li")), found.findtext(".//li")] == [2, "Keep a copy."]


def test_what_looks_like_a_tag_in_the_text_stays_text():
    assert "<b>" not in marked("<p>a &lt;b&gt; c</p>", "<p>a &lt;b&gt; d</p>")


def clause(clause_id, title, text):
    return {"id": clause_id, "number": 1, "title": title, "html": text}


def content(*clauses, declaration="<p>I sign.</p>"):
    return {"clauses": [*clauses], "declaration": declaration}


def test_changes_are_told_clause_by_clause():
    before = content(clause("a", "Photos", "<p>Ask.</p>"), clause("b", "Blogs", "<p>No.</p>"))
    now = content(clause("a", "Pictures", "<p>Ask.</p>"), clause("c", "Groups", "<p>Leave.</p>"))

    found = changes_between(before, now)

    assert [(each.kind, each.title) for each in found] == [
        (Kind.CHANGED, "Pictures"), (Kind.ADDED, "Groups"), (Kind.REMOVED, "Blogs"),
    ]  # fmt: skip
    assert heard(found[0].html) == "[put in: Pictures] [taken out: Photos] Ask."


def test_a_changed_statement_is_told_too():
    found = changes_between(content(), content(declaration="<p>I sign and agree.</p>"))

    assert [each.kind for each in found] == [Kind.STATEMENT]


@pytest.fixture
def reader(client):
    member = make_member("Tom Ellis")
    client.force_login(member.person)
    return member


@pytest.fixture
def versions(reader):
    """Version 1.0, signed by the reader, and 2.0, which says something else."""
    page = make_policy(clauses=("Tell your manager soon.",))
    first = make_policy_version(page, at=moment(2026, 3, 2))
    actions.sign(
        person=reader.person, version=first, typed_name="Tom Ellis", method="password", at=moment(2026, 3, 3)
    )  # fmt: skip
    page.clauses = clauses_of(TOLD)
    page.save()
    return first, publish_policy(page=page, reason="Sooner.", at=moment(2026, 4, 1))


@pytest.mark.django_db
def test_whoever_signed_an_older_version_is_led_to_what_changed_since(client, versions):
    first, second = versions
    page = client.get(reverse("policies:read", args=[second.page.key]))

    told = client.get(reverse("policies:changes", args=[second.key, first.key]))

    assert page.context["reading"].signed_before == first
    assert [heard(each.html) for each in told.context["changes"]] == [
        "Clause 1Tell your manager [put in: the same day.] [taken out: soon.]"
    ]


@pytest.mark.django_db
def test_an_older_version_is_not_compared_with_a_newer_signature(client, reader, versions):
    first, second = versions
    actions.sign(
        person=reader.person, version=second, typed_name="Tom Ellis", method="password", at=moment(2026, 4, 2)
    )  # fmt: skip

    page = client.get(reverse("policies:version", args=[first.key]))

    assert page.context["reading"].signed_before is None


@pytest.mark.django_db
def test_the_versions_are_listed_from_the_newest_with_their_reasons(client, versions):
    page = client.get(reverse("policies:history", args=[versions[0].page.key]))

    assert [(each.number, each.reason) for each in page.context["versions"]] == [
        ("2.0", "Sooner."), ("1.0", versions[0].reason),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_first_version_has_nothing_to_be_compared_with(client, versions):
    page = client.get(reverse("policies:changes", args=[versions[0].key]))

    assert (page.status_code, page.context["since"], page.context["changes"]) == (200, None, [])


@pytest.mark.django_db
def test_any_version_ever_published_can_be_had_as_pdf(client, versions):
    address = reverse("policies:pdf", args=[versions[0].key])

    first, again = client.get(address), client.get(address)

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(first.content)).pages)
    assert first.content == again.content
    assert [words in text for words in ("Tell your manager soon.", TOLD, versions[0].snapshot_id)] == [
        True,
        False,
        True,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["a visitor", "somebody from another practice"])
def test_nobody_else_sees_any_of_it(client, versions, who):
    client.logout()
    if who != "a visitor":
        client.force_login(make_member("Ann Lee", practice=make_practice("Harbour View Surgery")).person)
    first, second = versions
    addresses = [
        reverse("policies:history", args=[first.page.key]),
        reverse("policies:changes", args=[second.key]),
        reverse("policies:changes", args=[second.key, first.key]),
        reverse("policies:pdf", args=[first.key]),
    ]

    answers = [client.get(address) for address in addresses]

    assert {answer.status_code for answer in answers} == ({302} if who == "a visitor" else {404})
    assert not any(b"Tell your manager" in answer.content for answer in answers)


@pytest.mark.django_db
def test_versions_of_two_policies_are_never_compared(client, versions):
    other = make_policy_version(make_policy(title="Phones", clauses=("Leave them in your bag.",)))

    answer = client.get(reverse("policies:changes", args=[versions[1].key, other.key]))

    assert answer.status_code == 404


def test_what_the_editor_writes_its_own_way_is_no_change():
    loaded = {
        "id": "a",
        "title": "Posts",
        "html": "<p>Say <strong>&quot;no&quot;</strong>.</p>\n<ul>\n<li>Ask</li>\n</ul>",
    }
    saved = {
        "id": "a",
        "title": "Posts",
        "html": '<p data-block-key="x1">Say <b>"no"</b>.</p><ul><li data-block-key="x2">Ask</li></ul>',
    }

    changes = changes_between({"clauses": [loaded], "declaration": ""}, {"clauses": [saved], "declaration": ""})

    assert changes == []


def test_a_summary_that_says_something_else_is_a_change():
    text = {"clauses": [], "declaration": ""}

    changes = changes_between({**text, "summary": "Posts at work"}, {**text, "summary": "Posts at home"})

    assert [change.kind for change in changes] == [Kind.SUMMARY]
