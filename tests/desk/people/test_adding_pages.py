"""Adding one person: who is known already is asked about, and nothing typed is lost."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import make_job_role, make_member, make_practice
from trainingsite.people.models import Membership, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed():
    make_job_role()
    return {
        "first_name": "Priya",
        "last_name": "Shah",
        "job_role": "receptionist",
        "started_on": f"{timezone.localdate():%d/%m/%Y}",
    }


def people_called(first, last) -> int:
    return Person.objects.filter(first_name=first, last_name=last).count()


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_somebody_new_is_added_and_their_page_opens(client, practice, ann, address, typed):
    answer = client.post(address("add_person"), {**typed, "manager": str(ann.key), "staff_number": "12"})

    stay = Membership.objects.known().at(practice).get(person__last_name="Shah")
    assert (stay.manager, stay.staff_number, stay.job_role.key) == (ann, "12", "receptionist")
    assert answer.url == address("person", stay.person.key)


def test_an_empty_form_asks_for_what_is_needed(client, ann, address):
    answer = client.post(address("add_person"), {})

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"first_name", "last_name", "job_role", "started_on"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_name", "Pr<iya", "“<” cannot be part of a name. Take it out"),
        ("last_name", "=Shah", "Take the “=” at the beginning out"),
        ("email", "priya", "Type one address, like ann@example.nhs.uk, or leave it empty"),
        ("started_on", "31/02/2026", "Type a date that exists, for example 31/03/2026"),
        ("started_on", "01/01/0026", "The year 26 cannot be right. Type all four figures of the year"),
        ("started_on", "01/01/2099", "That is too far ahead. Check the year"),
        ("ended_on", "01/01/2020", "The last day is before the first. Check both, and the years"),
        ("staff_number", "-5", "Take the “-” at the beginning out"),
    ],
)
def test_what_cannot_be_is_answered_in_a_sentence_and_the_rest_stays(
    client, ann, address, typed, field, value, sentence
):
    form = client.post(address("add_person"), {**typed, field: value}).context["form"]

    assert form.errors == {field: [sentence]}
    assert [form[name].value() for name in typed if name != field] == [typed[name] for name in typed if name != field]
    assert people_called("Priya", "Shah") == 0


def test_a_namesake_is_asked_about_and_nobody_is_added_yet(client, practice, ann, tom, address, typed):
    answer = client.post(address("add_person"), {**typed, "first_name": "Tom", "last_name": "Ellis"})

    form = answer.context["form"]
    assert [key for key, _ in form.fields["same_person"].widget.choices] == [str(tom.person.key), "somebody-else"]
    assert form.errors == {"same_person": ["Somebody like this is known already. Say whether it is the same person"]}
    assert people_called("Tom", "Ellis") == 1


def test_somebody_else_of_the_same_name_is_somebody_new(client, practice, ann, tom, address, typed):
    said = {**typed, "first_name": "Tom", "last_name": "Ellis", "same_person": "somebody-else"}

    client.post(address("add_person"), said)

    assert people_called("Tom", "Ellis") == 2


def test_the_same_person_comes_back_under_their_old_record(client, practice, ann, address, typed):
    left = make_member("Tom Ellis", practice=practice, ended_on=dt.date(2025, 6, 1)).person
    said = {**typed, "first_name": "Tom", "last_name": "Ellis", "same_person": str(left.key)}

    client.post(address("add_person"), said)

    assert people_called("Tom", "Ellis") == 1
    assert Membership.objects.known().on(timezone.localdate()).by(left).at(practice).exists()


def test_somebody_who_was_not_offered_is_not_taken(client, practice, ann, address, typed):
    stranger = make_member("Ola Berg", practice=make_practice("Saltmere Road Practice")).person

    client.post(address("add_person"), {**typed, "same_person": str(stranger.key)})

    assert not Membership.objects.at(practice).filter(person=stranger).exists()


def test_a_name_known_elsewhere_says_that_and_not_where(client, practice, ann, address, typed):
    make_member("Priya Shah", practice=make_practice("Saltmere Road Practice"))

    answer = client.post(address("add_person"), typed)

    hint = answer.context["form"]["same_person"].help_text
    assert hint.startswith("Somebody of this name has a sign-in from another practice. If it is the same person, ask")
    assert "Saltmere" not in answer.content.decode()


def test_somebody_from_another_practice_brings_their_record(client, practice, ann, address, typed):
    priya = make_member("Priya Shah", practice=make_practice("Saltmere Road Practice")).person
    said = {**typed, "sign_in_name": priya.username, "email": "other@surgery.example"}

    answer = client.post(address("add_person"), {**said, "same_person": str(priya.key)}, follow=True)

    assert people_called("Priya", "Shah") == 1
    assert Membership.objects.known().at(practice).by(priya).exists()
    assert told(answer)[1] == ("Their e-mail address stays as it was: only they can change it, in their account.")


def test_a_staff_number_that_is_taken_is_refused_beside_its_field(client, practice, ann, tom, address, typed):
    answer = client.post(address("add_person"), {**typed, "staff_number": "7", "same_person": "somebody-else"})

    assert answer.context["form"].errors == {
        "staff_number": ["7 is or was the number of Tom Ellis here. Give another one, or none"]
    }
    assert people_called("Priya", "Shah") == 0


def test_an_invitation_goes_out_where_it_is_ticked(client, practice, ann, address, typed, settings):
    settings.EMAIL_URL = "smtp://localhost"

    answer = client.post(
        address("add_person"), {**typed, "email": "priya@surgery.example", "invite": "on"}, follow=True
    )

    assert told(answer)[1] == "An invitation is on its way to priya@surgery.example."
    assert Person.objects.get(last_name="Shah").invitations.count() == 1


def test_without_an_address_the_page_says_why_no_invitation_went(client, practice, ann, address, typed, settings):
    settings.EMAIL_URL = "smtp://localhost"

    answer = client.post(address("add_person"), {**typed, "invite": "on"}, follow=True)

    assert told(answer)[1].startswith("No invitation was sent. ")
    assert people_called("Priya", "Shah") == 1
