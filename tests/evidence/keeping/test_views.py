"""The administrator's pages on keeping and forgetting: nobody else sees a name on them, or changes anything."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from tests.desk.test_views import sign_in
from tests.evidence.keeping.scenes import administrators, leaver
from tests.factories import give_duty, make_member, make_person, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.holds import place_hold
from trainingsite.evidence.keeping.proposing import propose
from trainingsite.evidence.keeping_tables import (
    DisposalDecided,
    DisposalProposed,
    ErasureAsked,
    KeptClass,
    RetentionHold,
    RetentionPeriod,
)
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

PAGE = "/admin/settings/retention/"


@pytest.fixture
def ruth():
    make_practice()
    return leaver()


@pytest.fixture
def both(client, ruth):
    ada, ben = administrators()
    sign_in(client, ada)
    return ada, ben


@pytest.fixture
def proposal(both):
    """What Ben proposed, for Ada to decide."""
    return propose(by=both[1], at=timezone.now())


def person_page(person, act="") -> str:
    return f"{PAGE}people/{person.key}/{act}"


def disposal_page(proposal, act="") -> str:
    return f"{PAGE}disposals/{proposal.key}/{act}"


def test_the_settings_menu_leads_there(client, both):
    assert reverse("retention") == PAGE
    assert PAGE in client.get("/admin/").content.decode()


def test_every_period_is_shown_with_its_source_and_a_warning_where_it_is_not_checked(client, both):
    answer = client.get(PAGE)

    kept = list(answer.context["kept"])
    assert [each.of for each in kept] == list(KeptClass)
    assert all(each.source and each.warning for each in kept)
    assert answer.content.decode().count("help-warning") == len(KeptClass)


TYPED = {
    "after_leaving": "36", "after_act": "", "source": "Advice of our lawyer", "address": "", "certainty": "checked",
}  # fmt: skip


def test_an_administrator_sets_another_period_and_the_warning_goes(client, both):
    answer = client.post(f"{PAGE}periods/notes/", TYPED, follow=True)

    row = RetentionPeriod.objects.get()
    assert (row.of, row.months_after_leaving, row.months_after_act, row.set_by) == ("notes", 36, None, both[0])
    assert answer.content.decode().count("help-warning") == len(KeptClass) - 1
    assert answer.context["history"] == [row]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("after_leaving", ""), ("after_leaving", "six"), ("after_leaving", "901"), ("after_act", "-1"), ("source", ""),
     ("address", "records code"), ("certainty", "quite")],
)  # fmt: skip
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(client, both, field, typed):
    answer = client.post(f"{PAGE}periods/signatures/", {**TYPED, field: typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert (answer.context["form"]["source"].value() in (TYPED["source"], ""), RetentionPeriod.objects.count()) == (
        True,
        0,
    )


def test_only_what_has_acts_counts_from_an_act(client, both):
    forms = [client.get(f"{PAGE}periods/{of}/").context["form"] for of in KeptClass]

    counted = [of for of, form in zip(KeptClass, forms, strict=True) if "after_act" in form.fields]
    assert counted == [KeptClass.PROOFS, KeptClass.TRAINING, KeptClass.SIGNATURES]


def test_there_is_no_period_of_another_kind(client, both):
    assert client.get(f"{PAGE}periods/answers/").status_code == 404


def test_what_is_due_is_counted_and_proposed(client, both, ruth):
    page = client.get(f"{PAGE}disposals/")
    answer = client.post(f"{PAGE}disposals/")

    made = DisposalProposed.objects.get()
    assert (page.context["people"], page.context["counts"]) == (1, [(of, 1) for of in KeptClass])
    assert (answer.url, made.proposed_by, made.people.get().person) == (disposal_page(made), both[0], ruth)


def test_a_second_proposal_leads_to_the_one_that_waits(client, both, proposal):
    answer = client.post(f"{PAGE}disposals/")

    assert (answer.url, DisposalProposed.objects.count()) == (disposal_page(proposal), 1)


def test_where_nobody_is_due_a_sentence_says_so(client, both, ruth):
    place_hold(person=ruth, because="A claim", by=both[0], at=timezone.now())

    answer = client.post(f"{PAGE}disposals/", follow=True)

    assert "Nobody’s period is over today, so there is nothing to propose." in answer.content.decode()


def test_the_list_is_looked_through_and_approved_once(client, both, ruth, proposal):
    page = [client.get(disposal_page(proposal)) for _ in range(2)][0]
    for _ in range(2):
        client.post(disposal_page(proposal, "approve/"), {"looked": "on"})

    decided = DisposalDecided.objects.get()
    assert [each.person for each in page.context["listed"]] == [ruth]
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
    assert "Somebody declined this while you looked. Nothing is erased." in answer.content.decode()


def test_while_it_is_going_the_page_looks_again_and_then_shows_the_log(client, both, ruth, proposal):
    approve(proposal=proposal, by=both[0], at=timezone.now())
    going = client.get(disposal_page(proposal))

    erase_what_was_approved(timezone.now())

    done = client.get(disposal_page(proposal))
    assert (going.headers["Refresh"], going.context["progress"].stands) == ("5", "Being erased")
    assert ("Refresh" in done.headers, done.context["progress"].stands) == (False, "Done")
    assert ("Ruth Amin" in going.content.decode(), "Ruth Amin" in done.content.decode()) == (True, False)


def test_one_person_is_found_by_a_part_of_the_name(client, both, ruth):
    answer = client.get(f"{PAGE}people/", {"q": "h am"})

    assert answer.context["found"] == [ruth]


def test_the_page_of_a_person_says_what_can_go_and_the_look_is_noted(client, both, ruth):
    answer = client.get(person_page(ruth))

    assert [standing.is_due for _, standing in answer.context["standings"]] == [True] * len(KeptClass)
    assert AccessEntry.objects.filter(verb="evidence.retention_opened", subject=str(ruth.key)).count() == 1


def test_somebody_is_held_back_with_a_reason_and_let_go_again(client, both, ruth):
    client.post(person_page(ruth, "hold/"), {"because": "A complaint is open"})
    held = client.get(person_page(ruth))
    client.post(person_page(ruth, "lift/"))

    assert [each.because for each in held.context["holds"]] == ["A complaint is open"]
    assert (held.context["is_held"], RetentionHold.objects.standing().exists()) == (True, False)


def test_a_hold_without_a_reason_is_asked_for_one(client, both, ruth):
    answer = client.post(person_page(ruth, "hold/"), {"because": " "})

    assert (answer.status_code, list(answer.context["hold_form"].errors)) == (400, ["because"])
    assert not RetentionHold.objects.exists()


def test_a_request_to_be_erased_is_noted_and_answered(client, both, ruth):
    answer = client.post(person_page(ruth, "asked/"), {"asked_on": "2026-01-05"}, follow=True)

    assert answer.context["asked"] == [ErasureAsked.objects.get()]
    assert "To be erased, once a second person approves it" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "soon", "2999-01-01"])
def test_a_request_of_no_day_or_a_later_one_is_asked_for_the_day(client, both, ruth, typed):
    answer = client.post(person_page(ruth, "asked/"), {"asked_on": typed})

    assert (answer.status_code, list(answer.context["asked_form"].errors)) == (400, ["asked_on"])
    assert not ErasureAsked.objects.exists()


@pytest.mark.parametrize("page", ["disposals", "people"])
def test_what_is_not_there_is_not_found(client, both, page):
    assert client.get(f"{PAGE}{page}/00000000-0000-0000-0000-000000000000/").status_code == 404


def addresses(ruth, proposal) -> list[tuple[str, str]]:
    """Every page and every POST there is."""
    pages = ["", "periods/notes/", "disposals/", "people/?q=Ruth"]
    acts = [("post", f"{PAGE}periods/notes/"), ("post", f"{PAGE}disposals/")]
    acts += [("post", disposal_page(proposal, act)) for act in ("approve/", "decline/")]
    acts += [("post", person_page(ruth, act)) for act in ("hold/", "lift/", "asked/")]
    shown = [("get", PAGE + page) for page in pages]
    return [*shown, ("get", disposal_page(proposal)), ("get", person_page(ruth)), *acts]


def nothing_done() -> bool:
    return not any(model.objects.exists() for model in (DisposalDecided, RetentionHold, ErasureAsked, RetentionPeriod))


def test_a_manager_with_every_duty_sees_nothing_and_changes_nothing(client, ruth):
    proposal = propose(by=administrators()[0], at=timezone.now())
    manager = make_member("Ann Lee").person
    give_duty(manager, manager.memberships.get().practice, *Duty.values[:9])
    sign_in(client, manager)

    typed = {"looked": "on", "because": "x"}
    answers = [getattr(client, verb)(page, typed) for verb, page in addresses(ruth, proposal)]

    assert {answer.status_code for answer in answers} == {403}
    assert not any("Ruth Amin" in answer.content.decode() for answer in answers)
    assert (nothing_done(), DisposalProposed.objects.count()) == (True, 1)


def test_an_author_who_may_use_the_content_editor_sees_nothing_either(client, ruth):
    proposal = propose(by=administrators()[0], at=timezone.now())
    author = make_person("Olu Bright")
    author.user_permissions.add(Permission.objects.get(codename="access_admin"))
    sign_in(client, author)

    inside = client.get("/admin/").status_code
    answers = [getattr(client, verb)(page) for verb, page in addresses(ruth, proposal)]

    # Wagtail leads whoever may be in there, and not here, back to its first page.
    assert (inside, {(answer.status_code, answer.headers.get("Location")) for answer in answers}) == (
        200,
        {(302, "/admin/")},
    )
    assert nothing_done()


def test_whoever_is_signed_out_or_has_no_second_step_is_led_away(client, ruth):
    ada, _ = administrators()
    proposal = propose(by=ada, at=timezone.now())
    signed_out = [getattr(client, verb)(page) for verb, page in addresses(ruth, proposal)]
    client.force_login(ada)

    half = [getattr(client, verb)(page) for verb, page in addresses(ruth, proposal)]

    assert {answer.status_code for answer in (*signed_out, *half)} == {302}
    assert nothing_done()


@pytest.mark.parametrize("page", ["disposals/", "one"])
def test_the_number_of_queries_does_not_grow_with_the_people(client, both, django_assert_max_num_queries, page):
    counts = []
    for more in (0, 2, 27):
        for number in range(more):
            leaver(f"Tom Ellis{number}")
        proposal = propose(by=both[1], at=timezone.now()) if not DisposalProposed.objects.waiting().exists() else None
        address = f"{PAGE}disposals/" if page == "disposals/" else disposal_page(proposal)
        with django_assert_max_num_queries(200) as queries:
            client.get(address)
        counts.append(len(queries))
        if page == "one":
            client.post(disposal_page(proposal, "decline/"))

    assert len(set(counts)) == 1, counts
