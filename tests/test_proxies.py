"""Who asks, where a proxy stands between: believed of our own proxies, and of nobody else."""

import pytest

from trainingsite.wsgi import seen_through

PROXY, STAFF, STRANGER = "127.0.0.1", "192.0.2.7", "203.0.113.9"


def who_asks(proxies: list[str], came_from: str, said: str) -> str:
    """The address that the site sees."""
    application = seen_through(proxies, lambda environ, start_response: environ["REMOTE_ADDR"])
    return application({"REMOTE_ADDR": came_from, "HTTP_X_FORWARDED_FOR": said}, None)


@pytest.mark.parametrize(
    ("proxies", "came_from", "said", "seen"),
    [
        ([PROXY], PROXY, STAFF, STAFF),
        ([PROXY], PROXY, f"{STRANGER}, {STAFF}", STAFF),
        ([PROXY, "10.0.0.0/8"], PROXY, f"{STRANGER}, {STAFF}, 10.1.2.3", STAFF),
        ([PROXY], STRANGER, STAFF, STRANGER),
        ([], PROXY, STAFF, PROXY),
    ],
)
def test_only_what_our_own_proxies_add_is_believed(proxies, came_from, said, seen):
    assert who_asks(proxies, came_from, said) == seen
