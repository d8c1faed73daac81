"""The administrator's pages on keeping and forgetting: the periods, the disposals, and one person at a time."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access, note_look_of_the_day
from trainingsite.evidence.keeping import deciding, finding, forms, holds, passing_over, periods, proposing
from trainingsite.evidence.keeping.humans import human
from trainingsite.evidence.keeping.places import STAYS
from trainingsite.evidence.keeping.progress import people_by_class, words_there
from trainingsite.evidence.keeping_tables import KeptClass

REFRESH_SECONDS = 5


def administrators_only(view):
    """Refuse whoever may use Wagtail and does not look after the site; the gate before Wagtail asks for the rest."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@administrators_only
@require_GET
def retention(request):
    """How long everything is kept, why, and how that changed."""
    context = {"kept": periods.in_force().values(), "history": periods.set_over_time(), "stays": STAYS}
    return render(request, "evidence/keeping/periods.html", context)


@administrators_only
@require_http_methods(["GET", "POST"])
def period(request, of):
    """Show how long one kind is kept; on POST, let another period hold."""
    if of not in KeptClass.values:
        raise Http404
    kept = periods.in_force()[KeptClass(of)]
    typed = request.POST if request.method == "POST" else None
    form = forms.PeriodForm(typed, of=kept.of, initial=forms.PeriodForm.from_kept(kept))
    if form.is_valid():
        changed = periods.set_period(form.kept(), by=request.user, at=timezone.now())
        messages.success(request, "That holds from now on." if changed else "It was so already. Nothing is changed.")
        return redirect("retention")
    return render(
        request, "evidence/keeping/period.html", {"form": form, "kept": kept}, status=400 if form.is_bound else 200
    )


@administrators_only
@require_http_methods(["GET", "POST"])
def disposals(request):
    """Whose periods are over today, and every disposal so far; on POST, propose to erase what is due."""
    now = timezone.now()
    if request.method == "POST":
        try:
            return redirect("disposal", key=proposing.propose(by=request.user, at=now).key)
        except proposing.WaitsAlready as waits:
            messages.warning(request, "This one waits for a decision: there is one at a time.")
            return redirect("disposal", key=waits.proposal.key)
        except proposing.NothingDue:
            messages.warning(request, "Nobody’s period is over today, so there is nothing to propose.")
            return redirect("disposals")
    due, proposals = proposing.due_on(timezone.localdate(now)), finding.proposals_so_far()
    context = {
        "people": len(due),
        "counts": proposing.counts_of(due),
        "at_most": proposing.AT_MOST,
        "proposals": proposals,
        "waiting": next((each for each in proposals if each.keeps_others_waiting), None),
    }
    return render(request, "evidence/keeping/disposals.html", context)


@administrators_only
@require_GET
def disposal(request, key):
    """One proposal: whom it is about and what would go, or how far it has come. While it is going it looks again."""
    return _disposal(request, _progress(key), forms.ApprovalForm())


@administrators_only
@require_POST
def approve(request, key):
    """Approve a proposal of somebody else's, after looking at it."""
    progress, form = _progress(key), forms.ApprovalForm(request.POST)
    if not form.is_valid() and progress.decision is None:
        return _disposal(request, progress, form)
    try:
        decision = deciding.approve(proposal=progress.proposal, by=request.user, at=timezone.now())
        if decision.decided_by == request.user:
            messages.success(request, "Approved. The details are erased within the next minutes, one person at a time.")
        else:
            messages.warning(request, f"{_who_decided(request, decision)}. Nothing more is needed.")
    except deciding.OwnProposal:
        messages.error(request, "You proposed this yourself, so another administrator has to approve it.")
    except deciding.DecidedAlready as before:
        messages.error(request, f"{_who_decided(request, before.decision)}, so nothing is erased.")
    return redirect("disposal", key=key)


@administrators_only
@require_POST
def decline(request, key):
    """Let nothing of a proposal happen."""
    try:
        deciding.decline(proposal=_progress(key).proposal, by=request.user, at=timezone.now())
        messages.success(request, "Declined. Nothing of it is erased.")
    except deciding.DecidedAlready as before:
        messages.error(request, f"{_who_decided(request, before.decision)}, and it cannot be declined any more.")
    return redirect("disposal", key=key)


@administrators_only
@require_GET
def people(request):
    """A place to look for somebody."""
    typed = request.GET.get("q", "").strip()
    context = {"typed": typed, "found": finding.people_called(typed), "at_most": finding.SHOWN}
    return render(request, "evidence/keeping/people.html", context)


@administrators_only
@require_GET
def person(request, key):
    """One person: what is kept and until when, holds, and what they asked."""
    return _person(request, key, forms.HoldForm(), _asked_form(None))


@administrators_only
@require_POST
def hold(request, key):
    """Keep everything of somebody for now."""
    form = forms.HoldForm(request.POST)
    if not form.is_valid():
        return _person(request, key, form, _asked_form(None))
    whose = _human(key)
    holds.place_hold(person=whose.person, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
    messages.success(request, "Held back. Nothing of theirs is erased until you lift it.")
    return redirect("retention_person", key=whose.person.key)


@administrators_only
@require_POST
def lift(request, key):
    """Let the periods count again."""
    whose = _human(key)
    holds.lift_holds(person=whose.person, rows=whose.rows, by=request.user, at=timezone.now())
    messages.success(request, "Lifted. Their details are kept as long as the periods say.")
    return redirect("retention_person", key=whose.person.key)


@administrators_only
@require_POST
def ask(request, key):
    """Note that somebody asked to be erased, and say what they are to be answered."""
    form = _asked_form(request.POST)
    if not form.is_valid():
        return _person(request, key, forms.HoldForm(), form)
    whose = _human(key)
    proposing.ask_for_erasure(
        person=whose.person, asked_on=form.cleaned_data["asked_on"], by=request.user, at=timezone.now()
    )
    messages.success(request, "Noted. What to answer them is below.")
    return redirect("retention_person", key=whose.person.key)


def _who_decided(request, decision):
    """The beginning of a sentence for somebody whose page was older than the decision."""
    name = "You" if decision.decided_by == request.user else decision.decided_by.name
    day = date_format(timezone.localtime(decision.decided_at), "j F Y, H:i")
    return f"{name} {decision.get_kind_display().lower()} this on {day}"


def _asked_form(data):
    today = timezone.localdate()
    return forms.AskedForm(data, today=today, initial={"asked_on": today})


def _progress(key):
    progress = finding.proposal_with(key)
    if progress is None:
        raise Http404
    return progress


def _human(key):
    found = finding.person_with(key)
    if found is None:
        raise Http404
    return human(found, timezone.localdate())


def _disposal(request, progress, form):
    proposal, listed, now = progress.proposal, finding.listed_in(progress.proposal), timezone.now()
    stay = {} if progress.decision else passing_over.passed_over_now(listed, timezone.localdate(now))
    going = [each for each in listed if each.pk not in stay]
    # Once a day: while it is going, the page looks again every few seconds.
    note_look_of_the_day(actor=request.user.key, verb="evidence.disposal_opened", subject=proposal.key, at=now)
    context = {
        "progress": progress,
        "is_slow": progress.is_slow(now),
        "listed": [(each, stay.get(each.pk, "")) for each in listed],
        "stay_for_now": len(stay),
        "classes": people_by_class(going),
        "words": 0 if progress.decision else words_there(going),
        "form": form,
        "own": deciding.is_own(request.user, proposal),
        "may_approve": deciding.may_approve(request.user, proposal),
        "stays": STAYS,
    }
    response = render(request, "evidence/keeping/disposal.html", context, status=400 if form.is_bound else 200)
    if progress.is_going:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _person(request, key, hold_form, asked_form):
    whose, today = _human(key), timezone.localdate()
    held = holds.holds_on(whose.rows)
    standings = whose.standings(periods.lengths(periods.in_force()), today)
    note_access(actor=request.user.key, verb="evidence.retention_opened", subject=whose.person.key, at=timezone.now())
    context = {
        "whose": whose,
        "standings": [(KeptClass(each.of), each) for each in standings],
        "is_erased": all(each.is_erased for each in standings),
        "holds": held,
        "is_held": any(not hasattr(each.hold, "lifted") for each in held),
        "asked": finding.asked_by(whose.rows),
        "outcomes": finding.became_of(whose.rows),
        "hold_form": hold_form,
        "asked_form": asked_form,
    }
    bad = hold_form.is_bound or asked_form.is_bound
    return render(request, "evidence/keeping/person.html", context, status=400 if bad else 200)
