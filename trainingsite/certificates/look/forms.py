"""What a manager chooses for the practice's certificates: a logo, and who signs them."""

from django import forms

ACCEPTED = ".png,.jpg,.jpeg,image/png,image/jpeg"
CHOOSE_AGAIN = "Choose this picture again: it was not kept, because something else has to be put right first"
NO_FILE = "Choose a PNG or JPEG picture"
EMPTY_FILE = "That file is empty. Choose a picture"
WHOSE_SIGNATURE = "Type the name of whoever signs: a signature is printed with the name beneath it"
WHOSE_TITLE = "Type the name as well, or take the title away"
MOST_LETTERS = 80
PICTURES = ("logo", "signature")


def picture_field(label: str, help_text: str) -> forms.FileField:
    """A picture that may be left out: then it stays as it is."""
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={"missing": NO_FILE, "invalid": NO_FILE, "empty": EMPTY_FILE},
    )


def line_field(label: str, help_text: str) -> forms.CharField:
    """A line of print under the signature."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": f"Say it in {MOST_LETTERS} characters or fewer, so that it fits on the line"},
    )


class LookForm(forms.Form):
    """The pictures and lines of print; ``has_logo`` and ``has_signature`` say what there is to take away."""

    logo = picture_field("The practice’s logo", "A PNG or JPEG, 2 MB at the most. It stands at the top.")
    remove_logo = forms.BooleanField(label="Take the logo away", required=False)
    signed_by = line_field("Name of whoever signs", "For example “Dr Helen Marsh”. Ask them first.")
    signed_as = line_field("Their title", "For example “Senior partner” or “Practice manager”.")
    signature = picture_field(
        "A picture of their signature", "A PNG or JPEG, 2 MB at the most: black ink on white paper, cut to its edges."
    )
    remove_signature = forms.BooleanField(label="Take the signature away", required=False)

    def __init__(self, data=None, files=None, *, has_logo: bool, has_signature: bool, **options):
        super().__init__(data, files, **options)
        self.has_signature = has_signature
        for name, is_there in (("remove_logo", has_logo), ("remove_signature", has_signature)):
            if not is_there:
                del self.fields[name]

    def clean(self):
        said = super().clean()
        if said.get("signed_by") or "signed_by" in self.errors:
            return said
        keeps_signature = self.has_signature and not said.get("remove_signature")
        if said.get("signature") or keeps_signature:
            self.add_error("signed_by", WHOSE_SIGNATURE)
        elif said.get("signed_as"):
            self.add_error("signed_by", WHOSE_TITLE)
        return said

    def ask_for_files_again(self) -> None:
        """A browser cannot be given a file back: say so, where the file itself was not what was wrong."""
        for name in PICTURES:
            if self.files.get(name) and name not in self.errors:
                self.add_error(name, CHOOSE_AGAIN)
