"""Claims of training done elsewhere: a person sends one and takes it back; somebody else looks and decides."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.compliance import claims
from trainingsite.compliance.models import LearningClaim, PriorLearning
from trainingsite.compliance.proofs import EXTENSIONS, NotAProof, proof_in_upload
from trainingsite.desk.claims.forms import ClaimForm, DeclineForm
from trainingsite.people.access import second_factor_required, signed_in
from trainingsite.people.models import Practice

WAITING_ALREADY = (
    "You have sent something for this training already, and it is waiting to be looked at. To send this instead, take"
    " that back first"
)
KINDS = {"module": "Modules here", "outside_training": "Training that happens elsewhere"}
PARTS = ("person", "practice", "module", "outside_training", "decision__decided_by")
RECORDED_PARTS = ("module", "outside_training", "accepted_by", "withdrawal__withdrawn_by", "entry__practice")


def _today():
    return timezone.localdate()


def _choices(claimable) -> list:
    """The list to choose from, in its two parts."""
    return [
        (KINDS[kind], [(f"{kind}:{target.key}", target.title) for target in targets])
        for kind, targets in claimable.items()
        if targets
    ]


@signed_in
@require_GET
def own_claims(request):
    """What the person has sent, and what became of it; and what their practices recorded of them."""
    own = LearningClaim.objects.by_human(request.user).select_related(*PARTS).order_by("-claimed_at", "-pk")
    recorded = PriorLearning.objects.by(request.user).filter(entry__isnull=False).select_related(*RECORDED_PARTS)
    context = {"claims": own, "recorded": recorded.order_by("-completed_on", "-pk")}
    return render(request, "desk/claims/own.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def send(request):
    """Ask which training, when and where, and for the proof; on POST, keep it."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    claimable = claims.claimable(request.user, _today())
    initial = {"counts_for": request.GET.get("for", "")}
    practices = list(Practice.objects.of(request.user, _today()))
    form = ClaimForm(*sent, choices=_choices(claimable), practices=practices, today=_today(), initial=initial)
    if form.is_bound and (claim := _sent(request, form, claimable)):
        if _decision(claim):
            messages.info(request, "You sent this before. See below what became of it.")
        else:
            messages.success(request, "Sent. You are told as soon as somebody has looked at it.")
        return redirect("desk:own_claim", claim.key)
    context = {"form": form, **_people_who_decide(request)}
    return render(request, "desk/claims/send.html", context, status=400 if form.is_bound else 200)


def _sent(request, form, claimable) -> LearningClaim | None:
    """The claim, if everything is in order; otherwise the form says what is not, and nothing typed is lost."""
    file = form.files.get("proof")
    valid, proof = form.is_valid(), None
    if file and "proof" not in form.errors:
        try:
            proof = proof_in_upload(file)
        except NotAProof as refused:
            form.refuse_file(str(refused))
    if valid and proof:
        kind, key = form.target
        target = next(each for each in claimable[kind] if each.key == key)
        try:
            return claims.claim_prior_learning(
                token=form.cleaned_data["token"], person=request.user, completed_on=form.cleaned_data["completed_on"],
                where=form.cleaned_data["where"], proof=proof, practice=form.cleaned_data["practice"],
                at=timezone.now(),
                **{kind: target},
            )  # fmt: skip
        except claims.AlreadyWaiting:
            form.add_error("counts_for", WAITING_ALREADY)
    if file:
        form.ask_for_file_again()
    return None


def _people_who_decide(request, sent_to: Practice | None = None) -> dict:
    """Who can look at the person's claims; where there is nobody, whom to ask."""
    today = _today()
    return {
        "deciders": claims.who_may_decide(request.user, today, sent_to),
        "leads": claims.network_leads(request.user, today),
        "practices": list(Practice.objects.of(request.user, today)),
    }


def _own(request, claim_key) -> LearningClaim:
    return get_object_or_404(LearningClaim.objects.by_human(request.user).select_related(*PARTS), key=claim_key)


@signed_in
@require_GET
def own_claim(request, claim_key):
    """One of the person's own claims: what was sent, who can decide, what became of it."""
    claim = _own(request, claim_key)
    context = {**_shown(claim), **({} if _decision(claim) else _people_who_decide(request, claim.practice))}
    return render(request, "desk/claims/own_claim.html", context)


@signed_in
@require_POST
def take_back(request, claim_key):
    """Withdraw a claim that nobody has decided on."""
    claim = _own(request, claim_key)
    try:
        claims.take_back(claim=claim, at=timezone.now())
    except claims.AlreadyDecided as already:
        if not already.decision.is_taken_back:
            messages.info(request, f"{already.decision.decided_by.name} had looked at it already: see below.")
    return redirect("desk:own_claim", claim.key)


@signed_in
@require_GET
def own_proof(request, claim_key):
    """The file the person sent, back to them."""
    return _file(request, _own(request, claim_key))


def _decidable(request, claim_key) -> LearningClaim:
    visible = LearningClaim.objects.visible_to(request.user, _today())
    return get_object_or_404(visible.select_related(*PARTS), key=claim_key)


@second_factor_required
@require_GET
def waiting(request):
    """The claims that wait for this person to look at them, the longest waiting first."""
    today = _today()
    if not Practice.objects.managed_by(request.user, today).exists():
        raise Http404("This person manages no practice.")
    visible = LearningClaim.objects.visible_to(request.user, today).waiting().select_related(*PARTS)
    context = {
        "claims": visible.order_by("claimed_at", "pk"),
        "own": LearningClaim.objects.by(request.user).waiting().exists(),
    }
    return render(request, "desk/claims/waiting.html", context)


@second_factor_required
@require_GET
def claim(request, claim_key):
    """One claim as whoever decides on it sees it."""
    shown = _decidable(request, claim_key)
    note_access(actor=request.user.key, verb="compliance.claim_opened", subject=shown.key, at=timezone.now())
    return _show(request, shown, DeclineForm(name=shown.person.name))


def _show(request, claim, form, status=200):
    return render(request, "desk/claims/claim.html", {**_shown(claim), "form": form}, status=status)


def _shown(claim) -> dict:
    decision = _decision(claim)
    return {
        "claim": claim,
        "decision": decision,
        "where": claims.said_in(claim),
        "reason": claims.reason_of(decision) if decision else "",
    }


def _decision(claim):
    return getattr(claim, "decision", None)


@second_factor_required
@require_POST
def accept(request, claim_key):
    """Let the training count."""
    claim = _decidable(request, claim_key)
    try:
        claims.accept(claim=claim, by=request.user, at=timezone.now())
    except claims.AlreadyDecided as already:
        return _too_late(request, already.decision)
    except claims.GaveTheWayIn as refused:
        messages.error(request, f"Nothing was changed. {refused}")
        return redirect("desk:claim", claim.key)
    messages.success(request, f"Accepted. {claim.person.name} is told.")
    return redirect("desk:claims")


@second_factor_required
@require_POST
def decline(request, claim_key):
    """Say that it does not count, and why."""
    claim = _decidable(request, claim_key)
    form = DeclineForm(request.POST, name=claim.person.name)
    if not form.is_valid():
        return _show(request, claim, form, status=400)
    try:
        claims.decline(claim=claim, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
    except claims.AlreadyDecided as already:
        return _too_late(request, already.decision, form.cleaned_data["reason"])
    messages.success(request, f"Declined. {claim.person.name} is told, with what you wrote.")
    return redirect("desk:claims")


def _too_late(request, decision, reason: str = ""):
    """Say who decided before. A second click of the same person finds what the first one did."""
    word = decision.get_kind_display().lower()
    if decision.decided_by_id != request.user.pk:
        messages.info(request, f"{decision.decided_by.name} was faster: it is {word} already. Nothing was changed.")
    elif claims.reason_of(decision) != reason:
        messages.info(request, f"You decided before that page was sent: it is {word} already. Nothing was changed.")
    return redirect("desk:claim", decision.claim.key)


@second_factor_required
@require_GET
def proof(request, claim_key):
    """The file, for whoever decides; what was taken back is shown to nobody else any more."""
    claim = _decidable(request, claim_key)
    if _decision(claim) and claim.decision.is_taken_back:
        raise Http404("The claim was taken back.")
    return _file(request, claim)


def _file(request, claim):
    """The proof as a download that no browser opens as anything else. Raises Http404 once it has been erased."""
    kept = claims.proof_of(claim)
    if kept is None:
        raise Http404("The file has been erased.")
    note_access(actor=request.user.key, verb="compliance.proof_downloaded", subject=claim.key, at=timezone.now())
    response = HttpResponse(kept.body, content_type=kept.media_type)
    name = f"proof-{claim.completed_on:%Y-%m-%d}.{EXTENSIONS[kept.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
