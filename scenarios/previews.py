"""How a draft is shown to its author, in the editor's own frame."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.template.response import TemplateResponse


@csp_replace({"frame-ancestors": [SELF]})
def preview(request, template: str, context: dict) -> TemplateResponse:
    """A draft through the learner's own templates, with everything that could be sent left out."""
    return TemplateResponse(request, template, {**context, "preview": True})
