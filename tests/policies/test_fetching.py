"""Opening a page of the open internet, and never one of the inside of a network."""

import socket

import pytest

from tests.policies.websites import website
from trainingsite.policies import fetching
from trainingsite.policies.fetching import NotOpened, open_page

INSIDE = "Its address leads inside a network, not to a website."
NO_PAGE = "Its address is not that of a web page."


def why_not(address: str, **how) -> str:
    with pytest.raises(NotOpened) as refused:
        open_page(address, **how)
    return str(refused.value)


def stand_for(monkeypatch, *peers: str) -> list[str]:
    """Let every name stand for these addresses; answers what will have been asked."""
    asked = []

    def found(host, port, *args, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (peer, port)) for peer in peers]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", found)
    return asked


def test_a_page_is_read():
    with website({"/": "<p>Welcome</p>"}) as address:
        assert open_page(address, this_machine_too=True).text == "<p>Welcome</p>"


def test_where_a_website_sends_its_visitors_is_followed():
    with website({"/": (301, "/home"), "/home": "home"}) as address:
        opened = open_page(address, this_machine_too=True)

    assert (opened.address, opened.text) == (f"{address}/home", "home")


def test_a_website_that_sends_its_visitors_in_a_circle_is_left():
    with website({"/": (302, "/")}) as address:
        assert why_not(address, this_machine_too=True) == "It sends its visitors on and on."


def test_this_machine_is_never_asked_unless_a_test_says_so():
    with website({"/": "inside"}) as address:
        port = address.rpartition(":")[2]

        assert why_not("http://127.0.0.1/") == INSIDE
        assert why_not(f"http://localhost:{port}/") == "Its address names a port that websites do not use."


@pytest.mark.parametrize(
    "peer",
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.5", "64:ff9b::a00:5", "2002:a00:5::1",
    ],
)  # fmt: skip
def test_a_name_that_stands_for_the_inside_of_a_network_is_not_asked(monkeypatch, peer):
    stand_for(monkeypatch, peer)

    assert why_not("https://www.surgery.example/") == INSIDE


def test_one_address_inside_is_enough(monkeypatch):
    stand_for(monkeypatch, "93.184.215.14", "10.0.0.5")

    assert why_not("https://www.surgery.example/") == INSIDE


def test_nobody_is_sent_inside_by_a_website_that_is_outside():
    with website({"/": (302, "http://10.0.0.5/")}) as address:
        assert why_not(address, this_machine_too=True) == INSIDE


def test_the_machine_that_was_looked_at_is_the_one_that_is_asked(monkeypatch):
    with website({"/": "here"}) as address:
        asked = stand_for(monkeypatch, "127.0.0.1")
        port = address.rpartition(":")[2]

        opened = open_page(f"http://www.surgery.example:{port}/", this_machine_too=True)

    assert (opened.text, asked) == ("here", ["www.surgery.example", "127.0.0.1"])


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://surgery.example/",
        "gopher://surgery.example/",
        "https://user:word@surgery.example/",
        "//surgery.example/",
        "surgery",
        "http://[broken/",
        "http://surgery.example:99999/",
    ],
)
def test_only_web_pages_are_opened(address):
    assert why_not(address) == NO_PAGE


def test_a_port_that_websites_do_not_use_is_not_knocked_at():
    assert why_not("http://93.184.215.14:25/") == "Its address names a port that websites do not use."


def test_a_page_that_is_not_there_is_said_so():
    with website({}) as address:
        assert why_not(address, this_machine_too=True) == "It answered with the number 404 instead of a page."


def test_no_more_is_read_than_a_page_has(monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 100)
    monkeypatch.setattr(fetching, "AT_ONCE", 50)
    with website({"/": "x" * 1000}) as address:
        assert len(open_page(address, this_machine_too=True).text) <= 100


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(fetching, "ALL_TAKES", 0)
    with website({"/": "slow"}) as address:
        assert why_not(address, this_machine_too=True) == "It took too long to answer."


def test_a_website_that_is_switched_off_does_not_answer():
    with website({"/": "gone"}) as address:
        pass

    assert why_not(address, this_machine_too=True) == "It did not answer as a website does."
