"""What anybody is told at a certificate's address, whatever became of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests.certificates.scenes import WEDNESDAY, erase_words, make_scene, rename
from trainingsite.certificates.changing.actions import reissue, revoke
from trainingsite.certificates.models import CertificateRevocation
from trainingsite.certificates.serials import new_serial
from trainingsite.certificates.throttle import ASKED_A_MINUTE

pytestmark = pytest.mark.django_db


def address(serial):
    return reverse("certificates:verify", args=[serial])


def text_of(answer):
    """The words of the page between its header and its footer."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL).group()
    return " ".join(strip_tags(main).split())


def valid():
    return make_scene().certificate


def expired():
    """Asked for every month, and finished long ago."""
    return make_scene(refresher_months=1).certificate


def superseded():
    scene = make_scene()
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
    return scene.certificate


def revoked():
    scene = make_scene()
    said = {"reason": "not_completed", "words": "The check was done by a colleague."}
    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **said)
    return scene.certificate


STATES = {
    valid: ("This certificate is valid", "Valid"),
    expired: ("This certificate has expired", "Expired"),
    superseded: ("This certificate has been replaced", "Replaced"),
    revoked: ("This certificate has been revoked", "Revoked"),
}


@pytest.mark.parametrize(("make", "words"), STATES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_each_standing_is_said_in_the_heading_and_in_a_word(client, make, words):
    answer = client.get(address(make().serial))

    found = answer.context["found"]
    assert (answer.status_code, found.heading, found.standing.label) == (200, *words)
    assert text_of(answer).startswith(f"{words[0]} {words[1]}")


@pytest.mark.parametrize("make", STATES)
def test_nothing_stands_there_but_what_is_printed_and_how_it_stands(client, make):
    answer = client.get(address(make().serial))

    said = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", answer.content.decode()))
    assert list(said) == ["Name", "For", "Version", "Practice", "Issued", "Valid until", "Certificate number"]
    assert (said["Name"], said["Practice"], said["Issued"]) == ("Tom Ellis", "Millbrook Lane Surgery", "3 March 2026")


def test_a_revoked_one_says_on_which_day_and_for_what_kind_of_reason_and_not_what_was_written(client):
    text = text_of(client.get(address(revoked().serial)))

    assert "It was revoked on 4 March 2026. Reason: the training was found not to be completed." in text
    assert ["colleague" in text, "Ruth" in text] == [False, False]


def test_neither_page_of_a_replaced_one_leads_to_the_other(client):
    old = superseded()
    new = old.superseded_by

    answers = client.get(address(old.serial)), client.get(address(new.serial))

    seen = [answer.content.decode() + str(answer.headers) for answer in answers]
    assert [new.serial in seen[0], "Marsh" in seen[0], old.serial in seen[1], "Ellis" in seen[1]] == [False] * 4
    assert ["Replaced" in seen[0], "Replaced" in seen[1]] == [True, False]


def test_only_the_holder_is_led_from_the_old_one_to_the_new(client):
    old = superseded()
    client.force_login(old.person)

    assert client.get(address(old.serial)).context["found"].newer == old.superseded_by


def test_only_the_holder_is_offered_it_in_the_name_they_have_now(client):
    scene = make_scene()
    rename(scene.tom)
    offered = []
    for person in (scene.tom, scene.ruth):
        client.force_login(person)
        offered.append(client.get(address(scene.certificate.serial)).context["found"].has_old_name)

    assert offered == [True, False]


@pytest.mark.parametrize(("make", "is_button"), [(valid, True), (expired, True), (superseded, False), (revoked, False)])
def test_only_one_that_may_be_shown_again_has_its_file_as_a_button(client, make, is_button):
    certificate = make()
    client.force_login(certificate.person)

    html = client.get(address(certificate.serial)).content.decode()

    [link] = re.findall(rf'<a[^>]*href="/certificates/{certificate.serial}.pdf"[^>]*>', html)
    assert ("nhsuk-button" in link) is is_button


@pytest.mark.parametrize("make", STATES)
def test_once_its_details_are_erased_only_that_it_was_issued_is_said(client, make):
    certificate = make()
    erase_words(certificate)

    answer = client.get(address(certificate.serial))

    text = text_of(answer)
    assert answer.status_code == 200
    assert text.startswith(f"This certificate was issued {STATES[make][1]}")
    assert "Its details have been erased under the retention rules." in text
    assert [word in text for word in ("Tom", "Induction", "Millbrook", certificate.serial)] == [False] * 4


def test_known_and_unknown_ask_the_database_equally_often(client):
    serials = [make().serial for make in (valid, lambda: revoked_after(superseded()))]
    erased = make_scene("Ann Lee").certificate
    erase_words(erased)

    spent = {queries_of(client, serial) for serial in (*serials, erased.serial, new_serial(), "nonsense", "x" * 300)}

    assert spent == {2}


def revoked_after(old):
    new = old.superseded_by
    CertificateRevocation.objects.create(
        certificate=new, person=new.person, practice=new.practice, reason="asked_for", revoked_by=new.person,
        revoked_at=WEDNESDAY, revoked_on=WEDNESDAY.date(),
    )  # fmt: skip
    return new


def queries_of(client, serial):
    with CaptureQueriesContext(connection) as queries:
        client.get(address(serial))
    return len(queries)


def test_somebody_signed_in_learns_nothing_from_the_time_either(client):
    certificate = valid()
    client.force_login(certificate.person)
    client.get("/verify/")  # what every page shows of somebody signed in is kept for some seconds

    assert [queries_of(client, serial) for serial in (certificate.serial, new_serial())] == [4, 4]


def test_no_search_engine_and_no_cache_keeps_it(client):
    answers = [client.get(address(serial)) for serial in (valid().serial, new_serial())]

    assert [answer["X-Robots-Tag"] for answer in answers] == ["noindex, noarchive"] * 2
    assert [{"private", "no-store"} <= set(answer["Cache-Control"].split(", ")) for answer in answers] == [True] * 2


def test_whoever_tries_serial_after_serial_is_asked_to_wait(client):
    certificate = valid()
    for _ in range(ASKED_A_MINUTE):
        assert client.get(address(new_serial())).status_code == 404

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address(certificate.serial))

    assert (answer.status_code, answer["Retry-After"], len(queries)) == (429, "60", 0)
    assert "Wait a minute" in text_of(answer)


def test_others_are_not_made_to_wait_for_that(client):
    certificate = valid()
    for _ in range(ASKED_A_MINUTE + 1):
        client.get(address(new_serial()))

    assert client.get(address(certificate.serial), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_colleagues_who_share_an_address_are_not_made_to_wait_for_each_other(client):
    scene = make_scene()
    for _ in range(ASKED_A_MINUTE + 1):
        client.get(address(new_serial()))
    client.force_login(scene.tom)

    assert client.get(address(scene.certificate.serial)).status_code == 200


def test_who_is_signed_in_cannot_try_serial_after_serial_either(client):
    client.force_login(make_scene().tom)

    answers = [client.get(address(new_serial())).status_code for _ in range(ASKED_A_MINUTE + 1)]

    assert answers == [404] * ASKED_A_MINUTE + [429]


def test_a_certificate_is_still_good_on_its_last_day(client):
    certificate = make_scene(refresher_months=12).certificate

    found = client.get(address(certificate.serial)).context["found"]

    assert found.standing.value == ("valid" if timezone.localdate() <= certificate.valid_until else "expired")
