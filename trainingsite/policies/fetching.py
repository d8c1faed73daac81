"""Opening a page of the open internet, and never one of the inside of a network.

The address is typed by people: without these checks it could point the server at its own neighbours. Each address
that a name stands for is looked at, and the one that was looked at is the one that is spoken to.
"""

import ipaddress
import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 3
MOST_BYTES = 2_000_000
AT_ONCE = 65_536
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an address of the old kind behind one of the new, whichever
A_STEP_TAKES, ALL_TAKES = 5, 12  # seconds


class NotOpened(Exception):
    """The page could not be opened; the words say why."""


@dataclass(frozen=True)
class Opened:
    """A page, and the address it was found at in the end."""

    address: str
    text: str


def open_page(address: str, *, this_machine_too: bool = False) -> Opened:
    """Read a page of the open internet. ``this_machine_too`` is for tests, whose server is here."""
    until = time.monotonic() + ALL_TAKES
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(address, this_machine_too)
        peer = _peer_of(parts, this_machine_too)
        try:
            with closing(_Connection(parts, peer)) as connection, _asked(connection, parts) as answer:
                if answer.status not in REDIRECTS:
                    return Opened(address, _read(answer, until))
                address = urljoin(address, answer.headers.get("Location", ""))
        except (OSError, HTTPException, UnicodeError) as problem:
            raise NotOpened("It did not answer as a website does.") from problem
    raise NotOpened("It sends its visitors on and on.")


class _Connection(HTTPConnection):
    """A connection to the very address that was looked at: a name asked for again could stand for another."""

    def __init__(self, parts: SplitResult, peer: str):
        super().__init__(parts.hostname, _port_of(parts), timeout=A_STEP_TAKES)
        self.peer, self.secure = peer, parts.scheme == "https"

    def connect(self):
        self.sock = socket.create_connection((self.peer, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _checked(address: str, this_machine_too: bool) -> SplitResult:
    """The parts of an address that may be opened."""
    try:
        parts = urlsplit(address)
        port = _port_of(parts)
    except (ValueError, KeyError) as wrong:
        raise NotOpened("Its address is not that of a web page.") from wrong
    if not parts.hostname or parts.username or parts.password:
        raise NotOpened("Its address is not that of a web page.")
    if port != PORTS[parts.scheme] and not this_machine_too:
        raise NotOpened("Its address names a port that websites do not use.")
    return parts


def _port_of(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _peer_of(parts: SplitResult, this_machine_too: bool) -> str:
    """The address of the machine to speak to; one inside a network, and nothing is opened."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port_of(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NotOpened("There is no such website.") from problem
    peers = [entry[4][0] for entry in found]
    if not peers or not all(_is_open(peer, this_machine_too) for peer in peers):
        raise NotOpened("Its address leads inside a network, not to a website.")
    return peers[0]


def _is_open(peer: str, this_machine_too: bool) -> bool:
    address = ipaddress.ip_address(peer.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if this_machine_too and address.is_loopback:
        return True
    if not address.is_global or address.is_multicast or address in TRANSLATED:
        return False
    return inner is None or inner.is_global


def _asked(connection: _Connection, parts: SplitResult) -> HTTPResponse:
    path = parts.path or "/"
    connection.request(
        "GET",
        quote(f"{path}?{parts.query}" if parts.query else path, safe="/?%&=+:;,@!$'()*~"),
        headers={"User-Agent": "practice-training link check", "Accept": "text/html", "Accept-Encoding": "identity"},
    )
    return connection.getresponse()


def _read(answer: HTTPResponse, until: float) -> str:
    """The page's text; not more of it than a page has, and not for longer than anybody would wait."""
    if answer.status != 200:
        raise NotOpened(f"It answered with the number {answer.status} instead of a page.")
    read = b""
    while len(read) < MOST_BYTES and (part := answer.read1(AT_ONCE)):
        read += part
        if time.monotonic() > until:
            raise NotOpened("It took too long to answer.")
    return read.decode("utf-8", "replace")
