"""A pack that waits to be taken does not outlive the details of whom it names."""

import pytest
from django.utils import timezone

from tests.evidence.asking.scene import State, address_of, make_manager, make_run
from tests.evidence.keeping.scenes import LEFT, erase_all, leaver
from tests.factories import make_practice
from tests.people.phones import verified
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.running import claim, end
from trainingsite.evidence.shelf import delete_expired, folder_of, shelf
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
    assert (claim(), PackRun.objects.get().begun) == (run, 3)


def test_a_pack_of_another_practice_stays(practice, django_capture_on_commit_callbacks):
    other = make_practice("Saltmere Road Practice")
    run = make_run(other, make_manager(other), State.DONE)

    erase_a_leaver_of(practice, django_capture_on_commit_callbacks)

    assert PackRun.objects.get().expires_at == run.expires_at
