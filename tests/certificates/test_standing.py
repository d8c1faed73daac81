"""Whether a certificate holds good on a day: the last day counts, and what was said of it later wins."""

import datetime as dt

import pytest

from tests.certificates.scenes import WEDNESDAY, make_scene, rename
from trainingsite.certificates.changing.actions import reissue, revoke
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Standing, standing_of, standing_on, standings, stated

DAY = dt.date(2026, 3, 10)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
NOTHING = {"valid_until": None, "superseded_on": None, "revoked_on": None}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Standing.VALID),
        ({"valid_until": AFTER}, Standing.VALID),
        ({"valid_until": DAY}, Standing.VALID),  # good to the end of its last day
        ({"valid_until": BEFORE}, Standing.EXPIRED),
        ({"superseded_on": DAY}, Standing.SUPERSEDED),
        ({"superseded_on": AFTER}, Standing.VALID),  # on a day before that, it was still good
        ({"superseded_on": BEFORE, "valid_until": BEFORE}, Standing.SUPERSEDED),
        ({"revoked_on": DAY}, Standing.REVOKED),
        ({"revoked_on": AFTER}, Standing.VALID),
        ({"revoked_on": BEFORE, "superseded_on": BEFORE, "valid_until": BEFORE}, Standing.REVOKED),
    ],
)
def test_how_a_certificate_stands_on_a_day(said, expected):
    assert standing_on(DAY, **{**NOTHING, **said}) is expected


def test_every_standing_has_a_word_and_a_look():
    assert [standing.label for standing in Standing] == ["Revoked", "Replaced", "Expired", "Valid"]
    assert len({standing.style for standing in Standing}) == len(Standing)


@pytest.mark.django_db
def test_of_a_list_each_is_told_in_two_queries_however_long_it_is(django_assert_num_queries):
    scene, other = make_scene(), make_scene("Ann Lee")
    rename(scene.tom)
    new = reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
    revoke(certificate=other.certificate, by=scene.ruth, reason="asked_for", words="As you asked.", at=WEDNESDAY)

    for certificates in ([new], list(Certificate.objects.order_by("pk"))):
        with django_assert_num_queries(2):
            found = standings(certificates, WEDNESDAY.date())
    assert found == {
        scene.certificate.pk: Standing.SUPERSEDED, other.certificate.pk: Standing.REVOKED, new.pk: Standing.VALID,
    }  # fmt: skip


@pytest.mark.django_db
def test_one_that_was_selected_with_what_became_of_it_asks_nothing_more(django_assert_num_queries):
    scene = make_scene()
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
    found = Certificate.objects.select_related("superseded_by", "revocation").get(pk=scene.certificate.pk)

    with django_assert_num_queries(0):
        assert standing_of(found, WEDNESDAY.date()) is Standing.SUPERSEDED
        assert standing_of(found, scene.certificate.issued_on) is Standing.VALID


@pytest.mark.django_db
def test_managers_are_led_to_no_page_that_shows_a_name_of_the_past():
    scene = make_scene()
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    shown = stated(Certificate.objects.order_by("pk"), WEDNESDAY.date())

    assert [(each.opens, each.is_good, each.can_be_ended) for each in shown] == [
        (False, False, False), (True, True, True),
    ]  # fmt: skip


@pytest.mark.django_db
def test_nor_to_one_that_was_revoked_before_another_name_took_its_place():
    scene = make_scene()
    revoke(certificate=scene.certificate, by=scene.ruth, reason="issued_in_error", words="Sorry.", at=WEDNESDAY)
    rename(scene.tom)
    reissue(certificate=Certificate.objects.get(), by=scene.ruth, at=WEDNESDAY)

    shown = stated(Certificate.objects.order_by("pk"), WEDNESDAY.date())

    assert [(each.standing, each.opens, each.can_be_ended) for each in shown] == [
        (Standing.REVOKED, False, False), (Standing.VALID, True, True),
    ]  # fmt: skip
