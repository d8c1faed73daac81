"""A policy signed under a row that turned out to be the same human is signed."""

import pytest
from django.urls import reverse

from tests.factories import (
    MONDAY,
    TUESDAY,
    adopt,
    give_duty,
    make_member,
    make_network,
    make_network_policy,
    make_network_version,
    make_person,
    make_policy_version,
    make_practice,
    moment,
)
from tests.people.joined import join_rows
from tests.people.phones import confirmed, make_known_person, verified
from trainingsite.audit.clock import replaying
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Person
from trainingsite.policies import actions
from trainingsite.policies.minors import who_signed
from trainingsite.policies.models import Attestation
from trainingsite.policies.paper.countersigning import not_signed
from trainingsite.policies.reading import signature_of
from trainingsite.policies.saying_no.actions import decline, void, withdraw

pytestmark = pytest.mark.django_db
WEDNESDAY, THURSDAY = moment(2026, 3, 4), moment(2026, 3, 5)


class Signed:
    """Somebody signed under one row, came back under another, and confirmed that both are theirs."""

    def __init__(self):
        self.version = make_policy_version()
        self.practice = self.version.practice
        self.former = make_member("Tom Ellis", practice=self.practice).person
        self.kept = make_member(make_known_person("Tom Marsh"), practice=self.practice).person
        self.signature = sign(self.former, self.version, at=TUESDAY)
        join_rows(self.former, self.kept, make_person("Ruth Adeyemi"), at=WEDNESDAY)
        self.kept = Person.objects.get(pk=self.kept.pk)


@pytest.fixture
def signed():
    return Signed()


def sign(person, version, *, at, **more):
    with replaying(at):
        return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=at, **more)


def test_the_signature_counts_on_the_pages_of_the_policy(signed):
    assert signature_of(signed.kept, signed.version, THURSDAY.date()) == signed.signature


def test_it_is_not_signed_a_second_time(signed):
    again = sign(signed.kept, signed.version, at=THURSDAY)

    assert (again, Attestation.objects.count()) == (signed.signature, 1)


def test_the_person_reads_the_receipt_of_it(client, signed):
    client.force_login(signed.kept)

    page = client.get(reverse("policies:receipt", args=[signed.signature.key]))

    assert page.context["attestation"] == signed.signature
    assert client.get(reverse("policies:receipt_pdf", args=[signed.signature.key])).status_code == 200


def test_a_colleague_reads_no_receipt_of_it(client, signed):
    client.force_login(make_member(make_known_person("Ann Lee"), practice=signed.practice).person)

    assert client.get(reverse("policies:receipt", args=[signed.signature.key])).status_code == 404


def test_your_training_lists_it(client, signed):
    client.force_login(signed.kept)

    assert list(client.get("/").context["signed"]) == [signed.signature]


def test_the_person_takes_it_back_and_the_record_says_under_which_row(signed):
    ended = withdraw(
        signature=signed.signature, by=signed.kept, reason="I did not read it", method="password", at=THURSDAY
    )

    assert (ended.person, ended.acted_by, ended.follows) == (signed.former, signed.kept, signed.signature)
    assert signature_of(signed.kept, signed.version, THURSDAY.date()) is None
    assert Notice.objects.filter(about=ended.key).get().person == signed.kept


def test_having_taken_it_back_they_sign_again_under_the_row_they_have(signed):
    withdraw(signature=signed.signature, by=signed.kept, reason="I did not read it", method="password", at=WEDNESDAY)

    again = sign(signed.kept, signed.version, at=THURSDAY)

    assert (again.person, again.number, signature_of(signed.kept, signed.version, THURSDAY.date())) == (
        signed.kept, 1, again,
    )  # fmt: skip


def test_what_stands_signed_is_not_declined(signed):
    with pytest.raises(actions.Refused):
        decline(person=signed.kept, version=signed.version, reason="", method="password", at=THURSDAY)


def test_nobody_makes_their_own_signature_void_through_another_row(signed):
    with pytest.raises(actions.Refused):
        void(signature=signed.signature, by=signed.kept, reason="Not mine", at=THURSDAY)


def test_a_manager_who_makes_it_void_comes_back_to_the_person_of_today(client, signed):
    ruth = make_member(make_known_person("Ruth Okafor"), practice=signed.practice).person
    give_duty(ruth, signed.practice, Duty.PRACTICE_MANAGER)
    verified(client, ruth)
    confirmed(client, ruth)
    sent = {"reason": "Signed by somebody else", "person": ruth.key, "snapshot": signed.version.snapshot_id}

    answer = client.post(reverse("policies:void", args=[signed.signature.key]), sent)

    assert answer.url.endswith(f"/people/{signed.kept.key}/")
    assert Attestation.objects.get(kind="voided").acted_by == ruth
    assert Notice.objects.filter(kind="receipt").order_by("pk").last().person == signed.kept


def test_they_are_told_of_minor_versions_and_no_paper_is_printed_for_them(signed):
    assert who_signed(signed.version, THURSDAY.date()) == [signed.kept]
    assert [member.person for member in not_signed(signed.version, THURSDAY.date())] == []


def test_signed_at_another_practice_of_the_network_under_the_former_row_it_counts_here():
    here, there = make_practice(), make_practice("Harbour View Surgery")
    owner = make_person("Olu Bright")
    published = make_network_version(make_network_policy(make_network("The network", here, there)))
    versions = [adopt(published, practice, by=owner, at=MONDAY) for practice in (here, there)]
    former = make_member("Tom Ellis", practice=there).person
    kept = make_member("Tom Marsh", practice=here).person
    signature = sign(former, versions[1], at=TUESDAY)

    join_rows(former, kept, make_person("Ruth Adeyemi"), at=WEDNESDAY)

    assert signature_of(kept, versions[0], THURSDAY.date()) == signature
    assert kept not in [member.person for member in not_signed(versions[0], THURSDAY.date())]


def test_signing_asks_the_database_no_more_often_than_for_anybody_else(signed, django_assert_max_num_queries):
    from django.db import connection  # noqa: PLC0415 -- to count the same way twice
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- as above

    newer = make_policy_version(signed.version.page, clauses=("Be kind, always.",), at=WEDNESDAY)
    ann = make_member("Ann Lee", practice=signed.practice).person
    with CaptureQueriesContext(connection) as of_ann:
        sign(ann, newer, at=THURSDAY)

    with django_assert_max_num_queries(len(of_ann)):
        sign(signed.kept, newer, at=THURSDAY)
