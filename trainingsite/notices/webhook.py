"""Where a mail provider reports what came back: with the shared secret, as often as it likes, and learning nothing."""

import datetime as dt
import json
from collections.abc import Iterator
from secrets import compare_digest

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from trainingsite.notices.bounces import Bounce, note_bounces

MOST_AT_ONCE, MOST_BYTES = 500, 256 * 1024
REPORTS_A_MINUTE, WRONG_SECRETS_A_MINUTE = 120, 10
A_MINUTE = 60
FIELDS = ("message_id", "address", "at", "reason")
WANTED = 'Send {"bounces": [{"message_id": "…", "reason": "…"}]}, or "address" and "at" where there is no message_id.'


class Unreadable(Exception):
    """What was sent does not say which message came back."""


# Who reports has no session here and sends no cookie: the secret alone lets it in.
@csrf_exempt
@never_cache
@require_POST
def report_bounces(request: HttpRequest) -> JsonResponse:
    """Note which messages came back. The answer is the same whether they are known here or not."""
    if not settings.BOUNCE_SECRET:
        raise Http404("No secret is set, so nobody may report here.")
    if not _knows_the_secret(request):
        if _too_often("wrong-secrets", WRONG_SECRETS_A_MINUTE):
            return _refuse("Too many wrong secrets: wait a minute.", 429)
        return _refuse("Send the header Authorization: Bearer, with the secret that is set here.", 401)
    if _too_often("reports", REPORTS_A_MINUTE):
        return _refuse("Too many reports: put several into one, and wait a minute.", 429)
    try:
        bounces = list(bounces_in(_read(request)))
    except Unreadable as problem:
        return _refuse(f"{problem} {WANTED}", 400)
    note_bounces(bounces, at=timezone.now())
    return JsonResponse({"received": len(bounces)}, status=202)


def _knows_the_secret(request: HttpRequest) -> bool:
    said = request.headers.get("Authorization", "").encode()
    return compare_digest(said, f"Bearer {settings.BOUNCE_SECRET}".encode())


def _too_often(what: str, most: int) -> bool:
    """Whether there were more of these in this minute than are taken, this one among them.

    One count for everybody: a provider sends from many addresses, and behind a proxy an address says little.
    """
    key = f"bounces-{what}-{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # the minute ended just now
        return False


def _read(request: HttpRequest) -> object:
    if len(request.body) > MOST_BYTES:
        raise Unreadable("This is too long.")
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("This is not JSON.") from None


def bounces_in(sent: object) -> Iterator[Bounce]:
    """What a report says, each bounce checked; nothing is noted of a report with a mistake in it."""
    listed = sent.get("bounces") if isinstance(sent, dict) else None
    if not isinstance(listed, list):
        raise Unreadable("There is no list of bounces in this.")
    if len(listed) > MOST_AT_ONCE:
        raise Unreadable(f"At most {MOST_AT_ONCE} bounces are read at once.")
    for number, each in enumerate(listed, start=1):
        yield _bounce(each, number)


def _bounce(each: object, number: int) -> Bounce:
    if not isinstance(each, dict) or not all(isinstance(each.get(name, ""), str) for name in FIELDS):
        raise Unreadable(f"Bounce {number} is not an object of texts.")
    message_id, address, at, reason = (_printable(each.get(name, "")) for name in FIELDS)
    if not message_id and not (address and at):
        raise Unreadable(f"Bounce {number} names no message.")
    return Bounce(message_id, reason, address, _moment(at, number) if at else None)


def _printable(text: str) -> str:
    """The text without what no database keeps."""
    return "".join(character for character in text if character.isprintable()).strip()


def _moment(text: str, number: int) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise Unreadable(f"The time of bounce {number} is none: write it like 2026-03-31T14:00:00Z.")
    return moment


def _refuse(why: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": why}, status=status)
