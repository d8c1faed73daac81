"""Personal words can be forgotten, but only those that an approved disposal names, and never be changed."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.audit.rows import MONDAY, a_disposal_item, some_words
from trainingsite.audit.actions import commitment, keep_words, read_words
from trainingsite.audit.models import Disposal, Words

pytestmark = pytest.mark.django_db


def test_words_come_back_as_they_were_given():
    assert read_words(some_words("Zoë O’Brien")) == "Zoë O’Brien"


def test_a_file_comes_back_byte_for_byte():
    upload = keep_words(
        about=some_words().about, kind="upload", words=b"%PDF\x00", media_type="application/pdf", at=MONDAY
    )

    assert read_words(Words.objects.get(pk=upload.pk)) == b"%PDF\x00"


def test_the_same_words_leave_different_commitments():
    assert commitment(some_words("Ann Lee")) != commitment(some_words("Ann Lee"))


def test_a_commitment_fits_the_words_that_were_kept():
    words = some_words()

    assert commitment(Words.objects.get(pk=words.pk)) == commitment(words)


def test_words_that_no_disposal_names_cannot_be_deleted():
    named, other = some_words(), some_words()
    a_disposal_item(named)

    with pytest.raises(IntegrityError, match="audit_words is append-only"), transaction.atomic():
        Words.objects.filter(pk=other.pk).delete()

    assert Words.objects.count() == 2


def test_words_that_a_disposal_names_can_be_deleted():
    named, other = some_words(), some_words()
    a_disposal_item(named)

    named.delete()

    assert list(Words.objects.all()) == [other]


def test_a_disposal_does_not_let_words_be_changed():
    named = some_words()
    a_disposal_item(named)

    with (
        pytest.raises(IntegrityError, match="audit_words is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_words SET kind = 'nickname'")


def test_one_delete_of_named_and_other_words_deletes_none():
    a_disposal_item(some_words())
    some_words()

    with pytest.raises(IntegrityError, match="audit_words is append-only"), transaction.atomic():
        Words.objects.all().delete()

    assert Words.objects.count() == 2


def test_nobody_approves_the_disposal_they_propose():
    with pytest.raises(IntegrityError, match="disposal_approved_by_a_second_person"), transaction.atomic():
        Disposal.objects.create(rule="left six years ago", proposed_by="ann", approved_by="ann")


def test_the_only_administrator_may_and_the_disposal_says_so():
    disposal = Disposal.objects.create(
        rule="left six years ago", proposed_by="ann", approved_by="ann", only_one_administrator=True
    )

    assert Disposal.objects.get() == disposal
