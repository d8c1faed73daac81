"""The practice's pages for patients: their addresses, and whether the website leads to them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required
from trainingsite.policies.links import LinkCheck
from trainingsite.policies.public_pages import check_link, public_pages_of


@second_factor_required
@require_GET
def public_pages(request, ods):
    """Each page for patients, the address to link to, and every look for the link."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    context = {"practice": practice, "pages": public_pages_of(practice, today)}
    return render(request, "desk/accounts/public_pages.html", context)


@second_factor_required
@require_POST
def check(request, ods, key):
    """Look on the practice's website now, and keep what was found."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    pages = [each.version.page for each in public_pages_of(practice, today) if each.version.page.key == key]
    if not pages:
        raise Http404("No such page for patients at this practice.")
    found = check_link(page=pages[0], practice=practice, by=request.user, at=timezone.now())
    say = messages.success if found.outcome == LinkCheck.Outcome.FOUND else messages.info
    say(request, f"{found.get_outcome_display()}. {found.problem}".strip())
    return redirect("desk:public_pages", ods=ods)
