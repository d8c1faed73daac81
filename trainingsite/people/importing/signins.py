"""Sign-in names for new people: first name, dot, last name, and a number where somebody else has that."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from trainingsite.people.models import Person

NOT_A_LETTER = re.compile(r"[^a-z]+")
WITHOUT_LETTERS = "colleague"  # a name in a script that no keyboard here types
LONGEST, AT_ONCE = 120, 100


def sign_in_names(names: list[tuple[str, str]]) -> list[str]:
    """A sign-in name for each first and last name, unlike every one there is."""
    wanted = [plain_name(first, last) for first, last in names]
    used, given = taken_like(set(wanted)), []
    for plain in wanted:
        name = next(each for each in chain([plain], (f"{plain}{number}" for number in count(2))) if each not in used)
        used.add(name)
        given.append(name)
    return given


def begin_sign_in(*, first_name: str, last_name: str, **fields) -> Person:
    """Make somebody with a sign-in name of their own and no password yet.

    Where somebody else of the name is made in this very moment, whoever is second gets the next number.
    """
    while True:
        [name] = sign_in_names([(first_name, last_name)])
        try:
            with transaction.atomic():
                return Person.objects.create(
                    username=name, first_name=first_name, last_name=last_name, password=make_password(None), **fields
                )
        except IntegrityError:
            if not Person.objects.filter(username=name).exists():
                raise


def plain_name(first: str, last: str) -> str:
    parts = [letters(first), letters(last)]
    return ".".join(part for part in parts if part)[:LONGEST] or WITHOUT_LETTERS


def letters(name: str) -> str:
    """A name as a sign-in name has it: small letters from a to z."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return NOT_A_LETTER.sub("", ascii_only.lower())


def taken_like(plain: set[str]) -> set[str]:
    """The sign-in names there are that are one of these, or one of these with something behind it."""
    taken = set()
    for some in _in_batches(sorted(plain)):
        taken |= set(Person.objects.filter(username__in=some).values_list("username", flat=True))
    for some in _in_batches(sorted(taken)):
        beginning = Q()
        for name in some:
            beginning |= Q(username__startswith=name)
        taken |= set(Person.objects.filter(beginning).values_list("username", flat=True))
    return taken


def _in_batches(names: list[str]) -> Iterable[list[str]]:
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
