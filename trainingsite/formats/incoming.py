"""PDF files that come in from outside: whether they open, and whether they are something else as well."""

import zipfile
from io import BytesIO

from pypdf import PasswordType, PdfReader

BEGINS, ENDS = b"%PDF-", b"%%EOF"
PAGES_OF_THE_WEB = (b"<script", b"<html", b"<!doctype html")


class Broken(Exception):
    """It is cut off, has no page, or cannot be read."""


class Locked(Exception):
    """It asks for a password."""


def opened(body: bytes) -> PdfReader:
    """The PDF in these bytes, with a page at least. Raises Broken or Locked."""
    if ENDS not in body[-1024:]:
        raise Broken
    try:
        reader = PdfReader(BytesIO(body))
        # Many PDFs may be opened by anybody and only not be changed: those have an empty password.
        locked = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED
        pages = 0 if locked else len(reader.pages)
    except Exception as problem:  # a file made to break its reader may raise anything
        raise Broken from problem
    if locked:
        raise Locked
    if not pages:
        raise Broken
    return reader


def is_two_things(body: bytes) -> bool:
    """Whether the bytes of a PDF are an archive or a page of the web as well.

    A PDF may quote HTML somewhere inside; at its beginning, where a browser looks, there is no reason for it.
    """
    return zipfile.is_zipfile(BytesIO(body)) or is_page_of_the_web(body[:1024])


def is_page_of_the_web(body: bytes) -> bool:
    return any(words in body.lower() for words in PAGES_OF_THE_WEB)
