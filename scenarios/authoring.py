"""The editor's form of a scenario: drafts as unfinished as they are, and nothing broken let out."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from scenarios.changes import ForgetsTheLastChange
from scenarios.choosers import PlaceChooser
from scenarios.engine import EVERYONE
from scenarios.map import map_of
from scenarios.problems import Problem, Severity
from scenarios.sketch import Part, Sketch, field_of, problems_of, sketch_of
from trainingsite.people.models import JobRole, StaffGroup

STREAMS = ("steps", "endings")


def role_choices() -> list[tuple[str, str]]:
    """Everybody, then the staff groups, then the job roles."""
    groups = StaffGroup.objects.values_list("key", "name")
    return [(EVERYONE, "Everybody at the practice"), *groups, *JobRole.objects.values_list("key", "name")]


def role_keys() -> set[str]:
    return {key for key, _ in role_choices()}


class ScenarioForm(ForgetsTheLastChange):
    """Saving a draft asks for nothing; publishing asks for a scenario that can be played to its end."""

    roles = forms.MultipleChoiceField(
        label="Who it is for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked is the same as everybody.",
    )
    start = forms.CharField(
        label="Starts at", required=False, max_length=60, widget=PlaceChooser(among="steps"),
        help_text="The step that staff see first.",
    )  # fmt: skip
    to_mend: tuple[tuple[Problem, list[Part], str], ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = role_choices()
        strangers = [key for key in self.instance.roles or [] if key not in dict(known)]
        self.fields["roles"].choices = [*known, *((key, f"{key} (no longer known)") for key in strangers)]

    def sketch(self) -> Sketch:
        """What is typed now, whether it is valid or not."""
        about = {name: self[name].value() for name in ("key", "title", "summary", "roles", "pass_mark", "start")}
        return sketch_of(about, *(self[name].value() for name in STREAMS))

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            self._refuse(self.sketch())
        return cleaned

    def _refuse(self, sketch: Sketch) -> None:
        """Put each error where it is to be mended, and keep the list for the top of the page."""
        found = problems_of(sketch, role_keys())
        errors = [problem for problem in found if problem.severity is Severity.ERROR]
        self.to_mend = tuple((problem, sketch.parts_at(problem), field_of(problem)) for problem in errors)
        for problem, parts, _ in self.to_mend:
            if not parts:
                self._add_to_field(problem)
            for part in parts:
                self._add_to_block(problem, part)

    def _add_to_field(self, problem: Problem) -> None:
        name = field_of(problem)
        if name in STREAMS:
            self._stream_error(name).non_block_errors.append(ValidationError(problem.sentence))
        else:
            self.add_error(name, problem.sentence)

    def _add_to_block(self, problem: Problem, part: Part) -> None:
        name, *path = part.path
        at = _error_at(self._stream_error(name), path)
        field = {"missing-target": "to", "duplicate-id": "id"}.get(problem.code)
        if field:
            at.block_errors.setdefault(field, ValidationError(problem.sentence))
        elif problem.code != "unfinished" or not at.block_errors:
            at.non_block_errors.append(ValidationError(problem.sentence))

    def _stream_error(self, name: str) -> StreamBlockValidationError:
        """The error of a whole stream, to which those of its blocks are added."""
        if name not in self.errors:
            self.add_error(name, StreamBlockValidationError())
        return self.errors[name].as_data()[0]


def _error_at(error, path: list) -> StructBlockValidationError:
    """The error of the block at this path, begun where there is none yet."""
    for key in path:
        if not isinstance(error.block_errors.get(key), StructBlockValidationError | ListBlockValidationError):
            kind = StructBlockValidationError if isinstance(key, int) else ListBlockValidationError
            error.block_errors[key] = kind()
        error = error.block_errors[key]
    return error


class MapPanel(Panel):
    """The map of the scenario in the editor, with what is to be mended above it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "scenarios/admin/map_panel.html"

        def get_context_data(self, parent_context=None):
            """The map of the form as the page was opened with; a script draws it again as the author types."""
            return {
                **super().get_context_data(parent_context),
                "map": map_of(self.form.sketch(), role_keys()),
                "page": self.instance,
                "parent": getattr(self.form, "parent_page", None),
                "to_mend": getattr(self.form, "to_mend", ()),
            }

        class Media:
            js = ["scenarios/map.js"]


PANELS = [
    FieldPanel("key"),
    FieldPanel("summary"),
    FieldPanel("roles"),
    FieldPanel("pass_mark"),
    FieldPanel("minutes"),
    FieldPanel("series"),
    MapPanel(heading="Map", icon="site"),
    FieldPanel("start"),
    FieldPanel("steps"),
    FieldPanel("endings"),
]
