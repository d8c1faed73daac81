"""How a draft is shown to its author, in the editor's own frame."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.template.response import TemplateResponse


@csp_replace({"frame-ancestors": [SELF]})
def preview(request, template: str, context: dict) -> TemplateResponse:
    """A draft through the learner's own templates, without anything that could be sent: no sign-out either."""
    return TemplateResponse(request, template, {**context, "preview": True, "navigation": None})
