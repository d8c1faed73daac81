"""Two wordings of a clause in one text, with what was put in and taken out marked in words. Pure.

lxml compares them; what it leaves for readers to guess from colours, or puts outside its list, is put right here.
"""

from lxml import html
from lxml.html.diff import htmldiff

SAID = {"ins": "[put in: ", "del": "[taken out: "}
LISTS = {"ul", "ol"}


def marked(before: str, now: str) -> str:
    """The newer HTML with every insertion and deletion marked; heard by a screen reader, and seen in print."""
    text = html.fragment_fromstring(htmldiff(before, now), create_parent="div")
    _bring_back_into_lists(text)
    _leave_only_items_in_lists(text)
    for mark in [*text.iter(*SAID)]:
        if mark.text_content().strip():
            _say_it(mark)
        else:
            mark.drop_tree()
    return "".join([text.text or "", *(html.tostring(part, encoding="unicode") for part in text)])


def _bring_back_into_lists(text) -> None:
    """Put list items that were taken out at the end of their list back into it."""
    for item in [item for item in text.iter("li") if item.getparent().tag not in LISTS]:
        before = next((each for each in item.itersiblings(preceding=True) if each.tag in LISTS), None)
        item.tail = None
        if before is None:
            before = html.Element("ul")
            item.addprevious(before)
        before.append(item)


def _leave_only_items_in_lists(text) -> None:
    """A list holds items alone: a mark becomes one, and any other block stands after the list, which then goes on."""
    for whole in [*text.iter(*LISTS)]:
        last, goes_on = whole, whole
        for child in [*whole]:
            if child.tag in SAID:
                child = _as_item(child)
            if child.tag == "li":
                if goes_on is None:
                    goes_on = html.Element(whole.tag)
                    last.addnext(goes_on)
                    last = goes_on
                if goes_on is not whole:
                    goes_on.append(child)
            else:
                last.addnext(child)
                last, goes_on = child, None


def _as_item(mark):
    """A mark that stood between the items of a list, with whatever it marks, as an item of its own."""
    item = html.Element("li")
    mark.addprevious(item)
    item.append(mark)
    for inner in [*mark.iter("li")]:
        inner.drop_tag()
    return item


def _say_it(mark) -> None:
    opens, closes = html.Element("span"), html.Element("span")
    for span, words in ((opens, SAID[mark.tag]), (closes, "]")):
        span.set("class", "nhsuk-u-visually-hidden")
        span.text = words
    opens.tail, mark.text = mark.text, None
    mark.insert(0, opens)
    mark.append(closes)
