"""The page on which whoever looks after a policy says that it was reviewed and nothing had to change."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.policies.review import actions
from trainingsite.policies.review.dates import Part, dates_of
from trainingsite.policies.review.forms import ReviewedForm
from trainingsite.policies.review.reviewable import reviewable_by
from trainingsite.policies.reviews import PolicyReview


@second_factor_required
@require_GET
def review(request, key):
    """The dates of the policy's reviews, and two ways on: nothing has to change, or something has."""
    return _show(request, _theirs(request, key))


@second_factor_required
@require_POST
def reviewed(request, key, part):
    """Say that the policy, or its hot topics, were reviewed and nothing had to change."""
    page = _theirs(request, key)
    if part not in Part:
        raise Http404("A policy has no such part.")
    form = _form(page, part, request.POST)
    if not form.is_valid():
        return _show(request, page, wrong=form, status=400)
    try:
        made = actions.review(page=page, part=part, by=request.user, at=timezone.now(), **form.cleaned_data)
    except actions.NothingToReview as nothing:
        raise Http404("Nothing of this policy is in force.") from nothing
    messages.success(request, f"Thank you. The next review is due on {long_date(made[0].next_due_on)}.")
    return redirect("policies:review", key=page.key)


def _theirs(request, key):
    page = reviewable_by(request.user, key, timezone.localdate())
    if page is None:
        raise Http404("This person does not look after such a policy.")
    return page


def _form(page, part, data=None):
    today = timezone.localdate()
    return ReviewedForm(data, part=part, today=today, usual=actions.usual_date(page, part, today))


def _show(request, page, wrong=None, status=200):
    today = timezone.localdate()
    dates = dates_of(page, today)
    forms = {part: wrong if wrong and wrong.part == part else _form(page, part) for part, _ in dates.parts}
    context = {
        "page": page,
        "versions": actions.in_force_at_each_practice(page, today),
        "parts": [(Part(part), of_part, forms[part]) for part, of_part in dates.parts],
        "form": wrong,
        "past": PolicyReview.objects.about([page]).by_day(today).select_related("reviewed_by", "version").reverse(),
    }
    return render(request, "policies/review.html", context, status=status)
