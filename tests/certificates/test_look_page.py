"""The page on which managers set how their certificates look, and the sample they see first."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.certificates.pictures import a_logo, opened, uploaded
from tests.certificates.signing_in import sign_in, sign_in_manager
from tests.factories import MONDAY, give_duty, make_member, make_practice
from trainingsite.certificates.look import pictures
from trainingsite.certificates.look.forms import CHOOSE_AGAIN, WHOSE_SIGNATURE, WHOSE_TITLE
from trainingsite.certificates.look.sample import SERIAL
from trainingsite.certificates.look_table import CertificateLook
from trainingsite.certificates.looks import look_of, set_look
from trainingsite.certificates.pdf import PLAIN
from trainingsite.certificates.serials import read_serial
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db
SIGNED = {"signed_by": "Dr Helen Marsh", "signed_as": "Senior partner"}


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def manager(client, practice):
    return sign_in_manager(client, practice)


def look_page(practice):
    return reverse("certificates:look", args=[practice.ods_code.lower()])


def sample_page(practice):
    return reverse("certificates:sample", args=[practice.ods_code.lower()])


def set_already(practice, by):
    pictures = {"logo": a_logo(), "signature": a_logo((200, 80))}
    set_look(practice=practice, by=by, at=MONDAY, **pictures, **SIGNED)


def text_of(body: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(body)).pages[0].extract_text().split())


def test_a_manager_sets_the_logo_and_who_signs(client, practice, manager):
    sent = {"logo": uploaded(a_logo()), "signature": uploaded(a_logo((200, 80)), "signature.png"), **SIGNED}

    answer = client.post(look_page(practice), sent)

    look = look_of(practice)
    assert (answer.url, look.signed_by, look.signed_as) == (look_page(practice), "Dr Helen Marsh", "Senior partner")
    assert [opened(picture).size for picture in (look.logo, look.signature)] == [(300, 120), (200, 80)]


def test_the_page_shows_what_is_set_and_by_whom(client, practice, manager):
    set_already(practice, manager)

    context = client.get(look_page(practice)).context

    assert [context[name][:22] for name in ("logo", "signature")] == ["data:image/png;base64,"] * 2
    assert (context["row"].set_by, context["form"].initial) == (manager, SIGNED)


def test_there_is_nothing_to_take_away_until_something_is_set(client, practice, manager):
    fields = client.get(look_page(practice)).context["form"].fields

    assert [name for name in fields if name.startswith("remove")] == []


def test_a_manager_takes_it_all_away_again(client, practice, manager):
    set_already(practice, manager)

    gone = {"remove_logo": "on", "remove_signature": "on", "signed_by": "", "signed_as": ""}
    client.post(look_page(practice), gone)

    assert look_of(practice) == PLAIN


def test_saving_the_page_as_it_stands_changes_nothing(client, practice, manager):
    set_already(practice, manager)

    answer = client.post(look_page(practice), SIGNED, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Nothing was changed: certificates look like that already."
    ]
    assert CertificateLook.objects.count() == 1


@pytest.mark.parametrize("name", ["logo", "signature"])
def test_a_file_that_is_no_picture_is_refused_and_what_was_typed_stays(client, practice, manager, name):
    answer = client.post(look_page(practice), {name: uploaded(b"%PDF-1.7", "logo.png"), **SIGNED})

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (400, {name: [pictures.OTHER_KIND]})
    assert form["signed_by"].value() == "Dr Helen Marsh"
    assert not CertificateLook.objects.exists()


def test_whoever_has_to_put_something_else_right_is_told_to_choose_the_picture_again(client, practice, manager):
    answer = client.post(look_page(practice), {"logo": uploaded(a_logo()), "signed_by": "", "signed_as": "Partner"})

    assert answer.context["form"].errors == {"signed_by": [WHOSE_TITLE], "logo": [CHOOSE_AGAIN]}


def test_a_signature_is_not_printed_without_a_name(client, practice, manager):
    answer = client.post(look_page(practice), {"signature": uploaded(a_logo()), "signed_by": "", "signed_as": ""})

    assert answer.context["form"].errors["signed_by"] == [WHOSE_SIGNATURE]


def test_the_name_cannot_be_taken_away_from_under_a_signature(client, practice, manager):
    set_already(practice, manager)

    answer = client.post(look_page(practice), {"signed_by": "", "signed_as": ""})

    assert answer.context["form"].errors["signed_by"] == [WHOSE_SIGNATURE]
    assert look_of(practice).signed_by == "Dr Helen Marsh"


def test_a_name_has_to_fit_on_its_line(client, practice, manager):
    answer = client.post(look_page(practice), {"signed_by": "x" * 81, "signed_as": ""})

    assert answer.context["form"].errors["signed_by"] == [
        "Say it in 80 characters or fewer, so that it fits on the line"
    ]


def test_the_sample_shows_what_is_typed_and_keeps_nothing(client, practice, manager):
    plain = client.post(sample_page(practice), {"signed_by": "", "signed_as": ""})

    signed = client.post(sample_page(practice), {"logo": uploaded(a_logo()), **SIGNED})

    said = [
        [word in text_of(answer.content) for word in ("not a certificate", "Helen Marsh")] for answer in (plain, signed)
    ]
    assert said == [[True, False], [True, True]]
    assert [len(PdfReader(io.BytesIO(answer.content)).pages[0].images) for answer in (plain, signed)] == [0, 1]
    assert not CertificateLook.objects.exists()


def test_the_sample_keeps_the_pictures_that_are_set(client, practice, manager):
    set_already(practice, manager)

    answer = client.post(sample_page(practice), SIGNED)

    assert len(PdfReader(io.BytesIO(answer.content)).pages[0].images) == 2


def test_a_sample_of_something_wrong_shows_the_page_with_what_is_wrong(client, practice, manager):
    answer = client.post(sample_page(practice), {"logo": uploaded(b""), **SIGNED})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["logo"])


def test_the_number_on_a_sample_can_never_be_a_certificates():
    assert read_serial(SERIAL) is None


@pytest.mark.parametrize("ask", ["get", "post", "sample"])
def test_a_colleague_another_practices_manager_and_a_visitor_are_kept_out(client, practice, ask):
    set_already(practice, make_member("Helen Marsh", practice=practice).person)
    elsewhere = make_member("Ann Lee", practice=make_practice("Harbour View Surgery"))
    give_duty(elsewhere.person, elsewhere.practice, Duty.PRACTICE_MANAGER)
    colleague = make_member("Zoe Park", practice=practice)

    def answers():
        if ask == "sample":
            return client.post(sample_page(practice), SIGNED)
        return (
            client.get(look_page(practice)) if ask == "get" else client.post(look_page(practice), {"remove_logo": "on"})
        )

    statuses = [answers().status_code]
    for person in (elsewhere.person, colleague.person):
        sign_in(client, person)
        statuses.append(answers().status_code)

    assert statuses == [302, 404, 404]
    assert CertificateLook.objects.count() == 1


def test_a_manager_without_a_second_factor_is_asked_for_one(client, practice):
    manager = make_member("Ruth Amin", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    client.force_login(manager)

    step = reverse("people:second_factor")
    assert client.get(look_page(practice)).url == f"{step}?next={look_page(practice)}"
    assert client.post(sample_page(practice), SIGNED).url == step


def test_a_sample_is_only_made_when_it_is_asked_for(client, practice, manager):
    assert client.get(sample_page(practice)).status_code == 405
