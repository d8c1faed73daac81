"""A practice that begins comes out ready: its shelf, its drafts, its programmes, and a manager who gets in."""

import datetime as dt

import pytest
from django.utils import timezone

from modules.models import ModulePage
from tests.desk.places.administrators import messages_on, opening, sign_in_administrator
from tests.factories import MONDAY, make_network, make_person, make_practice
from tests.people.phones import confirmed
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Adoption, Programme
from trainingsite.desk.places import opening as ready
from trainingsite.people.models import Membership, NetworkPractice, Person, Practice
from trainingsite.people.shelves import policy_owners, practice_shelf
from trainingsite.policies.looking_after import policies_looked_after
from trainingsite.policies.models import PolicyPage, PolicyVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]
RUTH = {"first_name": "Ruth", "last_name": "Adeyemi", "email": "ruth@abbey.example"}

NOBODY = "Nobody signs in here as nobody. Check it, or type the person's name below"
NAMELESS = "Give the first and the last name of whoever is to manage the practice"
WANTED = "Type the practice's ODS code: letters and figures without spaces, such as A81001"


@pytest.fixture
def ada(client):
    return sign_in_administrator(client)


def open_one(client, **said):
    return client.post("/compliance/places/add/", opening(follow_programmes="on", **said), follow=True)


def test_a_practice_comes_out_ready(client, ada):
    make_network("Marrowby")

    open_one(client, network="marrowby", **RUTH)

    abbey = Practice.objects.get()
    ruth = Person.objects.get(first_name="Ruth")
    assert sorted(Adoption.objects.at(abbey).values_list("programme__key", flat=True)) == sorted(ready.PROGRAMMES)
    assert NetworkPractice.objects.get().practice == abbey
    assert (ruth.groups.get(), ruth.memberships.get().job_role.key) == (policy_owners(abbey), "practice-manager")
    assert [page.key for page in policies_looked_after(ruth, timezone.localdate())] == [
        "public-page-a11111", "social-media-a11111",
    ]  # fmt: skip


def test_its_policies_are_drafts_that_nobody_has_checked(client, ada):
    open_one(client)

    pages = PolicyPage.objects.child_of(practice_shelf(Practice.objects.get()))
    assert sorted(pages.values_list("live", "has_unpublished_changes")) == [(False, True), (False, True)]
    assert not PolicyVersion.objects.exists()
    assert {block.value.get("checked_on") for page in pages for block in page.sources} == {None}


def test_nobody_is_asked_for_a_policy_that_is_not_published(client, ada):
    open_one(client, **RUTH)

    matrix = training_matrix(Practice.objects.get(), timezone.localdate())

    assert len(matrix.rows) == 1
    assert [demand.newest.kind for demand in matrix.demands if demand.newest.kind == "policy"] == []


def test_the_manager_gets_in_with_a_code(client, ada):
    open_one(client, **RUTH)
    confirmed(client, ada)
    ruth = Person.objects.get(first_name="Ruth")

    page = client.post(f"/compliance/a11111/sign-in-help/{ruth.key}/code/", {"reason": "New"})

    assert (page.context["given"].code != "", ruth.sign_in_codes.count(), ruth.has_usable_password()) == (
        True,
        1,
        False,
    )


def test_an_invitation_is_sent_if_that_is_ticked(client, ada, settings):
    settings.EMAIL_URL = "smtp://mail.example"

    page = open_one(client, invite="on", **RUTH)

    assert messages_on(page)[1] == "An invitation to Ruth Adeyemi is on its way to ruth@abbey.example."
    assert Person.objects.get(first_name="Ruth").invitations.count() == 1


def test_an_invitation_that_cannot_be_sent_undoes_nothing(client, ada):
    page = open_one(client, invite="on", first_name="Ruth", last_name="Adeyemi")

    assert messages_on(page)[1].startswith("No invitation was sent. There is no e-mail address for them.")
    assert Practice.objects.count() == 1


def test_without_programmes_nothing_is_followed(client, ada):
    client.post("/compliance/places/add/", opening())

    assert (Practice.objects.count(), Adoption.objects.exists()) == (1, False)


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({"name": ""}, "name", "Type the name of the practice"),
        ({"ods_code": "places"}, "ods_code", WANTED),
        ({"ods_code": "y00 001"}, "ods_code", "Saltmere Road has this ODS code. Check the code"),
        ({"went_live_on": "31/02/2026"}, "went_live_on", "Type a date that exists, for example 31/03/2026"),
        ({"went_live_on": "1926-01-01"}, "went_live_on", "The year 1926 cannot be right. Check the date"),
        ({"network": "none"}, "network", "There is no such network. Choose one, or add it first"),
        ({"username": "nobody"}, "username", NOBODY),
        ({"first_name": "Ruth"}, "first_name", NAMELESS),
        ({"email": "a@b.example"}, "first_name", NAMELESS),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_begun(client, ada, said, field, message):
    make_practice("Saltmere Road", ods_code="Y00001")

    page = open_one(client, **said)

    assert (page.status_code, page.context["form"].errors) == (400, {field: [message]})
    assert (Practice.objects.count(), Person.objects.count()) == (1, 1)


def test_somebody_who_is_here_already_gets_no_second_record(client, ada):
    make_person("Ruth Adeyemi", username="ruth", email="RUTH@abbey.example")

    page = open_one(client, **RUTH)

    assert page.context["form"].errors["username"] == [
        "Ruth Adeyemi is here already, as ruth: type that sign-in name, so that nobody has two records"
    ]
    assert not Practice.objects.exists()


def test_whoever_manages_another_practice_manages_this_one_too(client, ada):
    make_person("Ruth Adeyemi", username="ruth")

    open_one(client, username="ruth")

    assert Membership.objects.get().person.username == "ruth"


def test_nothing_is_begun_when_the_last_step_fails(monkeypatch):
    def fail(**kwargs):
        raise ConnectionError

    monkeypatch.setattr(ready, "give_duty", fail)
    with pytest.raises(ConnectionError):
        ready.open_ready(
            manager=ready.Manager(first_name="Ruth", last_name="Adeyemi"), follow_programmes=True, by="", at=MONDAY,
            name="Abbey Surgery", ods_code="A11111", went_live_on=dt.date(2026, 3, 2),
        )  # fmt: skip

    assert (Practice.objects.exists(), PolicyPage.objects.exists(), Person.objects.exists()) == (False, False, False)


def test_without_the_starter_content_it_is_said_what_to_run(client, ada):
    Programme.objects.filter(key="managers").update(key="other")

    page = open_one(client)

    assert page.context["form"].non_field_errors() == [
        "The starter content is not loaded yet. Run “manage.py load_starter_content” first."
    ]
    assert (Practice.objects.exists(), ModulePage.objects.exists()) == (False, True)
