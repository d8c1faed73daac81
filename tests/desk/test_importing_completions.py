"""A manager imports completions from a file: upload, preview, confirm; and nobody else does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.compliance.claiming import make_manager
from tests.compliance.completing import DONE, ann_who_works_here, completions_file
from tests.desk.test_views import sign_in
from tests.factories import give_duty, make_member, make_practice
from trainingsite.compliance.completions.lines import COMPLETIONS, EXAMPLE
from trainingsite.compliance.models import PriorLearning
from trainingsite.people.importing.table import MOST_BYTES, TOO_BIG
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def ann(practice):
    return ann_who_works_here(practice)


@pytest.fixture
def manager(client, practice):
    """Raj Shah, number 1, who manages the practice and is signed in with a second factor."""
    manager = make_manager("Raj Shah", practice=practice, staff_number="1")
    sign_in(client, manager)
    return manager


def address(name: str, ods: str = "x99999") -> str:
    return reverse(f"desk:{name}", args=[ods])


def upload(client, *rows, body: bytes | None = None, ods: str = "x99999"):
    file = SimpleUploadedFile("completions.csv", completions_file(*rows) if body is None else body)
    return client.post(address("import_completions", ods), {"file": file})


def agree(client, preview):
    return client.post(address("confirm_completions"), {"file": preview.context["sealed"]}, follow=True)


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_a_file_is_shown_before_it_is_recorded(client, ann, manager):
    preview = upload(client, DONE)

    assert (preview.status_code, preview.context["counts"]["created"], PriorLearning.objects.count()) == (200, 1, 0)

    done = agree(client, preview)

    assert (said(done), done.request["PATH_INFO"]) == (["Done: 1 recorded."], address("elsewhere"))
    assert PriorLearning.objects.get().accepted_by == manager


def test_what_is_wrong_is_said_by_row_and_column_and_nothing_can_be_agreed_to(client, ann, manager):
    page = upload(client, DONE, {**DONE, "training": "Juggling", "completed_on": "soon"})

    assert [(error.row, error.column) for error in page.context["errors"]] == [(3, "training"), (3, "completed_on")]
    assert (page.status_code, page.context["sealed"], PriorLearning.objects.count()) == (400, "", 0)


def test_ones_own_line_is_refused_and_says_who_can(client, ann, manager):
    make_manager("Mo Khan", Duty.IG_LEAD, practice=ann.practice)

    page = upload(client, DONE, {**DONE, "staff_number": "1"})

    assert [error.message for error in page.context["errors"]] == [
        "Nobody records their own training. Take your own line out: Mo Khan can record it"
    ]


def test_a_long_file_is_shown_by_its_first_lines(client, ann, manager):
    rows = [{**DONE, "completed_on": f"{day:02}/{month:02}/2025"} for month in range(2, 12) for day in range(1, 29)]

    page = upload(client, *rows)

    assert (len(page.context["lines"]), page.context["more_lines"]) == (200, 80)


@pytest.mark.parametrize(("body", "sentence"), [(b"", "That file is empty"), (b"x" * (MOST_BYTES + 1), TOO_BIG)])
def test_a_file_that_is_empty_or_far_too_large_is_not_looked_at(client, ann, manager, body, sentence):
    page = upload(client, body=body)

    assert (page.status_code, page.context["form"].errors["file"]) == (400, [sentence])


def test_a_second_click_finds_it_done(client, ann, manager):
    preview = upload(client, DONE)
    agree(client, preview)

    again = agree(client, preview)

    assert said(again) == ["All of that is done already: nothing was changed."]
    assert PriorLearning.objects.count() == 1


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(client, ann, manager):
    preview = upload(client, DONE, {**DONE, "completed_on": "02/02/2026"})
    agree(client, upload(client, DONE))

    page = agree(client, preview)

    assert (page.status_code, page.context["counts"], PriorLearning.objects.count()) == (
        409, {"created": 1, "updated": 0, "unchanged": 1}, 1,
    )  # fmt: skip


def test_what_the_page_carries_is_of_no_use_to_anybody_else(client, ann, manager):
    sealed = upload(client, DONE).context["sealed"]
    sign_in(client, make_manager("Mo Khan", Duty.IG_LEAD, practice=ann.practice))

    for sent in ({"file": sealed}, {"file": sealed[:-2] + "xx"}, {}):
        assert client.post(address("confirm_completions"), sent).url == address("import_completions")
    assert PriorLearning.objects.count() == 0


def test_a_file_of_completions_is_no_list_of_staff(client, ann, manager):
    sealed = upload(client, DONE).context["sealed"]

    assert client.post(address("confirm_import"), {"file": sealed}).url == address("import_staff")


def test_the_template_holds_every_column_and_a_line_that_shows_how(client, ann, manager):
    page = client.get(address("completions_template"))

    lines = page.content.decode("utf-8-sig").split("\r\n")
    assert lines[:2] == [",".join(COMPLETIONS.columns), ",".join(EXAMPLE)]
    assert page["Content-Disposition"] == 'attachment; filename="completions.csv"'


PAGES = [
    ("get", "import_completions"), ("post", "import_completions"), ("post", "confirm_completions"),
    ("get", "completions_template"),
]  # fmt: skip


def answers(client, sealed: str) -> list[int]:
    sent = {"file": sealed}
    return [getattr(client, verb)(address(name), sent if verb == "post" else {}).status_code for verb, name in PAGES]


def test_a_visitor_is_sent_to_sign_in(client, ann, manager):
    sealed = upload(client, DONE).context["sealed"]
    client.logout()

    assert answers(client, sealed) == [302] * 4
    assert client.get(address("import_completions")).url.startswith("/account/sign-in/")
    assert PriorLearning.objects.count() == 0


def test_a_manager_without_a_second_factor_records_nothing(client, ann, manager):
    sealed = upload(client, DONE).context["sealed"]
    client.logout()
    client.force_login(manager)

    assert (answers(client, sealed), PriorLearning.objects.count()) == ([302] * 4, 0)


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.ACCOUNT_HOLDER])
def test_a_colleague_records_nothing(client, ann, manager, duty):
    sealed = upload(client, DONE).context["sealed"]
    colleague = make_member("Zoe Park", practice=ann.practice).person
    if duty:
        give_duty(colleague, ann.practice, duty)
    sign_in(client, colleague)

    assert (answers(client, sealed), PriorLearning.objects.count()) == ([404] * 4, 0)


def test_the_manager_of_another_practice_records_nothing_here_and_finds_nobody_there(client, ann, manager):
    sealed = upload(client, DONE).context["sealed"]
    sign_in(client, make_manager("Eve Moss", practice=make_practice("Harbour View Surgery", ods_code="X88888")))

    assert (answers(client, sealed), PriorLearning.objects.count()) == ([404] * 4, 0)
    page = upload(client, DONE, ods="x88888")
    assert [(error.row, error.column) for error in page.context["errors"]] == [(2, "staff_number")]


@pytest.mark.parametrize("people", [1, 3, 30])
def test_a_preview_asks_the_database_as_often_for_many_as_for_one(
    client, ann, manager, people, django_assert_num_queries
):
    rows = [DONE]
    for number in range(200, 199 + people):
        make_member("Zoe Park", practice=ann.practice, staff_number=str(number))
        rows.append({**DONE, "staff_number": str(number)})

    with django_assert_num_queries(23):
        preview = upload(client, *rows)

    assert preview.context["counts"]["created"] == people
