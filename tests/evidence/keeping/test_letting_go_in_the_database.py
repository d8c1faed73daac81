"""A staff number may be emptied when a disposal names the job, and nothing else of the row may ever change."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import make_member
from trainingsite.audit import triggers
from trainingsite.audit.models import Disposal, DisposalItem
from trainingsite.people.models import Membership, Responsibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return make_member("Ruth Amin", staff_number="MLS-0042")


def named(row) -> None:
    disposal = Disposal.objects.create(rule="six years", proposed_by="ann", approved_by="bea")
    DisposalItem.objects.create(disposal=disposal, words_key=row.line)


def test_a_staff_number_goes_when_a_disposal_names_the_job(job):
    named(job)

    Membership.objects.filter(pk=job.pk).update(staff_number="")

    job.refresh_from_db()
    assert job.staff_number == ""


@pytest.mark.parametrize(
    "changes",
    [{"staff_number": ""}, {"staff_number": "MLS-0043"}, {"started_on": "2020-01-01"}],
    ids=["emptied", "another", "another day"],
)
def test_nothing_of_a_job_changes_that_no_disposal_names(job, changes):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Membership.objects.filter(pk=job.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"staff_number": "MLS-0043"}, {"staff_number": "", "started_on": "2020-01-01"}, {"ended_on": "2020-01-01"}],
    ids=["another number", "a day beside it", "an empty day"],
)
def test_a_disposal_lets_nothing_else_of_the_job_change(job, changes):
    named(job)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Membership.objects.filter(pk=job.pk).update(**changes)


def test_a_job_that_a_disposal_names_can_still_not_be_deleted(job):
    named(job)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_membership")


@pytest.mark.parametrize("model", [Membership, Responsibility])
def test_the_guard_that_was_there_before_gives_way_to_the_one_that_lets_go(model):
    table = model._meta.db_table
    before = {
        "sqlite": f"BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'never'); END",
        "postgresql": f"BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    }
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TRIGGER {table}_no_update {before[connection.vendor]}")
        cursor.execute(f"DROP TRIGGER {table}_no_update_but_let_go{on}")

    triggers.install(connection)

    assert triggers.missing_triggers(connection) == []
    assert triggers.outdated(model)[0] not in there(table)


def there(table: str) -> set[str]:
    """The names of the triggers on a table."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(%s AS regclass)",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor], [table])
        return {name for (name,) in cursor.fetchall()}
