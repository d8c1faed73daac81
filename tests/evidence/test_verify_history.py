"""A history that was rewritten is found, even by whoever signs the manifest anew."""

import json

import pytest

from tests.evidence.forgery import FORGER, Forgery
from tests.evidence.scenes import verify
from trainingsite.audit.chain import canonical
from trainingsite.audit.seals import signing_key
from trainingsite.evidence.attestations import KINDS
from trainingsite.evidence.verify import (
    ATTESTATIONS,
    COMPLETIONS,
    EVENT,
    EVENTS,
    MANIFEST,
    PERSON,
    REGISTER,
    SEALS,
    TABLE_OF,
    WHAT,
    WORD_FOR,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def forged(folder):
    return Forgery(folder)


def wrongs(folder, *arguments) -> list[str]:
    """The lines that say what is wrong; a check that breaks down says nothing, and fails here."""
    run = verify(folder, *arguments)
    assert (run.stderr, run.returncode) == ("", 1)
    return [line for line in run.stdout.splitlines() if line.startswith("WRONG")]


def drop(events):
    del events[3]


def swap(events):
    events[3], events[4] = events[4], events[3]


def insert(events):
    events.insert(3, dict(events[3]))


def change(events):
    told = next(event for event in events if "body" in event)
    body = json.loads(told["body"])
    told["body"] = canonical({**body, "at": "2020-01-01T00:00:00.000000+00:00"}).decode()


def change_a_bare_one(events):
    bare = next(event for event in events if "digest" in event)
    bare["digest"] = "0" * 64


def give_another_number(events):
    bare = next(event for event in events if "digest" in event)
    bare["seq"] += 100


def give_another_predecessor(events):
    events[3]["previous"] = "0" * 64


def spoil(events):
    events[3] = {"seq": "four"}


@pytest.mark.parametrize(
    "deed",
    [drop, swap, insert, change, change_a_bare_one, give_another_number, give_another_predecessor, spoil],
)
def test_an_event_that_was_tampered_with_is_found_in_its_line(forged, deed):
    deed(forged.events)
    forged.write_events()
    forged.sign_anew()

    assert [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {EVENTS}, line ")] != []


def test_a_chain_that_was_cut_off_is_found(forged):
    forged.events.pop()
    forged.write_events()

    assert [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {EVENTS}: does not end with")] != []


@pytest.mark.parametrize("deed", [drop, swap, insert, change])
def test_a_history_that_was_rewritten_from_one_end_to_the_other_does_not_fit_its_seal(forged, deed):
    deed(forged.events)
    forged.chain_anew()
    forged.sign_anew()

    assert [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {SEALS}, seal 1: event ")] != []


def test_a_history_that_was_cut_off_does_not_fit_its_seal(forged):
    forged.events.pop()
    forged.chain_anew()
    forged.sign_anew()

    found = [line for line in wrongs(forged.folder) if SEALS in line]

    assert len(found) == 1
    assert "is missing: cut off" in found[0]


def test_a_seal_somebody_kept_finds_a_forgery_with_seals_of_its_own(forged, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_bytes((forged.folder / SEALS).read_bytes())
    forged.events.pop()
    forged.chain_anew()
    forged.seal_anew()
    forged.sign_anew()

    missing, other_key = [line for line in wrongs(forged.folder, "--seal", str(kept)) if str(kept) in line]

    assert "is missing: cut off" in missing
    assert "has another key than the pack" in other_key


def test_a_seal_somebody_kept_finds_a_pack_that_was_altered_and_signed_anew(forged, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_bytes((forged.folder / SEALS).read_bytes())
    (forged.folder / "summary.pdf").write_bytes(b"%PDF-1.4 All is well.")
    forged.sign_anew()

    alone, with_its_key = (
        verify(forged.folder, "--seal", str(kept), *more) for more in ([], ["--key", FORGER.public_hex])
    )

    assert [line.split(":")[0] for line in alone.stdout.splitlines() if line.startswith("WRONG")] == [f"WRONG  {kept}"]
    assert (alone.returncode, with_its_key.returncode) == (1, 0)  # whoever has its key from the practice knows better


def test_the_key_somebody_brings_finds_a_forgery(forged):
    forged.sign_anew()

    found = wrongs(forged.folder, "--key", signing_key().public_hex)

    assert found == [f"WRONG  {MANIFEST}: was signed with {FORGER.public_hex}, which is not the key you were given"]


def test_a_key_is_unconfirmed_until_somebody_brings_it(folder):
    alone, brought = verify(folder), verify(folder, "--key", signing_key().public_hex.upper())

    assert alone.stdout.count("The key is unconfirmed. It is " + signing_key().public_hex) == 1
    assert (brought.returncode, brought.stdout.count("unconfirmed")) == (0, 0)


def test_a_seal_that_fits_is_said_to_fit(folder, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_bytes((folder / SEALS).read_bytes())

    run = verify(folder, "--seal", str(kept))

    assert (run.returncode, run.stdout.count("1 seals fit the chain")) == (0, 2)
    assert f"ok     {kept}: the pack was signed with the same key as the seal you brought" in run.stdout.splitlines()


def test_a_seal_kept_by_a_text_editor_or_in_the_pack_itself_is_read(folder, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_bytes(b"\xef\xbb\xbf" + (folder / SEALS).read_bytes())

    runs = [verify(folder, "--seal", str(path)) for path in (kept, folder / SEALS)]

    assert [run.returncode for run in runs] == [0, 0]


@pytest.mark.parametrize("text", ["", "[]]", "{}", '[{"body": 1}]', "[1]"])
def test_a_seal_that_is_none_is_no_proof(folder, tmp_path, text):
    kept = tmp_path / "kept.json"
    kept.write_text(text)

    assert [line for line in wrongs(folder, "--seal", str(kept)) if str(kept) in line] != []


def forge_signature(seal):
    return {**seal, "signature": FORGER.sign(seal["body"].encode())}


def forge_key(seal):
    return {**seal, "public_key": FORGER.public_hex, "signature": FORGER.sign(seal["body"].encode())}


def forge_head(seal):
    return {**seal, "head": [seal["head"][0], seal["head"][1] - 1, seal["head"][2]]}


def forge_place(seal):
    return {**seal, "index": seal["index"] + 1}


def forge_path(seal):
    return {**seal, "path": ["00" * 32]}


@pytest.mark.parametrize("deed", [forge_signature, forge_key, forge_head, forge_place, forge_path])
def test_a_seal_that_was_forged_is_found(forged, deed):
    seals = json.loads((forged.folder / SEALS).read_bytes())
    (forged.folder / SEALS).write_bytes(canonical([deed(seal) for seal in seals]))
    forged.sign_anew()

    assert [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {SEALS}, seal 1: ")] != []


@pytest.mark.parametrize("name", [ATTESTATIONS, COMPLETIONS, REGISTER])
def test_a_row_that_was_left_out_is_missed(forged, name):
    forged.change_rows(name, lambda rows: rows[1:])
    forged.sign_anew()

    found = [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {name}: the row that event")]

    assert len(found) == 1


@pytest.mark.parametrize("name", [ATTESTATIONS, COMPLETIONS])
def test_a_row_in_somebody_elses_name_is_found(forged, name):
    forged.change_rows(name, lambda rows: [{**rows[0], PERSON: "somebody else"}, *rows[1:]])
    forged.sign_anew()

    assert [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {name}, row 2: event")] != []


@pytest.mark.parametrize("name", [ATTESTATIONS, COMPLETIONS])
def test_a_row_that_says_something_else_was_done_is_found(forged, name):
    forged.change_rows(name, lambda rows: [{**rows[0], WHAT: "Declined"}, *rows[1:]])
    forged.sign_anew()

    found = [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {name}, row 2: event")]

    assert [line.partition(" says ")[2].partition(" (")[0] for line in found] == ["that something else was done"]


@pytest.mark.parametrize("name", [ATTESTATIONS, COMPLETIONS, REGISTER])
def test_a_row_that_stands_there_twice_is_found(forged, name):
    forged.change_rows(name, lambda rows: [rows[0], *rows])
    forged.sign_anew()

    assert wrongs(forged.folder) == [f"WRONG  {name}, row 3: another row before it is about the same record"]


def test_the_check_knows_the_words_for_what_was_signed():
    known = {verb: word for verb, word in WORD_FOR.items() if TABLE_OF[verb] == ATTESTATIONS}

    assert known == {f"policies.{kind}": kind.label for kind in KINDS}


@pytest.mark.parametrize("name", [ATTESTATIONS, REGISTER])
def test_a_row_that_names_no_event_is_found(forged, name):
    forged.change_rows(name, lambda rows: [{**row, EVENT: ""} for row in rows])
    forged.sign_anew()

    assert [line for line in wrongs(forged.folder) if line.startswith(f"WRONG  {name}, row 2: event")] != []


def test_a_policy_in_other_words_is_not_what_was_published(forged):
    text = next((forged.folder / "policies").glob("*.json"))
    text.write_text(text.read_text().replace("Be kind.", "Be bold."))
    forged.sign_anew()

    found = wrongs(forged.folder)

    assert found == [f"WRONG  {REGISTER}, row 2: policies/{text.name} is not the text that was published"]
