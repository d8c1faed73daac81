"""The structure of a page for those who listen to it: headings, paragraphs, lists, pictures with their words, links.

ReportLab draws pages without it, so it is written here: marks around what is drawn, and the tree that names them.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from trainingsite.formats import fonts
from trainingsite.formats.canvas import LANGUAGE
from trainingsite.formats.embedding import Written, text_string

PAGE_ENTRY, LINK_ENTRY = 0, 1
METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass
class Element:
    """One part of the structure: of which kind, what is in it, and what else the file says of it."""

    kind: str
    parent: "Element | None" = None
    more: str = ""
    parts: "list[Element | int | str]" = field(default_factory=list)
    written: "Written | None" = None


class Tags:
    """The structure of a document of one page, gathered while the page is drawn."""

    def __init__(self, canvas: Canvas):
        self.canvas = canvas
        self.root = self.open = Element("Document")
        self.marked: list[Element] = []
        self.linked: Element | None = None

    @contextmanager
    def group(self, kind: str, more: str = "") -> Iterator[Element]:
        """What is drawn meanwhile belongs to one element; its own parts are drawn within ``part``."""
        element = Element(kind, self.open, more)
        self.open.parts.append(element)
        self.open = element
        yield element
        self.open = element.parent

    @contextmanager
    def part(self, kind: str, more: str = "") -> Iterator[None]:
        """What is drawn meanwhile is one element."""
        with self.group(kind, more) as element:
            element.parts.append(len(self.marked))
            self.canvas._code.append(f"/{kind} <</MCID {len(self.marked)}>> BDC")
            self.marked.append(element)
            yield
            self.canvas._code.append("EMC")

    def words(self, kind: str, words: str) -> AbstractContextManager[None]:
        """What is drawn meanwhile is these words; shaped ones are stated, for they may be drawn in another order."""
        return self.part(kind, "" if fonts.is_simple(words) else f" /ActualText {text_string(words)}")

    def picture(self, words: str, area: tuple[float, float, float, float]) -> AbstractContextManager[None]:
        """What is drawn meanwhile is a picture; the words stand for it."""
        box = " ".join(f"{edge:.2f}" for edge in area)
        return self.part("Figure", f" /Alt {text_string(words)} /A <</O /Layout /BBox [{box}]>>")

    @contextmanager
    def item(self) -> Iterator[None]:
        """What is drawn meanwhile is one point of a list."""
        with self.group("LI"), self.part("LBody"):
            yield

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn meanwhile says nothing."""
        self.canvas._code.append("/Artifact BMC")
        yield
        self.canvas._code.append("EMC")

    def link(self, address: str, area: tuple[float, float, float, float], words: str) -> None:
        """Make an area lead to an address; it belongs to the element that is being drawn. A page has one at most."""
        self.canvas.linkURL(address, area, Contents=text_string(words), StructParent=LINK_ENTRY, F=4)
        annotation = self.canvas._annotationrefs[-1].format(self.canvas._doc).decode()
        self.open.parts.append(f"<</Type /OBJR /Obj {annotation}>>")
        self.linked = self.open

    def finish(self, title: str) -> None:
        """Write the structure, after the page and before the file."""
        doc = self.canvas._doc
        page = doc.Pages.pages[0]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = PAGE_ENTRY, "/S"
        tree = Written(doc)
        self.write(self.root, tree.reference, doc.Reference(page).format(doc).decode())
        marked = " ".join(element.written.reference for element in self.marked)
        linked = f" {LINK_ENTRY} {self.linked.written.reference}" if self.linked else ""
        tree.words = (
            f"<</Type /StructTreeRoot /K {self.root.written.reference} "
            f"/ParentTree <</Nums [{PAGE_ENTRY} [{marked}]{linked}]>> /ParentTreeNextKey 2>>"
        )
        doc.Catalog.StructTreeRoot = tree
        doc.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        doc.Catalog.Metadata = metadata(title)

    def write(self, element: Element, parent: str, page: str) -> None:
        """Write one element and all within it."""
        element.written = Written(self.canvas._doc)
        for part in element.parts:
            if isinstance(part, Element):
                self.write(part, element.written.reference, page)
        parts = " ".join(part.written.reference if isinstance(part, Element) else str(part) for part in element.parts)
        element.written.words = (
            f"<</Type /StructElem /S /{element.kind} /P {parent} /Pg {page}{element.more} /K [{parts}]>>"
        )


def metadata(title: str) -> pdfdoc.PDFStream:
    """Title and language once more, as programs that check for accessibility want them."""
    words = METADATA.format(title=escape(title), language=LANGUAGE)
    stream = pdfdoc.PDFStream(content=words.encode())
    stream.dictionary["Type"], stream.dictionary["Subtype"] = "/Metadata", "/XML"
    return stream
