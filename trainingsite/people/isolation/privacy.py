"""Wagtail's own "private pages": switched off."""

from wagtail.models import get_page_models


def keep_no_page_private() -> None:
    """Offer nobody to make a page private: it lists every group of every practice, and would change nothing.

    Who reads what is decided by where people work; staff are shown frozen versions, never Wagtail's page.
    """
    for model in get_page_models():
        model.private_page_options = []
