"""What the site wrote to somebody, and what it wrote about them to others."""

import datetime as dt
import re
from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.utils.html import escape

from trainingsite.notices.models import Notice
from trainingsite.people.models import Membership, NetworkPractice, Responsibility
from trainingsite.people.ties import practices_ever_of
from trainingsite.reminders.models import Digest, Prompt

SHORTEST = 5  # a shorter name is found inside other words


def erase_from_messages(rows: Collection[int], called: Sequence[str], number: str, at: dt.datetime) -> None:
    """Erase what was written to somebody, and put the number in place of their names in what others were told."""
    own = Notice.objects.filter(person__in=rows)
    own.waiting().update(state=Notice.State.REPLACED, settled_at=at)
    own.update(body="", html_body="", problem="", sent_to="", erased_at=at)
    Digest.objects.filter(person__in=rows).update(content={})
    Prompt.objects.filter(person__in=rows).exclude(text="").update(text="")
    _rename_in_all(rows, called, number)


def erase_addresses(rows: Collection[int], addresses: Sequence[str], name: str) -> None:
    """Forget to which address messages went, and put the name in place of an address that others were told.

    A mail server that refuses a message names the address in its answer.
    """
    Notice.objects.filter(person__in=rows).exclude(sent_to="", problem="").update(sent_to="", problem="")
    if addresses:
        _rename_in_all(rows, addresses, name)


def _rename_in_all(rows: Collection[int], called: Sequence[str], number: str) -> None:
    long_enough = [name for name in called if len(name) >= SHORTEST]
    names = list(dict.fromkeys([*long_enough, *map(escape, long_enough)]))
    readers = _who_was_told(rows)
    for model, fields in ((Notice, ("subject", "body", "html_body")), (Prompt, ("title", "text"))):
        _rename(model.objects.filter(Q(person__in=readers) | Q(person__in=rows)), fields, names, number)
    for digest in Digest.objects.filter(person__in=readers).exclude(content={}).iterator(chunk_size=200):
        renamed = renamed_in(digest.content, names, number)
        if renamed != digest.content:
            Digest.objects.filter(pk=digest.pk).update(content=renamed)


def _who_was_told(rows: Collection[int]) -> QuerySet:
    """Whoever ever worked, or held a duty, at a practice with which the person had to do, or in its network."""
    places = practices_ever_of(rows)
    networks = NetworkPractice.objects.filter(practice__in=places).values("network")
    duties = Responsibility.objects.filter(Q(practice__in=places) | Q(network__in=networks), person__isnull=False)
    return Membership.objects.filter(practice__in=places).values("person").union(duties.values("person"))


def _rename(messages: QuerySet, fields: Sequence[str], names: Sequence[str], number: str) -> None:
    """In the few messages that say one of the names, and not by reading all the others."""
    says = Q(pk__in=())
    for field in fields:
        for name in names:
            says |= Q(**{f"{field}__contains": name})
    for message in messages.filter(says):
        for field in fields:
            setattr(message, field, renamed_in(getattr(message, field), names, number))
        message.save(update_fields=fields)


def where_it_stands(name: str) -> re.Pattern:
    """Finds a name or an address in whole: Ann Lee is nobody's business where it says Joann Lee or Ann Lee-Smith."""
    return re.compile(rf"(?<!\w)(?<!\w-){re.escape(name)}(?!\w)(?!-\w)")


def renamed_in(content, names: Sequence[str], number: str):
    """The same text, list or mapping with the number wherever one of the names stood."""
    if isinstance(content, str):
        for name in names:
            content = where_it_stands(name).sub(lambda _: number, content)
        return content
    if isinstance(content, list):
        return [renamed_in(each, names, number) for each in content]
    if isinstance(content, dict):
        return {key: renamed_in(each, names, number) for key, each in content.items()}
    return content
