"""Recording an act: one event in each chain, without gaps, or nothing at all."""

import json
import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connections, transaction

from tests.audit.rows import MONDAY
from trainingsite.audit.actions import freeze, key_of_page, note_access, record, thaw
from trainingsite.audit.chain import GENESIS, Link, breaks, digest
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AccessEntry, AuditEvent, Chain, Snapshot

HERE, THERE = "practice:here", "practice:there"


def links_of(chain: str) -> list[Link]:
    return [
        Link(event.seq, event.previous, event.hash, digest(bytes(event.body))) for event in AuditEvent.objects.of(chain)
    ]


def sign(*chains: str, **more):
    return record(chains=chains, verb="policies.signed", actor="ann", subject="policy", at=MONDAY, **more)


def test_an_act_makes_one_event_in_each_chain(db):
    act = sign(HERE, THERE)

    assert list(AuditEvent.objects.by_act(act).order_by("chain__key").values_list("chain__key", "seq", "previous")) == [
        (HERE, 1, GENESIS),
        (THERE, 1, GENESIS),
    ]


def test_each_chain_counts_for_itself(db):
    for chains in ([HERE], [HERE, THERE], [THERE], [HERE]):
        sign(*chains)

    assert [link.seq for link in links_of(HERE)] == [1, 2, 3]
    assert [link.seq for link in links_of(THERE)] == [1, 2]
    assert breaks(links_of(HERE)) == breaks(links_of(THERE)) == []


def test_an_act_of_no_practice_is_told_by_the_site(db):
    sign()

    assert list(AuditEvent.objects.values_list("chain__key", flat=True)) == ["site"]


def test_an_event_says_what_happened_in_its_stored_bytes(db):
    act = sign(HERE, data={"page": 7})

    assert json.loads(bytes(AuditEvent.objects.get().body)) == {
        "act": str(act),
        "actor": "ann",
        "at": "2026-01-05T09:00:00.000000+00:00",
        "chain": HERE,
        "data": {"page": 7},
        "seq": 1,
        "subject": "policy",
        "v": 1,
        "verb": "policies.signed",
    }


def test_an_act_that_is_undone_leaves_nothing_behind(db):
    sign(HERE)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sign(HERE, THERE)
        1 / 0  # noqa: B018 -- whatever fails after the event was written

    assert [link.seq for link in links_of(HERE)] == [1]
    assert not Chain.objects.filter(key=THERE).exists()


def test_events_follow_their_number_when_the_clock_is_put_back(db):
    sign(HERE)
    record(chains=[HERE], verb="policies.withdrawn", at=MONDAY - timedelta(hours=1))

    assert [event.verb for event in AuditEvent.objects.of(HERE)] == ["policies.signed", "policies.withdrawn"]
    assert breaks(links_of(HERE)) == []


def test_a_history_that_is_replayed_is_recorded_at_its_own_time(db):
    with replaying(MONDAY):
        sign(HERE)

    assert AuditEvent.objects.get().recorded_at == MONDAY


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_make_one_chain_without_gaps():
    people, acts = 4, 5
    together = threading.Barrier(people)
    failures = []

    def work(chains):
        try:
            together.wait(timeout=30)
            for _ in range(acts):
                sign(*chains)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    orders = [(HERE,), (HERE, THERE), (THERE, HERE), (HERE, THERE)]
    threads = [threading.Thread(target=work, args=[chains]) for chains in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert [link.seq for link in links_of(HERE)] == list(range(1, people * acts + 1))
    assert len(links_of(THERE)) == (people - 1) * acts
    assert breaks(links_of(HERE)) == breaks(links_of(THERE)) == []


def test_the_same_content_is_frozen_once(db):
    first = freeze(kind="policy", content={"title": "Social media", "clauses": [1, 2]})
    again = freeze(kind="policy", content={"clauses": [1, 2], "title": "Social media"})

    assert Snapshot.objects.get() == first == again


def test_what_was_frozen_thaws_as_it_was(db):
    content = {"title": "Social media", "clauses": ["Think", "before you post"]}

    snapshot = freeze(kind="policy", content=content)

    assert thaw(Snapshot.objects.get(pk=snapshot.pk)) == content
    assert snapshot.sha256 == digest(bytes(snapshot.body))


def test_looking_goes_to_the_access_log_and_not_to_the_chain(db):
    note_access(actor="ann", verb="matrix.opened", subject=HERE, detail="x" * 300, at=MONDAY)

    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject, entry.detail) == ("ann", "matrix.opened", HERE, "x" * 200)
    assert not AuditEvent.objects.exists()


ANN, PAGE = uuid.uuid4(), uuid.uuid4()
SENT = ("Books the session", date(2026, 4, 14), None, ["ann"], b"%PDF of it")


def test_two_clicks_on_one_page_make_one_key():
    assert key_of_page(ANN, PAGE, *SENT) == key_of_page(ANN, PAGE, *SENT)


@pytest.mark.parametrize(
    "other",
    [
        (uuid.uuid4(), PAGE, *SENT),
        (ANN, uuid.uuid4(), *SENT),
        (ANN, PAGE, "Books the session.", *SENT[1:]),
        (ANN, PAGE, SENT[0], date(2026, 5, 14), *SENT[2:]),
        (ANN, PAGE, *SENT[:3], ["ann", "tom"], SENT[4]),
        (ANN, PAGE, *SENT[:4], b"%PDF of another"),
        (ANN, PAGE, *SENT[:2], SENT[3], SENT[2], SENT[4]),
    ],
)
def test_anything_else_on_the_page_makes_another_key(other):
    assert key_of_page(*other) != key_of_page(ANN, PAGE, *SENT)
