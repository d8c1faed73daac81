"""A pack that waits to be taken does not outlive the details of whom it names."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.evidence.asking.scene import State, address_of, make_manager, make_run
from tests.evidence.keeping.scenes import LEFT, erase_all, leaver
from tests.factories import make_member, make_practice
from tests.people.phones import verified
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.keeping_tables import PersonDisposed
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.running import claim, end
from trainingsite.evidence.runs import is_over
from trainingsite.evidence.shelf import delete_expired, folder_of, shelf, take_back_packs_about
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(settings, tmp_path) -> Practice:
    settings.MEDIA_ROOT = tmp_path
    return make_practice()


def erase_a_leaver_of(practice: Practice, on_commit) -> None:
    leaver(left_on=LEFT, practice=practice)
    with on_commit(execute=True):
        erase_all()


def test_a_pack_of_the_practice_cannot_be_taken_any_more(client, practice, django_capture_on_commit_callbacks):
    manager = make_manager(practice)
    run = make_run(practice, manager, State.DONE)
    verified(client, manager)

    erase_a_leaver_of(practice, django_capture_on_commit_callbacks)

    assert client.get(address_of(run)).status_code == 410
    assert delete_expired(timezone.now()) == "the files of 1 evidence packs deleted"
    assert not shelf().exists(folder_of(run))


def test_a_pack_that_is_being_made_is_begun_again(practice, django_capture_on_commit_callbacks):
    run = make_run(practice, make_manager(practice), State.RUNNING)

    erase_a_leaver_of(practice, django_capture_on_commit_callbacks)

    assert end(run, state=State.DONE) == 0
    assert (claim(), PackRun.objects.get().begun) == (run, 4)


def test_no_pack_outlives_the_details_if_the_process_ends_right_after_erasing_them(client, practice):
    manager = make_manager(practice)
    run = make_run(practice, manager, State.DONE)
    verified(client, manager)
    leaver(left_on=LEFT, practice=practice)

    erase_all()  # and nothing of what would have been done after the commit

    assert client.get(address_of(run)).status_code == 410
    delete_expired(timezone.now())
    assert not shelf().exists(folder_of(run))


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING])
def test_nor_does_one_that_was_being_made_or_about_to_be_begun(practice, state):
    run = make_run(practice, make_manager(practice), state)
    leaver(left_on=LEFT, practice=practice)

    erase_all()

    assert end(run, state=State.DONE) == 0
    assert (PackRun.objects.get().state, PackRun.objects.get().begun) == (State.WAITING, run.begun + 1)


def test_a_failure_after_the_erasure_is_told_and_makes_it_no_less_done(
    practice, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    run = make_run(practice, make_manager(practice), State.DONE)
    taken_back = []

    def once(rows):
        taken_back.append(rows)
        if len(taken_back) == 2:
            raise ConnectionError
        take_back_packs_about(rows)

    monkeypatch.setattr("trainingsite.evidence.keeping.erasing.take_back_packs_about", once)
    erase_a_leaver_of(practice, django_capture_on_commit_callbacks)

    assert (len(taken_back), len(caplog.records)) == (2, 1)
    assert is_over(PackRun.objects.get(pk=run.pk), timezone.now())
    assert PersonDisposed.objects.get().kind == "erased"


def test_packs_of_every_practice_where_they_worked_are_taken_back_and_each_chain_tells_it(practice):
    other = make_practice("Saltmere Road Practice")
    ruth = leaver(left_on=LEFT, practice=practice)
    make_member(ruth, practice=other, started_on=dt.date(2015, 1, 5), ended_on=dt.date(2016, 1, 29))
    manager = make_manager(practice)
    runs = [make_run(each, manager, State.DONE) for each in (practice, other)]

    erase_all()

    assert [is_over(PackRun.objects.get(pk=run.pk), timezone.now()) for run in runs] == [True, True]
    told = AuditEvent.objects.filter(verb="evidence.person_erased").values_list("chain__key", flat=True)
    assert sorted(told) == sorted([practice.chain, other.chain])


def test_a_pack_of_another_practice_stays(practice, django_capture_on_commit_callbacks):
    other = make_practice("Saltmere Road Practice")
    run = make_run(other, make_manager(other), State.DONE)

    erase_a_leaver_of(practice, django_capture_on_commit_callbacks)

    assert PackRun.objects.get().expires_at == run.expires_at
