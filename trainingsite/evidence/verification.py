"""Whether the record in the database is whole: every check there is, for the site or for one practice."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from trainingsite.audit.models import Chain
from trainingsite.audit.triggers import guarded_models, missing_triggers
from trainingsite.evidence import chain_checks, record_checks
from trainingsite.evidence.findings import Check, Findings
from trainingsite.people.models import Practice


@dataclass(frozen=True)
class Scope:
    """Whose record is checked: one practice's, or everybody's."""

    practice: Practice | None = None

    def chains(self) -> list[str]:
        if self.practice:
            return [self.practice.chain]
        return list(Chain.objects.order_by("key").values_list("key", flat=True))


def checks(scope: Scope, brought: list[dict] | None = None) -> Iterator[Check]:
    """Each check by its name, to be run by reading its findings; ``brought`` is a seal kept outside."""
    chains = scope.chains()
    yield Check("Triggers", triggers())
    for chain in chains:
        yield Check(f"Chain {chain_checks.label(chain)}", chain_checks.unbroken(chain))
    yield Check("Records", record_checks.as_recorded(chains))
    yield Check("Records without an event", record_checks.vouched_for(scope.practice))
    yield Check("Words", record_checks.words(scope.practice))
    yield Check("Certificates", record_checks.certificates(scope.practice))
    yield Check("Frozen texts", record_checks.snapshots())
    yield Check("Seals", chain_checks.seals(chains))
    if brought is not None:
        yield Check("The seal you brought", chain_checks.brought_seals(brought, chains))


def triggers() -> Findings:
    """The guards in the database are all there."""
    for name in missing_triggers(connection):
        yield f"the trigger {name} is missing, so its table can be changed: run 'manage.py migrate --skip-checks'"
    return f"in place on {len(guarded_models())} tables"
