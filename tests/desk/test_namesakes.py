"""Two people with one name are told apart wherever somebody has to choose between them."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk.dashboard.scenes import a_practice, address, sign_in_manager
from tests.desk.reports.scenes import taken
from tests.factories import make_member, make_person
from tests.formats.reading import words_of
from trainingsite.people.colleagues import people_at
from trainingsite.people.models import Person

pytestmark = pytest.mark.django_db
TWINS = ["t.ellis", "tom.ellis.2"]


@pytest.fixture
def practice():
    """Tom Ellis and Tom Ellis are both receptionists, and both late; Zoe Park has her name to herself."""
    practice = a_practice()
    Person.objects.filter(first_name="Tom").update(username=TWINS[0])
    make_member(make_person("Tom Ellis", username=TWINS[1]), "Receptionist", practice=practice)
    Person.objects.filter(first_name="Tom").update(email="reception@surgery.example")
    make_member("Zoe Park", "Receptionist", practice=practice)
    return practice


def test_on_the_desk(client, practice):
    sign_in_manager(client, practice)

    week = client.get(address("practice", practice)).context["week"]

    overdue = next(kind for kind in week.kinds if kind.key == "overdue")
    assert sorted((item.name, item.note) for item in overdue.items) == [
        *(("Tom Ellis", f"Receptionist, signs in as {username}") for username in TWINS),
        ("Zoe Park", "no e-mail address"),
    ]  # fmt: skip


def test_where_somebody_is_reminded(client, practice, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    sign_in_manager(client, practice)

    chosen = client.get(address("remind", practice)).context["chosen"]

    assert sorted(one.job_role for one in chosen.ready) == [f"Receptionist, signs in as {name}" for name in TWINS]


def test_in_every_list_of_colleagues(practice):
    said = [f"Tom Ellis, Receptionist, signs in as {name}" for name in TWINS]

    assert sorted(one.label for one in people_at(practice, timezone.localdate())) == [*said, "Zoe Park, Receptionist"]


@pytest.mark.parametrize("report", ["training-matrix", "overdue"])
def test_in_reports(client, practice, report):
    sign_in_manager(client, practice)
    names = [f"Tom Ellis ({name})" for name in TWINS]

    answers = [client.get(reverse("desk:report_file", args=["x99999", report, ending])) for ending in ("csv", "pdf")]

    table, paper = taken(answers[0]).decode("utf-8-sig"), words_of(taken(answers[1]))
    cells = {cell for row in csv.reader(io.StringIO(table)) for cell in row}
    assert [name for name in names if name in cells and name in paper] == names
    assert "Zoe Park" in cells


def test_on_the_slips_that_are_handed_out(client, practice):
    sign_in_manager(client, practice)

    page = client.get(address("hand_out", practice, who="overdue")).content.decode()

    assert [page.count(f"as <strong>{name}</strong>") for name in TWINS] == [1, 1]
