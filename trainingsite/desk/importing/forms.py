"""The file of staff a manager chooses, and what they agree to once they have seen what it would do."""

import base64
import zlib
from dataclasses import dataclass

from django import forms
from django.core import signing

from trainingsite.people.importing.table import MOST_BYTES, MOST_ROWS, TOO_BIG

NO_FILE = "Choose the file with your list of staff"
SALT = "trainingsite.desk.importing"
SECONDS = 60 * 60


class FileForm(forms.Form):
    """Which file to look at."""

    file = forms.FileField(
        label="Your list of staff",
        help_text=f"A CSV file: 1.5 MB and {MOST_ROWS:,} people at the most. Nothing is changed until you agree.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "invalid": NO_FILE, "empty": "That file is empty"},
    )

    def clean_file(self):
        """Refuse by its size what would take long to read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file


@dataclass(frozen=True)
class Shown:
    """A file whose preview somebody has seen: it waits in their page and nowhere on the server."""

    body: bytes
    fingerprint: str

    def sealed(self, whose: str) -> str:
        """The file as the page carries it; nobody else, and no other practice, can send it back."""
        packed = base64.b64encode(zlib.compress(self.body, 9)).decode()
        return signing.dumps([packed, self.fingerprint], salt=f"{SALT}:{whose}")

    @classmethod
    def opened(cls, sealed: str, whose: str) -> "Shown | None":
        """What the page carried; None if it is older than an hour or was not made for this person here."""
        try:
            packed, fingerprint = signing.loads(sealed, salt=f"{SALT}:{whose}", max_age=SECONDS)
        except signing.BadSignature:
            return None
        return cls(zlib.decompress(base64.b64decode(packed)), fingerprint)
