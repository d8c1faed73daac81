"""The calm word of the practice's page: it is said when nothing is open, and not while something waits beside it."""

import datetime as dt

import pytest
from django.utils import timezone

from modules.models import ModuleVersion
from tests.compliance.claiming import make_claim
from tests.desk.dashboard.scenes import a_practice, address, sign_in, sign_in_manager, the
from tests.factories import complete, give_duty
from tests.policies.asking import Surgery, ask
from tests.policies.test_paper import upload as upload_sheet
from trainingsite.people.models import Duty, Membership, Person, Practice

pytestmark = pytest.mark.django_db

CALM, DONE = "Nothing waits for you, nothing is overdue", "Nothing is overdue, and everybody knows"


def said(client, practice: Practice) -> tuple[bool, bool, bool]:
    """Whether the page says that all is well, that nothing waits, and that nothing is overdue."""
    html = client.get(address("practice", practice)).content.decode()
    return "All is well." in html, CALM in html, DONE in html


def all_done(practice: Practice) -> None:
    for job in Membership.objects.at(practice):
        complete(job.person, ModuleVersion.objects.get(), at=timezone.now())


def manages(person: Person, practice: Practice) -> None:
    give_duty(person, practice, Duty.PRACTICE_MANAGER)


def test_while_a_claim_waits_the_page_does_not_say_that_nothing_does(client):
    practice = a_practice()
    sign_in_manager(client, practice)
    all_done(practice)
    before = said(client, practice)

    make_claim(the("Tom"), practice=practice, at=timezone.now())

    assert (before, said(client, practice)) == ((True, True, False), (False, False, True))


@pytest.mark.parametrize("waits", ["question", "sheet"])
def test_what_waits_from_another_practice_is_no_calm_either(client, waits):
    elsewhere, practice = Surgery(), a_practice()
    all_done(practice)
    manages(elsewhere.ravi, practice)
    sign_in(client, elsewhere.ravi)

    if waits == "question":
        ask(elsewhere.tom, elsewhere.version, elsewhere.ravi, at=timezone.now())
    else:
        upload_sheet(elsewhere, at=timezone.now())

    assert said(client, practice) == (False, False, True)


def test_on_another_day_what_waits_today_takes_nothing_from_the_calm(client):
    practice = a_practice()
    sign_in_manager(client, practice)
    all_done(practice)
    make_claim(the("Tom"), practice=practice, at=timezone.now())
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    html = client.get(address("practice", practice, on=tomorrow.isoformat())).content.decode()

    assert ("All is well." in html, "Nothing is overdue on that day." in html) == (True, True)
