"""What the editor of a policy shows of its reviews and of what it still lacks."""

from django.core.exceptions import ValidationError
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from trainingsite.policies.completeness import clauses_in, coverage_of, missing_in
from trainingsite.policies.key_points import points_of

ANNEX_LAST = (
    "The clauses about hot topics come last, because they are the annex of the policy. Move “{}” above them, or tick"
    " “Hot topics (annex)” for it too."
)


def tidy(page) -> None:
    """Take the usual time between reviews where an author says none, and refuse an annex that does not come last."""
    for name in ("review_months", "annex_review_months"):
        setattr(page, name, getattr(page, name) or page._meta.get_field(name).default)
    refuse_annex_in_the_middle(page.clauses)


def refuse_annex_in_the_middle(clauses) -> None:
    """Refuse a clause of the policy that stands below one of its annex."""
    seen = False
    for block in clauses:
        if seen and not block.value.get("annex"):
            raise ValidationError({"clauses": ANNEX_LAST.format(block.value["title"])})
        seen = seen or bool(block.value.get("annex"))


class CompletenessPanel(Panel):
    """Each key point in the editor, with the clauses of the draft that cover it or a hint where none does."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "policies/admin/key_points_panel.html"

        def is_shown(self):
            """Policies about something else have no key points."""
            return super().is_shown() and bool(points_of(kind_of(self.instance)))

        def get_context_data(self, parent_context=None):
            """The check of the draft as the page was opened with it."""
            coverage = check_of(self.instance)
            return {**super().get_context_data(parent_context), "coverage": coverage, "missing": missing_in(coverage)}

        class Media:
            css = {"all": ["policies/key-points.css"]}


def check_of(page):
    """The key points of the policy, with what covers each in the draft that is at hand."""
    consulted = bool(page.pk) and page.consultations.closed().exists()
    return coverage_of(kind_of(page), clauses_in(page.clauses), consulted=consulted)


def kind_of(page) -> str:
    """What the policy is checked against; a file has no clauses to look through."""
    return "" if page.document_id else page.checked_against


PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("review_due_on"),
            FieldPanel("review_months"),
            FieldPanel("annex_review_due_on"),
            FieldPanel("annex_review_months"),
        ],
        heading="Reviews",
    ),
    FieldPanel("checked_against"),
    CompletenessPanel(heading="Key points", icon="tick-inverse"),
]
