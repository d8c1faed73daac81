"""A manager imports staff from a file: upload, preview, confirm; and nobody else does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import give_duty, make_member, make_person, make_practice
from tests.people.staff_files import ANN, BEN, make_roles, staff_file
from trainingsite.audit.models import AuditEvent
from trainingsite.people.importing.entries import EXAMPLE, STAFF
from trainingsite.people.importing.table import MOST_BYTES, TOO_BIG
from trainingsite.people.models import Duty, Membership, Person

pytestmark = pytest.mark.django_db

MANAGER = {"staff_number": "1", "first_name": "Mo", "last_name": "Khan"}


@pytest.fixture
def practice():
    make_roles()
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def manager(client, practice):
    """Mo Khan, number 1, who manages the practice and is signed in with a second factor."""
    member = make_member("Mo Khan", "Practice manager", practice=practice, staff_number="1")
    give_duty(member.person, practice, Duty.PRACTICE_MANAGER)
    sign_in(client, member.person)
    return member.person


def address(name: str, ods: str = "x99999") -> str:
    return reverse(f"desk:{name}", args=[ods])


def upload(client, *rows, body: bytes | None = None, ods: str = "x99999"):
    file = SimpleUploadedFile("staff.csv", staff_file(*rows) if body is None else body)
    return client.post(address("import_staff", ods), {"file": file})


def agree(client, preview, **ticked):
    return client.post(address("confirm_import"), {"file": preview.context["sealed"], **ticked}, follow=True)


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def names_at(practice) -> list[str]:
    return sorted(stay.person.name for stay in Membership.objects.known().at(practice).filter(ended_on=None))


def test_a_file_is_shown_before_it_is_imported(client, practice, manager):
    preview = upload(client, MANAGER, ANN)

    assert (preview.status_code, preview.context["counts"]["created"], names_at(practice)) == (200, 1, ["Mo Khan"])

    done = agree(client, preview)

    assert (said(done), names_at(practice)) == (["Done: 1 added, 0 changed."], ["Ann Lee", "Mo Khan"])
    assert AuditEvent.objects.get(verb="people.joined").actor == str(manager.key)


def test_what_is_wrong_is_said_by_row_and_column_and_nothing_can_be_agreed_to(client, practice, manager):
    page = upload(client, MANAGER, {**ANN, "job_role": "Pilot", "started_on": "soon"})

    assert [(error.row, error.column) for error in page.context["errors"]] == [(3, "job_role"), (3, "started_on")]
    assert (page.status_code, page.context["sealed"], Person.objects.count()) == (400, "", 1)


def test_the_page_says_a_hundred_things_to_put_right_at_the_most(client, practice, manager):
    page = upload(
        client, *({**ANN, "staff_number": str(number), "email": "", "job_role": "Pilot"} for number in range(150))
    )

    assert (len(page.context["errors"]), page.context["more_errors"]) == (100, 51)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "That file is empty"),
        (b"x" * (MOST_BYTES + 1), TOO_BIG),
    ],
)
def test_a_file_that_is_empty_or_far_too_large_is_not_looked_at(client, practice, manager, body, sentence):
    page = upload(client, body=body)

    assert (page.status_code, page.context["form"].errors["file"]) == (400, [sentence])


def test_without_a_file_the_page_asks_for_one(client, practice, manager):
    page = client.post(address("import_staff"), {})

    assert page.context["form"].errors["file"] == ["Choose the file with your list of staff"]


def test_who_is_not_in_the_file_stays_unless_ticked(client, practice, manager):
    for name in ("Tom Ellis", "Zoe Park"):
        make_member(name, practice=practice)
    tom = Person.objects.get(first_name="Tom")

    agree(client, upload(client, MANAGER, ANN))
    assert names_at(practice) == ["Ann Lee", "Mo Khan", "Tom Ellis", "Zoe Park"]

    done = agree(client, upload(client, MANAGER, ANN), leaver=[str(tom.key)])

    assert (said(done), names_at(practice)) == (
        ["Done: 0 added, 0 changed, access ended for 1."],
        ["Ann Lee", "Mo Khan", "Zoe Park"],
    )
    assert Person.objects.get(pk=tom.pk).is_active is False


def test_one_tick_ends_it_for_all_of_them_and_never_for_oneself(client, practice, manager):
    for name in ("Tom Ellis", "Zoe Park"):
        make_member(name, practice=practice)

    agree(client, upload(client, ANN), everybody="on", leaver=[str(manager.key)])

    assert names_at(practice) == ["Ann Lee", "Mo Khan"]


def test_somebody_elses_key_ends_nothing(client, practice, manager):
    elsewhere = make_member("Tom Ellis", practice=make_practice("Harbour View Surgery"))

    agree(client, upload(client, MANAGER), leaver=[str(elsewhere.person.key)])

    assert Membership.objects.known().get(person=elsewhere.person).ended_on is None


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(client, practice, manager):
    preview = upload(client, MANAGER, ANN)
    make_member(make_person("Ann Lee", email=ANN["email"]), practice=practice)

    page = agree(client, preview)

    assert (page.status_code, page.context["counts"]["updated"], Person.objects.count()) == (409, 1, 2)
    assert agree(client, page).status_code == 200
    assert Membership.objects.known().get(person__first_name="Ann").staff_number == "101"


def test_a_second_click_finds_it_done(client, practice, manager):
    preview = upload(client, MANAGER, ANN)
    agree(client, preview)

    again = agree(client, preview)

    assert said(again) == ["All of that is done already: nothing was changed."]
    assert Person.objects.count() == 2


def test_what_the_page_carries_is_of_no_use_to_anybody_else(client, practice, manager):
    preview = upload(client, MANAGER, ANN)
    colleague = make_member("Eve Moss", "Practice manager", practice=practice, staff_number="2").person
    give_duty(colleague, practice, Duty.PRACTICE_MANAGER)
    sign_in(client, colleague)

    page = agree(client, preview)

    assert (page.request["PATH_INFO"], said(page)[0].split(":")[0]) == (
        address("import_staff"), "That page was open for too long. Choose the file again",
    )  # fmt: skip
    assert Person.objects.filter(first_name="Ann").count() == 0


def test_what_was_tampered_with_or_left_out_is_not_imported(client, practice, manager):
    sealed = upload(client, MANAGER, ANN).context["sealed"]

    for sent in ({"file": sealed[:-2] + "xx"}, {"file": ""}, {}):
        assert client.post(address("confirm_import"), sent).url == address("import_staff")
    assert Person.objects.count() == 1


def test_the_template_holds_every_column_and_a_line_that_shows_how(client, practice, manager):
    page = client.get(address("import_template"))

    lines = page.content.decode("utf-8-sig").split("\r\n")
    assert lines[:2] == [",".join(STAFF.columns), ",".join(EXAMPLE)]
    assert page["Content-Disposition"] == 'attachment; filename="staff.csv"'


def test_the_desk_leads_to_it(client, practice, manager):
    page = client.get(reverse("desk:practice", args=["x99999"]))

    assert page.content.decode().count(f'href="{address("import_staff")}"') == 1
    assert client.get(address("import_staff")).status_code == 200


PAGES = [("get", "import_staff"), ("post", "import_staff"), ("post", "confirm_import"), ("get", "import_template")]


def answers(client, sealed: str) -> list[int]:
    sent = {"file": sealed}
    return [getattr(client, verb)(address(name), sent if verb == "post" else {}).status_code for verb, name in PAGES]


def test_a_visitor_is_sent_to_sign_in(client, practice, manager):
    sealed = upload(client, MANAGER, ANN).context["sealed"]
    client.logout()

    assert answers(client, sealed) == [302] * 4
    assert client.get(address("import_staff")).url.startswith("/account/sign-in/")
    assert names_at(practice) == ["Mo Khan"]


def test_a_manager_without_a_second_factor_imports_nothing(client, practice, manager):
    sealed = upload(client, MANAGER, ANN).context["sealed"]
    client.logout()
    client.force_login(manager)

    assert (answers(client, sealed), names_at(practice)) == ([302] * 4, ["Mo Khan"])


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.ACCOUNT_HOLDER])
def test_a_colleague_imports_nobody_and_sees_nobody(client, practice, manager, duty):
    sealed = upload(client, MANAGER, ANN).context["sealed"]
    colleague = make_member("Zoe Park", practice=practice).person
    if duty:
        give_duty(colleague, practice, duty)
    sign_in(client, colleague)

    assert (answers(client, sealed), names_at(practice)) == ([404] * 4, ["Mo Khan", "Zoe Park"])


def test_the_manager_of_another_practice_imports_nobody_here(client, practice, manager):
    sealed = upload(client, MANAGER, ANN).context["sealed"]
    sign_in_manager(client, make_practice("Harbour View Surgery", ods_code="X88888"))

    assert (answers(client, sealed), names_at(practice)) == ([404] * 4, ["Mo Khan"])
    preview = upload(client, ANN, ods="x88888")
    assert (preview.context["counts"]["created"], preview.context["plan"].leavers[0].name) == (1, "Ann Lee")


@pytest.mark.parametrize("people", [1, 3, 30])
def test_a_preview_asks_the_database_as_often_for_many_as_for_one(
    client, practice, manager, people, django_assert_num_queries
):
    rows = [{**ANN, "staff_number": str(10 + number), "email": ""} for number in range(people)]
    for row in rows[1:]:
        member = make_member("Ann Lee", practice=practice, staff_number=row["staff_number"])
        assert member.practice == practice

    with django_assert_num_queries(16):
        preview = upload(client, MANAGER, *rows, {**BEN, "manager_email": ""})

    assert preview.context["counts"]["created"] == 2


def test_nothing_personal_is_in_an_address(client, practice, manager):
    done = agree(client, upload(client, MANAGER, ANN))

    invitations = reverse("desk:invitations", args=["x99999"])
    assert [address.partition("=")[0] for address, _ in done.redirect_chain] == [f"{invitations}?joined"]
