"""Somebody asks to be forgotten: what can go is proposed, and the rest is refused with its reason and first day."""

import datetime as dt

import pytest

from tests.evidence.keeping.scenes import LEFT, LONG_AFTER, administrators, leaver
from tests.factories import TUESDAY, complete, make_member, make_module_version, make_practice
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.holds import place_hold
from trainingsite.evidence.keeping.proposing import NOTHING_LEFT, ask_for_erasure
from trainingsite.evidence.keeping_tables import DisposalProposed, ErasureAsked, KeptClass

pytestmark = pytest.mark.django_db

ASKED_ON = dt.date(2026, 5, 30)


@pytest.fixture
def ada():
    make_practice()
    return administrators()[0]


def ask(person, by, at=LONG_AFTER) -> ErasureAsked:
    return ask_for_erasure(person=person, asked_on=ASKED_ON, by=by, at=at)


def test_within_the_periods_it_is_refused_with_each_reason_and_first_day(ada):
    ruth = leaver(left_on=dt.date(2026, 4, 30))

    asked = ask(ruth, ada)

    assert asked.answer.splitlines()[0] == (
        "Refused until 1 May 2027: Signing in. The practice keeps it for 1 year after the last day anywhere."
    )
    assert asked.answer.splitlines()[4] == (
        "Refused until 1 May 2032: Signatures on policies. The practice keeps it for 6 years after the last day"
        " anywhere, and 10 years after the last of them."
    )
    assert (len(asked.answer.splitlines()), asked.proposal, DisposalProposed.objects.count()) == (6, None, 0)


def test_what_is_over_is_proposed_and_the_rest_is_refused(ada):
    ruth = make_member("Ruth Amin", ended_on=dt.date(2026, 4, 30)).person
    complete(ruth, make_module_version(), at=TUESDAY)

    asked = ask(ruth, ada, at=LONG_AFTER.replace(year=2033))

    going = "; ".join(of.label for of in KeptClass if of not in (KeptClass.TRAINING, KeptClass.IDENTITY))
    years = "The practice keeps it for 6 years after the last day anywhere, and"
    name = "Name, staff number and former names"
    assert asked.answer.splitlines() == [
        f"To be erased, once a second person approves it: {going}.",
        f"Refused until 4 March 2036: Certificates. {years} 10 years after the last of them.",
        f"Refused until 4 March 2036: {name}. {years} until all the others can go.",
    ]
    assert asked.proposal.why == "asked"


def test_it_goes_the_same_way_as_every_disposal(ada):
    ruth = leaver()
    proposal = ask(ruth, ada).proposal

    approve(proposal=proposal, by=administrators()[1], at=LONG_AFTER)
    erase_what_was_approved(LONG_AFTER)

    ruth.refresh_from_db()
    assert (ruth.first_name, ask(ruth, ada).answer) == ("Former member of staff", NOTHING_LEFT)


def test_who_works_here_is_refused_and_told_why(ada):
    ruth = make_member("Ruth Amin").person

    assert ask(ruth, ada).answer == "Refused for now. They work at Millbrook Lane Surgery."


def test_who_is_held_back_is_refused(ada):
    ruth = leaver()
    place_hold(person=ruth, because="A claim", by=ada, at=LONG_AFTER)

    assert ask(ruth, ada).answer == ("Refused for now. Held back by an administrator, until the hold is lifted.")


def test_two_clicks_note_it_once(ada):
    ruth = leaver()

    rows = {ask(ruth, ada).pk for _ in range(2)}

    assert (len(rows), DisposalProposed.objects.count()) == (1, 1)


def test_the_request_is_in_the_chain_of_the_practice(ada):
    ruth = leaver()

    ask(ruth, ada)

    event = AuditEvent.objects.get(verb="evidence.erasure_asked")
    assert (event.chain.key, event.subject, event.actor) == (make_chain(ruth), str(ruth.key), str(ada.key))
    assert ruth.memberships.get().ended_on == LEFT


def make_chain(person) -> str:
    return person.memberships.get().practice.chain
