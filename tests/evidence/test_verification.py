"""verify_evidence finds whatever was changed behind the application's back."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from modules.models import Completion
from scenarios.models import AttemptOutcome
from tests.evidence.scenes import Scene, a_practice_with_a_history
from tests.factories import TUESDAY, moment
from trainingsite.audit import triggers
from trainingsite.audit.actions import commitment, keep_words, record
from trainingsite.audit.chain import GENESIS, canonical, digest, link
from trainingsite.audit.models import AuditEvent, Chain, Disposal, DisposalItem, Seal, Snapshot, Words
from trainingsite.audit.seals import seal
from trainingsite.certificates.models import Certificate
from trainingsite.evidence import sealed
from trainingsite.evidence.verification import Scope, checks
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


@pytest.fixture
def unguarded(scene) -> Scene:
    """The same practice, after somebody with the right to do so took the triggers away."""
    triggers.remove(connection)
    return scene


def findings(check: str, practice=None, brought=None) -> list[str]:
    """What one of the checks finds."""
    return [finding for found in checks(Scope(practice), brought) if found.name.startswith(check) for finding in found]


def all_findings(practice=None, brought=None) -> list[str]:
    return [finding for check in checks(Scope(practice), brought) for finding in check]


def signature_of(person) -> Attestation:
    return Attestation.objects.get(person=person)


def the_chain(scene) -> Chain:
    return Chain.objects.get(key=scene.practice.chain)


def event(scene, seq: int) -> AuditEvent:
    return AuditEvent.objects.of(scene.practice.chain).get(seq=seq)


def test_a_record_that_nobody_touched_is_whole(scene):
    results = [(check.name, list(check), check.result) for check in checks(Scope())]

    assert [found for _, found, _ in results] == [[]] * len(results)
    assert [name for name, _, _ in results] == [
        "Triggers", f"Chain of {scene.practice} ({scene.practice.ods_code})", "Chain of the site", "Records",
        "Records without an event", "Words", "Certificates", "Frozen texts", "Seals",
    ]  # fmt: skip
    assert dict((name, result) for name, _, result in results)["Records"] == "12 rows are as their events recorded them"


def test_a_trigger_that_is_missing_is_named(scene):
    with connection.cursor() as cursor:
        on = f' ON "{Attestation._meta.db_table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "policies_attestation_no_update"{on}')

    [finding] = findings("Triggers")

    assert finding.startswith("the trigger policies_attestation_no_update is missing")


def test_a_row_that_was_changed_is_named(unguarded):
    signed = signature_of(unguarded.tom)
    Attestation.objects.filter(pk=signed.pk).update(attested_on="2025-01-01")

    seq = AuditEvent.objects.of(unguarded.practice.chain).get(act=signed.act).seq
    assert findings("Records") == [
        f"policies.Attestation {signed.key} was changed: it is not what event {seq} recorded"
    ]


def test_a_row_that_was_deleted_is_named(unguarded):
    completion = Completion.objects.get()
    completion.delete()

    [finding] = findings("Records")

    assert finding.startswith(f"modules.Completion {completion.key} is missing: event ")


def test_a_row_that_was_put_in_is_named(scene):
    forged = Attestation.objects.create(
        person=scene.cat, practice=scene.practice, version=scene.policy, kind="signed", attested_at=TUESDAY,
        attested_on=TUESDAY.date(), method="password",
    )  # fmt: skip

    [finding] = findings("Records without an event")

    assert finding.startswith(f"policies.Attestation {forged.key} has no event")


def test_a_row_put_in_under_somebody_elses_act_is_named(scene):
    forged = Attestation.objects.create(
        person=scene.cat, practice=scene.practice, version=scene.policy, kind="signed", attested_at=TUESDAY,
        attested_on=TUESDAY.date(), method="password", act=signature_of(scene.tom).act,
    )  # fmt: skip

    assert [str(forged.key) in finding for finding in findings("Records without an event")] == [True]


def test_an_outcome_that_was_turned_into_a_pass_is_named(unguarded):
    outcome = AttemptOutcome.objects.get(passed=False)
    AttemptOutcome.objects.filter(pk=outcome.pk).update(passed=True)

    assert [str(outcome.key) in finding for finding in findings("Records")] == [True]


@pytest.mark.parametrize("column", ["verb", "actor", "subject"])
def test_a_column_of_an_event_that_was_changed_is_named(unguarded, column):
    changed = event(unguarded, 3)
    AuditEvent.objects.filter(pk=changed.pk).update(**{column: "somebody"})

    assert findings("Chain of M") == [f"event 3 was changed: its column “{column}” is not what was recorded"]


def test_an_event_with_another_body_is_named(unguarded):
    changed = event(unguarded, 3)
    body = canonical({**json.loads(bytes(changed.body)), "at": "2020-01-01T00:00:00.000000+00:00"})
    AuditEvent.objects.filter(pk=changed.pk).update(body=body)

    assert "event 3 was changed: its content does not match its hash" in findings("Chain of M")


def test_an_event_that_is_no_event_is_named(unguarded):
    AuditEvent.objects.filter(pk=event(unguarded, 3).pk).update(body=b"\xff nothing")

    assert "event 3 holds something that is no event" in findings("Chain of M")
    assert len(all_findings()) >= 2


def test_an_event_that_was_deleted_is_named(unguarded):
    event(unguarded, 3).delete()

    assert findings("Chain of M") == [
        "event 3 is missing: event 4 stands in its place", "event 4 does not follow the event before it",
    ]  # fmt: skip


def test_events_that_were_swapped_are_named(unguarded):
    third, fourth = event(unguarded, 3), event(unguarded, 4)
    AuditEvent.objects.filter(pk=third.pk).update(seq=99)
    AuditEvent.objects.filter(pk=fourth.pk).update(seq=3)
    AuditEvent.objects.filter(pk=third.pk).update(seq=4)

    assert "event 3 does not follow the event before it" in findings("Chain of M")


def test_an_event_that_was_put_in_is_named(unguarded):
    last = AuditEvent.objects.of(unguarded.practice.chain).last()
    body = canonical({"act": str(last.act), "verb": "x", "actor": "", "subject": "", "at": "", "seq": last.seq + 2})
    AuditEvent.objects.create(
        chain=last.chain, seq=last.seq + 2, act=last.act, verb="x", at=TUESDAY, body=body, previous=last.hash,
        hash=link(last.hash, digest(body)),
    )  # fmt: skip

    assert f"event {last.seq + 1} is missing: event {last.seq + 2} stands in its place" in findings("Chain of M")


def cut_off_the_last_event(scene) -> AuditEvent:
    last = AuditEvent.objects.of(scene.practice.chain).last()
    Attestation.objects.filter(act=last.act).delete()
    last.delete()
    return last


def test_a_tail_that_was_cut_off_is_found_by_the_seal(unguarded):
    last = cut_off_the_last_event(unguarded)

    [finding] = findings("Seals")

    assert f"names event {last.seq} of the chain of {unguarded.practice}" in finding
    assert finding.endswith("which is missing: events were cut off, or an older backup was restored")


def test_an_older_backup_is_found_by_a_seal_that_was_kept_outside(unguarded):
    kept = [sealed.entry(Seal.objects.get(), unguarded.practice.chain)]
    cut_off_the_last_event(unguarded)
    Seal.objects.all().delete()

    assert findings("Seals") == []
    assert ["which is missing" in finding for finding in findings("The seal you brought", brought=kept)] == [True]


def rewrite_the_history(scene) -> None:
    """Give every event its hash again, after the content of the third was changed."""
    previous = GENESIS
    for one in AuditEvent.objects.of(scene.practice.chain):
        body = json.loads(bytes(one.body))
        body = canonical({**body, "actor": "nobody"} if one.seq == 3 else body)
        hashed = link(previous, digest(body))
        AuditEvent.objects.filter(pk=one.pk).update(
            body=body, previous=previous, hash=hashed, actor=json.loads(body)["actor"]
        )
        previous = hashed


def test_a_history_that_was_rewritten_from_one_end_to_the_other_is_found_by_the_seal(unguarded):
    kept = [sealed.entry(Seal.objects.get(), unguarded.practice.chain)]
    rewrite_the_history(unguarded)

    assert findings("Chain of M") == []
    assert [finding.endswith("history was rewritten") for finding in findings("Seals")] == [True]
    assert [finding.endswith("history was rewritten") for finding in findings("The seal", brought=kept)] == [True]


def test_a_seal_by_another_key_is_named(unguarded, settings):
    settings.SEAL_KEY = "22" * 32

    assert ["is not this installation's" in finding for finding in findings("Seals")] == [True]


def test_a_seal_by_a_former_key_is_good(unguarded, settings):
    settings.SEAL_FORMER_KEYS = [Seal.objects.get().public_key]
    settings.SEAL_KEY = "22" * 32

    assert findings("Seals") == []


@pytest.mark.parametrize("column", ["root", "signature", "body", "heads"])
def test_a_seal_that_was_changed_is_named(unguarded, column):
    made = Seal.objects.get()
    other = {"root": "0" * 64, "signature": "0" * 128, "body": canonical({"root": made.root}), "heads": canonical([])}
    Seal.objects.update(**{column: other[column]})

    assert ["was changed" in finding for finding in findings("Seals")][:1] == [True]


def test_a_seal_that_was_brought_and_fits_is_said_to_fit(scene):
    kept = [sealed.entry(Seal.objects.get(), scene.practice.chain)]
    record(chains=[scene.practice.chain], verb="people.joined", subject=scene.cat.key, at=TUESDAY)

    assert all_findings(brought=kept) == []


@pytest.mark.parametrize("brought", [[], [{}], ["seal"], [{"head": ["practice:nowhere", 1, ""]}]])
def test_a_seal_that_was_brought_and_says_nothing_proves_nothing(scene, brought):
    assert findings("The seal you brought", brought=brought) != []


def test_words_that_were_changed_are_named(unguarded):
    signed = signature_of(unguarded.tom)
    Words.objects.filter(pk=signed.words_key).update(body=canonical({"typed_name": "Somebody Else"}))

    assert findings("Words") == [f"the words of policies.Attestation {signed.key} were changed"]


def test_words_that_are_gone_are_named_unless_a_disposal_let_them_go(unguarded):
    signed, other = signature_of(unguarded.tom), signature_of(unguarded.ann)
    disposal = Disposal.objects.create(rule="Ten years after signing", proposed_by="a", approved_by="b")
    DisposalItem.objects.create(disposal=disposal, words_key=other.words_key)
    Words.objects.filter(pk__in=[signed.words_key, other.words_key]).delete()

    assert findings("Words") == [
        f"the words of policies.Attestation {signed.key} are gone, and no disposal let them go"
    ]


def test_a_frozen_text_that_was_changed_is_named(unguarded):
    Snapshot.objects.filter(pk=unguarded.policy.snapshot_id).update(body=b"{}")

    assert findings("Frozen texts") == [
        f"the frozen policy {unguarded.policy.snapshot_id} was changed: it has another fingerprint now"
    ]


def give_certificate(scene) -> Certificate:
    """A certificate as issued: its file among the words, its event in the chain."""
    certificate = Certificate(
        serial="AAAA-BBBB", person=scene.ann, practice=scene.practice, completion=Completion.objects.get(),
        finished_on=TUESDAY.date(), issued_on=TUESDAY.date(), pdf_sha256=digest(b"%PDF"),
    )  # fmt: skip
    words = keep_words(about=certificate.key, kind="certificate", words={"name": "Ann Lee"}, at=TUESDAY)
    file = keep_words(about=certificate.key, kind="pdf", words=b"%PDF", media_type="application/pdf", at=TUESDAY)
    certificate.words_key, certificate.words_commitment = words.key, commitment(words)
    certificate.pdf_key = file.key
    certificate.save()
    record(chains=[scene.practice.chain], verb="certificates.issued", at=TUESDAY, rows=[certificate])
    return certificate


def test_a_certificate_whose_file_was_changed_is_named(unguarded):
    certificate = give_certificate(unguarded)
    assert all_findings() == findings("Triggers")

    Words.objects.filter(pk=certificate.pdf_key).update(body=b"%PDF forged")

    assert findings("Certificates") == ["the file of the certificate AAAA-BBBB was changed"]


def test_a_certificate_whose_file_is_gone_is_named(unguarded):
    certificate = give_certificate(unguarded)
    Words.objects.filter(pk=certificate.pdf_key).delete()

    assert findings("Certificates") == ["the file of the certificate AAAA-BBBB is gone, and no disposal let it go"]


def test_one_practice_can_be_checked_without_the_others(unguarded):
    other = a_practice_with_a_history("Quayside Practice")
    Attestation.objects.filter(person=other.tom).update(attested_on="2025-01-01")

    assert [str(signature_of(other.tom).key) in finding for finding in findings("Records", other.practice)] == [True]
    assert findings("Records", unguarded.practice) == []


def test_a_row_put_in_at_another_practice_does_not_concern_this_one(scene):
    other = a_practice_with_a_history("Quayside Practice")
    Attestation.objects.create(
        person=other.cat, practice=other.practice, version=other.policy, kind="signed", attested_at=TUESDAY,
        attested_on=TUESDAY.date(), method="password",
    )  # fmt: skip

    assert (len(findings("Records without", other.practice)), findings("Records without", scene.practice)) == (1, [])


def test_later_seals_are_checked_too(scene):
    record(chains=[scene.practice.chain], verb="people.joined", subject=scene.cat.key, at=TUESDAY)
    seal(at=moment(2026, 3, 5))
    seal(at=timezone.now())

    [result] = [(list(check), check.result) for check in checks(Scope(scene.practice)) if check.name == "Seals"]

    assert result == ([], "3 seals fit the chains")


def test_the_number_of_queries_grows_by_batches_and_not_by_rows(scene, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(200) as asked:
            assert all_findings() == []
        return len(asked)

    before = queries()
    for _ in range(30):
        record(chains=[scene.practice.chain], verb="people.joined", subject=scene.cat.key, at=TUESDAY)

    assert queries() == before
