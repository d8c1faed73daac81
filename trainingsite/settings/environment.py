"""Reads settings from the environment, and says in a sentence what is missing."""

import os
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated setting as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A setting that counts something: 1 or more, or a refusal to start that names it."""
    said = os.environ.get(name, "") or str(default)
    if not said.isascii() or not said.isdigit() or int(said) < 1:
        raise ImproperlyConfigured(f"{name} is a whole number, 1 or more: {said!r} is none. See docs/operations.md.")
    return int(said)


def required(name: str, purpose: str) -> str:
    """The setting, or a refusal to start that says which one is missing and what it is for."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: {purpose}. See docs/operations.md.")
    return value


class MailServer(NamedTuple):
    """Where mail is handed in."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    implicit_tls: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer:
    """The server an EMAIL_URL names: ``smtp://`` uses STARTTLS on port 587, ``smtps://`` TLS from the start."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587. See docs/operations.md.")
    implicit = parts.scheme == "smtps"
    port = parts.port or (465 if implicit else 25)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, user, password, implicit, starttls=port == 587 and not implicit)
