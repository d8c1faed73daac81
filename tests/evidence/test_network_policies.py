"""What a network published and a practice adopted, in the practice's pack and in the check of everything."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.evidence.reading import files_of, is_whole, table
from tests.evidence.scenes import a_practice_with_a_history
from tests.factories import TUESDAY, adopt, make_network, make_network_policy, make_network_version
from trainingsite.audit.clock import replaying
from trainingsite.policies.actions import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """The practice has adopted its network's policy, and Tom has signed it."""
    scene = a_practice_with_a_history()
    published = make_network_version(make_network_policy(make_network("Marrowby Network", scene.practice)))
    version = adopt(published, scene.practice, by=scene.ann)
    with replaying(TUESDAY):
        sign(person=scene.tom, version=version, typed_name="Tom Ellis", method="password", at=TUESDAY)
    return scene


def test_a_pack_with_an_adopted_policy_checks_itself(scene, tmp_path):
    pack = scene.pack()

    rows = table(files_of(pack), "policies/register.csv")
    assert [row["Version"] for row in rows if row["Policy"] == "Messaging policy"] == ["1.0"]
    assert is_whole(pack, tmp_path)


def test_the_check_of_everything_finds_nothing_wrong(scene):
    out = StringIO()

    call_command("verify_evidence", stdout=out)

    assert out.getvalue().splitlines()[-1] == "The record is whole."
