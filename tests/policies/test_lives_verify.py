"""Whatever becomes of a policy, the record and the evidence pack still check themselves, and tell of it."""

import datetime as dt
import io

import pytest

from tests.evidence.reading import files_of, is_whole, table
from tests.factories import moment
from tests.policies.lives import Desk, asked_by
from trainingsite.audit.clock import replaying
from trainingsite.audit.seals import seal
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.verification import Scope, checks
from trainingsite.policies.life import actions, approving

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 30)


@pytest.fixture
def desk():
    """Published alone, approved, sent back, re-classified, archived."""
    desk = Desk()
    desk.sign(desk.tom, desk.publish("First.", only_approver=True))
    asked = asked_by(desk.olu, desk.page, "First!", material=False, trigger="incident")
    with replaying(moment(2026, 3, 4)):
        minor = approving.approve(asked=asked, by=desk.ruth, at=moment(2026, 3, 4))
    other = asked_by(desk.olu, desk.page, "Second.", at=moment(2026, 3, 5))
    with replaying(moment(2026, 3, 6)):
        approving.send_back(asked=other, by=desk.ruth, note="Not yet.", at=moment(2026, 3, 6))
    later = {"by": desk.olu, "reason": "It was more.", "at": moment(2026, 3, 9)}
    with replaying(moment(2026, 3, 9)):
        actions.reclassify(version=minor, from_on=dt.date(2026, 3, 9), **later)
        actions.archive(page=desk.page, practice=desk.practice, **later)
    seal(at=moment(2026, 3, 21))
    return desk


def test_the_whole_record_verifies(desk):
    found = [finding for check in checks(Scope()) for finding in check]

    assert found == []


def test_the_register_says_who_approved_each_version_and_what_became_of_it(desk, tmp_path):
    out = io.BytesIO()
    write_pack(Asked(desk.practice, JUNE, dt.date(2026, 1, 1)), out, by="Ruth Adeyemi", at=moment(2026, 6, 30))

    rows = table(files_of(out.getvalue()), "policies/register.csv")
    said = [(row["Version"], row["Approved by"], row["Counts as material from"], row["Archived on"]) for row in rows]
    assert said == [
        ("1.0", "Nobody else could: only one person", "", "2026-03-09"),
        ("1.1", "Ruth Adeyemi", "2026-03-09", "2026-03-09"),
    ]
    assert is_whole(out.getvalue(), tmp_path)
