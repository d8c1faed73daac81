"""Names for the files of a pack: each its own, also where capitals make no difference."""

import unicodedata

from trainingsite.formats.archive import safe_name

LONGEST_STEM = 70  # what is put behind it, an ending and a path still fit


class FileNames:
    """Hands out the names of files in one folder, without their endings; the same in the same order."""

    def __init__(self):
        self.taken: set[str] = set()

    def take(self, wanted: str, otherwise: str) -> str:
        """The name that is wanted, or with ``otherwise`` behind it if another file has it already."""
        name = safe_name(wanted, LONGEST_STEM)
        if folded(name) in self.taken:
            name = f"{name}-{safe_name(otherwise, LONGEST_STEM)}"
        self.taken.add(folded(name))
        return name


def folded(name: str) -> str:
    """A name as Windows and macOS compare it."""
    return unicodedata.normalize("NFC", name).casefold()
