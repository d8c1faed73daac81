"""After a disposal nobody can be found by name anywhere, and the record says the same as before."""

import io
import json
import zlib

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Count
from wagtail.users.models import UserProfile

from tests.evidence.keeping.scenes import EMAIL, NEEDLES, TEN_YEARS_ON, a_whole_life, erase_all, leave_the_browser
from tests.evidence.scenes import FROM, ON, unpacked, verify
from trainingsite.audit.models import AuditEvent, Disposal, Words
from trainingsite.compliance.matrix import training_matrix
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.keeping.details import number_of
from trainingsite.evidence.keeping.erasing import CouldNotErase
from trainingsite.evidence.keeping_tables import PersonDisposed
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.verification import Scope, checks
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db

# What keeps a name after its person was erased, each as the page for administrators explains it.
EXPLAINED = {("audit_snapshot", "body"): "a published policy names its Caldicott Guardian of then"}


def texts_in(value) -> list[str]:
    """A stored value as text, as whatever it could be read."""
    if isinstance(value, memoryview | bytes):
        body = bytes(value)
        try:
            unpacked_body = zlib.decompress(body)
        except zlib.error:
            unpacked_body = b""
        return [part.decode("utf-8", "replace") for part in (body, unpacked_body)]
    return [json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)]


def where_said(needles) -> set[tuple[str, str]]:
    """Every table and column of the database, whoever made it, in which one of these stands."""
    found = {("django_session", "session_data")} if any(each in texts_of_sessions() for each in needles) else set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor, include_views=False):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if any(needle in text.casefold() for text in texts_in(value) for needle in needles):
                        found.add((table, column))
    return found


def texts_of_sessions() -> str:
    """What all sessions say: their column is packed and signed."""
    return "\n".join(text.casefold() for kept in Session.objects.all() for text in texts_in(kept.get_decoded()))


def matrix_then(practice: Practice) -> dict:
    """How everybody stood; the order of the rows is that of the names."""
    matrix = training_matrix(practice, ON)
    return {row.person.pk: [(cell.status, cell.due_on) for cell in row.cells] for row in matrix.rows}


def signatures_by_version() -> list:
    return list(Attestation.objects.values_list("version", "kind").annotate(Count("pk")).order_by("version", "kind"))


def findings() -> list[str]:
    return [finding for check in checks(Scope()) for finding in check]


def pack_of(practice: Practice) -> bytes:
    out = io.BytesIO()
    write_pack(Asked(practice, ON, FROM), out, by="Ann Lee", at=TEN_YEARS_ON)
    return out.getvalue()


@pytest.fixture
def life(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_whole_life()


def test_no_column_of_the_database_knows_the_person_any_more(life):
    before = where_said(NEEDLES)

    erase_all(TEN_YEARS_ON)

    assert (len(before) > 15, ("django_session", "session_data") in before) == (True, True)
    assert where_said(NEEDLES) == set(EXPLAINED)


def test_the_person_is_a_number_on_every_screen(life):
    _, ruth = life

    erase_all(TEN_YEARS_ON)

    ruth.refresh_from_db()
    assert ruth.name == f"Former member of staff {number_of(ruth)}"
    assert (ruth.is_active, ruth.has_usable_password(), ruth.email) == (False, False, "")


def test_what_others_were_told_says_the_number_instead(life):
    scene, ruth = life

    erase_all(TEN_YEARS_ON)

    ruth.refresh_from_db()
    told = scene.ann.notices.get(kind="note")
    assert (told.subject, told.body) == (
        f"About {ruth.name}",
        f"{ruth.name} is {ruth.name} now. Write to {ruth.name}.",
    )
    assert scene.ann.digests.get().content == {"overdue": [f"{ruth.name}: 3 days"], "nobody": []}


def test_the_record_is_whole_and_counts_what_was_let_go(life):
    words = Words.objects.count()

    [outcome] = erase_all(TEN_YEARS_ON)

    assert findings() == []
    assert (outcome.words_let_go, outcome.whole) == (words - Words.objects.count(), True)
    [check] = [check for check in checks(Scope()) if check.name == "Certificates" and list(check) == []]
    assert check.result.endswith("1 were let go by a disposal")


def test_the_matrix_of_a_past_day_and_the_sums_stay_as_they_were(life):
    scene, _ = life
    before = (matrix_then(scene.practice), signatures_by_version(), Membership.objects.count())

    erase_all(TEN_YEARS_ON)

    assert (matrix_then(scene.practice), signatures_by_version(), Membership.objects.count()) == before


def test_the_picture_somebody_put_of_themselves_goes_as_a_file_too(life):
    _, ruth = life
    profile = UserProfile.objects.create(user=ruth, avatar=ContentFile(b"a face", "ruth.png"))

    erase_all(TEN_YEARS_ON)

    assert (profile.avatar.storage.exists(profile.avatar.name), UserProfile.objects.count()) == (False, 0)


def test_an_earlier_pack_still_verifies_and_a_new_one_shows_the_number(life, tmp_path):
    scene, ruth = life
    old = unpacked(pack_of(scene.practice), tmp_path / "old")

    erase_all(TEN_YEARS_ON)

    ruth.refresh_from_db()
    new = unpacked(pack_of(scene.practice), tmp_path / "new")
    assert [verify(folder).returncode for folder in (old, new)] == [0, 0]
    assert [
        name in (folder / "attestations.csv").read_text() for folder, name in ((old, "Ruth Amin"), (new, ruth.name))
    ] == [True, True]
    assert "ruth amin" not in (new / "attestations.csv").read_text().casefold()


def test_each_chain_where_they_worked_tells_who_approved_it_and_what_went(life):
    scene, ruth = life

    [outcome] = erase_all(TEN_YEARS_ON)

    event = AuditEvent.objects.of(scene.practice.chain).get(verb="evidence.person_erased")
    said = json.loads(bytes(event.body))["data"]
    ben = Person.objects.get(first_name="Ben")
    assert (event.subject, event.actor) == (str(ruth.key), str(ben.key))
    assert (said["erased"], said["disposal"]) == (outcome.words_let_go, outcome.disposal_id)
    assert outcome.disposal.items.count() > outcome.words_let_go  # the job and the duty, beside the words


def test_a_disposal_names_whoever_proposed_and_whoever_approved(life):
    erase_all(TEN_YEARS_ON)

    disposal = Disposal.objects.get()
    keys = {person.first_name: str(person.key) for person in Person.objects.filter(is_superuser=True)}
    assert (disposal.proposed_by, disposal.approved_by) == (keys["Ada"], keys["Ben"])


def test_no_session_of_theirs_is_left_and_others_go_on(life):
    scene, ruth = life
    leave_the_browser(scene.ann)

    erase_all(TEN_YEARS_ON)

    assert [kept.get_decoded()[SESSION_KEY] for kept in Session.objects.all()] == [str(scene.ann.pk)]


def test_nothing_is_erased_when_its_event_cannot_be_recorded(life, monkeypatch):
    def fail(**kwargs):
        raise ConnectionError

    _, ruth = life
    words = Words.objects.count()
    monkeypatch.setattr("trainingsite.evidence.keeping.erasing.record", fail)

    with pytest.raises(CouldNotErase):
        erase_all(TEN_YEARS_ON)

    ruth.refresh_from_db()
    assert (Words.objects.count(), ruth.email, PersonDisposed.objects.count()) == (words, EMAIL, 0)
