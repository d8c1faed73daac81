"""The codes of people in a pack without names: no two have the same, whatever their keys begin with."""

import io
import uuid

import pytest

from tests.evidence.reading import files_of, is_whole, table
from tests.evidence.scenes import AT, FROM, ON, sign_as
from tests.factories import make_member, make_policy_version, make_practice, make_requirement
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.codes import Codes
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.purposes import ASSURANCE, EVERYTHING
from trainingsite.people.models import Membership, Person, Practice

ALIKE = ("c0dec0de11", "c0dec0de22")


def key_that_begins(start: str) -> uuid.UUID:
    return uuid.UUID(start.ljust(32, "0"))


def codes_of(*starts: str) -> list[str]:
    """The codes of people whose keys begin so."""
    keys = [key_that_begins(start) for start in starts]
    codes = Codes(keys)
    return [codes.of(Person(key=key)) for key in keys]


@pytest.mark.parametrize(
    ("starts", "codes"),
    [
        (["aaaaaaaa", "bbbbbbbb"], ["aaaaaaaa", "bbbbbbbb"]),
        (["aaaaaaa1", "aaaaaaa2"], ["aaaaaaa1", "aaaaaaa2"]),  # the eighth tells them apart
        (["aaaaaaaa1", "aaaaaaaa2"], ["aaaaaaaa1000", "aaaaaaaa2000"]),
        (["aaaaaaaa1", "bbbbbbbb", "aaaaaaaa2"], ["aaaaaaaa1000", "bbbbbbbb", "aaaaaaaa2000"]),
        (["aaaaaaaaaaaa1", "aaaaaaaaaaaa2", "aaaaaaaab"], ["aaaaaaaaaaaa1000", "aaaaaaaaaaaa2000", "aaaaaaaab000"]),
        (["a" * 31 + "1", "a" * 31 + "2"], ["a" * 31 + "1", "a" * 31 + "2"]),
    ],
)
def test_a_code_is_as_long_as_it_must_be_to_be_somebodys_own(starts, codes):
    assert codes_of(*starts) == codes


def test_somebody_alone_has_a_short_code():
    assert codes_of("aaaaaaaa1") == ["aaaaaaaa"]


def test_the_order_in_which_people_are_found_makes_no_difference():
    assert codes_of(*ALIKE, "ab") == codes_of("ab", *reversed(ALIKE))[::-1]


def practice_of_two_alike() -> Practice:
    """Ann and Tom, whose keys begin alike, and Bea; Ann and Tom signed."""
    practice = make_practice()
    people = [make_member(name, practice=practice) for name in ("Ann Lee", "Tom Ellis", "Bea Hart")]
    for member, start in zip(people, ALIKE, strict=False):
        with_key(member, start)
    version = make_policy_version(practice=practice)
    make_requirement(policy=version.page)
    for member in people[:2]:
        sign_as(Membership.objects.get(pk=member.pk), version)
    return practice


def with_key(member: Membership, start: str) -> None:
    Person.objects.filter(pk=member.person_id).update(key=key_that_begins(start))


def pack_of(practice: Practice) -> bytes:
    out = io.BytesIO()
    write_pack(Asked(practice, ON, FROM, ASSURANCE, EVERYTHING), out, by="", at=AT)
    return out.getvalue()


@pytest.mark.django_db
def test_two_people_whose_codes_would_be_one_are_told_apart_in_a_pack(tmp_path):
    pack = pack_of(practice_of_two_alike())

    files = files_of(pack)
    signed = [row["Person"] for row in table(files, "attestations.csv")]
    pages = sorted(len(name) for name in files if name.startswith("people/"))
    assert signed == ["Person c0dec0de1100", "Person c0dec0de2200"]
    assert (pages[0] < pages[1] == pages[2], len(pages)) == (True, 3)
    assert is_whole(pack, tmp_path)


@pytest.mark.django_db
def test_the_same_state_gives_the_same_pack_when_codes_are_longer():
    practice = practice_of_two_alike()

    assert pack_of(practice) == pack_of(practice)


@pytest.mark.django_db
def test_a_code_does_not_change_with_the_people_of_another_practice():
    practice = practice_of_two_alike()
    bea = Person.objects.get(last_name="Hart")

    with_key(make_member("Zoë Hart", practice=make_practice("Elsewhere")), bea.key.hex[:9])

    assert Asked(practice, ON, FROM, ASSURANCE).name_of(bea) == f"Person {bea.key.hex[:8]}"


@pytest.mark.django_db
def test_codes_are_those_of_the_moment_of_the_pack_and_not_of_an_earlier_one():
    practice = practice_of_two_alike()
    asked, out = Asked(practice, ON, FROM, ASSURANCE), io.BytesIO()
    asked.name_of(Person.objects.get(last_name="Hart"))
    with_key(make_member("Cat Roe", practice=practice), "cafe0000")

    write_pack(asked, out, by="", at=AT)

    assert "Person cafe0000" in {row["Person"] for row in table(files_of(out.getvalue()), "matrix.csv")}
