"""The pages of a network lead: the networks they lead, all practices of one, one of its practices."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.desk.networks import drilling, tables
from trainingsite.desk.networks.asked import SearchForm, day_asked, led_network
from trainingsite.desk.networks.counting import NOBODY, NOTHING_FOLLOWED, denominator, headcount, overview_of
from trainingsite.desk.networks.members import gone_from, has_ever_had, members_on, named_like
from trainingsite.desk.networks.naming import naming_of, practices_by_name
from trainingsite.people.access import second_factor_required
from trainingsite.people.links import networks_led
from trainingsite.people.models import Practice

NOT_THEN = "{} is not in the network on that day. Choose another day"


@second_factor_required
@require_GET
def networks(request):
    """The networks the person leads today; of one, straight on to it."""
    today = timezone.localdate()
    led = list(networks_led(request.user, today))
    if not led:
        raise Http404("This person leads no network.")
    if len(led) == 1:
        return redirect("desk:network", network=led[0].key)
    return render(request, "desk/networks/networks.html", {"networks": led})


@second_factor_required
@require_GET
def network(request, network):
    """Every practice of a network in counts, in order of name, as at any day that is kept ready."""
    led, today = led_network(request, network)
    form, day = day_asked(request, today)
    search = SearchForm(request.GET)
    everybody = members_on(led, day, today)
    members = named_like(everybody, search.wanted)
    overview = overview_of(led, members, day, today)
    context = {
        "network": led,
        "networks": [each for each in networks_led(request.user, today) if each != led],
        "managed": Practice.objects.managed_by(request.user, today).exists(),
        "form": form,
        "search": search,
        "day": day,
        "today": today,
        "overview": overview,
        "members": len(everybody),
        "body": tables.body(overview, _query(day, today)),
        "foot": tables.foot(overview),
        "letters": list(tables.letters_of(overview.lines)),
        "denominator": denominator(overview.total.sums),
        "headcount": headcount(overview, all_shown=not search.wanted),
        "gone": gone_from(led, day),
        "by_name": len(practices_by_name(led, members, day, today)),
        "query": _query(day, today),
    }
    return render(request, "desk/networks/network.html", context)


@second_factor_required
@require_GET
def network_practice(request, network, ods):
    """One practice of a network in counts; by name only where the practice agrees, and then the look is noted."""
    led, today = led_network(request, network)
    practice = has_ever_had(led, ods)
    if practice is None:
        raise Http404("This network has no such practice.")
    form, day = day_asked(request, today)
    here = members_on(led, day, today, ods=practice.ods_code)
    said = here[0].said if here else NOT_THEN.format(practice.name)
    context = {"network": led, "practice": practice, "form": form, "day": day, "today": today, "said": said}
    if not said:
        context |= _counts(request, practice, led, day, today)
    return render(request, "desk/networks/practice.html", {**context, "query": _query(day, today)})


def _counts(request, practice, network, day, today) -> dict:
    matrix = remembered_matrix(practice, day, today)
    if not (matrix.rows and matrix.demands):
        return {"said": NOTHING_FOLLOWED if matrix.rows else NOBODY, "people": len(matrix.rows)}
    naming = naming_of(practice, network, day, today)
    if naming.shown:
        note_look_of_the_day(
            actor=request.user.key, verb="desk.network_names_opened", subject=practice.key, at=timezone.now()
        )  # fmt: skip
    total = drilling.total_of(matrix)
    return {
        "people": len(matrix.rows),
        "total": total,
        "denominator": denominator(total.sums, "everything asked of everybody who works here"),
        "programmes": drilling.by_programme(matrix),
        "groups": drilling.by_staff_group(matrix),
        "naming": naming,
        "titles": [demand.newest.title for demand in matrix.demands] if naming.shown else [],
        "names": tables.names_body(matrix) if naming.shown else "",
    }


def _query(day, today) -> str:
    """What the links of a page carry on: the day, unless it is today."""
    return "" if day == today else f"?on={day.isoformat()}"
