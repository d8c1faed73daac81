"""A comment without a name leaves one row behind, and nobody in it: every table is looked through."""

import logging
import re
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.policies.consulting import Asked
from trainingsite.policies.consultations import Comment, UnnamedComment
from trainingsite.policies.consulting import actions

pytestmark = pytest.mark.django_db
TABLE = UnnamedComment._meta.db_table
A_TIME = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")


@pytest.fixture
def surgery():
    return Asked()


def everything_kept():
    """Every row of every table of the database, as text; Django's own tables and the database's counters too."""
    kept = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            tables = [*tables, "sqlite_sequence"]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept[table] = sorted(repr(row) for row in cursor.fetchall())
    return kept


def added(before, after):
    """What is there now and was not, by table."""
    new = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    return {table: rows for table, rows in new.items() if rows}


def taken_away(before, after):
    return added(after, before)


def form_of(client, consultation):
    """What the page's form holds before somebody writes in it."""
    form = client.get(reverse("policies:consultation", args=[consultation.key])).context["form"]
    return {"token": form["token"].value(), "person": form["person"].value(), "clause": ""}


def send(client, consultation, form, **written):
    return client.post(reverse("policies:comment", args=[consultation.key]), {**form, **written})


def test_an_unnamed_comment_adds_one_row_to_the_whole_database_and_nobody_is_in_it(client, surgery, caplog):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)
    form = form_of(client, consultation)
    remembered, before = set(cache._cache), everything_kept()

    with caplog.at_level(logging.DEBUG):
        answer = send(client, consultation, form, way="unnamed", text="I am afraid of clause 2.", clause="clause-2")

    after = everything_kept()
    comment = UnnamedComment.objects.get()
    assert answer.status_code == 302
    assert (list(added(before, after)), taken_away(before, after)) == ([TABLE], {})
    assert len(added(before, after)[TABLE]) == 1
    fields = {field.attname: getattr(comment, field.attname) for field in UnnamedComment._meta.concrete_fields}
    assert fields == {
        "key": comment.key, "consultation_id": consultation.pk, "clause": "clause-2",
        "text": "I am afraid of clause 2.",
    }  # fmt: skip
    assert set(cache._cache) == remembered
    assert who_is_in("\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records), surgery) == []


def who_is_in(text, surgery):
    """What of the sender, their sign-in and the page they sent can be read in a text."""
    tom = surgery.tom
    return [word for word in (str(tom.key), tom.username, "Tom", "Ellis", "127.0.0.1") if word in text]


def test_a_comment_under_a_name_is_seen_by_the_same_look_through_everything(client, surgery):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)
    form = form_of(client, consultation)
    before = everything_kept()

    send(client, consultation, form, way="named", text="I am not afraid.")

    new = added(before, everything_kept())
    named = [row for row in new["policies_comment"] if f", {surgery.tom.pk}, " in row or f", {surgery.tom.pk})" in row]
    assert {"policies_comment", "audit_words", "audit_auditevent"} <= set(new)
    assert len(named) == 1


def test_an_unnamed_row_holds_no_time_and_nothing_of_the_page_it_came_from(client, surgery):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)
    form = form_of(client, consultation)
    before = everything_kept()

    send(client, consultation, form, way="unnamed", text="I am afraid.")

    (row,) = added(before, everything_kept())[TABLE]
    sent = [key for each in (form["token"], surgery.tom.key) for key in (str(each), uuid.UUID(str(each)).hex)]
    assert (A_TIME.findall(row), [key for key in sent if key in row]) == ([], [])


def test_the_same_page_sent_twice_says_it_once(client, surgery):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)
    form = form_of(client, consultation)

    for _ in range(2):
        send(client, consultation, form, way="unnamed", text="I am afraid.")

    assert UnnamedComment.objects.count() == 1


def test_the_token_of_a_page_is_new_each_time_and_says_nothing_of_who_opened_it(client, surgery):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)

    tokens = {form_of(client, consultation)["token"] for _ in range(3)}

    assert len(tokens) == 3
    assert {uuid.UUID(str(token)).version for token in tokens} == {4}


def test_the_same_token_and_words_of_two_people_make_the_same_row(surgery):
    consultation, token = surgery.open_now(), uuid.uuid4()
    today = timezone.localdate()
    for _ in ("Tom", "Ruth"):
        actions.comment_unnamed(token=token, consultation=consultation, clause="", text="Afraid.", day=today)

    assert UnnamedComment.objects.count() == 1


def test_both_kinds_of_comment_are_sent_to_the_same_address_and_answered_alike(client, surgery):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)
    form = form_of(client, consultation)

    answers = [send(client, consultation, form, way=way, text=f"{way}.") for way in ("named", "unnamed")]

    assert len({(each.status_code, each.url, each.cookies["messages"].value[-30:] != "") for each in answers}) == 1
    assert [Comment.objects.count(), UnnamedComment.objects.count()] == [1, 1]


def test_the_form_says_what_is_kept_before_anybody_writes(client, surgery):
    consultation = surgery.open_now()
    client.force_login(surgery.tom)

    html = client.get(reverse("policies:consultation", args=[consultation.key])).content.decode()

    said = [
        "Everybody who is asked reads your comment as soon as you send it",
        "your name, the time, in which order comments came, the computer or phone you used",
        "you cannot change it or take it back",
        "colleagues may guess from what you write and how",
        "Only 4 people are asked, so guessing is easy.",
        "only when it is answered, with nothing but the answer, and when the consultation is closed",
        "could work out roughly when a comment came, and in which order",
    ]
    assert [sentence for sentence in said if sentence not in html] == []


def test_nobody_is_told_of_it_but_by_looking(client, surgery):
    consultation = surgery.open_now()
    before = everything_kept()["notices_notice"]

    actions.comment_unnamed(
        token=uuid.uuid4(), consultation=consultation, clause="", text="Afraid.", day=timezone.localdate()
    )

    assert everything_kept()["notices_notice"] == before
