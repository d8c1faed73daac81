"""The file that an owner chose for a draft, as it is on disk now: it may be another one tomorrow."""

from django.core.cache import cache

from trainingsite.audit.chain import digest
from trainingsite.policies.files.checking import MOST_BYTES, TOO_BIG, FileText, NotAPolicyFile, read_file

REMEMBERED_FOR = 60 * 60  # seconds: the same bytes hold the same text, and a preview asks for it at each keystroke
GONE = "That file is not there any more. Choose it again"


def bytes_of(document) -> bytes:
    """What the file of a draft holds; no more is read than may be kept. Raises NotAPolicyFile."""
    try:
        with document.open_file() as file:
            if file.size > MOST_BYTES:
                raise NotAPolicyFile(TOO_BIG)
            return file.read()
    except FileNotFoundError as gone:
        raise NotAPolicyFile(GONE) from gone


def text_in(document) -> FileText:
    """The text of the file of a draft. Raises NotAPolicyFile with a sentence for its owner."""
    return text_of(bytes_of(document))


def text_of(body: bytes) -> FileText:
    """The text in these bytes. Raises NotAPolicyFile with a sentence for the owner."""
    return cache.get_or_set(f"policy-file:{digest(body)}", lambda: read_file(body), REMEMBERED_FOR)
