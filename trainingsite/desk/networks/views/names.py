"""What a practice lets its networks see: its managers agree that their leads see names, and end it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.desk.networks.forms import AgreeForm
from trainingsite.desk.networks.leads import leads_of
from trainingsite.desk.views import managed_practice
from trainingsite.people import agreeing
from trainingsite.people.access import second_factor_required
from trainingsite.people.links import networks_led

NOTHING_SHOWN = "Your network’s leads see no names, so there is nothing to end."


@second_factor_required
@require_GET
def network_names(request, ods):
    """Each network of the practice: who leads it, what they see, and everything that was agreed or ended."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    agreements = agreeing.agreements_of(practice, today)
    leads = leads_of([each.network for each in agreements], today)
    context = {
        "practice": practice,
        "today": today,
        "agreements": [(each, leads[each.network.pk]) for each in agreements],
        "led": networks_led(request.user, today),
        "steps": agreeing.steps_of(practice),
    }
    return render(request, "desk/networks/names.html", context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def agree(request, ods, network):
    """Say exactly what will be seen and by whom; on POST, agree to it from now on."""
    now = timezone.now()
    today = timezone.localdate(now)
    practice = managed_practice(request, ods, today)
    found = _network(practice, network, today)
    form = AgreeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        agreeing.agree_to_names(practice=practice, network=found, by=request.user, at=now)
        messages.success(request, f"Agreed: whoever leads {found.name} sees names from now on. You can end it any day.")
        return redirect("desk:network_names", ods=practice.ods_code.lower())
    context = {
        "practice": practice,
        "network": found,
        "form": form,
        "leads": leads_of([found], today)[found.pk],
    }
    return render(request, "desk/networks/agree.html", context, status=400 if form.errors else 200)


@second_factor_required
@require_POST
def end(request, ods, network):
    """End it: from this moment the network's leads see counts and no names."""
    now = timezone.now()
    today = timezone.localdate(now)
    practice = managed_practice(request, ods, today)
    found = _network(practice, network, today)
    ended = agreeing.end_names(practice=practice, network=found, by=request.user, at=now)
    messages.success(request, f"Ended: whoever leads {found.name} sees counts again." if ended else NOTHING_SHOWN)
    return redirect("desk:network_names", ods=practice.ods_code.lower())


def _network(practice, key, today):
    """The network with this key, if the practice is in it today. Raises Http404."""
    found = next((each.network for each in agreeing.agreements_of(practice, today) if each.network.key == key), None)
    if found is None:
        raise Http404("This practice is in no such network today.")
    return found
