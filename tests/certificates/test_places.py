"""Where somebody did what they hold: on their page and on the PDF they take along."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from tests.certificates.holding import WEDNESDAY, learned_before
from tests.compliance.claiming import WHERE, make_claim, make_manager
from tests.compliance.completing import recorded
from tests.factories import complete, make_member, make_module_version, make_outside_training, make_practice
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import Disposal, DisposalItem, Words
from trainingsite.certificates.held import held_by
from trainingsite.certificates.own.taking_along import statement_of
from trainingsite.certificates.statement import columns_for
from trainingsite.compliance.claims import accept
from trainingsite.compliance.elsewhere import Word

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 6)
PAGE = reverse("certificates:held")


def accepted_claim():
    """Tom's proof of basic life support, which his manager accepted."""
    tom = make_member("Tom Ellis").person
    with replaying(WEDNESDAY):
        accept(claim=make_claim(tom), by=make_manager(), at=WEDNESDAY)
    return tom


def places(person) -> list[str]:
    return [line.where for line in held_by(person, DAY).elsewhere]


def headings_of_the_file(person) -> list[str]:
    """The columns of the table of training done elsewhere."""
    [section] = statement_of(person.name, held_by(person, DAY), DAY).sections
    return [column.heading for column in columns_for(section.rows)]


def test_training_whose_proof_was_accepted_says_where_it_was_done():
    tom = accepted_claim()

    assert (places(tom), headings_of_the_file(tom)) == ([WHERE], ["What", "Where", "Date"])


def test_training_that_a_manager_recorded_says_where_it_was_done():
    tom = make_member("Tom Ellis")
    training, said = make_outside_training("Fire safety"), Word("Bristol Fire Training", "F-12")
    token = uuid.uuid4()
    recorded(tom.practice, tom.person, by=make_manager(), outside_training=training, word=said, token=token)

    assert places(tom.person) == ["Bristol Fire Training"]


def test_once_that_has_been_erased_there_is_no_column_for_it():
    tom = accepted_claim()
    kept = Words.objects.of_kind("claim")
    disposal = Disposal.objects.create(rule="left six years ago", proposed_by="ann", approved_by="raj")
    for words in kept:
        DisposalItem.objects.create(disposal=disposal, words_key=words.key)
    kept.delete()

    assert (places(tom), headings_of_the_file(tom)) == ([""], ["What", "Date"])


@pytest.mark.parametrize(("make", "heading"), [(accepted_claim, "Where it was done"), (None, "")])
def test_the_page_has_the_column_when_a_place_is_known(client, make, heading):
    tom = make() if make else make_member("Tom Ellis").person
    learned_before(tom, "Fire safety")
    client.force_login(tom)

    page = client.get(PAGE)

    html = page.content.decode()
    assert page.context["holding"].heading_elsewhere == heading
    assert [words in html for words in ("Where it was done", WHERE, "Not recorded")] == [bool(heading)] * 3


def test_what_was_done_before_the_first_day_says_so():
    starts = dt.date(2026, 3, 9)
    tom = make_member("Tom Ellis", started_on=starts).person
    make_member(tom, practice=make_practice("Harbour View Surgery"), started_on=starts + dt.timedelta(days=1))
    complete(tom, make_module_version())

    assert [line.where for line in held_by(tom, DAY).completions] == ["Before starting at Millbrook Lane Surgery"]
