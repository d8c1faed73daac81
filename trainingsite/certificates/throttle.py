"""How often one person or address may ask for serials: enough for a pile of certificates, too seldom for guessing."""

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

ASKED_A_MINUTE, A_MINUTE = 60, 60


def too_often(request: HttpRequest) -> bool:
    """Count that they asked; whether they have asked more often than they may within a minute of their first."""
    key = f"serials-asked-{_by_whom(request)}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) > ASKED_A_MINUTE
    except ValueError:  # the minute ended just now
        return False


def _by_whom(request: HttpRequest) -> str:
    """Who is signed in counts for themselves: practices reach the web through few addresses that many share."""
    if request.user.is_authenticated:
        return f"by:{request.user.pk}"
    return f"from:{get_client_ip_address(request)}"
