"""The administrators' pages about practices and networks: look, begin, change, move, sites, managers."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from trainingsite.audit.actions import note_access
from trainingsite.desk.places.forms import (
    LastDayForm,
    ManagerForm,
    MoveForm,
    NetworkForm,
    OpeningForm,
    PracticeForm,
    SiteForm,
)
from trainingsite.desk.places.listing import groups_on, networks_of, place_of, practice_called, site_of
from trainingsite.desk.places.opening import NoStarterContent, add_manager, open_ready
from trainingsite.people import practices as actions
from trainingsite.people.access import second_factor_required
from trainingsite.people.invitations import CannotInvite, invite
from trainingsite.people.merging.plan import last_mergers
from trainingsite.people.models import Practice

TAKEN = "Another practice has this ODS code. Check the code"
NOT_INVITED = "No invitation was sent. {} You can make a code for them below."


def administrators_only(view):
    """Let only the site's administrators in, with their second factor; to others there is no such page."""

    @second_factor_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_superuser:
            raise Http404("Only administrators look after practices and networks.")
        return view(request, *args, **kwargs)

    return guarded


def the_practice(ods) -> Practice:
    """The practice with this code. Raises Http404."""
    practice = practice_called(ods)
    if practice is None:
        raise Http404("There is no such practice.")
    return practice


def the_open_practice(ods) -> Practice:
    """The practice with this code, if it is its own still: nothing new begins at one that goes over into another."""
    practice = the_practice(ods)
    if last_mergers([practice]):
        raise Http404("This practice goes over into another.")
    return practice


def sent(request):
    """What was sent, if anything was: a form that is only shown has nothing to complain about."""
    return request.POST if request.method == "POST" else None


def to_place(practice):
    return redirect("desk:place", ods=practice.ods_code.lower())


def show(request, practice, template, form, **more):
    """A form of one practice; with what is wrong, if it was sent and nothing came of it."""
    context = {"practice": practice, "form": form, **more}
    return render(request, f"desk/places/{template}.html", context, status=400 if form.is_bound else 200)


@administrators_only
@require_GET
def places(request):
    """Every network with its practices, and what each has of people and managers."""
    return render(request, "desk/places/places.html", {"groups": groups_on(timezone.localdate())})


@administrators_only
@require_http_methods(["GET", "POST"])
def add_network(request):
    """Ask for the network's name; on POST, begin it."""
    form = NetworkForm(sent(request))
    if form.is_valid():
        network = actions.open_network(by=str(request.user.key), at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{network} is added. Practices join it on their own pages.")
        return redirect("desk:places")
    return show(request, None, "network_form", form)


@administrators_only
@require_http_methods(["GET", "POST"])
def add_practice(request):
    """Ask about a practice and who manages it; on POST, begin it with everything it needs, or nothing."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = OpeningForm(sent(request), today=today, initial={"went_live_on": today})
    if form.is_valid():
        try:
            practice, manager = open_ready(by=str(request.user.key), at=now, **form.opening)
        except actions.CodeTaken:
            form.add_error("ods_code", TAKEN)
        except NoStarterContent as missing:
            form.add_error(None, str(missing))
        else:
            messages.success(request, f"{practice} is added.")
            _send_invitation(request, form, practice, manager, now)
            return to_place(practice)
    return show(request, None, "opening", form)


@administrators_only
@require_GET
def place(request, ods):
    """One practice: its details, networks, sites and managers, and what became of it."""
    practice = the_practice(ods)
    note_access(actor=request.user.key, verb="desk.place_opened", subject=practice.key, at=timezone.now())
    return render(request, "desk/places/place.html", {"place": place_of(practice, timezone.localdate())})


@administrators_only
@require_http_methods(["GET", "POST"])
def change_practice(request, ods):
    """Show what is known of the practice; on POST, note what is different."""
    practice = the_practice(ods)
    form = PracticeForm(sent(request), initial={name: getattr(practice, name) for name in PracticeForm.base_fields})
    if form.is_valid():
        changed = actions.change_practice(
            practice=practice, by=str(request.user.key), at=timezone.now(), **form.details
        )
        messages.success(request, f"Noted: this is what is known of {changed} now.")
        return to_place(changed)
    return show(request, practice, "change", form)


@administrators_only
@require_http_methods(["GET", "POST"])
def add_place_manager(request, ods):
    """Ask who is to manage the practice; on POST, let them."""
    practice, now = the_open_practice(ods), timezone.now()
    form = ManagerForm(sent(request))
    if form.is_valid():
        try:
            manager = add_manager(practice=practice, manager=form.manager, by=str(request.user.key), at=now)
        except NoStarterContent as missing:
            form.add_error(None, str(missing))
        else:
            messages.success(request, f"{manager.name} manages {practice} from today.")
            _send_invitation(request, form, practice, manager, now)
            return to_place(practice)
    return show(request, practice, "manager", form)


@administrators_only
@require_http_methods(["GET", "POST"])
def move_practice(request, ods):
    """Ask which network the practice leaves, which it joins, and when; on POST, note it."""
    practice, now = the_open_practice(ods), timezone.now()
    today = timezone.localdate(now)
    current = networks_of(practice, today)
    initial = {"on": today, "leaves": current[0].key if current else None}
    form = MoveForm(sent(request), today=today, current=current, initial=initial)
    if form.is_valid():
        try:
            actions.move_practice(practice=practice, by=str(request.user.key), at=now, **form.cleaned_data)
        except actions.NothingMoves:
            form.add_error(None, "It has left that network by then, or is in the other one already. Check the day")
        else:
            messages.success(request, f"Noted, from {form.cleaned_data['on']:%-d %B %Y}.")
            return to_place(practice)
    return show(request, practice, "move", form, current=current)


@administrators_only
@require_http_methods(["GET", "POST"])
def add_site(request, ods):
    """Ask about another address of the practice; on POST, note it."""
    practice, now = the_open_practice(ods), timezone.now()
    today = timezone.localdate(now)
    form = SiteForm(sent(request), today=today, initial={"started_on": today})
    if form.is_valid():
        site = actions.add_branch_site(practice=practice, by=str(request.user.key), at=now, **form.cleaned_data)
        messages.success(request, f"{site} is a branch site of {practice}.")
        return to_place(practice)
    return show(request, practice, "site", form)


@administrators_only
@require_http_methods(["GET", "POST"])
def close_site(request, ods, line):
    """Ask for the last day of a branch site; on POST, note it."""
    practice, now = the_practice(ods), timezone.now()
    site, today = site_of(practice, line), timezone.localdate(now)
    if site is None:
        raise Http404("This practice has no such open site.")
    form = LastDayForm(sent(request), today=today, initial={"last_day": today})
    if form.is_valid():
        actions.close_branch_site(site=site, by=str(request.user.key), at=now, **form.cleaned_data)
        messages.success(request, f"Noted: the last day of {site} is {form.cleaned_data['last_day']:%-d %B %Y}.")
        return to_place(practice)
    return show(request, practice, "close_site", form, site=site)


def _send_invitation(request, form, practice, manager, at) -> None:
    """Invite the new manager, if that was ticked; say why, if it cannot be."""
    if not (manager and form.cleaned_data["invite"]):
        return
    try:
        with transaction.atomic():
            invite(person=manager, practice=practice, by=request.user, at=at)
    except CannotInvite as refused:
        messages.warning(request, NOT_INVITED.format(refused))
    else:
        messages.success(request, f"An invitation to {manager.name} is on its way to {manager.email}.")
