"""What may be a policy as a file: a PDF that anybody can open, that shows its pages and does nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from trainingsite.formats import incoming

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 100
MOST_PARTS = 200_000
WORDS_A_MINUTE = 200
# What is shorter than so much of the longest line of a page ended because its paragraph did.
FULL_LINE, NEARLY, NARROWEST = 0.7, 0.9, 60

EMPTY = "That file is empty. Choose the PDF of the policy"
TOO_BIG = "That file is larger than 10 MB. Save a smaller copy of it as PDF, and choose that"
NOT_A_PDF = "That file is not a PDF, whatever its name says. Save the policy as a PDF, and choose that"
BROKEN = "That PDF is broken or not complete, so nobody could open it. Save it again as a PDF, and choose that"
LOCKED = "That PDF is locked, with a password or against changes. Save a copy without protection, and choose that"
TOO_LONG = "That PDF has more than 100 pages. Is it the policy alone? Choose a shorter one"
TWO_THINGS = "That PDF has something else hidden in it. Save or print the policy as a new PDF, and choose that"
RUNS = "That PDF holds a program or starts one (JavaScript). Print the policy as a new PDF, and choose that"
CARRIES = "That PDF has other files attached to it. Save the policy as a PDF without them, and choose that"
TOO_COMPLEX = "That PDF is too complicated to be checked. Print the policy as a new PDF, and choose that"

# ISO 32000, tables 29, 31, 44 and 201, and the forms that are programs of their own (XFA, RichMedia).
ACTIONS_THAT_RUN = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/GoToE"}
KEYS_THAT_RUN = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
KEYS_THAT_CARRY = {"/EmbeddedFiles", "/EF"}

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


NEW_ITEM = re.compile(r"[•▪◦‣·*–—-] |\(?(\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s|\d+(\.\d+)+\s", re.IGNORECASE)


class NotAPolicyFile(Exception):
    """The file cannot be a policy; its sentence says why, and what to do."""


@dataclass(frozen=True)
class FileText:
    """What a file that was looked at says, page by page."""

    pages: tuple[str, ...]

    @property
    def silent_pages(self) -> list[int]:
        """The pages that hold pictures and no words, by their numbers."""
        return [number for number, text in enumerate(self.pages, start=1) if not text]

    @property
    def is_silent(self) -> bool:
        return len(self.silent_pages) == len(self.pages)


def read_file(body: bytes) -> FileText:
    """The text of an uploaded policy. Raises NotAPolicyFile with a sentence for the person who chose the file."""
    if not body:
        raise NotAPolicyFile(EMPTY)
    if len(body) > MOST_BYTES:
        raise NotAPolicyFile(TOO_BIG)
    if not body.startswith(incoming.BEGINS):
        raise NotAPolicyFile(NOT_A_PDF)
    if incoming.is_two_things(body):
        raise NotAPolicyFile(TWO_THINGS)
    reader = _opened(body)
    _refuse_what_acts(reader)
    return FileText(tuple(_words_on(page) for page in reader.pages))


def _opened(body: bytes) -> PdfReader:
    try:
        reader = incoming.opened(body)
    except incoming.Locked as locked:
        raise NotAPolicyFile(LOCKED) from locked
    except incoming.Broken as broken:
        raise NotAPolicyFile(BROKEN) from broken
    if reader.is_encrypted:
        raise NotAPolicyFile(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise NotAPolicyFile(TOO_LONG)
    return reader


def _refuse_what_acts(reader: PdfReader) -> None:
    """Refuse a PDF that does more than show pages, wherever in it that is."""
    try:
        for part in _dictionaries_in(reader):
            if not KEYS_THAT_RUN.isdisjoint(part) or _name(part, "/S") in ACTIONS_THAT_RUN:
                raise NotAPolicyFile(RUNS)
            if not KEYS_THAT_CARRY.isdisjoint(part) or _name(part, "/Subtype") == "/FileAttachment":
                raise NotAPolicyFile(CARRIES)
    except NotAPolicyFile:
        raise
    except Exception as problem:  # a file made to break its reader may raise anything
        raise NotAPolicyFile(BROKEN) from problem


def _name(part: DictionaryObject, key: str) -> str:
    return str(part[key]) if key in part else ""


def _dictionaries_in(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that a viewer of the file could come to. Raises NotAPolicyFile when there is no end to them."""
    seen, waiting, count = set(), [reader.trailer], 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            yield part
            count += 1
        if count > MOST_PARTS:
            raise NotAPolicyFile(TOO_COMPLEX)
        waiting += _inside(part)


def _inside(part) -> list:
    """What a dictionary or a list holds that may hold more, references not followed."""
    if isinstance(part, DictionaryObject):
        held = [part.raw_get(key) for key in part]
    else:
        held = list.__iter__(part) if isinstance(part, ArrayObject) else []
    return [each for each in held if isinstance(each, IndirectObject | DictionaryObject | ArrayObject)]


def _words_on(page) -> str:
    """The words on a page, its paragraphs apart; nothing if there are none, or if they cannot be read."""
    try:
        text = page.extract_text()
    except Exception:  # the page is shown by the file itself; a font this reader cannot read must not stop it
        return ""
    return paragraphs_of(text)


def minutes_for(pages) -> int:
    """How long the text takes to read; at least a minute."""
    words = sum(len(text.split()) for text in pages)
    return max(1, round(words / WORDS_A_MINUTE))


def paragraphs_of(text: str) -> str:
    """Lines as they stand on a page, put together again where one only ended because the page was not wider."""
    lines = [" ".join(CONTROLS.sub(" ", line).split()) for line in text.splitlines()]
    widest, found, open_ended = max([NARROWEST, *map(len, lines)]), [], False
    for line in lines:
        if not line:
            open_ended = False
            continue
        if open_ended and not NEW_ITEM.match(line):
            found[-1] += line if found[-1].endswith("-") else f" {line}"
        else:
            found.append(line)
        open_ended = len(line) > widest * FULL_LINE and not (line[-1] in ".:!?" and len(line) < widest * NEARLY)
    return "\n\n".join(found)
