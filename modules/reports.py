"""What authors see of how their questions are answered."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from modules.models import ModulePage
from modules.statistics import FEWEST, statistics_of


@require_safe
def questions(request, page_id):
    """How each question of the module is answered, for those who may mend it."""
    page = get_object_or_404(ModulePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(
        request, "modules/statistics.html", {"page": page, "asked": statistics_of(page), "fewest": FEWEST}
    )  # fmt: skip
