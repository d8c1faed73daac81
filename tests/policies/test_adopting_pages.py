"""The pages on which a network publishes and a practice adopts."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    clauses_of,
    make_member,
    make_network,
    make_network_policy,
    make_network_version,
    make_person,
    make_policy,
    make_practice,
    moment,
)
from tests.policies.networks import Marrowby
from tests.policies.test_question_pages import sign_in
from trainingsite.people.models import Duty
from trainingsite.people.shelves import network_policy_owners, network_shelf, policy_owners
from trainingsite.policies.life.proposing import seen_of
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.network_versions import NetworkVersion

pytestmark = pytest.mark.django_db
LIST = "/policies/adopting/"


@pytest.fixture
def marrowby():
    return Marrowby()


def address(version, practice, name="adoptable"):
    return reverse(f"policies:{name}", args=[version.key, practice.ods_code.lower()])


def today():
    return timezone.localdate()


def test_what_waits_is_listed_for_the_practices_one_looks_after(client, marrowby):
    sign_in(client, marrowby.nia, verified=True)

    context = client.get(LIST).context

    assert [(offer.version, offer.practice) for offer in context["waiting"]] == [(marrowby.first, marrowby.saltmere)]
    assert context["others"] == []


def test_the_text_and_what_has_changed_are_read_before_adopting(client, marrowby):
    marrowby.adopt(marrowby.saltmere)
    second = make_network_version(marrowby.page, clauses=("Be kinder.",), at=moment(2026, 3, 4))
    sign_in(client, marrowby.nia, verified=True)

    context = client.get(address(second, marrowby.saltmere)).context

    assert (context["content"]["title"], context["asks"]) == ("Messaging policy", True)
    assert [change.title for change in context["changes"]] == ["Clause 1"]


def test_one_click_adopts_from_today(client, marrowby):
    sign_in(client, marrowby.nia, verified=True)
    form = client.get(address(marrowby.first, marrowby.saltmere)).context["form"]

    client.post(address(marrowby.first, marrowby.saltmere, "adopt"), {"effective_on": form["effective_on"].value()})

    version = PolicyVersion.objects.get()
    assert (version.practice, version.number, version.effective_on) == (marrowby.saltmere, "1.0", today())
    assert [offer.waits for offer in client.get(LIST).context["others"]] == [False]


@pytest.mark.parametrize("sent", ["", "soon", "2020-01-01"])
def test_a_day_that_cannot_be_is_said_and_nothing_is_adopted(client, marrowby, sent):
    sign_in(client, marrowby.nia, verified=True)

    answer = client.post(address(marrowby.first, marrowby.saltmere, "adopt"), {"effective_on": sent})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["effective_on"])
    assert answer.context["form"]["effective_on"].value() == sent
    assert not PolicyVersion.objects.exists()


def test_nothing_is_in_force_before_the_day_the_network_chose(client, marrowby):
    later = today() + dt.timedelta(days=30)
    version = make_network_version(make_network_policy(marrowby.network, "Phones"), effective_on=later)
    sign_in(client, marrowby.nia, verified=True)

    answer = client.post(address(version, marrowby.saltmere, "adopt"), {"effective_on": today().isoformat()})

    assert answer.context["form"].errors["effective_on"] == [f"Choose {later:%-d %B %Y} or a later day"]


def test_stopping_and_following_again_are_one_click_each(client, marrowby):
    marrowby.adopt(marrowby.saltmere)
    sign_in(client, marrowby.nia, verified=True)

    stopped = []
    for name in ("stop_following", "follow_again"):
        client.post(address(marrowby.first, marrowby.saltmere, name))
        stopped.append([offer.stopped for offer in client.get(LIST).context["others"]])

    assert stopped == [[True], [False]]


@pytest.mark.parametrize("name", ["stop_following", "follow_again"])
def test_what_was_never_adopted_cannot_be_stopped(client, marrowby, name):
    sign_in(client, marrowby.nia, verified=True)

    assert client.post(address(marrowby.first, marrowby.saltmere, name)).status_code == 404


def doors(marrowby):
    first, practice = marrowby.first, marrowby.saltmere
    yield "get", LIST, [302, 404, 404, 302]
    yield "get", address(first, practice), [302, 404, 404, 302]
    for name in ("adopt", "stop_following", "follow_again"):
        yield "post", address(first, practice, name), [302, 404, 404, 302]


def test_nobody_else_sees_or_adopts_anything(client, marrowby):
    """A visitor, a receptionist, the owner of a practice of another network, the owner without a second factor."""
    hill = make_practice("Hill Top Surgery")
    make_network("Hills Network", hill)
    other = marrowby.hire("Ivy Cole", hill, Duty.POLICY_OWNER)
    tom = marrowby.hire("Tom Ellis", marrowby.saltmere)

    for method, door, expected in doors(marrowby):
        found = []
        for person, verified in ((None, False), (tom, True), (other, True), (marrowby.nia, False)):
            client.logout()
            if person:
                sign_in(client, person, verified=verified)
            answer = getattr(client, method)(door, {"effective_on": today().isoformat()})
            found.append(answer.status_code)
        if door == LIST:
            expected = [302, 404, 200, 302]  # the other owner has a page, without Marrowby's policies
        assert (door, found) == (door, expected)

    assert not PolicyVersion.objects.exists()


def test_the_owner_of_another_practice_in_the_network_adopts_nothing_for_this_one(client, marrowby):
    sign_in(client, marrowby.olu, verified=True)

    answer = client.post(address(marrowby.first, marrowby.saltmere, "adopt"), {"effective_on": today().isoformat()})

    assert answer.status_code == 404
    assert [offer.practice for offer in client.get(LIST).context["waiting"]] == [marrowby.millbrook]


def test_the_owner_of_another_network_sees_nothing_of_this_ones(client, marrowby):
    hill = make_practice("Hill Top Surgery")
    make_network("Hills Network", hill)
    sign_in(client, marrowby.hire("Ivy Cole", hill, Duty.POLICY_OWNER), verified=True)

    context = client.get(LIST).context

    assert (context["waiting"], context["others"]) == ([], [])
    assert client.get(address(marrowby.first, hill)).status_code == 404


# Publishing from Wagtail.


@pytest.fixture
def lead(marrowby):
    """Writes on the network's shelf."""
    lead = make_person("Ada Moss")
    lead.groups.add(network_policy_owners(marrowby.network))
    return lead


def publishing(page):
    return reverse("publish_network_policy", args=[page.pk])


def decision(page=None, **changes):
    seen = seen_of(PolicyPage.objects.get(pk=page.pk), page.network_versions.latest("pk")) if page else ""
    return {"seen": seen, "change": "material", "reason": "New apps.", "effective_on": today().isoformat(), **changes}


def draft(page, *clauses):
    page.clauses = clauses_of(*clauses)
    page.save_revision()


def test_the_networks_owner_publishes_the_draft_once_for_all(client, marrowby, lead):
    draft(marrowby.page, "Be kinder.")
    sign_in(client, lead, verified=True)

    client.post(publishing(marrowby.page), decision(marrowby.page))

    version = NetworkVersion.objects.latest("pk")
    assert (version.number, version.material, version.reason) == ("2.0", True, "New apps.")
    assert not PolicyVersion.objects.exists()


def test_the_page_says_which_practices_may_adopt_it(client, marrowby, lead):
    sign_in(client, lead, verified=True)

    context = client.get(publishing(marrowby.page)).context

    assert context["practices"] == ["Millbrook Lane Surgery", "Saltmere Road Practice"]


def test_the_ordinary_way_to_publish_leads_to_the_networks(client, marrowby, lead):
    sign_in(client, lead, verified=True)

    answer = client.get(reverse("publish_policy", args=[marrowby.page.pk]))

    assert answer.url == publishing(marrowby.page)


def test_a_practices_name_in_it_is_said_and_nothing_is_published(client, marrowby, lead):
    draft(marrowby.page, "Ask {practice_manager}.")
    sign_in(client, lead, verified=True)

    answer = client.post(publishing(marrowby.page), decision(marrowby.page))

    assert "take out {practice_manager}, and say" in str(answer.context["form"].non_field_errors())
    assert NetworkVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"change": ""}, "change"), ({"reason": " "}, "reason"), ({"effective_on": "2020-01-01"}, "effective_on")],
)
def test_an_unfinished_form_publishes_nothing(client, marrowby, lead, changes, field):
    draft(marrowby.page, "New.")
    sign_in(client, lead, verified=True)

    answer = client.post(publishing(marrowby.page), decision(marrowby.page, **changes))

    assert (list(answer.context["form"].errors), NetworkVersion.objects.count()) == ([field], 1)


def test_unchanged_text_is_said_and_disturbs_nobody(client, marrowby, lead):
    sign_in(client, lead, verified=True)

    client.post(publishing(marrowby.page), decision(marrowby.page))

    assert NetworkVersion.objects.count() == 1


def test_nobody_else_publishes_for_a_network(client, marrowby):
    """A visitor, an owner of one practice's policies, the writer of another network's shelf, a receptionist."""
    draft(marrowby.page, "New.")
    other, writer = make_network("Hills Network"), make_person("Ivy Cole")
    network_shelf(other)
    writer.groups.add(network_policy_owners(other))
    marrowby.nia.groups.add(policy_owners(marrowby.saltmere))
    tom = make_member("Tom Ellis", practice=marrowby.saltmere).person
    answers = [client.post(publishing(marrowby.page), decision()).status_code]

    for person in (marrowby.nia, writer, tom):
        sign_in(client, person, verified=True)
        answers.append(client.post(publishing(marrowby.page), decision()).status_code)

    assert (answers, NetworkVersion.objects.count()) == ([302, 404, 404, 403], 1)


def test_a_practices_own_policy_is_not_published_for_a_network(client, marrowby):
    page = make_policy(marrowby.saltmere)
    sign_in(client, make_person("Root", is_superuser=True, is_staff=True), verified=True)

    assert client.post(publishing(page), decision()).status_code == 404


def test_a_preview_of_a_networks_draft_names_the_network_and_shows_what_does_not_belong(client, marrowby):
    page = make_network_policy(marrowby.network, "Phones", clauses=("Ask {practice_manager}.",))

    content = page.make_preview_request(preview_mode="").context_data["reading"]["content"]

    assert (content["network"], content["clauses"][0]["html"]) == (
        "Marrowby Network",
        "<p>Ask [practice manager: not for a network&#x27;s policy].</p>",
    )


def test_a_network_has_one_shelf_whose_owners_write_on_no_practices(marrowby, lead):
    pages = [network_shelf(marrowby.network), make_policy(marrowby.saltmere).get_parent()]

    assert network_shelf(marrowby.network) == pages[0]
    assert [page.permissions_for_user(lead).can_publish_subpage() for page in pages] == [True, False]
