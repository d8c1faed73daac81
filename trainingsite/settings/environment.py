"""Reads settings from the environment, and says in a sentence what is missing."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated setting as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def required(name: str, purpose: str) -> str:
    """The setting, or a refusal to start that says which one is missing and what it is for."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: {purpose}. See docs/operations.md.")
    return value
