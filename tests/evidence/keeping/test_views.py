"""The administrator's pages on keeping and forgetting: nobody else sees a name on them, or changes anything."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from tests.desk.test_views import sign_in
from tests.evidence.keeping.pages import PAGE, disposal_page, person_page
from tests.evidence.keeping.scenes import administrators, leaver
from tests.factories import give_duty, make_member, make_person
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
    [("after_leaving", ""), ("after_leaving", "six"), ("after_leaving", "0"), ("after_leaving", "-12"),
     ("after_leaving", "901"), ("after_leaving", "9999"), ("after_leaving", "1.5"), ("after_act", "-1"),
     ("after_act", "0"), ("after_act", "ten"), ("source", ""), ("address", "records code"), ("certainty", "quite")],
)  # fmt: skip
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(client, both, field, typed):
    answer = client.post(f"{PAGE}periods/signatures/", {**TYPED, field: typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert (answer.context["form"]["source"].value() in (TYPED["source"], ""), RetentionPeriod.objects.count()) == (
        True,
        0,
    )


def test_a_number_of_months_that_cannot_be_is_asked_for_again_in_one_sentence_and_nothing_typed_is_lost(client, both):
    typed = {**TYPED, "after_leaving": "0", "after_act": "9999"}

    form = client.post(f"{PAGE}periods/signatures/", typed).context["form"]

    sentence = ["Type a whole number of months from 1 to 900: 72 months are 6 years"]
    assert form.errors == {"after_leaving": sentence, "after_act": sentence}
    assert {name: form[name].value() for name in typed} == typed


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
