"""The administrator's page on how long practice answers are kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scenarios import forgetting
from trainingsite.desk.retention.forms import PeriodsForm


@require_http_methods(["GET", "POST"])
def answer_retention(request):
    """Show the periods that hold and those that held before; on POST, set others."""
    if not request.user.is_superuser:
        raise PermissionDenied
    periods, history = forgetting.periods_in_force(), forgetting.periods_over_time()
    in_force = {"days_after_passing": periods.days_after_passing, "months_otherwise": periods.months_otherwise}
    form = PeriodsForm(request.POST if request.method == "POST" else None, initial=in_force)
    if form.is_valid():
        # Somebody may confirm the periods that came with the site; said twice, they are the same.
        if not history or form.cleaned_data != in_force:
            forgetting.set_periods(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "From now on, practice answers are kept for as long as you set.")
        return redirect("answer_retention")
    context = {"form": form, "periods": periods, "history": history}
    return render(request, "desk/retention.html", context, status=400 if form.is_bound else 200)
