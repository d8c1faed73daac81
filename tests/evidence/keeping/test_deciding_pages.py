"""The page on which a second person approves or declines what was proposed, and which shows the log later."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.desk.test_views import sign_in
from tests.evidence.keeping.pages import PAGE, disposal_page, said, when_decided
from tests.factories import make_member, make_person
from tests.people.joined import join_rows
from trainingsite.audit.models import AccessEntry
from trainingsite.evidence.keeping import finding
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.holds import place_hold
from trainingsite.evidence.keeping.humans import HELD_BACK
from trainingsite.evidence.keeping.proposing import propose
from trainingsite.evidence.keeping_tables import DisposalDecided
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


def test_the_list_is_looked_through_and_approved_once(client, both, ruth, proposal):
    page = [client.get(disposal_page(proposal)) for _ in range(2)][0]
    for _ in range(2):
        client.post(disposal_page(proposal, "approve/"), {"looked": "on"})

    decided = DisposalDecided.objects.get()
    assert [(each.person, why) for each, why in page.context["listed"]] == [(ruth, "")]
    assert (decided.kind, decided.decided_by) == ("approved", both[0])
    assert AccessEntry.objects.filter(verb="evidence.disposal_opened", actor=str(both[0].key)).count() == 1


def test_nothing_is_approved_without_having_looked(client, both, proposal):
    answer = client.post(disposal_page(proposal, "approve/"))

    assert answer.context["form"].errors == {"looked": ["Look through the list, then tick this"]}
    assert (answer.status_code, DisposalDecided.objects.count()) == (400, 0)


def test_whoever_proposed_it_is_not_offered_to_approve_it_and_cannot(client, both, ruth):
    own = propose(by=both[0], at=timezone.now())

    page = client.get(disposal_page(own))
    answer = client.post(disposal_page(own, "approve/"), {"looked": "on"}, follow=True)

    assert (page.context["may_approve"], "Approve and erase" in page.content.decode()) == (False, False)
    assert "another administrator has to approve it" in answer.content.decode()
    assert not DisposalDecided.objects.exists()


def test_the_only_administrator_may_and_the_page_says_so(client, ruth):
    ada = make_person("Ada Moss", is_superuser=True, is_staff=True)
    sign_in(client, ada)
    own = propose(by=ada, at=timezone.now())

    page = client.get(disposal_page(own)).content.decode()
    client.post(disposal_page(own, "approve/"), {"looked": "on"})

    assert "the record will say that nobody else was there to do it" in page
    assert DisposalDecided.objects.get().only_one_administrator


def test_it_can_be_declined_and_then_not_be_approved(client, both, proposal):
    client.post(disposal_page(proposal, "decline/"))
    answer = client.post(disposal_page(proposal, "approve/"), {"looked": "on"}, follow=True)

    assert DisposalDecided.objects.get().kind == "declined"
    assert said(answer)[-1] == f"You declined this on {when_decided()}, so nothing is erased."


def test_a_page_that_is_older_than_the_decision_is_answered_with_who_decided_and_changes_nothing(client, both, ruth):
    ada, ben = both
    own = propose(by=ada, at=timezone.now())
    approve(proposal=own, by=ben, at=timezone.now())

    answers = [client.post(disposal_page(own, act), follow=True) for act in ("approve/", "decline/")]

    when = when_decided()
    assert [said(answer) for answer in answers] == [
        [f"Ben Hart approved this on {when}. Nothing more is needed."],
        [f"Ben Hart approved this on {when}, and it cannot be declined any more."],
    ]
    assert DisposalDecided.objects.count() == 1


def test_whoever_would_be_left_out_as_things_stand_is_marked_before_anybody_approves(client, both, ruth, proposal):
    place_hold(person=ruth, because="A claim", by=both[0], at=timezone.now())

    page = client.get(disposal_page(proposal))

    assert [why for _, why in page.context["listed"]] == [f"{HELD_BACK}."]
    assert (page.context["stay_for_now"], page.context["classes"], page.context["words"]) == (1, [], 0)


def test_under_whichever_row_they_were_listed(client, both, ruth, proposal):
    kept = make_member("Ruth Patel", practice=Practice.objects.get()).person
    join_rows(ruth, kept, make_person("Ann Lee"))

    [(_, why)] = client.get(disposal_page(proposal)).context["listed"]

    assert why == "They work at Millbrook Lane Surgery."


def test_a_list_that_waits_is_led_to_instead_of_proposing_another(client, both, proposal):
    page = client.get(f"{PAGE}disposals/")

    assert (page.context["waiting"].proposal, "Propose to erase this" in page.content.decode()) == (proposal, False)


def test_a_disposal_that_is_not_done_in_time_says_whom_to_tell(client, both, proposal):
    slow = "This takes longer than it should"
    approve(proposal=proposal, by=both[0], at=timezone.now() - dt.timedelta(minutes=59))
    in_time = slow in client.get(disposal_page(proposal)).content.decode()

    a_little_later = finding.proposal_with(proposal.key).is_slow(timezone.now() + dt.timedelta(minutes=2))
    erase_what_was_approved(timezone.now())

    done = finding.proposal_with(proposal.key).is_slow(timezone.now() + dt.timedelta(minutes=2))
    assert (in_time, a_little_later, done) == (False, True, False)


def test_while_it_is_going_the_page_looks_again_and_then_shows_the_log(client, both, ruth, proposal):
    approve(proposal=proposal, by=both[0], at=timezone.now())
    going = client.get(disposal_page(proposal))

    erase_what_was_approved(timezone.now())

    done = client.get(disposal_page(proposal))
    assert (going.headers["Refresh"], going.context["progress"].stands) == ("5", "Being erased")
    assert ("Refresh" in done.headers, done.context["progress"].stands) == (False, "Done")
    assert ("Ruth Amin" in going.content.decode(), "Ruth Amin" in done.content.decode()) == (True, False)
