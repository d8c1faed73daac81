"""Whatever people say about a policy, the record and the evidence pack still check themselves."""

import datetime as dt
import io

import pytest

from tests.evidence.reading import files_of, is_whole, table, verbs_told
from tests.evidence.scenes import AT, FROM, ON
from tests.factories import TUESDAY, make_programme, make_requirement, moment
from tests.policies.asking import Surgery, answer, ask
from tests.policies.test_paper import countersign, upload
from tests.policies.test_saying_no import decline, sign, void, withdraw
from trainingsite.audit.clock import replaying
from trainingsite.audit.seals import seal
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.verification import Scope, checks
from trainingsite.people.credentials import issue
from trainingsite.policies.holds.actions import hold, lift
from trainingsite.policies.paper.actions import send_back
from trainingsite.policies.soon_after import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    """A practice in which everything has been said that can be said about a policy."""
    surgery = Surgery()
    make_requirement(make_programme("Induction", surgery.practice), policy=surgery.version.page)
    with replaying(TUESDAY):
        issue(person=surgery.tom, kind="reset", at=TUESDAY - dt.timedelta(days=1))
    answer(ask(surgery.tom, surgery.version, surgery.ravi, text="About Mrs Pym."), surgery.ravi, text="Not Mrs Pym.")
    signature = sign(surgery.tom, surgery.version)
    with replaying(moment(2026, 3, 20)):
        hold(version=surgery.version, by=surgery.olu, reason="We talk.", at=moment(2026, 3, 20))
        lift(version=surgery.version, by=surgery.olu, at=moment(2026, 3, 20, 10))
        confirm(signature=signature, at=moment(2026, 3, 20, 11))
        send_back(sheet=upload(surgery, person=surgery.olu), by=surgery.ravi, reason="Blank.", at=moment(2026, 3, 20))
    countersign(upload(surgery, person=surgery.olu), surgery.ravi)
    decline(surgery.ruth, surgery.version, reason="Because of Mrs Pym.")
    withdraw(sign(surgery.ravi, surgery.version))
    void(sign(surgery.ravi, surgery.version, at=moment(2026, 3, 6)), surgery.ruth, at=moment(2026, 3, 7))
    seal(at=moment(2026, 3, 21))
    return surgery


def pack_of(surgery):
    out = io.BytesIO()
    write_pack(Asked(surgery.practice, ON, FROM), out, by="Ruth Adeyemi", at=AT)
    return out.getvalue()


def test_the_whole_record_verifies(surgery):
    found = [finding for check in checks(Scope()) for finding in check]

    assert found == []


def test_the_pack_lists_what_was_signed_declined_and_taken_back_and_is_whole(surgery, tmp_path):
    pack = pack_of(surgery)

    rows = table(files_of(pack), "attestations.csv")
    assert sorted((row["Person"], row["What"]) for row in rows) == [
        ("Olu Bright", "Signed on paper, witnessed"),
        ("Ravi Shah", "Signed"),
        ("Ravi Shah", "Signed"),
        ("Ravi Shah", "Voided"),
        ("Ravi Shah", "Withdrawn"),
        ("Ruth Adeyemi", "Declined"),
        ("Tom Ellis", "Signed"),
    ]
    assert is_whole(pack, tmp_path)


def test_the_pack_says_who_witnessed_a_signature_on_paper(surgery):
    rows = table(files_of(pack_of(surgery)), "attestations.csv")

    notes = {row["Person"]: row["Note"] for row in rows if row["Note"]}
    assert notes == {"Olu Bright": "Uploaded by Ruth Adeyemi, witnessed by Ravi Shah"}


def test_the_pack_marks_a_signature_that_followed_a_new_way_into_the_account(surgery):
    with replaying(moment(2026, 3, 19)):
        issue(person=surgery.ruth, kind="reset", at=moment(2026, 3, 19))
        sign(surgery.ruth, surgery.version, at=moment(2026, 3, 20))

    rows = table(files_of(pack_of(surgery)), "attestations.csv")
    notes = [row["Note"] for row in rows if (row["Person"], row["What"]) == ("Ruth Adeyemi", "Signed")]
    assert notes == ["Within 7 days of: password reset by e-mail. Not confirmed by the signer yet"]


def test_no_pack_tells_what_was_asked_or_that_anybody_asked(surgery):
    files = files_of(pack_of(surgery))

    assert {"policies.queried", "policies.answered", "policies.sheet_uploaded"} & set(verbs_told(files)) == set()
    assert [name for name, body in files.items() if b"Pym" in body] == []
