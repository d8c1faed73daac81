"""A pack without names: nothing in any of its files says who anybody is."""

import datetime as dt
import io
import re
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.evidence.everything import Everything, a_practice_with_everything
from tests.evidence.reading import files_of
from tests.evidence.scenes import AT, FROM, ON
from tests.factories import make_member, make_person
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.purposes import ASSURANCE, EVERYTHING, OWN_FILE
from trainingsite.people.models import Membership, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything() -> Everything:
    """Everybody has an e-mail address, and Wyn a staff number too."""
    made = a_practice_with_everything()
    make_member("Wyn Thorne", practice=made.practice, staff_number="N0001234")
    Person.objects.filter(last_name="Adeyemi").update(first_name="Rhodri")  # an invented person in a story is a Ruth
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@surgery.example")
    return made


def pack_for(purpose, everything) -> dict[str, bytes]:
    asked, out = Asked(everything.practice, ON, FROM, purpose, EVERYTHING), io.BytesIO()
    write_pack(asked, out, by=asked.name_of(Person.objects.get(last_name="Adeyemi")), at=AT)
    return files_of(out.getvalue())


def words_in(name: str, body: bytes) -> str:
    """All that can be read of a file, its name and what describes it included."""
    if name.endswith(".pdf"):
        paper = PdfReader(io.BytesIO(body))
        return " ".join([name, str(paper.metadata), *(page.extract_text() for page in paper.pages)])
    if name.endswith(".xlsx"):
        with ZipFile(io.BytesIO(body)) as book:
            return " ".join([name, *(book.read(part).decode() for part in book.namelist())])
    return f"{name} {body.decode()}"


def personal_words() -> re.Pattern:
    """Everybody's first and last names, sign-in names, addresses and staff numbers."""
    people = Person.objects.values_list("first_name", "last_name", "username", "email")
    numbers = Membership.objects.exclude(staff_number="").values_list("staff_number", flat=True)
    words = {word for row in people for word in row if word} | set(numbers)
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({longest_first})(?!\w)", re.IGNORECASE)


def leaks_in(files: dict[str, bytes]) -> dict[str, set[str]]:
    personal = personal_words()
    found = {name: set(personal.findall(words_in(name, body))) for name, body in files.items()}
    return {name: words for name, words in found.items() if words}


def test_no_file_of_it_names_anybody(everything):
    assert leaks_in(pack_for(ASSURANCE, everything)) == {}


def test_with_names_the_same_search_finds_them_in_every_kind_of_file(everything):
    leaks = leaks_in(pack_for(OWN_FILE, everything))

    kinds = {name.rpartition(".")[2] for name in leaks}
    assert {"html", "pdf", "xlsx", "csv", "json"} <= kinds


@pytest.mark.parametrize("purpose", [ASSURANCE, OWN_FILE], ids=str)
def test_no_staff_number_and_no_address_is_in_a_pack_for_anybody(everything, purpose):
    text = " ".join(words_in(name, body) for name, body in pack_for(purpose, everything).items())

    assert (re.findall(r"\bN\d{7}\b", text), re.findall(r"\S+@surgery\.example", text)) == ([], [])


def test_the_code_for_a_person_is_the_same_in_every_pack(everything):
    march, april = (Asked(everything.practice, day, FROM, ASSURANCE) for day in (ON, dt.date(2026, 4, 30)))

    assert march.name_of(everything.ann) == april.name_of(everything.ann) == f"Person {everything.ann.key.hex[:8]}"


def test_somebody_who_never_worked_there_is_called_by_their_whole_key(everything):
    stranger = make_person("Ann Lee")

    assert Asked(everything.practice, ON, FROM, ASSURANCE).name_of(stranger) == f"Person {stranger.key.hex}"
