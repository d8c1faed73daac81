import io
import stat
from collections import Counter

import pytest
from django.core.management import call_command
from django.test import override_settings
from django_otp.plugins.otp_static.models import StaticToken

from tests.desk.conftest import LOADED_AT
from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.chain import Link, breaks, digest
from trainingsite.audit.models import AuditEvent, Chain, Seal
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Standing, stated
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.rules import Status
from trainingsite.desk.accounts.register import register_of
from trainingsite.desk.example.days import Calendar
from trainingsite.desk.example.loading import Wanted, load_example
from trainingsite.desk.example.signins import ROLES
from trainingsite.notices.models import Notice
from trainingsite.people.models import Absence, Duty, Membership, Person, Practice, Responsibility
from trainingsite.people.second_factor import check_code, has_second_factor, needs_second_factor
from trainingsite.policies.models import Attestation, PolicyVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sheet")]

TODAY = LOADED_AT.date()
STAFF = 14
WANTED = Wanted(staff=STAFF, years=1)
# Next door: four people, and one who is shared.
PEOPLE = STAFF + 2 + 4


@pytest.fixture(scope="module")
def sheet(kept_database, tmp_path_factory):
    """The list of sign-ins of an example practice that is loaded."""
    folder = tmp_path_factory.mktemp("demo") / "made-when-needed"
    with override_settings(DEMO_FOLDER=folder):
        load_example(WANTED, now=LOADED_AT, say=lambda line: None)
    return folder / "sign-ins.txt"


def home() -> Practice:
    return Practice.objects.get(ods_code="X99999")


def next_door() -> Practice:
    return Practice.objects.get(ods_code="X99998")


def at_work(practice):
    return Membership.objects.known().at(practice).on(TODAY)


def cells(practice=None):
    """Job role, requirement, status, and whether the person was told."""
    matrix = training_matrix(practice or home(), TODAY)
    return [
        (row.job_role, demand.newest.key, cell.status, cell.told)
        for row in matrix.rows
        for demand, cell in zip(matrix.demands, row.cells, strict=True)
    ]


def events_of(chain):
    return AuditEvent.objects.of(chain.key)


def run(*words) -> str:
    out = io.StringIO()
    call_command("load_example_practice", *words, stdout=out)
    return out.getvalue()


def test_the_practice_has_as_many_people_today_as_were_asked_for():
    assert at_work(home()).count() == STAFF
    assert at_work(next_door()).count() == 5


def test_the_practice_had_two_more_who_have_left():
    left = Membership.objects.known().at(home()).filter(ended_on__lt=TODAY)

    assert left.count() == 2
    assert Attestation.objects.filter(person__in=left.values("person")).count() >= 2


def test_the_practice_shares_one_of_them_with_its_neighbour():
    shared = at_work(home()).filter(person__in=at_work(next_door()).values("person")).get()

    signed_at = Attestation.objects.by(shared.person).values_list("practice__name", flat=True)
    assert Counter(signed_at) == {"Millbrook Lane Surgery": 2, "Saltmere Road Practice": 1}


def test_the_practice_has_one_of_them_on_leave_that_stops_the_clock():
    absence = Absence.objects.get()

    open_to_them = {status for role, _, status, _ in cells() if role == "Salaried GP"}
    assert (absence.ended_on - absence.started_on).days == 90
    assert open_to_them == {Status.ON_LEAVE, Status.NOT_REQUIRED}


def test_the_practice_has_its_policy_in_the_second_version():
    versions = PolicyVersion.objects.at(home()).filter(page__public=False).order_by("published_at")

    assert [(version.number, version.material) for version in versions] == [("1.0", True), ("2.0", True)]
    assert [(TODAY - version.effective_on).days for version in versions] == [365, 145]


def test_each_practice_has_its_page_for_patients_from_the_day_of_its_first_policy():
    policies = PolicyVersion.objects.filter(page__public=False, major=1)
    first = {policy.practice_id: policy.effective_on for policy in policies}
    pages = PolicyVersion.objects.public()

    assert {page.practice_id: page.effective_on for page in pages} == first


def test_the_practice_has_an_account_in_order_but_for_a_second_holder_and_one_with_more_to_put_right():
    entries = register_of(home(), TODAY)

    assert {entry.account.platform: [warning.worry for warning in entry.warnings] for entry in entries} == {
        "Facebook": ["alone"],
        "Instagram": ["alone", "second_factor_off", "personal_profile", "not_checked"],
    }


def test_the_practice_has_people_overdue_for_different_reasons_and_some_were_told():
    overdue = {(role, key): told for role, key, status, told in cells() if status is Status.OVERDUE}

    assert overdue == {
        ("Receptionist", "annual-refresher"): "yes",
        ("Healthcare assistant", "basic-life-support"): "yes",
        ("Prescriptions clerk", "boundaries"): "yes",
        ("Locum GP", "social-media"): "failed",
        ("Medical secretary", "friend-request"): "no",
    }


def test_the_practice_has_a_new_starter_who_has_done_nothing():
    joined = at_work(home()).get(started_on__gt=TODAY.replace(day=1))

    row = training_matrix(home(), TODAY, people=[joined.person]).rows[0]
    assert {cell.status for cell in row.cells} == {Status.DUE, Status.NOT_REQUIRED}
    assert joined.person.attempts.count() == 0


def test_the_practice_has_somebody_exempt_whose_employer_covers_it():
    exempt = [(role, key) for role, key, status, _ in cells() if status is Status.EXEMPT]

    assert exempt == [("Clinical pharmacist", "fire-safety")]


def test_the_practice_took_over_what_was_done_before_and_elsewhere():
    bases = set(PriorLearning.objects.values_list("basis", flat=True))

    assert bases == {"imported", "prior_learning"}


def test_the_practice_gave_certificates_to_those_who_finished_the_induction():
    holders = set(Certificate.objects.at(home()).values_list("person", flat=True))

    matrix = training_matrix(home(), TODAY)
    induction = [place for place, demand in enumerate(matrix.demands) if demand.newest.programme.key == "induction"]
    finished = {
        row.person.pk for row in matrix.rows if all(row.cells[place].status is Status.COMPLIANT for place in induction)
    }
    assert len(finished) == 9
    assert finished - holders == set()


def test_of_the_practices_certificates_one_is_for_a_module_one_was_replaced_and_one_revoked():
    issued = stated(Certificate.objects.at(home()), TODAY)

    how = Counter(each.standing for each in issued)
    assert (how[Standing.SUPERSEDED], how[Standing.REVOKED]) == (1, 1)
    assert Certificate.objects.at(home()).filter(completion__isnull=False).exists()


def test_the_practice_has_everybody_whom_the_policy_names():
    outside = Responsibility.objects.known().at(home()).filter(person=None).order_by("duty")

    assert [duty.duty for duty in outside] == [Duty.DATA_PROTECTION_OFFICER, Duty.SPEAK_UP_GUARDIAN]
    assert all(duty.contact for duty in outside)


def test_the_practice_leaves_no_message_of_the_past_to_be_sent_today():
    assert Notice.objects.waiting().count() == 0


def test_the_practice_is_known_as_it_was_on_a_day_of_its_past():
    day = TODAY.replace(year=2025, month=9)

    matrix = training_matrix(home(), day, known_on=day)

    assert (len(matrix.demands), len(matrix.rows)) == (17, STAFF - 3 + 1)


def test_the_record_is_whole_and_in_the_order_of_time():
    chains = list(Chain.objects.all())
    found = [
        breaks(Link(event.seq, event.previous, event.hash, digest(bytes(event.body))) for event in events_of(chain))
        for chain in chains
    ]
    times = [list(events_of(chain).values_list("at", "recorded_at")) for chain in chains]

    assert {chain.key for chain in chains} == {SITE_CHAIN, home().chain, next_door().chain}
    assert found == [[], [], []]
    assert [sorted(each) for each in times] == times
    assert min(map(len, times)) > 10


def test_the_record_says_everything_when_it_happened():
    late = [event for event in AuditEvent.objects.all() if event.at != event.recorded_at]

    assert late == []
    assert AuditEvent.objects.filter(at__gt=LOADED_AT).count() == 0


def test_the_record_holds_nobodys_name():
    said = b"\n".join(bytes(event.body) for event in AuditEvent.objects.all()).decode()

    people = Person.objects.all()
    assert said.count("policies.signed") > STAFF
    assert [p.name for p in people if p.last_name in said or p.first_name in said or p.username in said] == []


def test_the_record_is_sealed_every_month_and_at_the_end():
    sealed = list(Seal.objects.order_by("sealed_at").values_list("sealed_at", flat=True))

    assert len(sealed) == len(Calendar(LOADED_AT, years=1).month_ends()) + 1
    assert sealed[-1] == LOADED_AT


def test_the_list_is_for_its_owner_only(sheet):
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600


def test_there_is_one_person_for_each_role(sheet):
    lines = sheet.read_text().splitlines()

    found = [role for line in lines for role in ROLES if line.startswith(f"{role:<28} ")]
    assert found == list(ROLES)


def test_the_password_is_right_for_everybody(sheet):
    password = next(line.split()[1] for line in sheet.read_text().splitlines() if line.startswith("Password"))

    assert Person.objects.count() == PEOPLE + 1
    assert len(set(Person.objects.values_list("password", flat=True))) == 1
    assert Person.objects.first().check_password(password)


def test_whoever_needs_a_second_factor_and_is_listed_has_one():
    listed = Person.objects.filter(totpdevice__isnull=False)

    in_need = [person for person in Person.objects.all() if needs_second_factor(person, TODAY)]
    assert len(in_need) == 7  # one of them works next door, and is not listed
    assert sorted(p.username for p in in_need if has_second_factor(p)) == sorted(p.username for p in listed)
    assert StaticToken.objects.count() == 10 * listed.count() == 60


def test_the_codes_of_the_moment_let_people_in():
    printed = run("--codes").split("\n")[:-1]

    username, code = printed[0].split()
    assert len(printed) == 6
    assert check_code(person=Person.objects.get(username=username), code=code, at=LOADED_AT).method == "totp"


def test_the_key_of_a_real_phone_is_never_used():
    manager = Person.objects.get(responsibilities__duty=Duty.POLICY_OWNER, responsibilities__practice=home())
    manager.totpdevice_set.update(name="Phone")

    assert manager.username not in run("--codes")


def test_loading_again_changes_nothing_and_prints_the_same(sheet, settings):
    settings.DEMO_FOLDER = sheet.parent
    before = (AuditEvent.objects.count(), Person.objects.count(), Seal.objects.count())

    said = run()

    after = (AuditEvent.objects.count(), Person.objects.count(), Seal.objects.count())
    again = "The example practice X99999 is loaded already: nothing was changed.\n"
    assert said == again + sheet.read_text()
    assert after == before


def test_a_lost_list_is_said_to_be_lost(settings, tmp_path):
    settings.DEMO_FOLDER = tmp_path

    assert run().splitlines()[1] == f"Its list of sign-ins, {tmp_path}/sign-ins.txt, is gone: set a password anew."
