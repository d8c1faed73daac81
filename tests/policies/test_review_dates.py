"""When policies are reviewed next, and saying that nothing changed."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    MONDAY,
    TUESDAY,
    give_duty,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    moment,
)
from tests.policies.reviewing import Reviewed, days, review
from tests.policies.test_question_pages import sign_in
from tests.policies.test_signing_at_once import at_once
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.register import POLICY_HEADINGS, entries_in, policy_row
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty
from trainingsite.policies import actions as signing
from trainingsite.policies.models import Attestation, PolicyPage, PolicyVersion
from trainingsite.policies.review import actions
from trainingsite.policies.review.dates import dates_of, review_dates
from trainingsite.policies.reviews import PolicyReview

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 6, 1)
ANNEX_DUE = dt.date(2026, 4, 1)
DAY = dt.date(2026, 3, 5)


@pytest.fixture
def surgery():
    return Reviewed(due_on=DUE, annex_due_on=ANNEX_DUE)


def due(page, day=DAY):
    dates = dates_of(page, day)
    return dates.policy.due_on, dates.annex and dates.annex.due_on


def test_before_any_review_the_dates_are_those_on_the_page(surgery):
    dates = dates_of(surgery.page, DAY)

    assert due(surgery.page) == (DUE, ANNEX_DUE)
    assert (dates.policy.last, dates.annex.last) == (None, None)


def test_a_policy_without_hot_topics_has_no_date_for_them():
    page = make_policy(annex_review_due_on=ANNEX_DUE)

    assert due(page) == (None, None)


def test_a_review_moves_the_date_by_the_policys_own_interval(surgery):
    review(surgery.page, surgery.olu)
    review(surgery.page, surgery.olu, part="annex")

    assert due(surgery.page) == (dt.date(2027, 3, 3), dt.date(2026, 6, 3))
    assert dates_of(surgery.page, DAY).policy.last.reviewed_by == surgery.olu


def test_the_day_before_the_review_nothing_had_moved(surgery):
    review(surgery.page, surgery.olu, at=TUESDAY)

    assert due(surgery.page, MONDAY.date()) == (DUE, ANNEX_DUE)


def test_a_date_that_the_author_puts_later_than_the_review_holds(surgery):
    review(surgery.page, surgery.olu)
    surgery.page.review_due_on = dt.date(2027, 5, 1)

    assert due(surgery.page)[0] == dt.date(2027, 5, 1)


def test_a_review_that_asks_for_an_earlier_one_next_time_brings_the_date_forward(surgery):
    surgery.page.last_published_at = MONDAY
    review(surgery.page, surgery.olu, next_due_on=dt.date(2026, 5, 1))
    review(surgery.page, surgery.olu, part="annex", next_due_on=dt.date(2026, 3, 20))

    assert due(surgery.page) == (dt.date(2026, 5, 1), dt.date(2026, 3, 20))


def test_what_an_author_publishes_after_a_review_may_put_it_off(surgery):
    review(surgery.page, surgery.olu, next_due_on=dt.date(2026, 5, 1))
    surgery.page.last_published_at = moment(2026, 3, 4)

    assert due(surgery.page)[0] == DUE


def test_a_review_by_mistake_is_undone_by_a_later_one(surgery):
    review(surgery.page, surgery.olu)
    review(surgery.page, surgery.olu, next_due_on=dt.date(2026, 6, 2))

    assert due(surgery.page)[0] == dt.date(2026, 6, 2)
    assert list(PolicyReview.objects.values_list("number", flat=True).order_by("pk")) == [1, 2]


def test_a_review_makes_no_version_sends_nothing_and_leaves_signatures(surgery):
    tom = surgery.hire("Tom Ellis")
    signed = signing.sign(person=tom, version=surgery.version, typed_name="Tom Ellis", method="password", at=TUESDAY)
    before = (PolicyVersion.objects.count(), Notice.objects.count(), Attestation.objects.count())

    review(surgery.page, surgery.olu)

    assert (PolicyVersion.objects.count(), Notice.objects.count(), Attestation.objects.count()) == before
    assert list(Attestation.objects.by(tom).latest().signed()) == [signed]


def test_a_review_is_in_the_practices_chain(surgery):
    review(surgery.page, surgery.olu, note="Compared with the new guidance.")

    event = AuditEvent.objects.get(verb="policies.reviewed")
    assert (event.chain.key, event.actor, event.subject) == (
        surgery.practice.chain, str(surgery.olu.key), str(surgery.version.key),
    )  # fmt: skip
    assert PolicyReview.objects.get().act == event.act


def test_two_clicks_are_one_review(surgery):
    [first], [second] = review(surgery.page, surgery.olu), review(surgery.page, surgery.olu)

    assert first == second
    assert (PolicyReview.objects.count(), AuditEvent.objects.filter(verb="policies.reviewed").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_moment_are_one_review():
    surgery = Reviewed(due_on=DUE)

    made = at_once(lambda _: actions.review(page=surgery.page, part="policy", by=surgery.olu, at=TUESDAY)[0].pk)

    assert set(made) == {PolicyReview.objects.get().pk}
    assert AuditEvent.objects.filter(verb="policies.reviewed").count() == 1


def test_nothing_is_reviewed_when_its_event_cannot_be_recorded(surgery, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        review(surgery.page, surgery.olu)

    assert not PolicyReview.objects.exists()


@pytest.mark.parametrize("part", ["policy", "annex"])
def test_what_is_not_in_force_cannot_be_reviewed(part):
    surgery = Reviewed()
    page = make_policy(surgery.practice) if part == "policy" else surgery.page

    with pytest.raises(actions.NothingToReview):
        review(page, surgery.olu, part=part)

    assert not PolicyReview.objects.exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_dates_of_many_policies_are_read_at_once(count, django_assert_num_queries):
    practice = make_practice()
    for number in range(count):
        make_policy(practice, f"Policy {number}")
    pages = list(PolicyPage.objects.all())

    with django_assert_num_queries(1):
        review_dates(pages, DAY)


def test_the_page_of_the_policy_says_when_and_by_whom_it_was_reviewed(client, surgery):
    review(surgery.page, surgery.olu)
    sign_in(client, surgery.hire("Tom Ellis"))

    response = client.get(reverse("policies:version", args=[surgery.version.key]))

    lines = [" ".join(line.split()) for line in response.content.decode().splitlines() if "review" in line.lower()]
    assert lines == [
        "<dt>Next review</dt><dd>3 March 2027</dd>",
        "<dt>Last reviewed</dt><dd>on 3 March 2026 by Olu Bright</dd>",
        "<dt>Hot topics: next review</dt><dd>1 April 2026</dd>",
        "<p>This part of the policy is an annex. It is reviewed more often than the rest.</p>",
    ]


def test_patients_see_the_day_and_no_name(client):
    practice = make_practice()
    page = make_policy(practice, public=True, declaration="", review_due_on=DUE)
    make_policy_version(page)
    review(page, make_member("Olu Bright", practice=practice).person)

    html = client.get(reverse("policies:public", args=[page.key])).content.decode()

    assert ("on 3 March 2026</dd>" in html, "3 March 2027" in html, "Olu" in html) == (True, True, False)


def test_the_evidence_tells_the_dates_as_they_stood(surgery):
    review(surgery.page, surgery.olu)

    def row_on(day):
        [entry] = entries_in(Asked(surgery.practice, day, dt.date(2025, 4, 1)))
        row = dict(zip(POLICY_HEADINGS, policy_row(entry), strict=True))
        return row["Review due"], row["Hot topics review due"]

    assert row_on(MONDAY.date()) == (DUE, ANNEX_DUE)
    assert row_on(DAY) == (dt.date(2027, 3, 3), ANNEX_DUE)


# The page on which it is said.


def address(page):
    return reverse("policies:review", args=[page.key])


def said_at(page, part="policy"):
    return reverse("policies:reviewed", args=[page.key, part])


def test_one_click_reviews_the_policy(client, surgery):
    sign_in(client, surgery.olu, verified=True)
    today = timezone.localdate()
    offered = client.get(address(surgery.page)).context["parts"]
    sent = {form["next_due_on"].html_name: form["next_due_on"].value() for _, _, form in offered[:1]}

    answer = client.post(said_at(surgery.page), sent)

    made = PolicyReview.objects.get()
    assert (answer.url, made.part, made.reviewed_by, made.reviewed_on) == (
        address(surgery.page), "policy", surgery.olu, today,
    )  # fmt: skip
    assert made.next_due_on == dt.date(today.year + 1, today.month, min(today.day, 28 if today.month == 2 else 31))


def test_the_hot_topics_are_reviewed_by_themselves(client, surgery):
    sign_in(client, surgery.olu, verified=True)

    client.post(said_at(surgery.page, "annex"), {"next_due_on": (timezone.localdate() + days(60)).isoformat()})

    assert [made.part for made in PolicyReview.objects.all()] == ["annex"]


@pytest.mark.parametrize(
    "day", ["", "soon", "2020-01-01", "2199-01-01"], ids=["nothing", "a word", "a day that is past", "a far day"]
)
def test_a_date_that_cannot_be_is_said_and_what_was_typed_is_kept(client, surgery, day):
    sign_in(client, surgery.olu, verified=True)

    answer = client.post(said_at(surgery.page), {"next_due_on": day, "note": "Read against the new guidance."})

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["note"].value()) == (
        400, ["next_due_on"], "Read against the new guidance.",
    )  # fmt: skip
    assert not PolicyReview.objects.exists()


def test_a_policy_has_no_other_parts(client, surgery):
    sign_in(client, surgery.olu, verified=True)

    assert client.post(said_at(surgery.page, "half"), {"next_due_on": "2199-01-01"}).status_code == 404


def test_the_person_the_policy_names_may_review_it(client, surgery):
    ann = surgery.hire("Ann Lee")
    PolicyPage.objects.filter(pk=surgery.page.pk).update(owner_of_policy=ann)
    sign_in(client, ann, verified=True)

    assert client.get(address(surgery.page)).context["page"] == surgery.page


def statuses(client, page):
    day = (timezone.localdate() + days(60)).isoformat()
    return [client.get(address(page)).status_code, client.post(said_at(page), {"next_due_on": day}).status_code]


def test_colleagues_neighbours_and_visitors_cannot_review_it(client, surgery):
    assert statuses(client, surgery.page) == [302, 302]
    neighbour = Reviewed(practice=make_practice("Saltmere Road Practice")).olu
    for person in (surgery.hire("Tom Ellis"), neighbour):
        sign_in(client, person, verified=True)
        assert statuses(client, surgery.page) == [404, 404]

    assert not PolicyReview.objects.exists()


def test_without_a_second_factor_the_owner_is_asked_for_one_first(client, surgery):
    sign_in(client, surgery.olu)

    assert statuses(client, surgery.page) == [302, 302]
    assert not PolicyReview.objects.exists()


def test_who_no_longer_owns_policies_cannot_review_them(client, surgery):
    gone = make_member("Cat Roe", practice=surgery.practice).person
    give_duty(gone, make_practice("Elm Road Surgery"), Duty.POLICY_OWNER)
    sign_in(client, gone, verified=True)

    assert statuses(client, surgery.page) == [404, 404]


def test_a_draft_is_not_reviewed(client, surgery):
    page = make_policy(surgery.practice, "Dress code")
    sign_in(client, surgery.olu, verified=True)

    assert list(client.get(address(page)).context["versions"]) == []
    assert statuses(client, page) == [200, 404]


def test_an_earlier_review_is_listed_with_its_note(client, surgery):
    review(surgery.page, surgery.olu, at=moment(2026, 3, 3), note="Compared with the GMC's page.")
    sign_in(client, surgery.olu, verified=True)

    past = client.get(address(surgery.page)).context["past"]

    assert [(each.reviewed_on, each.note) for each in past] == [(TUESDAY.date(), "Compared with the GMC's page.")]
