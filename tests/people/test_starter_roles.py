"""The staff groups and job roles of general practice are there from the start."""

import pytest

from trainingsite.people.loading import load_job_roles
from trainingsite.people.models import JobRole, StaffGroup

pytestmark = pytest.mark.django_db
WORKS_IN_A_PRACTICE = (
    "GP partner", "Salaried GP", "GP registrar", "Foundation year 2 doctor", "Medical student", "Locum GP",
    "Advanced nurse practitioner", "Advanced clinical practitioner", "Practice nurse", "Nursing associate",
    "Healthcare assistant", "Phlebotomist", "Clinical pharmacist", "Pharmacy technician", "Paramedic",
    "First contact physiotherapist", "Mental health practitioner", "Physician associate",
    "Social prescribing link worker", "Care coordinator", "Health and wellbeing coach", "Receptionist",
    "Care navigator", "Prescriptions clerk", "Medical secretary", "Clinical coder and summariser",
    "IT and data lead", "Practice manager", "Deputy practice manager", "Operations manager", "Finance officer",
    "Cleaner or caretaker", "Patient participation group volunteer",
)  # fmt: skip


def test_everybody_who_works_in_general_practice_has_a_job_role():
    list(load_job_roles())

    assert set(WORKS_IN_A_PRACTICE) - set(JobRole.objects.values_list("name", flat=True)) == set()
    assert StaffGroup.objects.count() == 5


def test_a_job_role_that_was_renamed_keeps_its_name_when_the_starter_is_loaded_again():
    list(load_job_roles())
    JobRole.objects.filter(key="receptionist").update(name="Patient adviser")

    assert (list(load_job_roles()), JobRole.objects.get(key="receptionist").name) == ([], "Patient adviser")
