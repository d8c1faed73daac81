"""Something has been posted: open to everybody, with names for the practice's own staff only."""

import pytest
from django.contrib.sessions.models import Session

from tests.factories import give_duty, make_member, make_practice
from tests.people.pages import heading_of
from tests.people.phones import make_known_person
from trainingsite.audit.models import AccessEntry, AuditEvent
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

ADDRESS = "/policies/first-hour/x99999/"


@pytest.fixture
def practice():
    """A practice with a manager and somebody outside it who looks after data protection."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    ann = make_member(make_known_person("Ann Lee"), "Practice manager", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    Responsibility.objects.create(
        duty=Duty.DATA_PROTECTION_OFFICER, practice=practice, holder_name="Imelda Farthingale",
        contact="dpo@network.example", started_on=practice.went_live_on,
    )  # fmt: skip
    return practice


def told(answer) -> list[tuple[str, str]]:
    return [(contact.role, contact.names) for contact in answer.context["page"].tell]


def test_a_visitor_reads_roles_and_the_surgerys_number_and_no_name(client, practice):
    answer = client.get(ADDRESS)

    html = answer.content.decode()
    assert told(answer) == [("Practice manager", ""), ("Data protection officer", "")]
    assert "01632 960 120" in html
    assert [name for name in ("Ann Lee", "Imelda", "dpo@network.example") if name in html] == []


def test_staff_of_the_practice_read_the_names(client, practice):
    client.force_login(make_member(make_known_person("Tom Ellis"), practice=practice).person)

    assert told(client.get(ADDRESS)) == [
        ("Practice manager", "Ann Lee"),
        ("Data protection officer", "Imelda Farthingale, dpo@network.example"),
    ]


def test_staff_of_another_practice_read_no_names(client, practice):
    other = make_practice("Saltmere Road Practice")
    client.force_login(make_member(make_known_person("Eve Moss"), practice=other).person)

    assert told(client.get(ADDRESS)) == [("Practice manager", ""), ("Data protection officer", "")]


def test_a_duty_that_nobody_holds_is_left_out(client):
    make_practice("Millbrook Lane Surgery", ods_code="X99999", phone="")

    answer = client.get(ADDRESS)

    assert told(answer) == []
    assert "Ring your surgery and ask for the practice manager, or for whoever is in charge." in answer.content.decode()


def test_nothing_is_stored(client, practice):
    answer = client.get(ADDRESS)

    assert answer.cookies == {}
    assert (Session.objects.count(), AccessEntry.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_no_cache_keeps_the_names(client, practice):
    client.force_login(make_member(make_known_person("Tom Ellis"), practice=practice).person)

    assert "no-store" in client.get(ADDRESS).headers["Cache-Control"].split(", ")


def test_the_link_in_every_footer_leads_to_ones_own_practice(client, practice):
    client.force_login(make_member(make_known_person("Tom Ellis"), practice=practice).person)
    assert 'href="/policies/first-hour/"' in client.get("/account/").content.decode()

    assert client.get("/policies/first-hour/").url == ADDRESS


def test_somebody_with_two_practices_chooses(client, practice):
    tom = make_member(make_known_person("Tom Ellis"), practice=practice).person
    other = make_member(tom, practice=make_practice("Saltmere Road Practice")).practice
    client.force_login(tom)

    assert client.get("/policies/first-hour/").context["practices"] == [practice, other]


def test_without_a_practice_the_page_says_what_holds_everywhere(client):
    answer = client.get("/policies/first-hour/")

    assert heading_of(answer) == "Something has been posted"
    assert "Ring your surgery and ask for the practice manager, or for whoever is in charge." in answer.content.decode()


def test_a_practice_that_is_not_here_is_not_found(client):
    assert client.get(ADDRESS).status_code == 404
