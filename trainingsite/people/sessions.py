"""What the site remembers of a browser between two pages: in the database, unless a shared cache keeps it.

The table is looked after wherever sessions are kept now: it may hold rows from before there was a cache.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from trainingsite.people.models import Person

AT_ONCE = 500


def forget_sessions_over(at: dt.datetime) -> int:
    """Delete the sessions that nobody can go on with; answers how many."""
    count, _ = Session.objects.filter(expire_date__lt=at).delete()
    return count


def forget_sessions_of(rows: Collection[int]) -> None:
    """Delete every session of the people with these rows, also one in which they had not finished signing in."""
    known = Person.objects.filter(pk__in=list(rows)).values_list("pk", "key")
    known_as = {str(mark) for marks in known for mark in marks}
    sessions = Session.objects.iterator(chunk_size=AT_ONCE)
    theirs = [kept.pk for kept in sessions if not known_as.isdisjoint(_whose(kept.get_decoded()))]
    Session.objects.filter(pk__in=theirs).delete()


def _whose(kept: Mapping) -> set[str]:
    """Whom a session speaks of: who is signed in, and who began to, proved who they are, or gave a code."""
    begun = {str(each["person"]) for each in kept.values() if isinstance(each, dict) and "person" in each}
    return begun | {str(kept.get(SESSION_KEY, ""))}
