"""The certificates nobody asked for, issued by the way: cheap where nothing has happened since the last look."""

import datetime as dt
import logging
from collections.abc import Iterator

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from modules.models import Completion
from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.models import AuditEvent, Chain
from trainingsite.certificates.actions import NotFinished, claim, claim_module
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.models import Adoption
from trainingsite.compliance.programmes import Finish, finished_programmes
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Membership, Person, Practice, SamePerson

logger = logging.getLogger(__name__)
LOOKED_LAST_FOR = 2 * 24 * 60 * 60
AT_ONCE = 500
A_DAY = dt.timedelta(days=1)


def issue_missing(*, at: dt.datetime) -> int:
    """Issue the certificates nobody asked for; how many were issued. Safe to run twice."""
    return issue_missing_of_modules(at) + issue_missing_of_programmes(at)


def issue_missing_of_modules(at: dt.datetime) -> int:
    """One for each completion of a module that grants one, where its person worked at a practice that day."""
    missing = completions_without_certificate()
    return sum(_issued(claim_module, completion=completion, at=at) for completion in missing)


def completions_without_certificate() -> Iterator[Completion]:
    """The completions for which a certificate is to be issued, in two queries however many practices there are."""
    kept = SamePerson.objects.standing().filter(former=OuterRef(OuterRef("person"))).values("kept")
    theirs = Q(person=OuterRef("person")) | Q(person__in=kept)
    worked = Membership.objects.known().on(OuterRef("completed_on")).filter(theirs)
    given = Certificate.objects.filter(completion=OuterRef("pk"))
    found = Completion.objects.filter(~Exists(given), Exists(worked), version__grants_certificate=True)
    return found.select_related("person", "version").order_by("pk").iterator(chunk_size=AT_ONCE)


def issue_missing_of_programmes(at: dt.datetime) -> int:
    """One for each finished programme that grants one.

    What a practice's people did is told in its chain, and what changed for all in the site's: where neither has grown
    since the last look of the day, there is nothing new to find. That is kept in the cache; lost, it costs one look.
    """
    day, issued, heads = timezone.localdate(at), 0, heads_of_chains()
    for practice in practices_that_grant():
        name, found = f"certificates-looked-for:{practice.pk}", seen(practice, heads, day)
        if cache.get(name) != found:
            issued += issue_missing_at(practice, at)
            cache.set(name, found, LOOKED_LAST_FOR)
    return issued


def practices_that_grant() -> list[Practice]:
    """The practices that follow, or followed, a programme that ends with a certificate."""
    followed = Adoption.objects.filter(programme__grants_certificate=True).values("practice")
    return list(Practice.objects.filter(pk__in=followed).order_by("pk"))


def heads_of_chains() -> dict[str, int]:
    """How long each chain is, all of them in one query."""
    newest = AuditEvent.objects.filter(chain=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    return dict(Chain.objects.values_list("key", Subquery(newest)))


def seen(practice: Practice, heads: dict[str, int], day: dt.date) -> tuple:
    """What was there to be seen: while this is the same, a look finds the same. A new day can end what was open."""
    return heads.get(SITE_CHAIN), heads.get(practice.chain), day.isoformat()


def issue_missing_at(practice: Practice, at: dt.datetime) -> int:
    """Those of one practice, found in a fixed number of queries."""
    missing = list(missing_at(practice, timezone.localdate(at)))
    return sum(
        _issued(claim, person=person, practice=practice, programme=finish.programme, at=at)
        for person, finish in missing
    )


def missing_at(practice: Practice, day: dt.date) -> Iterator[tuple[Person, Finish]]:
    """Who has finished a programme and holds no good certificate for it; one that was revoked is not given again.

    Nor is a second one for what earned a certificate at another practice.
    """
    matrix = remembered_matrix(practice, day, day)
    ids = [row.person.pk for row in matrix.rows]
    same = also_known_by(ids)
    there = Certificate.objects.filter(programme__isnull=False, person__in=[*ids, *same])
    given: dict[tuple[int, int], dt.date] = {}
    days = there.values_list("person_id", "programme_id", "finished_on", "revocation__revoked_on")
    for person_id, programme_id, on, revoked_on in days:
        whose = (same.get(person_id, person_id), programme_id)
        given[whose] = max(revoked_on - A_DAY if revoked_on else on, on, given.get(whose, on))
    good = there.at(practice).valid_on(day).values_list("person_id", "programme_id")
    held = {(same.get(person_id, person_id), programme_id) for person_id, programme_id in good}
    for row in matrix.rows:
        for finish in finished_programmes(matrix, row):
            wanted = (row.person.pk, finish.programme.pk)
            if not (finish.programme.grants_certificate and finish.done_here):
                continue
            if wanted not in held and given.get(wanted, dt.date.min) < finish.finished_on:
                yield row.person, finish


def _issued(ask, **for_whom) -> bool:
    """Ask the record itself once more: timelines that are kept are no evidence. One that fails holds nobody else up."""
    try:
        ask(**for_whom)
    except NotFinished:
        return False
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A certificate could not be drawn; it is tried again when something is told, or tomorrow.")
        return False
    return True
