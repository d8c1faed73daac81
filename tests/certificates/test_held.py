"""What a person holds, wherever they got it, under whichever row that is theirs."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tests.certificates.holding import (
    WEDNESDAY,
    certified,
    finishes_induction,
    learned_before,
    signs,
    somebody_who_holds_everything,
)
from tests.certificates.signing_in import sign_in_manager
from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    make_scenario_version,
    moment,
    play,
)
from tests.people.joined import join_rows
from trainingsite.audit.models import AccessEntry, Words
from trainingsite.certificates.held import held_by
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.own.taking_along import statement_of
from trainingsite.certificates.standing import Standing
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.recorded import PriorLearningWithdrawn
from trainingsite.people.models import Person
from trainingsite.policies.actions import sign

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 6)
PAGE, FILE = reverse("certificates:held"), reverse("certificates:held_file")


def titles(lines):
    return [line.title for line in lines]


def shown(holding):
    """Every title, list by list."""
    return [
        titles(lines)
        for lines in (
            holding.certificates,
            holding.completions,
            holding.scenarios,
            holding.signatures,
            holding.elsewhere,
        )
    ]


def text_of(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())


def test_everything_is_listed_with_its_day():
    member = somebody_who_holds_everything()

    holding = held_by(member.person, DAY)

    assert shown(holding) == [
        ["Induction in boundaries"],
        ["Boundaries, version 1"],
        ["A friend request, version 1"],
        ["Social media policy, version 1.0"],
        ["Basic life support"],
    ]
    days = [holding.completions[0].on, holding.scenarios[0].on, holding.signatures[0].on, holding.elsewhere[0].on]
    assert days == [dt.date(2026, 3, 3)] * 3 + [dt.date(2024, 5, 6)]


def test_nothing_of_a_colleagues_is_in_it():
    member = somebody_who_holds_everything()

    assert held_by(make_member("Zoe Park", practice=member.practice).person, DAY).is_empty


def test_what_was_done_under_a_row_that_was_joined_is_theirs():
    former, ruth = somebody_who_holds_everything(), make_member("Ruth Adeyemi").person
    kept = make_member("Tom Marsh", practice=former.practice).person
    before = shown(held_by(former.person, DAY))

    join_rows(former.person, kept, ruth, at=WEDNESDAY)

    assert shown(held_by(Person.objects.get(pk=kept.pk), DAY)) == before


def test_what_was_done_at_two_practices_says_where():
    first = make_member("Tom Ellis", ended_on=dt.date(2026, 3, 31))
    later = make_member(first.person, practice=make_practice("Harbour View Surgery"), started_on=dt.date(2026, 4, 1))
    for member, title, at in ((first, "Boundaries", moment(2026, 3, 3)), (later, "Privacy", moment(2026, 4, 7))):
        complete(member.person, make_module_version(make_module(title)), at=at)
        signs(member, at=at)

    holding = held_by(first.person, dt.date(2026, 5, 1))

    places = ["Harbour View Surgery", "Millbrook Lane Surgery"]
    assert [line.where for line in holding.completions] == places
    assert sorted(line.where for line in holding.signatures) == places


def test_who_worked_at_two_practices_that_day_sees_both():
    first = make_member("Tom Ellis")
    make_member(first.person, practice=make_practice("Harbour View Surgery"))
    complete(first.person, make_module_version())

    [line] = held_by(first.person, DAY).completions

    assert line.where == "Harbour View Surgery and Millbrook Lane Surgery"


def test_a_scenario_passed_again_is_listed_once_with_its_last_day():
    member, story = make_member("Tom Ellis"), make_scenario_version()
    for day in (3, 5):
        play(member.person, story, "right", at=moment(2026, 3, day))

    assert [line.on for line in held_by(member.person, DAY).scenarios] == [dt.date(2026, 3, 5)]


def test_what_was_not_passed_is_not_held():
    member = make_member("Tom Ellis")
    play(member.person, make_scenario_version(), "wrong")

    assert held_by(member.person, DAY).is_empty


def test_a_certificate_that_has_expired_is_over():
    member = make_member("Tom Ellis")
    programme, page = make_programme("Refresher", grants_certificate=True), make_module()
    make_requirement(programme, module=page, refresher_months=12)
    complete(member.person, make_module_version(page))
    certified(member, programme)

    days = (dt.date(2027, 3, 3), dt.date(2027, 3, 4))
    assert [(len(held.good), len(held.over)) for held in (held_by(member.person, day) for day in days)] == [
        (1, 0),
        (0, 1),
    ]


def test_a_certificate_keeps_the_title_it_was_issued_for():
    member = make_member("Tom Ellis")
    programme = finishes_induction(member).programme
    programme.title = "Welcome"
    programme.save()

    assert titles(held_by(member.person, DAY).certificates) == ["Induction in boundaries"]


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_the_page_asks_the_database_as_often_for_many_things(how_many, client, django_assert_max_num_queries):
    member = make_member("Tom Ellis")
    for number in range(how_many):
        certificate_for(member, f"Part {number}")
        make_and_sign(member)
    client.force_login(member.person)

    with django_assert_max_num_queries(19):
        holding = client.get(PAGE).context["holding"]

    assert [len(each) for each in (holding.certificates, holding.signatures)] == [how_many, how_many]


def certificate_for(member, title):
    """A certificate without the learning: what is asked here is how many questions its reading takes."""
    programme = make_programme(title, grants_certificate=True)
    key = f"{member.person.pk}-{title}"
    Certificate.objects.create(
        serial=key, person=member.person, practice=member.practice, programme=programme, finished_on=DAY,
        issued_on=DAY, pdf_key=Words().key, pdf_sha256="",
    )  # fmt: skip


def make_and_sign(member):
    version = make_policy_version(practice=member.practice)
    sign(person=member.person, version=version, typed_name="Tom Ellis", method="password", at=moment(2026, 3, 3))


def test_the_page_is_the_persons_own_and_nobody_else_has_one(client):
    member = somebody_who_holds_everything()
    visitor = client.get(PAGE)

    sign_in_manager(client, member.practice, name="Helen Marsh")
    managers = client.get(PAGE, {"person": str(member.person.key)})

    assert (visitor.status_code, visitor.url) == (302, f"/account/sign-in/?next={PAGE}")
    assert (managers.status_code, managers.context["holding"].is_empty) == (200, True)


def test_the_file_too(client):
    member = somebody_who_holds_everything()
    visitor = client.get(FILE)

    sign_in_manager(client, member.practice, name="Helen Marsh")
    managers = text_of(client.get(FILE).content)

    assert (visitor.status_code, visitor.url) == (302, f"/account/sign-in/?next={FILE}")
    assert [word in managers for word in ("Helen Marsh", "Tom Ellis", "Induction in boundaries")] == [
        True,
        False,
        False,
    ]


def test_a_holder_takes_all_of_it_along_as_one_pdf(client):
    member = somebody_who_holds_everything()
    client.force_login(member.person)

    answer = client.get(FILE)

    name = f"what-you-hold-{timezone.localdate():%Y-%m-%d}.pdf"
    wanted = ["Tom Ellis", "Induction in boundaries", Certificate.objects.get().serial, "Boundaries, version 1"]
    wanted += ["A friend request", "Social media policy", "Basic life support", "Millbrook Lane Surgery"]
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        f'attachment; filename="{name}"',
    )
    printed = text_of(answer.content).replace(" ", "")  # a number may go over two lines
    assert [word for word in wanted if word.replace(" ", "") not in printed] == []
    assert "no-store" in answer["Cache-Control"]
    assert not AccessEntry.objects.exists()


def test_what_is_handed_on_names_no_certificate_that_was_replaced_or_revoked():
    member = make_member("Tom Ellis")
    finishes_induction(member)
    [held] = held_by(member.person, DAY).certificates

    def handed_on(standing):
        holding = held_by(member.person, DAY)
        object.__setattr__(holding.certificates[0], "standing", standing)
        sections = statement_of("Tom Ellis", holding, DAY).sections
        return [(row.serial, row.standing) for section in sections for row in section.rows if row.serial]

    assert [handed_on(standing) for standing in Standing] == [
        [],
        [],
        [(held.row.serial, "Expired")],
        [(held.row.serial, "")],
    ]


def test_the_same_holding_gives_the_same_bytes(client):
    client.force_login(somebody_who_holds_everything().person)

    assert client.get(FILE).content == client.get(FILE).content


def test_whoever_holds_nothing_yet_is_told_where_it_will_be(client):
    client.force_login(make_member("Zoe Park").person)

    html = client.get(PAGE).content.decode()

    assert [word in html for word in ("Nothing yet", "It counts wherever you work", FILE)] == [True, False, False]


def test_the_page_is_a_step_from_your_training_and_from_the_account(client):
    client.force_login(make_member("Zoe Park").person)

    assert [f'href="{PAGE}"' in client.get(page).content.decode() for page in ("/", "/account/")] == [True, True]


def test_training_that_was_taken_back_is_not_held():
    member = make_member("Tom Ellis")
    learned_before(member.person)
    learned = PriorLearning.objects.get()
    PriorLearningWithdrawn.objects.create(
        prior_learning=learned, person=member.person, withdrawn_by=learned.accepted_by, withdrawn_at=WEDNESDAY,
        withdrawn_on=WEDNESDAY.date(),
    )  # fmt: skip

    assert held_by(member.person, DAY).elsewhere == []
