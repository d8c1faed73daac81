"""Names over time: what changes with a name, what is kept of the one before, and who may see it."""

import pytest
from django.db import IntegrityError

from tests.factories import MONDAY, TUESDAY, give_duty, make_member, make_person, make_practice
from tests.people.pages import heading_of
from tests.people.phones import confirmed, make_known_person
from tests.people.staff_files import ANN, imported, make_roles, planned
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.people import names
from trainingsite.people.models import Duty, FormerName, Person
from trainingsite.people.names import SignInNameTaken, change_name, change_sign_in_name, former_names_of
from trainingsite.people.staff.changing import Refused
from trainingsite.people.staff.duties import begin_duty

pytestmark = pytest.mark.django_db
PAGE = "/account/name/"


@pytest.fixture
def tina(client):
    """Somebody at work, who has just shown who she is."""
    person = make_member(make_known_person("Tina Ellis", username="tina.ellis")).person
    client.force_login(person)
    confirmed(client, person)
    return person


def rename(person, name="Tina Marsh", *, at=MONDAY, by=None):
    first, _, last = name.partition(" ")
    return change_name(person=person, first_name=first, last_name=last, by=by or person, at=at)


def called(person):
    return [(former.name, former.until) for former in former_names_of(person)]


def test_the_name_before_is_kept_as_words_and_the_event_does_not_say_it(tina):
    rename(tina)

    [former], [event] = FormerName.objects.all(), AuditEvent.objects.all()
    assert (Person.objects.get().name, event.verb, event.subject) == (
        "Tina Marsh",
        "people.name_changed",
        str(tina.key),
    )
    assert read_words(Words.objects.get(about=former.key)) == {"first_name": "Tina", "last_name": "Ellis"}
    assert [name for name in ("Tina", "Ellis", "Marsh") if name in bytes(event.body).decode()] == []


def test_every_name_before_is_known_the_latest_first(tina):
    rename(tina, "Tina Marsh")
    rename(tina, "Toby Marsh", at=TUESDAY)

    assert called(tina) == [("Tina Marsh", TUESDAY.date()), ("Tina Ellis", MONDAY.date())]


def test_the_same_name_again_changes_nothing(tina):
    assert rename(tina, "Tina Ellis") is False
    assert (FormerName.objects.exists(), AuditEvent.objects.exists()) == (False, False)


def test_no_name_changes_when_its_event_cannot_be_recorded(tina, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(names, "record", fail)
    with pytest.raises(IntegrityError):
        rename(tina)

    assert (Person.objects.get().name, FormerName.objects.exists()) == ("Tina Ellis", False)


def test_somebody_whose_name_another_changed_is_told(tina, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.EMAIL_URL, tina.email = "smtp://mail.example", "tina@surgery.example"

    with django_capture_on_commit_callbacks(execute=True):
        rename(tina, by=make_person("Ada Stone"))

    assert [(message.to, message.subject) for message in mailoutbox] == [
        (["tina@surgery.example"], "Your name was changed")
    ]


def test_one_changes_ones_own_name_and_sign_in_name(client, tina):
    answer = client.post(PAGE, {"first_name": "Toby", "last_name": " Marsh ", "username": "toby.marsh"})

    person = Person.objects.get()
    assert (answer.url, person.name, person.username) == ("/account/", "Toby Marsh", "toby.marsh")
    assert called(person)[0][0] == "Tina Ellis"
    assert client.get("/account/").status_code == 200


def test_the_page_asks_first_who_is_there(client):
    client.force_login(make_known_person("Tina Ellis"))

    assert client.get(PAGE).url == "/account/confirm/?next=/account/name/"
    assert heading_of(client.post(PAGE, {"first_name": "Toby", "last_name": "M", "username": "t"})) != "Your name"
    assert Person.objects.get().name == "Tina Ellis"


def test_nobody_signed_out_has_a_name_to_change(client):
    assert client.get(PAGE).url == "/account/sign-in/?next=/account/name/"


def test_another_ones_sign_in_name_is_not_to_be_had_and_nothing_changes(client, tina):
    make_person("Ann Lee", username="Ann.Lee")

    page = client.post(PAGE, {"first_name": "Toby", "last_name": "Marsh", "username": "ann.lee"})

    tina.refresh_from_db()
    assert page.context["form"].errors["username"] == ["Somebody else signs in with this name. Choose another one"]
    assert (tina.name, tina.username, page.context["form"]["first_name"].value()) == (
        "Tina Ellis",
        "tina.ellis",
        "Toby",
    )


def test_two_people_who_choose_one_sign_in_name_at_once_do_not_both_get_it(tina):
    make_person("Ann Lee", username="toby")
    with pytest.raises(SignInNameTaken):
        change_sign_in_name(person=tina, username="toby", at=MONDAY)


def test_the_person_sees_their_former_names_and_who_else_does(client, tina):
    rename(tina)
    keeper = make_member("Kim Roe").person
    give_duty(keeper, tina.memberships.get().practice, Duty.RECORDS_KEEPER)

    page = client.get(PAGE)

    assert [former.name for former in page.context["former_names"]] == ["Tina Ellis"]
    assert [held.person for held in page.context["keepers"]] == [keeper]


def test_one_person_at_a_time_keeps_the_former_names_of_a_practice():
    practice, boss = make_practice(), make_person("Ruth Adeyemi")
    first, second = (make_member(name, practice=practice).person for name in ("Kim Roe", "Lou Fay"))
    given = {"duty": Duty.RECORDS_KEEPER, "practice": practice, "started_on": MONDAY.date(), "by": boss, "at": MONDAY}
    begin_duty(person=first, **given)

    with pytest.raises(Refused) as refused:
        begin_duty(person=second, **given)

    assert str(refused.value).startswith("Kim Roe has this duty")


def test_a_file_of_one_practice_renames_nobody_who_is_shared():
    practice = make_practice()
    make_roles()
    imported(practice, ANN)
    make_member(Person.objects.get(), practice=make_practice("Harbour View Surgery"))

    plan = planned(practice, {**ANN, "last_name": "Moss"})
    imported(practice, {**ANN, "last_name": "Moss"})

    [note] = plan.notes
    assert (note.row, note.column, plan.updated, plan.errors) == (2, "last_name", [], ())
    assert note.message.startswith("Ann Lee keeps this name here, and is not called Ann Moss")
    assert Person.objects.get().name == "Ann Lee"


def test_a_file_that_renames_keeps_the_name_before():
    practice = make_practice()
    make_roles()
    imported(practice, ANN)
    imported(practice, {**ANN, "last_name": "Moss"})

    assert [name for name, _ in called(Person.objects.get())] == ["Ann Lee"]


@pytest.mark.parametrize("people", [1, 3, 30])
def test_renaming_many_asks_the_database_as_often_as_renaming_one(people, django_assert_num_queries):
    wanted = [(make_person(f"Person Number{number}"), "New", f"Name{number}") for number in range(people)]

    with django_assert_num_queries(4):  # rows joined to theirs; names, words and former names kept
        names.change_names(names=wanted, by=None, at=MONDAY)
