"""Scenarios as text, out of Wagtail and back in: a clinician reviews one in an e-mail, and the draft takes it over."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from scenarios.authoring import role_keys
from scenarios.engine import Graph
from scenarios.loading import MINUTES_SAID, scenario_page
from scenarios.models import ScenarioPage
from scenarios.problems import Severity, endings_with_options
from scenarios.refusals import refuse
from scenarios.sketch import problems_of, sketch_of_page, unfinished
from scenarios.text import MOST_BYTES, ScenarioTextError, read_scenario, text_of, write_scenario

TAKEN_OVER = ("title", "summary", "roles", "pass_mark", "start", "steps", "endings")
NEITHER = "Paste the text of a scenario, or choose its file"
BOTH = "Paste the text or choose a file, not both"


class TextForm(forms.Form):
    """A scenario as text, pasted or as a file. What was pasted stays in its box until it can be read."""

    use_required_attribute = False

    text = forms.CharField(
        label="The scenario as text", required=False, strip=False,
        widget=forms.Textarea(attrs={"class": "scenario-text", "spellcheck": "false", "rows": 18}),
    )  # fmt: skip
    file = forms.FileField(label="Or a file", required=False, help_text="Plain text in YAML, 1 MB at most.")

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        pasted, file = cleaned["text"].strip(), cleaned["file"]
        if bool(pasted) == bool(file):
            raise ValidationError(BOTH if pasted else NEITHER)
        try:
            text = text_of(file.read(MOST_BYTES + 1)) if file else cleaned["text"].replace("\r\n", "\n")
            graph = read_scenario(text)
        except ScenarioTextError as error:
            raise ValidationError(list(error.messages)) from error
        return {**cleaned, "graph": fit_for_a_draft(graph)}


def fit_for_a_draft(graph: Graph) -> Graph:
    """The graph, if the editor has room for all of it: an ending there has no options, and an address no dots."""
    wrong = [
        f"{found.severity} {found.code} at {found.where}: {found.sentence}" for found in endings_with_options(graph)
    ]
    try:
        ScenarioPage._meta.get_field("key").clean(graph.id, None)
    except ValidationError:
        wrong.append(f"The id “{graph.id}” becomes part of an address: use letters, figures and hyphens, 50 at most.")
    if wrong:
        raise ValidationError(wrong)
    return graph


@require_safe
def as_text(request, page_id):
    """The draft as text, to send to somebody."""
    page = _page_to_edit(request, page_id)
    sketch = sketch_of_page(_draft(page))
    if lines := [f"{found.where}: {found.sentence}" for found in unfinished(sketch)]:
        opening = f"“{page.title}” cannot be written as text yet:"
        return refuse(request, opening, lines, "Mend this, then download it again.", "wagtailadmin_pages:edit", page.pk)
    answer = HttpResponse(write_scenario(sketch.graph), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(page.key) or "scenario"}.yaml"'
    return answer


@require_http_methods(["GET", "POST"])
def replace(request, page_id):
    """Ask for text; on POST, make it the newest draft. What staff see stays as it is."""
    page = _page_to_edit(request, page_id)
    form = _form(request)
    if form.is_valid():
        graph = form.cleaned_data["graph"]
        if graph.id == page.key:
            return _saved(request, take_over(_draft(page), graph))
        form.add_error(None, f"The text is of “{graph.id}”, and this scenario is “{page.key}”. Nothing was replaced.")
    return render(request, "scenarios/admin/text.html", {"form": form, "page": page, "parent": page.get_parent()})


@require_http_methods(["GET", "POST"])
def begin(request, parent_id):
    """Ask for text; on POST, make a new scenario of it, as a draft."""
    parent = get_object_or_404(Page, pk=parent_id).specific
    may_add = parent.permissions_for_user(request.user).can_add_subpage()
    if not may_add or not ScenarioPage.can_create_at(parent):
        raise PermissionDenied
    form = _form(request)
    if form.is_valid():
        graph = form.cleaned_data["graph"]
        if not ScenarioPage.objects.filter(key=graph.id).exists():
            return _saved(request, add_below(parent, graph))
        form.add_error(None, f"There is a scenario “{graph.id}” already. Give this one another id.")
    return render(request, "scenarios/admin/text.html", {"form": form, "parent": parent})


def take_over(draft: ScenarioPage, graph: Graph) -> ScenarioPage:
    """The draft with everything that the text says."""
    written = scenario_page(graph)
    for name in TAKEN_OVER:
        setattr(draft, name, getattr(written, name))
    if MINUTES_SAID.search(graph.summary):
        draft.minutes = written.minutes
    draft.change = draft.change_reason = ""
    return draft


def add_below(parent: Page, graph: Graph) -> ScenarioPage:
    """A new page of the text, not published."""
    page = scenario_page(graph)
    page.live, page.slug = False, ""  # Wagtail finds a slug that is free here
    return parent.add_child(instance=page)


def _saved(request, page: ScenarioPage):
    """Keep the draft as a new revision, and say what is still to be mended in it."""
    if not page.live:
        page.save()
    page.save_revision(user=request.user, log_action=True, clean=False)
    found = problems_of(sketch_of_page(page), role_keys())
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    mend = f" There is something to mend before it can be published: {errors} of it below." if errors else ""
    messages.success(request, f"“{page.title}” is saved as a draft; nothing is published.{mend}")
    return redirect("wagtailadmin_pages:edit", page.pk)


def _form(request) -> TextForm:
    return TextForm(request.POST, request.FILES) if request.method == "POST" else TextForm()


def _draft(page: ScenarioPage) -> ScenarioPage:
    return page.get_latest_revision_as_object()


def _page_to_edit(request, page_id: int) -> ScenarioPage:
    """The page, to somebody who may write it now."""
    page = get_object_or_404(ScenarioPage, pk=page_id)
    lock = page.get_lock()
    if not page.permissions_for_user(request.user).can_edit() or (lock and lock.for_user(request.user)):
        raise PermissionDenied
    return page
