"""Where messages went is forgotten with the sign-in, years before the name: also in what a mail server said."""

import datetime as dt
import uuid

import pytest

from tests.evidence.keeping.scenes import EMAIL, LEFT, erase_all
from tests.evidence.keeping.test_erasing import where_said
from tests.factories import make_member, make_person, moment
from trainingsite.notices.actions import put
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db
REFUSED = f"550 5.1.1 <{EMAIL}>: Recipient address rejected"


def refused(person, **fields) -> Notice:
    return put(
        person=person, kind="receipt", about=uuid.uuid4(), subject="You signed", body="Words.", problem=REFUSED,
        state=Notice.State.FAILED, at=moment(2018, 3, 5), **fields,
    )  # fmt: skip


@pytest.mark.parametrize("sent_to", ["", EMAIL.lower()])
def test_what_the_mail_server_answered_names_no_address_any_more(sent_to):
    ruth = make_person("Ruth Amin", email=EMAIL)
    make_member(ruth, started_on=dt.date(2009, 1, 5), ended_on=LEFT)
    notice = refused(ruth, sent_to=sent_to)

    [outcome] = erase_all(moment(2020, 6, 1))

    notice.refresh_from_db()
    assert (outcome.whole, where_said((EMAIL.casefold(),))) == (False, set())
    assert (notice.subject, notice.body, notice.how_far) == ("You signed", "Words.", "could not be sent")
