"""The pages on which sheets are printed, uploaded and countersigned, and who may open them."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.desk.proofs import HTML, a_pdf
from tests.factories import make_practice
from tests.policies.asking import Surgery
from tests.policies.test_paper import upload as upload_sheet
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty
from trainingsite.policies.models import Attestation, SheetDecision, SigningSheet
from trainingsite.policies.paper import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    return Surgery()


@pytest.fixture
def manager(client, surgery):
    sign_in(client, surgery.ruth, verified=True)
    return surgery.ruth


def at(surgery, name, *more):
    return reverse(f"desk:{name}", args=[surgery.practice.ods_code.lower(), *more])


def of(sheet, name="sheet"):
    return reverse(f"desk:{name}", args=[sheet.key])


def filled_in(signer, *, scan=None, **changes):
    body = a_pdf() if scan is None else scan
    return {
        "token": uuid.uuid4(), "person": signer.key, "signed_on": timezone.localdate().isoformat(),
        "scan": SimpleUploadedFile("sheet.pdf", body), **changes,
    }  # fmt: skip


def test_the_manager_sees_who_has_not_signed_and_prints_a_sheet_for_those_chosen(client, surgery, manager):
    members = client.get(at(surgery, "paper")).context["policies"][0][1]
    chosen = f"?person={surgery.tom.key}&person={surgery.olu.key}"

    printed = client.get(at(surgery, "print_sheets", surgery.version.key) + chosen)

    assert [member.person for member in members] == [surgery.ruth, surgery.olu, surgery.tom, surgery.ravi]
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    noted = AccessEntry.objects.get()
    assert (noted.verb, noted.detail) == ("policies.sheets_printed", f"{surgery.version.key}: 2")


def test_printing_for_nobody_leads_back_to_the_list(client, surgery, manager):
    answer = client.get(at(surgery, "print_sheets", surgery.version.key) + f"?person={uuid.uuid4()}")

    assert answer.url == at(surgery, "paper")
    assert not AccessEntry.objects.exists()


def test_a_scan_is_uploaded_and_waits_for_a_second_person(client, surgery, manager):
    sent = client.post(at(surgery, "upload_sheet", surgery.version.key), filled_in(surgery.tom))

    sheet = SigningSheet.objects.get()
    assert (sheet.person, sheet.uploaded_by, sent.url) == (surgery.tom, manager, of(sheet))
    assert "You uploaded it, so somebody else has to countersign it" in client.get(sent.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scan": HTML}, "scan"),
        ({"scan": b""}, "scan"),
        ({"person": uuid.uuid4()}, "person"),
        ({"signed_on": "2999-01-01"}, "signed_on"),
        ({"signed_on": "2020-01-01"}, "signed_on"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_kept(client, surgery, manager, changes, field):
    answer = client.post(at(surgery, "upload_sheet", surgery.version.key), filled_in(surgery.tom, **changes))

    assert (answer.status_code, field in answer.context["form"].errors) == (400, True)
    assert not SigningSheet.objects.exists()


def test_nobody_uploads_their_own_sheet(client, surgery, manager):
    answer = client.post(at(surgery, "upload_sheet", surgery.version.key), filled_in(manager))

    assert list(answer.context["form"].errors) == ["person", "scan"]
    assert not SigningSheet.objects.exists()


def test_a_second_sheet_while_one_waits_is_refused_and_the_form_says_so(client, surgery, manager):
    upload_sheet(surgery, by=surgery.olu, at=timezone.now())

    answer = client.post(at(surgery, "upload_sheet", surgery.version.key), filled_in(surgery.tom))

    assert answer.context["form"].errors["person"] == [
        "A sheet of theirs for this version is waiting to be countersigned already."
    ]


def test_a_double_click_keeps_one_sheet_and_another_day_after_going_back_is_still_in_the_form(client, surgery, manager):
    where, sent = at(surgery, "upload_sheet", surgery.version.key), filled_in(surgery.tom)
    scans = [{"scan": SimpleUploadedFile("sheet.pdf", a_pdf())} for _ in range(3)]
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()

    pages = [client.post(where, {**sent, **scan}) for scan in scans[:2]]
    late = client.post(where, {**sent, **scans[2], "signed_on": yesterday})

    assert [page.url for page in pages] == [of(SigningSheet.objects.get())] * 2
    assert (late.status_code, set(late.context["form"].errors)) == (400, {"person", "scan"})
    assert late.context["form"]["signed_on"].value() == yesterday


def test_a_page_whose_sheet_was_sent_back_since_is_not_called_uploaded(client, surgery, manager):
    where, sent = at(surgery, "upload_sheet", surgery.version.key), filled_in(surgery.tom)
    client.post(where, sent, follow=True)
    actions.send_back(sheet=SigningSheet.objects.get(), by=surgery.ravi, reason="No date.", at=timezone.now())

    page = client.post(where, {**sent, "scan": SimpleUploadedFile("sheet.pdf", a_pdf())}, follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said == ["You uploaded this before. See below what became of it."]


def test_the_second_person_looks_at_the_scan_and_countersigns(client, surgery):
    sheet = upload_sheet(surgery, at=timezone.now())
    sign_in(client, surgery.ravi, verified=True)
    assert list(client.get(reverse("desk:sheets")).context["sheets"]) == [sheet]

    scan = client.get(of(sheet, "scan"))
    client.post(of(sheet, "countersign"))

    assert (scan["Content-Disposition"][:10], scan["X-Content-Type-Options"]) == ("attachment", "nosniff")
    assert AccessEntry.objects.get().verb == "policies.scan_downloaded"
    assert Attestation.objects.get().kind == "witnessed"
    assert "Countersigned" in client.get(of(sheet)).content.decode()


def test_your_training_leads_the_second_person_to_the_sheet_and_nobody_else(client, surgery):
    upload_sheet(surgery, at=timezone.now())
    shown = []

    for person in (surgery.ravi, surgery.ruth, surgery.tom):
        sign_in(client, person, verified=True)
        shown.append("Sheets to countersign: 1" in client.get("/").content.decode())

    assert shown == [True, False, False]


def test_the_receipt_of_a_witnessed_signature_says_who_witnessed_it(client, surgery):
    sheet = upload_sheet(surgery, at=timezone.now())
    sign_in(client, surgery.ravi, verified=True)
    client.post(of(sheet, "countersign"))
    sign_in(client, surgery.tom)

    html = client.get(reverse("policies:receipt", args=[Attestation.objects.get().key])).content.decode()

    assert "Ravi Shah; the sheet was uploaded by Ruth Adeyemi" in html


def test_the_uploader_cannot_countersign_by_a_forged_request(client, surgery, manager):
    sheet = upload_sheet(surgery, at=timezone.now())

    client.post(of(sheet, "countersign"))

    assert not Attestation.objects.exists()
    assert "You uploaded this sheet, so somebody else has to countersign it." in client.get(of(sheet)).content.decode()


def test_a_sheet_is_sent_back_with_a_reason_and_not_without(client, surgery):
    sheet = upload_sheet(surgery, at=timezone.now())
    sign_in(client, surgery.ravi, verified=True)
    empty = client.post(of(sheet, "send_back"), {"reason": ""})
    assert (empty.status_code, SheetDecision.objects.count()) == (400, 0)

    client.post(of(sheet, "send_back"), {"reason": "The date is missing."})

    assert SheetDecision.objects.get().kind == "sent_back"
    assert "The date is missing." in client.get(of(sheet)).content.decode()


def test_nobody_without_a_duty_there_finds_a_sheet_nor_does_the_signer(client, surgery):
    sheet = upload_sheet(surgery, at=timezone.now())
    stranger = surgery.hire("Una Far", Duty.PRACTICE_MANAGER, practice=make_practice("Harbour View Surgery"))
    found = []

    for person in (surgery.tom, surgery.hire("Ann Lee"), stranger):
        sign_in(client, person, verified=True)
        found += [client.get(of(sheet)).status_code, client.get(of(sheet, "scan")).status_code]
        found += [client.post(of(sheet, name)).status_code for name in ("countersign", "send_back")]
        found.append(len(client.get(reverse("desk:sheets")).context["sheets"]))

    assert found == [404, 404, 404, 404, 0] * 3
    assert not Attestation.objects.exists()


def test_only_the_practices_managers_print_and_upload(client, surgery):
    stranger = surgery.hire("Una Far", Duty.PRACTICE_MANAGER, practice=make_practice("Harbour View Surgery"))
    pages = [at(surgery, "paper"), at(surgery, "upload_sheet", surgery.version.key)]
    pages.append(at(surgery, "print_sheets", surgery.version.key) + f"?person={surgery.tom.key}")
    found = []

    for person in (surgery.tom, surgery.ravi, stranger):
        sign_in(client, person, verified=True)
        found += [client.get(page).status_code for page in pages]

    assert found == [404] * 9


def test_a_visitor_and_a_manager_without_a_second_factor_open_nothing(client, surgery):
    sheet = upload_sheet(surgery, at=timezone.now())
    pages = [at(surgery, "paper"), of(sheet), of(sheet, "scan"), reverse("desk:sheets")]
    visitor = {client.get(page).url.split("?")[0] for page in pages}
    sign_in(client, surgery.ruth)

    manager = {client.get(page).url.split("?")[0] for page in pages}

    assert (visitor, manager) == ({reverse("people:sign_in")}, {reverse("people:second_factor")})
