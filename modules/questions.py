"""What questions look like: asked on a page, and looked back on.

Python rather than templates: a check has forty choices and more on one page.
"""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from modules.forms import CheckForm, name_of, place_name
from modules.rules import Kind, Place, put

NOTHING = mark_safe("")
CHECKED = mark_safe(" checked")
HINTS = {
    Kind.SORT: "Choose a place for each line.",
    Kind.MARK: "Choose each piece to mark. Choose it again to take the mark off.",
}


def questions_html(form: CheckForm, posts: dict[str, SafeString]) -> SafeString:
    """Every question of the form with what is chosen in it, and what is wrong with that."""
    return format_html_join(
        "\n",
        '<div class="nhsuk-form-group{}"><fieldset class="nhsuk-fieldset"{}>'
        '<legend class="nhsuk-fieldset__legend">{}. {}</legend>{}{}</fieldset></div>',
        (_question(form, number, question, posts) for number, question in enumerate(form.questions, start=1)),
    )


def _question(form: CheckForm, number: int, question: dict, posts: dict[str, SafeString]) -> tuple:
    name = name_of(question)
    first_id, errors = f"id_{name}", form.errors.get(name, ())
    above = [
        (f"{first_id}-post", "question__post", posts.get(question["id"])),
        (f"{first_id}-hint", "nhsuk-hint", HINTS.get(question["kind"])),
        (f"{first_id}-error", "nhsuk-error-message", _said(errors)),
    ]
    above = [described for described in above if described[2]]
    return (
        " nhsuk-form-group--error" if errors else "",
        format_html(' aria-describedby="{}"', " ".join(part[0] for part in above)) if above else NOTHING,
        number,
        question["text"],
        format_html_join("", '<div id="{}" class="{}">{}</div>', above),
        _choices(question, name, first_id, form.chosen(question)),
    )


def _said(errors) -> SafeString:
    return format_html_join("", '<span class="nhsuk-u-visually-hidden">Error:</span> {}', ((e,) for e in errors))


def _choices(question: dict, name: str, first_id: str, chosen: set[str]) -> SafeString:
    """What can be chosen. What an error leads to is the first of it, so its id is the field's own."""
    if question["kind"] == Kind.SORT:
        return _sorting(question, name, first_id, chosen)
    inputs = [
        (f"{first_id}_{at}" if at else first_id, name, option["id"], _checked(option["id"] in chosen), option["text"])
        for at, option in enumerate(question["options"])
    ]
    return _marking(inputs) if question["kind"] == Kind.MARK else _listed(inputs, question["kind"])


def _checked(yes: bool) -> SafeString:
    return CHECKED if yes else NOTHING


def _listed(inputs: list[tuple], kind: str) -> SafeString:
    """Radio buttons or checkboxes, one below the other."""
    several = kind == Kind.SEVERAL
    block = "nhsuk-checkboxes" if several else "nhsuk-radios"
    item = (
        f'<div class="{block}__item"><input type="{"checkbox" if several else "radio"}" id="{{0}}" name="{{1}}" '
        f'value="{{2}}" class="{block}__input"{{3}}><label class="nhsuk-label {block}__label" for="{{0}}">{{4}}</label>'
        "</div>"
    )
    return format_html('<div class="{}">{}</div>', block, format_html_join("", item, inputs))


def _marking(inputs: list[tuple]) -> SafeString:
    """A text whose pieces are checkboxes: it reads, and marks, as one paragraph."""
    piece = (
        '<span class="marking__piece"><input type="checkbox" id="{0}" name="{1}" value="{2}" class="marking__input"{3}>'
        '<label class="marking__text" for="{0}">{4}</label></span>'
    )
    return format_html('<p class="marking">{}</p>', format_html_join(" ", piece, inputs))


def _sorting(question: dict, name: str, first_id: str, chosen: set[str]) -> SafeString:
    """One row of places below each line: large enough for a thumb."""
    lines = [
        (option["text"], _places(option["id"], name, f"{first_id}_{at}" if at else first_id, chosen))
        for at, option in enumerate(question["options"])
    ]
    line = (
        '<fieldset class="sorting__line"><legend class="sorting__text">{}</legend>'
        '<div class="sorting__places">{}</div></fieldset>'
    )
    return format_html('<div class="sorting">{}</div>', format_html_join("", line, lines))


def _places(option_id: str, name: str, line_id: str, chosen: set[str]) -> SafeString:
    inputs = (
        (f"{line_id}-{place}" if at else line_id, place_name(name, option_id), place.value,
         _checked(put(option_id, place) in chosen), place.label)
        for at, place in enumerate(Place)
    )  # fmt: skip
    place = (
        '<span class="sorting__place"><input type="radio" id="{0}" name="{1}" value="{2}" class="sorting__input"{3}>'
        '<label class="sorting__label" for="{0}">{4}</label></span>'
    )
    return format_html_join("", place, inputs)


def answer_html(question: dict, answer: tuple[str, ...]) -> SafeString:
    """An answer as it reads afterwards: what was chosen, where it was put, what was marked."""
    if question["kind"] == Kind.MARK:
        pieces = ((_piece(option["text"], option["id"] in answer),) for option in question["options"])
        return format_html('<p class="marking">{}</p>', format_html_join(" ", "{}", pieces))
    lines = _sorted(question, answer) if question["kind"] == Kind.SORT else _chosen(question, answer)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


def _piece(text: str, marked: bool) -> SafeString:
    hidden = '<mark><span class="nhsuk-u-visually-hidden">(marked) </span>{}</mark>'
    return format_html(hidden if marked else "{}", text)


def _chosen(question: dict, answer: tuple[str, ...]) -> Iterator[str]:
    return (option["text"] for option in question["options"] if option["id"] in answer)


def _sorted(question: dict, answer: tuple[str, ...]) -> Iterator[SafeString]:
    for place in Place:
        for option in question["options"]:
            if put(option["id"], place) in answer:
                yield format_html("<strong>{}:</strong> {}", place.label, option["text"])
