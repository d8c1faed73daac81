"""What came of asking staff is in the pack; what they said, and who said it, is not."""

import json

import pytest

from tests.evidence.reading import events, files_of, is_whole, verbs_told
from tests.evidence.scenes import Scene
from tests.factories import TUESDAY, make_member, moment
from tests.policies.consulting import Asked, answer_all, close, say, say_unnamed
from trainingsite.audit.chain import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    """Tom commented under his name, somebody without one; the second version came of it."""
    surgery = Asked()
    consultation = surgery.open()
    say(consultation, surgery.tom, "What about likes?")
    say_unnamed(consultation, "I am afraid of clause 2.")
    answer_all(consultation, surgery.olu, why="Clause 2 is about screens only.")
    close(consultation, surgery.olu, "Some were afraid of clause 2: it is shorter now.")
    surgery.asked_about = surgery.publish(at=TUESDAY)
    return surgery


def pack_of(surgery) -> bytes:
    return Scene(surgery.practice, surgery.asked_about, *[surgery.tom] * 4).pack()


def test_the_pack_shows_what_came_of_it_beside_the_version(surgery):
    files, name = files_of(pack_of(surgery)), f"policies/{surgery.page.key}-2.0"

    page, policy = (files[f"{name}{ending}.html"].decode() for ending in ("-consultation", ""))
    frozen = files[f"{name}-consultation.json"]

    wanted = [
        "Some were afraid of clause 2: it is shorter now.",
        "Clause 2 is about screens only.",
        "4 people were asked",
    ]
    assert [words for words in wanted if words not in page] == []
    assert f'href="{surgery.page.key}-2.0-consultation.html"' in policy
    assert json.loads(frozen)["counts"]["unnamed"] == 1
    assert digest(frozen) == surgery.asked_about.consultation.closing.snapshot_id
    assert f"policies/{surgery.page.key}-1.0-consultation.html" not in files


def test_no_comment_and_nobody_who_commented_is_in_any_file_of_the_pack(surgery):
    files = files_of(pack_of(surgery))

    about_it = {name: body for name, body in files.items() if "consultation" in name or name.startswith("events")}
    words = [b"What about likes?", b"I am afraid of clause 2.", b"Tom", b"Ellis", str(surgery.tom.key).encode()]
    leaks = [(name, word) for name, body in about_it.items() for word in words if word in body]
    everywhere = [name for name, body in files.items() for word in words[:2] if word in body]
    assert (len(about_it), leaks, everywhere) == (3, [], [])


def test_the_chain_in_the_pack_tells_of_no_comment(surgery):
    files = files_of(pack_of(surgery))

    assert [verb for verb in verbs_told(files) if "comment" in verb or "consult" in verb] == []
    assert len(events(files)) > len(verbs_told(files))


def test_the_pack_is_whole(surgery, tmp_path):
    make_member("Ann Lee", practice=surgery.practice, started_on=moment(2026, 1, 5).date())

    assert is_whole(pack_of(surgery), tmp_path / "pack")
