"""An exemption's page sent again: a double click does it once, and after going back nothing is dropped unsaid."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.desk.dashboard.scenes import a_practice, address, requirement, sign_in_manager, the
from tests.factories import make_member
from trainingsite.compliance.models import Exemption
from trainingsite.desk.exemptions.views import GONE, NOTHING_NEW
from trainingsite.desk.sent_again import CHANGED, OVER
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(client) -> Practice:
    practice = a_practice()
    sign_in_manager(client, practice)
    return practice


def in_days(number: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=number)).isoformat()


def typed(**changes) -> dict:
    return {
        "token": str(uuid.uuid4()), "person": str(the("Tom").key), "requirements": [str(requirement().line)],
        "reason": "short_stay", "started_on": in_days(0), "ended_on": in_days(60), **changes,
    }  # fmt: skip


def an_exemption(client, practice, **changes) -> Exemption:
    client.post(address("exempt", practice), typed(**changes), follow=True)
    return Exemption.objects.get()


def terms(found: Exemption, **changes) -> dict:
    days = {"started_on": found.started_on.isoformat(), "ended_on": found.ended_on.isoformat()}
    return {"row": found.pk, "reason": found.reason, **days, **changes}


def send(client, practice, found: Exemption, name: str, **sent):
    return client.post(address(name, practice, found.line), {**terms(found), **sent}, follow=True)


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("changes", [{"ended_on": in_days(90)}, {"reason": "other"}, {"started_on": in_days(7)}])
def test_after_going_back_other_terms_are_refused_and_still_in_the_form(client, practice, changes):
    sent = typed()
    client.post(address("exempt", practice), sent)

    page = client.post(address("exempt", practice), {**sent, **changes})

    (sentence,) = page.context["form"].errors["requirements"]
    assert sentence.startswith("They are exempt from Boundaries from ")
    assert (page.status_code, Exemption.objects.count()) == (400, 1)
    assert {name: page.context["form"][name].value() for name in changes} == changes


def test_after_going_back_somebody_else_is_exempted_too(client, practice):
    sent, zoe = typed(), make_member("Zoe Park", practice=practice).person
    client.post(address("exempt", practice), sent)

    page = client.post(address("exempt", practice), {**sent, "person": str(zoe.key)}, follow=True)

    assert sorted(row.exemption.person.name for row in page.context["current"]) == ["Tom Ellis", "Zoe Park"]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("change_exemption", {"ended_on": in_days(90)}),
        ("end_exemption", {"last_day": in_days(7)}),
        ("end_exemption", {"last_day": in_days(-7)}),
    ],
)
def test_a_double_click_says_it_once(client, practice, name, sent):
    found = an_exemption(client, practice)

    pages = [send(client, practice, found, name, **sent) for _ in range(2)]

    assert [page.redirect_chain for page in pages] == [[(address("exemptions", practice), 302)]] * 2
    assert Exemption.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "form", "sent"),
    [
        ("change_exemption", "form", {"ended_on": in_days(200)}),
        ("change_exemption", "form", {"ended_on": in_days(60), "reason": "short_stay"}),  # as it was shown
        ("end_exemption", "ending", {"last_day": in_days(7)}),
    ],
)
def test_what_is_said_after_going_back_is_not_done_and_can_be_sent_from_the_page_that_comes(
    client, practice, name, form, sent
):
    found = an_exemption(client, practice)
    send(client, practice, found, "change_exemption", ended_on=in_days(90))

    late = send(client, practice, found, name, **sent)
    newest = Exemption.objects.known().get()
    data = late.context[form].data

    assert (late.status_code, said(late), newest.ended_on.isoformat()) == (409, [CHANGED], in_days(90))
    assert ({key: data[key] for key in sent}, data["row"]) == (sent, str(newest.pk))
    assert f'name="row" value="{newest.pk}"' in late.content.decode()
    assert send(client, practice, found, name, **data.dict()).redirect_chain
    assert Exemption.objects.known().get().ended_on.isoformat() == [*sent.values()][0]


def test_what_one_manager_types_is_kept_when_another_was_faster(client, practice):
    found = an_exemption(client, practice)
    send(client, practice, found, "change_exemption", ended_on=in_days(90))
    sign_in_manager(client, practice, name="Mo Khan")

    late = send(client, practice, found, "change_exemption", ended_on=in_days(90))

    assert (late.status_code, said(late), late.context["form"]["ended_on"].value()) == (409, [CHANGED], in_days(90))


@pytest.mark.parametrize("name", ["change_exemption", "end_exemption"])
@pytest.mark.parametrize("makes_sense", [True, False])
def test_of_what_was_taken_out_the_list_says_that_it_is_gone(client, practice, name, makes_sense):
    found, day = an_exemption(client, practice), in_days(9) if makes_sense else ""
    send(client, practice, found, "end_exemption", last_day=in_days(-7))

    page = send(client, practice, found, name, ended_on=day, last_day=day)

    assert (said(page), page.context["current"], Exemption.objects.count()) == ([GONE], [], 2)


def test_of_what_is_over_nothing_more_is_said(client, practice):
    found = an_exemption(client, practice, started_on=in_days(-30))
    send(client, practice, found, "end_exemption", last_day=in_days(-7))

    late = send(client, practice, found, "end_exemption", last_day=in_days(-9))

    assert (late.status_code, said(late), late.context["is_over"]) == (409, [OVER], True)


def test_terms_that_are_what_it_says_already_are_not_called_a_change(client, practice):
    found = an_exemption(client, practice)

    page = send(client, practice, found, "change_exemption")

    assert (said(page), Exemption.objects.count()) == ([NOTHING_NEW], 1)


@pytest.mark.parametrize("name", ["change_exemption", "end_exemption"])
@pytest.mark.parametrize("row", ["", "-1", "one", "²", "99999999999999999999", "9" * 5000])
def test_a_forged_row_changes_nothing(client, practice, name, row):
    found = an_exemption(client, practice)

    page = send(client, practice, found, name, row=row, last_day=in_days(7), ended_on=in_days(90))

    assert (page.status_code, Exemption.objects.count()) == (404, 1)


def test_the_row_of_another_exemption_changes_nothing(client, practice):
    found = an_exemption(client, practice)
    other = make_member("Zoe Park", practice=practice).person
    client.post(address("exempt", practice), typed(person=str(other.key)))
    row = Exemption.objects.exclude(pk=found.pk).get().pk

    page = send(client, practice, found, "end_exemption", row=row, last_day=in_days(7))

    assert (page.status_code, Exemption.objects.count()) == (404, 2)
