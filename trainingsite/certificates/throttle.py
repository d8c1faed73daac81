"""How often one address may ask for serials: often enough for a pile of certificates, too seldom for guessing."""

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

ASKED_A_MINUTE, A_MINUTE = 60, 60


def too_often(request: HttpRequest) -> bool:
    """Count that this address asked; whether it has asked more often than it may within a minute of its first."""
    key = f"serials-asked-from:{get_client_ip_address(request)}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) > ASKED_A_MINUTE
    except ValueError:  # the minute ended just now
        return False
