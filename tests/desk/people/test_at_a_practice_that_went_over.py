"""The other practice's manager opens the desk of one that went over: what would begin there is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import make_job_role, make_practice
from tests.people.staff_files import ANN, staff_file
from trainingsite.people.merging.actions import merge
from trainingsite.people.models import Absence, Duty, Membership, Responsibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(practice, ann, tom):
    """A practice that goes over into Ann's today, with somebody of its own."""
    gone = make_practice("Orchard House", ods_code="B22222")
    merge(practice=gone, into=practice, on=timezone.localdate(), at=timezone.now())
    return gone


def as_it_was() -> list[int]:
    return [rows.objects.count() for rows in (Membership, Responsibility, Absence)]


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("people/add", {"first_name": "Priya", "last_name": "Shah"}),
        ("duties/give", {"duty": Duty.DATA_PROTECTION_OFFICER, "holder_name": "Imelda Farthingale"}),
    ],
)
def test_the_sentence_names_the_practice_where_it_belongs(client, ann, gone, address, typed):
    today, before = timezone.localdate(), as_it_was()
    said = {"job_role": make_job_role().key, "started_on": today.isoformat(), **typed}

    page = client.post(f"/compliance/b22222/{address}/", said)

    [told] = [error for errors in page.context["form"].errors.values() for error in errors]
    assert told == (
        f"Orchard House goes over into Millbrook Lane Surgery on {today:%-d %B %Y}, and from that day on nothing begins"
        " here. Put it down at Millbrook Lane Surgery instead"
    )
    assert (page.status_code, as_it_was()) == (400, before)


def test_a_file_of_staff_is_refused_whole(client, ann, gone):
    file = SimpleUploadedFile("staff.csv", staff_file(ANN))

    page = client.post("/compliance/b22222/people/import/", {"file": file})

    assert (page.status_code, [error.row for error in page.context["errors"]]) == (400, [1])
    assert "Millbrook Lane Surgery" in page.context["errors"][0].sentence
