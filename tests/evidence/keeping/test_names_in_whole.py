"""Erasing one name leaves the names of others alone, however alike they are."""

import pytest

from tests.evidence.keeping.scenes import leaver
from tests.factories import TUESDAY, make_person, make_practice
from trainingsite.certificates.looks import set_look
from trainingsite.evidence.keeping.messages import renamed_in
from trainingsite.evidence.keeping.places import signed_certificates_once

NUMBER = "Former member of staff 7A41FE"


@pytest.mark.parametrize(
    "text",
    ["Ann Lee: 3 days", "Ask Dr Ann Lee.", "Ann Lee’s leave (Ann Lee)", "<b>Ann Lee</b>", "Ann Lee\nAnn Lee - overdue"],
)
def test_a_name_goes_wherever_it_stands_in_whole(text):
    assert renamed_in(text, ["Ann Lee"], NUMBER) == text.replace("Ann Lee", NUMBER)


@pytest.mark.parametrize("text", ["Joann Lee: 3 days", "Ann Leech", "Ann Lee-Smith", "Mary-Ann Lee", "Ann Leeś"])
def test_a_longer_name_of_somebody_else_stays(text):
    assert renamed_in([{"who": text}], ["Ann Lee"], NUMBER) == [{"who": text}]


def test_a_longer_address_of_somebody_else_stays():
    told = "Write to joann.lee@nhs.example or ann.lee@nhs.example."

    assert renamed_in(told, ["ann.lee@nhs.example"], NUMBER) == f"Write to joann.lee@nhs.example or {NUMBER}."


@pytest.mark.django_db
@pytest.mark.parametrize(("signed_by", "how_many"), [("Dr Ann Lee", 1), ("Ann Leech", 0), ("Mary-Ann Lee", 0)])
def test_who_signed_certificates_once_goes_under_their_own_name_alone(signed_by, how_many):
    practice, by = make_practice(), make_person("Ruth Okafor")
    ann = leaver("Ann Lee", practice=practice)
    for name in (signed_by, "Ruth Okafor"):
        set_look(practice=practice, signed_by=name, signed_as="", by=by, at=TUESDAY)

    assert len(signed_certificates_once([ann.pk], ["Ann Lee"])) == how_many
