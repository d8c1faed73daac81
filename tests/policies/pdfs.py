"""PDF files as a practice has them: policies drawn for the tests, and some that are not what they say."""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from wagtail.documents import get_document_model
from wagtail.models import Collection

from tests.desk.proofs import a_picture
from tests.factories import make_policy
from trainingsite.policies.models import PolicyPage

PHONES = (
    ("Mobile phones at work", "Keep your own phone out of sight of patients.", "Never photograph a patient."),
    ("Messages", "Write to patients from the practice's own system only."),
)


def a_policy_file(*pages: tuple[str, ...]) -> bytes:
    """A PDF with these lines on its pages; the same bytes whenever it is drawn."""
    written = BytesIO()
    canvas = Canvas(written, invariant=True, pageCompression=0)
    for lines in pages or PHONES:
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def a_scan(pages: int = 1) -> bytes:
    """Pictures of pages, without a word in them."""
    written = BytesIO()
    canvas = Canvas(written, invariant=True, pageCompression=0)
    for _ in range(pages):
        canvas.drawImage(ImageReader(BytesIO(a_picture())), 72, 400, 300, 200)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def rewritten(change, body: bytes | None = None) -> bytes:
    """A policy's file after something was done to it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(body or a_policy_file())))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def locked(password: str = "", owner_password: str = "owner") -> bytes:
    return rewritten(lambda writer: writer.encrypt(password, owner_password, algorithm="AES-256"))


def with_an_attachment() -> bytes:
    return rewritten(lambda writer: writer.add_attachment("salaries.xlsx", b"secret"))


def that_acts_when_opened(action: str) -> bytes:
    """A PDF whose viewer is told to do something; the word for it is hidden behind a reference."""

    def change(writer):
        word = writer._add_object(NameObject(action))
        does = DictionaryObject({NameObject("/S"): word, NameObject("/F"): TextStringObject("cmd.exe")})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(does)

    return rewritten(change)


def with_a_script_on_a_page() -> bytes:
    """A link on the last page that runs JavaScript."""

    def change(writer):
        script = DictionaryObject({NameObject("/JS"): TextStringObject("app.alert(1)")})
        link = {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): script}
        writer.pages[-1][NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(link))])

    return rewritten(change)


def a_word_file() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


def make_document(body: bytes | None = None, name: str = "phones.pdf", collection: Collection | None = None):
    """A file in Wagtail, in the collection of everybody unless one is given."""
    document = get_document_model()(title=name, collection=collection or Collection.get_first_root_node())
    document.file.save(name, ContentFile(a_policy_file() if body is None else body))
    document.save()
    return document


def make_file_policy(body: bytes | None = None, title: str = "Mobile phone policy", **fields) -> PolicyPage:
    """A policy that is a file."""
    return make_policy(title=title, clauses=(), document=make_document(body), **fields)


def replace_on_disk(document, body: bytes) -> None:
    """Put other bytes where the file of a document lies, as somebody with the folder open could."""
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(body)
