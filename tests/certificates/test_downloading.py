"""A certificate's file comes from the store quickly, and only to whoever may have it."""

import pytest
from django.urls import reverse

from tests.certificates.holding import finishes_induction
from tests.certificates.signing_in import sign_in, sign_in_manager
from tests.factories import give_duty, make_member, make_practice
from tests.people.joined import join_rows
from trainingsite.audit.models import AccessEntry, Disposal, DisposalItem, Words
from trainingsite.people.models import Duty, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return make_member("Tom Ellis")


@pytest.fixture
def certificate(holder):
    return finishes_induction(holder)


def file(certificate):
    return reverse("certificates:download", args=[certificate.serial])


def erase(certificate):
    disposal = Disposal.objects.create(rule="Long gone", proposed_by="a", approved_by="b")
    DisposalItem.objects.create(disposal=disposal, words_key=certificate.pdf_key)
    Words.objects.get(key=certificate.pdf_key).delete()


def test_the_holders_browser_may_keep_it_and_asks_each_time(client, holder, certificate):
    client.force_login(holder.person)

    answer = client.get(file(certificate))

    assert (answer["ETag"], answer["Cache-Control"]) == (f'"{certificate.pdf_sha256}"', "private, no-cache")
    assert (answer.has_header("Expires"), len(answer.content)) == (False, int(answer["Content-Length"]))


def test_a_file_that_is_there_already_is_not_sent_again(client, holder, certificate):
    client.force_login(holder.person)
    tag = client.get(file(certificate))["ETag"]

    again, other = (client.get(file(certificate), headers={"If-None-Match": given}) for given in (tag, '"another"'))

    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    assert (other.status_code, other.content[:5]) == (200, b"%PDF-")


def test_knowing_the_tag_opens_nothing(client, certificate):
    known = {"If-None-Match": f'"{certificate.pdf_sha256}"'}
    visitor = client.get(file(certificate), headers=known)
    sign_in(client, make_member("Zoe Park", practice=certificate.practice).person)

    colleague = client.get(file(certificate), headers=known)

    assert (visitor.status_code, colleague.status_code) == (302, 404)


def test_after_signing_out_the_copy_that_is_kept_is_not_shown_any_more(client, holder, certificate):
    client.force_login(holder.person)
    tag = client.get(file(certificate))["ETag"]
    client.logout()

    assert client.get(file(certificate), headers={"If-None-Match": tag}).status_code == 302


def test_an_erased_file_is_gone_for_those_who_have_it_too(client, holder, certificate):
    client.force_login(holder.person)
    tag = client.get(file(certificate))["ETag"]
    erase(certificate)

    answers = client.get(file(certificate)), client.get(file(certificate), headers={"If-None-Match": tag})

    assert [answer.status_code for answer in answers] == [404, 404]


def test_it_is_the_holders_under_a_row_that_was_joined_too(client, holder, certificate):
    kept = make_member("Tom Marsh", practice=holder.practice).person
    join_rows(holder.person, kept, make_member("Ruth Amin").person)
    client.force_login(Person.objects.get(pk=kept.pk))

    assert client.get(file(certificate)).status_code == 200
    assert not AccessEntry.objects.exists()


def test_a_manager_shows_a_second_factor_before_they_get_a_colleagues(client, certificate):
    manager = make_member("Ann Lee", practice=certificate.practice).person
    give_duty(manager, certificate.practice, Duty.PRACTICE_MANAGER)
    client.force_login(manager)

    answer = client.get(file(certificate))

    assert answer.url == f"{reverse('people:second_factor')}?next={file(certificate)}"
    assert not AccessEntry.objects.exists()


def test_that_a_manager_took_it_is_noted_also_when_they_had_it(client, certificate):
    manager = sign_in_manager(client, certificate.practice)

    tag = client.get(file(certificate))["ETag"]
    client.get(file(certificate), headers={"If-None-Match": tag})

    noted = AccessEntry.objects.values_list("actor", "verb", "subject")
    assert list(noted) == [(str(manager.key), "certificates.downloaded", str(certificate.key))] * 2


def test_another_practices_manager_does_not_get_it(client, certificate):
    sign_in_manager(client, make_practice("Harbour View Surgery"))

    assert client.get(file(certificate)).status_code == 404
    assert not AccessEntry.objects.exists()


def test_a_number_that_no_certificate_has_is_not_found(client, holder, certificate):
    client.force_login(holder.person)

    assert client.get(reverse("certificates:download", args=["0000-0000-0000-0000-0"])).status_code == 404


def test_ones_own_takes_four_queries_with_the_session_and_the_person(
    client, holder, certificate, django_assert_num_queries
):
    client.force_login(holder.person)

    with django_assert_num_queries(4):
        client.get(file(certificate))
    with django_assert_num_queries(4):
        client.get(file(certificate), headers={"If-None-Match": f'"{certificate.pdf_sha256}"'})
