"""A policy that is a file: what may be one, what is frozen of it, and what staff see."""

from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.desk.proofs import HTML, a_zip
from tests.factories import MONDAY, clauses_of, make_member, make_policy, make_policy_version, make_practice, moment
from tests.policies.pdfs import (
    a_policy_file,
    a_scan,
    a_word_file,
    locked,
    make_document,
    make_file_policy,
    replace_on_disk,
    that_acts_when_opened,
    with_a_script_on_a_page,
    with_an_attachment,
)
from trainingsite.audit.models import Snapshot
from trainingsite.policies.changes import Kind, changes_between
from trainingsite.policies.editing import BOTH, FOR_PATIENTS
from trainingsite.policies.files import checking
from trainingsite.policies.files.checking import NotAPolicyFile, minutes_for, paragraphs_of, read_file
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
BROKEN_OFF = a_policy_file()[:-200]


def test_the_text_of_a_file_is_read_page_by_page():
    text = read_file(a_policy_file())

    assert text.pages == (
        "Mobile phones at work\n\nKeep your own phone out of sight of patients.\n\nNever photograph a patient.",
        "Messages\n\nWrite to patients from the practice's own system only.",
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", checking.EMPTY),
        (b"%PDF-" + bytes(checking.MOST_BYTES), checking.TOO_BIG),
        (a_word_file(), checking.NOT_A_PDF),
        (HTML, checking.NOT_A_PDF),
        (a_policy_file() + a_zip(), checking.TWO_THINGS),
        (b"%PDF-1.7 <script>alert(1)</script>" + a_policy_file(), checking.TWO_THINGS),
        (BROKEN_OFF, checking.BROKEN),
        (b"%PDF-1.7\n%%EOF", checking.BROKEN),
        (locked(password="secret"), checking.LOCKED),
        (locked(password=""), checking.LOCKED),
        (that_acts_when_opened("/JavaScript"), checking.RUNS),
        (that_acts_when_opened("/Launch"), checking.RUNS),
        (that_acts_when_opened("/SubmitForm"), checking.RUNS),
        (with_a_script_on_a_page(), checking.RUNS),
        (with_an_attachment(), checking.CARRIES),
        (a_policy_file(*[("A page.",)] * 101), checking.TOO_LONG),
    ],
)
def test_what_is_not_simply_a_pdf_is_refused_with_a_sentence(body, sentence):
    with pytest.raises(NotAPolicyFile) as refused:
        read_file(body)

    assert str(refused.value) == sentence


def test_a_file_with_as_many_pages_as_there_may_be_is_read():
    assert len(read_file(a_policy_file(*[("A page.",)] * 100)).pages) == 100


def test_a_pdf_that_goes_to_a_page_when_it_is_opened_is_a_policy():
    assert len(read_file(that_acts_when_opened("/GoTo")).pages) == 2


def test_a_file_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(checking, "MOST_PARTS", 5)

    with pytest.raises(NotAPolicyFile, match="too complicated"):
        read_file(a_policy_file())


def test_lines_that_ended_with_the_page_are_put_together_again():
    lines = [
        "1. Phones at the desk",
        "Keep your own telephone in your bag while you are at the front desk, and look at it",
        "in your break. Patients who see one in your hand may think the worst of it, and well-",
        "meant photos can show a screen.",
        "• Ask first.",
        "• Never photograph a patient, a screen or a letter, whatever the reason for it may seem",
        "to be.",
    ]

    assert paragraphs_of("\n".join(lines)).split("\n\n") == [
        "1. Phones at the desk",
        " ".join(lines[1:3]) + lines[3],
        "• Ask first.",
        "• Never photograph a patient, a screen or a letter, whatever the reason for it may seem to be.",
    ]


def test_the_lines_of_a_page_of_few_words_stay_apart():
    assert paragraphs_of("4. Smart glasses\nTake them off at work.") == "4. Smart glasses\n\nTake them off at work."


def test_what_no_page_can_show_is_left_out_of_its_text():
    assert paragraphs_of("Be\x00 kind\ud800.\x0c\nAlways") == "Be kind .\n\nAlways"


def test_reading_time_is_counted_from_the_words():
    assert [minutes_for(["word " * words]) for words in (0, 290, 310)] == [1, 1, 2]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"document": True, "clauses": clauses_of("Be kind.")}, {"document": [BOTH]}),
        ({"document": True, "public": True, "declaration": ""}, {"document": [FOR_PATIENTS]}),
    ],
)
def test_a_policy_has_clauses_or_is_a_file_and_never_both(fields, sentence):
    page = make_policy()
    for name, value in fields.items():
        setattr(page, name, make_document() if name == "document" else value)
    if "clauses" not in fields:
        page.clauses = []

    with pytest.raises(ValidationError) as refused:
        page.clean()

    assert refused.value.message_dict == sentence


def test_the_file_and_its_text_are_in_the_hash():
    body = a_policy_file()
    version = make_policy_version(make_file_policy(body))

    content = content_of(version)

    name, fingerprint = version.page.document.filename, sha256(body).hexdigest()
    assert content["document"] == {"name": name, "sha256": fingerprint, "bytes": len(body), "pages": 2}
    assert content["pages"] == list(read_file(body).pages)
    assert (content["clauses"], content["minutes"]) == ([], 1)
    assert bytes(Snapshot.objects.get(pk=fingerprint).body) == body


def test_another_file_in_its_place_on_disk_changes_nothing_of_what_was_published(client):
    page = make_file_policy()
    version = make_policy_version(page)
    client.force_login(make_member("Tom Ellis", practice=version.practice).person)

    replace_on_disk(page.document, a_policy_file(("Anybody may post anything.",)))

    answer = client.get(reverse("policies:pdf", args=[version.key]))
    assert answer.content == a_policy_file()


def test_another_file_in_its_place_on_disk_is_another_version_when_it_is_published():
    page = make_file_policy()
    first = make_policy_version(page)
    replace_on_disk(page.document, a_policy_file(("Be kind.",)))

    second = make_policy_version(PolicyPage.objects.get(pk=page.pk), at=moment(2026, 3, 4))

    assert (first.number, second.number) == ("1.0", "2.0")
    assert content_of(second)["pages"] == ["Be kind."]


def test_the_same_file_published_again_is_the_same_version():
    page = make_file_policy()

    assert make_policy_version(page) == make_policy_version(page, at=moment(2026, 3, 4))


def test_a_newer_reader_of_files_makes_no_new_version(monkeypatch):
    page = make_file_policy()
    first = make_policy_version(page)
    monkeypatch.setattr(
        "trainingsite.policies.files.frozen.text_of", lambda body: checking.FileText(("Read", "better."))
    )

    assert make_policy_version(page, at=moment(2026, 3, 4)) == first


def test_a_file_that_went_bad_after_the_draft_was_saved_is_not_published():
    page = make_file_policy()
    replace_on_disk(page.document, with_an_attachment())

    with pytest.raises(NotAPolicyFile, match="other files attached"):
        make_policy_version(page)

    assert not PolicyVersion.objects.exists()


def test_a_file_that_is_gone_is_not_published():
    page = make_file_policy()
    page.document.file.delete(save=False)

    with pytest.raises(NotAPolicyFile):
        make_policy_version(PolicyPage.objects.get(pk=page.pk))


def test_a_file_deleted_in_wagtail_leaves_nothing_to_publish_and_the_versions_as_they_were():
    page = make_file_policy()
    version = make_policy_version(page)
    page.document.delete()

    with pytest.raises(NotAPolicyFile, match="nothing to read"):
        make_policy_version(PolicyPage.objects.get(pk=page.pk), at=moment(2026, 3, 4))

    assert content_of(version)["document"]["pages"] == 2


def test_a_scan_says_that_nobody_can_hear_it():
    content = content_of(make_policy_version(make_file_policy(a_scan(2), minutes=4)))

    assert (content["document"]["silent"], content["pages"], content["minutes"]) == (True, [], 4)


def test_the_text_of_a_scan_can_be_typed():
    page = make_file_policy(a_scan(2), text_of_file="Keep your phone in your bag.\n\nNever photograph a patient.")

    content = content_of(make_policy_version(page))

    assert content["pages"] == ["Keep your phone in your bag.\n\nNever photograph a patient."]
    assert (content["document"]["typed"], content["minutes"]) == (True, 1)


def test_what_is_different_in_a_file_is_not_said_clause_by_clause():
    clauses = {"clauses": [{"id": "a", "title": "A", "html": "<p>A</p>"}], "declaration": "<p>I sign.</p>"}
    file = {"clauses": [], "document": {"name": "<b>.pdf", "sha256": "1"}, "declaration": "<p>I sign.</p>"}
    other = {**file, "document": {"name": "b.pdf", "sha256": "2"}, "declaration": "<p>I agree.</p>"}

    assert [change.kind for change in changes_between(clauses, file)] == [Kind.NOW_A_FILE]
    assert [change.kind for change in changes_between(file, other)] == [Kind.FILE, Kind.STATEMENT]
    assert [change.kind for change in changes_between(file, clauses)] == [Kind.NO_FILE]
    assert changes_between(file, file) == []
    assert "<b>" not in changes_between(clauses, file)[0].html


def test_only_those_who_may_read_the_policy_get_its_file(client):
    version = make_policy_version(make_file_policy())
    address = reverse("policies:pdf", args=[version.key])
    stranger = make_member("Ann Lee", practice=make_practice("Harbour View Surgery"))

    signed_out = client.get(address)
    client.force_login(stranger.person)
    elsewhere = client.get(address)
    client.force_login(make_member("Tom Ellis", practice=version.practice).person)
    here = client.get(address)

    assert [answer.status_code for answer in (signed_out, elsewhere, here)] == [302, 404, 200]


def test_the_file_is_saved_and_never_run(client):
    version = make_policy_version(make_file_policy())
    client.force_login(make_member("Tom Ellis", practice=version.practice).person)

    answer = client.get(reverse("policies:pdf", args=[version.key]))

    said = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [answer[name] for name in said] == [
        "application/pdf",
        f'attachment; filename="{version.page.key}-1.0.pdf"',
        "nosniff",
        "default-src 'none'; sandbox",
    ]


def test_the_reasons_since_the_version_one_signed_are_all_there(client):
    page = make_file_policy()
    first = make_policy_version(page)
    for number, day in ((2, 3), (3, 4)):
        replace_on_disk(page.document, a_policy_file((f"Edition {number}.",)))
        last = make_policy_version(PolicyPage.objects.get(pk=page.pk), at=moment(2026, 3, day), reason=f"For {number}.")
    client.force_login(make_member("Tom Ellis", practice=first.practice).person)

    answer = client.get(reverse("policies:changes", args=[last.key, first.key]))

    assert [step.reason for step in answer.context["steps"]] == ["For 3.", "For 2."]
    assert [change.kind for change in answer.context["changes"]] == [Kind.FILE]


def test_a_policy_as_a_file_may_become_one_in_clauses(client):
    page = make_file_policy()
    make_policy_version(page)
    page.document, page.clauses = None, clauses_of("Be kind.")
    page.save()

    second = make_policy_version(page, at=moment(2026, 3, 4))

    assert ("document" in content_of(second), second.number) == (False, "2.0")


def test_the_draft_says_what_is_wrong_with_its_file():
    page = make_file_policy()
    replace_on_disk(page.document, a_word_file())

    answer = page.make_preview_request(preview_mode="")

    assert checking.NOT_A_PDF in answer.content.decode()
    assert not Snapshot.objects.exists()


def test_a_draft_is_previewed_without_keeping_its_file():
    answer = make_file_policy().make_preview_request(preview_mode="")

    assert "Never photograph a patient." in answer.content.decode()
    assert not Snapshot.objects.exists()


def test_old_content_without_a_file_keeps_its_hash():
    content = content_of(make_policy_version(make_policy(clauses=("Be kind.",)), at=MONDAY))

    assert not {"document", "pages", "audience"} & content.keys()
