"""Form fields and error summaries as NHS.UK writes them, for every template: ``{% load components %}``.

Python rather than includes: a knowledge check has forty choices on one page.
"""

from collections.abc import Iterator

from django import forms, template
from django.forms import BoundField, Form
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

CLASSES = (
    (forms.Textarea, "nhsuk-textarea"),
    (forms.CheckboxInput, "nhsuk-checkboxes__input"),
    (forms.ClearableFileInput, "nhsuk-file-upload"),
    (forms.Select, "nhsuk-select"),
    (forms.widgets.Input, "nhsuk-input"),
)
NOTHING = mark_safe("")


@register.simple_tag
def fields(form: Form) -> SafeString:
    """Every field of a form, hidden ones first."""
    hidden = format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))
    return hidden + format_html_join("\n", "{}", ((field(bound),) for bound in form.visible_fields()))


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with its label, hint and error message."""
    return format_html(
        '<div class="nhsuk-form-group{}">{}</div>',
        " nhsuk-form-group--error" if bound.errors else "",
        _insides(bound),
    )


@register.simple_tag
def error_summary(*all_forms: Form) -> SafeString:
    """What is wrong with the forms, at the top of the page, each line leading to its field."""
    lines = [line for form in all_forms for line in _error_lines(form)]
    if not lines:
        return NOTHING
    return format_html(
        '<div class="nhsuk-error-summary" role="alert" tabindex="-1" autofocus>'
        '<h2 class="nhsuk-error-summary__title">There is a problem</h2>'
        '<ul class="nhsuk-list nhsuk-error-summary__list">{}</ul></div>',
        format_html_join("", "<li>{}</li>", ((line,) for line in lines)),
    )


def _error_lines(form: Form) -> Iterator[SafeString]:
    for error in form.non_field_errors():
        yield format_html("{}", error)
    for bound in form:
        line = "{1}" if bound.is_hidden else '<a href="#{0}">{1}</a>'
        for error in bound.errors:
            yield format_html(line, _first_id(bound), error)


def _first_id(bound: BoundField) -> str:
    """The id of what the keyboard should reach: of a group of choices, the first."""
    return bound.subwidgets[0].id_for_label if _is_choices(bound) and bound.subwidgets else bound.auto_id


def _is_choices(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, forms.RadioSelect)


def _insides(bound: BoundField) -> SafeString:
    if _is_choices(bound):
        return _choices(bound)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _checkbox(bound)
    label = format_html('<label class="nhsuk-label" for="{}">{}</label>', bound.auto_id, bound.label)
    return label + _hint(bound) + _errors(bound) + _widget(bound)


def _choices(bound: BoundField) -> SafeString:
    """Radio buttons or checkboxes that answer one question."""
    several = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    name = "nhsuk-checkboxes" if several else "nhsuk-radios"
    return format_html(
        '<fieldset class="nhsuk-fieldset"{}><legend class="nhsuk-fieldset__legend">{}</legend>{}{}'
        '<div class="{}">{}</div></fieldset>',
        _described(bound),
        bound.label,
        _hint(bound),
        _errors(bound),
        name,
        format_html_join("", "{}", ((_choice(choice, name),) for choice in bound.subwidgets)),
    )


def _choice(choice, name: str) -> SafeString:
    """One choice; written here rather than by its widget's template, of which a long check has forty."""
    attributes = {key: value for key, value in choice.data["attrs"].items() if key != "aria-describedby"}
    return format_html(
        '<div class="{0}__item"><input type="{1}" name="{2}" value="{3}" class="{0}__input"{4}>'
        '<label class="nhsuk-label {0}__label" for="{5}">{6}</label></div>',
        name,
        choice.data["type"],
        choice.data["name"],
        choice.data["value"],
        flatatt(attributes),
        choice.id_for_label,
        choice.choice_label,
    )


def _checkbox(bound: BoundField) -> SafeString:
    """One box to tick: a declaration, an agreement."""
    return _errors(bound) + format_html(
        '<div class="nhsuk-checkboxes"><div class="nhsuk-checkboxes__item">{}'
        '<label class="nhsuk-label nhsuk-checkboxes__label" for="{}">{}</label>{}</div></div>',
        _widget(bound),
        bound.auto_id,
        bound.label,
        _hint(bound, " nhsuk-checkboxes__hint"),
    )


def _widget(bound: BoundField) -> SafeString:
    name = next((name for kind, name in CLASSES if isinstance(bound.field.widget, kind)), "")
    wrong = f" {name}--error" if bound.errors and name else ""
    given = bound.field.widget.attrs.get("class", "")
    attributes = {"class": f"{name}{wrong} {given}".strip()}
    if ids := _describing_ids(bound):
        attributes["aria-describedby"] = ids
    return bound.as_widget(attrs=attributes)


def _describing_ids(bound: BoundField) -> str:
    ids = [f"{bound.auto_id}-hint"] if bound.help_text else []
    return " ".join([*ids, f"{bound.auto_id}-error"] if bound.errors else ids)


def _described(bound: BoundField) -> SafeString:
    ids = _describing_ids(bound)
    return format_html(' aria-describedby="{}"', ids) if ids else NOTHING


def _hint(bound: BoundField, more: str = "") -> SafeString:
    if not bound.help_text:
        return NOTHING
    return format_html('<div class="nhsuk-hint{}" id="{}-hint">{}</div>', more, bound.auto_id, bound.help_text)


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    return format_html(
        '<span class="nhsuk-error-message" id="{}-error">{}</span>',
        bound.auto_id,
        format_html_join(
            mark_safe("<br>"),
            '<span class="nhsuk-u-visually-hidden">Error:</span> {}',
            ((error,) for error in bound.errors),
        ),
    )
