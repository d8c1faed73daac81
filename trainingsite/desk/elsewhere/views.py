"""Training done elsewhere, recorded by a manager: what there is, entering more, and taking back what was wrong."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.compliance import elsewhere
from trainingsite.compliance.claims import network_leads, who_may_decide
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.proofs import EXTENSIONS, NotAProof, proof_in_upload
from trainingsite.desk.elsewhere.forms import ElsewhereForm, TakeBackForm
from trainingsite.desk.views import managed_practice
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.colleagues import people_at

KINDS = {"outside_training": "Training that happens elsewhere", "module": "Modules here"}
PARTS = ("person", "module", "outside_training", "accepted_by", "entry__entered_by", "withdrawal__withdrawn_by")
A_PAGE = 50
ALL_THERE = "All of them have that training on record for that day already"
TAKEN_BACK_SINCE = "That page was sent before, and it was taken back since. Open the form again to record it anew."
BEFORE = "It was taken back before that page was sent. Nothing was changed."


@second_factor_required
@require_GET
def recorded(request, ods):
    """What was recorded here as done elsewhere, the latest first, by whom, and what was taken back."""
    practice = managed_practice(request, ods, timezone.localdate())
    rows = PriorLearning.objects.at(practice).select_related(*PARTS).order_by("-recorded_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/elsewhere/list.html", {"practice": practice, "page": page})


@second_factor_required
@require_http_methods(["GET", "POST"])
def enter(request, ods):
    """Ask who did which training, and when; on POST, record it of each of them."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    trainings, own = elsewhere.trainings_at(practice), elsewhere.own_rows(request.user)
    people = [one for one in people_at(practice, today) if one.person.pk not in own]
    form = ElsewhereForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        trainings=[
            (KINDS[kind], [(f"{kind}:{each.key}", each.title) for each in found])
            for kind, found in trainings.items()
            if found
        ],
        people=[(str(one.key), one.label) for one in people],
        today=today,
        initial={"people": request.GET.getlist("person"), "training": request.GET.get("for", "")},
    )
    if form.is_bound and (entry := _entered(request, form, practice, trainings, people)):
        messages.success(request, _said(entry, len(form.cleaned_data["people"])))
        return redirect("desk:elsewhere", ods=ods)
    context = {
        "practice": practice,
        "form": form,
        "others": [each.name for each in who_may_decide(request.user, today, practice)],
        "leads": network_leads(request.user, today),
    }
    return render(request, "desk/elsewhere/enter.html", context, status=400 if form.is_bound else 200)


def _entered(request, form, practice, trainings, people):
    """The entry, if everything is in order; otherwise the form says what is not, and nothing typed is lost."""
    file = form.files.get("proof")
    valid, proof = form.is_valid(), None
    if file and "proof" not in form.errors:
        try:
            proof = proof_in_upload(file)
        except NotAProof as refused:
            form.add_error("proof", str(refused))
    if valid and (proof or not file):
        kind, _, key = form.cleaned_data["training"].partition(":")
        ticked = set(form.cleaned_data["people"])
        try:
            return elsewhere.record_elsewhere(
                token=form.cleaned_data["token"], practice=practice, completed_on=form.cleaned_data["completed_on"],
                people=[one.person for one in people if str(one.key) in ticked], by=request.user, at=timezone.now(),
                word=elsewhere.Word(where=form.cleaned_data["where"]), proof=proof,
                **{kind: next(each for each in trainings[kind] if each.key == key)},
            )  # fmt: skip
        except elsewhere.RecordedAlready:
            form.add_error("people", ALL_THERE)
    if file:
        form.ask_for_file_again()
    return None


def _said(entry, ticked: int) -> str:
    """What was recorded; and that some of those who were ticked had it on record, whatever else was typed of it."""
    rows = list(entry.learning.select_related(*PARTS))
    learned = [each for each in rows if not each.taken_back]
    if not learned:
        return TAKEN_BACK_SINCE
    first = learned[0]
    who = first.person.name if len(learned) == 1 else f"{len(learned)} people"
    recorded = f"Recorded: {first.title}, {long_date(first.completed_on)}, for {who}."
    there = ticked - len(rows)
    return f"{recorded} {there} had it on record for that day already: that was left as it is." if there else recorded


def _recorded_here(request, ods, key):
    practice = managed_practice(request, ods, timezone.localdate())
    rows = PriorLearning.objects.at(practice).select_related(*PARTS)
    return practice, get_object_or_404(rows, key=key)


@second_factor_required
@require_GET
def training(request, ods, key):
    """One training of one person, with what was said of it; that somebody looked is noted."""
    practice, learning = _recorded_here(request, ods, key)
    return _show(request, practice, learning, TakeBackForm(name=learning.person.name))


def _show(request, practice, learning, form, status=200):
    person, withdrawal = learning.person, learning.taken_back
    note_access(actor=request.user.key, verb="compliance.training_opened", subject=person.key, at=timezone.now())
    context = {
        "practice": practice,
        "learning": learning,
        "word": elsewhere.word_about(learning),
        "has_proof": bool(learning.entry and elsewhere.has_proof(learning.entry)),
        "withdrawal": withdrawal,
        "reason": elsewhere.reason_of(withdrawal) if withdrawal else "",
        "own": person.pk in elsewhere.own_rows(request.user),
        "form": form,
    }
    return render(request, "desk/elsewhere/training.html", context, status=status)


@second_factor_required
@require_POST
def take_back(request, ods, key):
    """Say that it was not so, and why."""
    practice, learning = _recorded_here(request, ods, key)
    form = TakeBackForm(request.POST, name=learning.person.name)
    if not form.is_valid():
        return _show(request, practice, learning, form, status=400)
    try:
        elsewhere.take_back(learning=learning, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
    except elsewhere.OwnTraining:
        raise Http404("Nobody takes back their own training.") from None
    except elsewhere.TakenBackAlready as already:
        said = (already.withdrawal.withdrawn_by_id, elsewhere.reason_of(already.withdrawal))
        if said != (request.user.pk, form.cleaned_data["reason"]):
            messages.info(request, BEFORE)
        return redirect("desk:training_elsewhere", ods, key)
    messages.success(request, f"Taken back. {learning.person.name} is told, with what you wrote.")
    return redirect("desk:elsewhere", ods=ods)


@second_factor_required
@require_GET
def proof(request, ods, key):
    """The file kept with an entry, as a download that no browser opens as anything else."""
    _, learning = _recorded_here(request, ods, key)
    kept = elsewhere.proof_of(learning.entry) if learning.entry else None
    if kept is None:
        raise Http404("There is no file.")
    now = timezone.now()
    note_access(actor=request.user.key, verb="compliance.proof_downloaded", subject=learning.person.key, at=now)
    response = HttpResponse(kept.body, content_type=kept.media_type)
    name = f"proof-{learning.completed_on:%Y-%m-%d}.{EXTENSIONS[kept.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
