"""Signatures on paper: a manager prints sheets and uploads what was signed; a second person countersigns."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access, read_words
from trainingsite.audit.models import Words
from trainingsite.compliance.proofs import EXTENSIONS, NotAProof, proof_in_upload
from trainingsite.desk.paper.forms import SendBackForm, UploadForm
from trainingsite.people.access import second_factor_required
from trainingsite.people.identities import is_row_of
from trainingsite.people.models import Practice
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.paper import actions
from trainingsite.policies.paper.countersigning import (
    asked_and_not_signed,
    not_signed,
    sheets_open_to,
    signable_at,
    who_may_countersign,
)
from trainingsite.policies.paper.sheets import signing_sheets
from trainingsite.policies.versions import content_of


def _managed(request, ods) -> Practice:
    practices = Practice.objects.managed_by(request.user, timezone.localdate())
    return get_object_or_404(practices, ods_code__iexact=ods)


def _version(request, ods, version_key) -> PolicyVersion:
    """A version in force at the practice. Raises Http404 for any other."""
    signable = signable_at(_managed(request, ods), timezone.localdate())
    version = next((each for each in signable if each.key == version_key), None)
    if version is None or not content_of(version)["declaration"]:
        raise Http404("There is no such version to sign.")
    return version


@second_factor_required
@require_GET
def paper(request, ods):
    """Who has not signed which policy, to print sheets for; and the sheets that wait for a second person."""
    practice, today = _managed(request, ods), timezone.localdate()
    versions = [version for version in signable_at(practice, today) if content_of(version)["declaration"]]
    context = {
        "practice": practice,
        "policies": [(version, asked_and_not_signed(version, today)) for version in versions],
        "waiting": sheets_open_to(request.user, today).filter(practice=practice).waiting(),
    }
    return render(request, "desk/paper/paper.html", context)


@second_factor_required
@require_GET
def print_sheets(request, ods, version_key):
    """A sheet of A4 for each of the people who were chosen; that they were printed is noted."""
    version, now = _version(request, ods, version_key), timezone.now()
    today, wanted = timezone.localdate(now), set(request.GET.getlist("person"))
    members = [member for member in not_signed(version, today) if str(member.person.key) in wanted]
    if not members:
        messages.info(request, "Choose the people to print sheets for.")
        return redirect("desk:paper", ods=ods)
    address = request.build_absolute_uri(reverse("policies:version", args=[version.key]))
    note_access(
        actor=request.user.key, verb="policies.sheets_printed", subject=version.practice.key,
        detail=f"{version.key}: {len(members)}", at=now,
    )  # fmt: skip
    body = signing_sheets(version, content_of(version), members, address, today)
    name = f"sheets-{version.page.key}-{version.number}.pdf"
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@second_factor_required
@require_http_methods(["GET", "POST"])
def upload(request, ods, version_key):
    """Ask for the scan of a signed sheet; on POST, keep it until a second person has countersigned."""
    version, today = _version(request, ods, version_key), timezone.localdate()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    members = [member for member in not_signed(version, today) if member.person_id != request.user.pk]
    form = UploadForm(
        *sent, members=members, published_on=timezone.localdate(version.published_at), today=today
    )  # fmt: skip
    if form.is_bound and (kept := _kept(request, version, form)):
        if hasattr(kept, "decision"):
            messages.info(request, "You uploaded this before. See below what became of it.")
        else:
            messages.success(request, "Uploaded. It counts once a second person has countersigned it.")
        return redirect("desk:sheet", sheet_key=kept.key)
    context = {"form": form, "version": version, "practice": version.practice}
    return render(request, "desk/paper/upload.html", context, status=400 if form.is_bound else 200)


def _kept(request, version, form):
    """The sheet, if everything is in order; otherwise the form says what is not, and nothing typed is lost."""
    file, proof = form.files.get("scan"), None
    valid = form.is_valid()
    if file and "scan" not in form.errors:
        try:
            proof = proof_in_upload(file)
        except NotAProof as refused:
            form.add_error("scan", str(refused))
    if valid and proof:
        sent = {name: form.cleaned_data[name] for name in ("token", "person", "signed_on")}
        scan = {"scan": proof.body, "media_type": proof.media_type}
        try:
            return actions.upload(version=version, by=request.user, at=timezone.now(), **sent, **scan)
        except actions.PaperRefused as refused:
            form.add_error("person", str(refused))
    if file:
        form.ask_for_file_again()
    return None


@second_factor_required
@require_GET
def waiting(request):
    """The sheets that wait for a second person, the longest waiting first."""
    sheets = sheets_open_to(request.user, timezone.localdate()).waiting()
    return render(request, "desk/paper/waiting.html", {"sheets": sheets})


def _sheet(request, sheet_key):
    return get_object_or_404(sheets_open_to(request.user, timezone.localdate()), key=sheet_key)


@second_factor_required
@require_GET
def sheet(request, sheet_key):
    """One sheet as whoever countersigns it sees it."""
    shown = _sheet(request, sheet_key)
    note_access(actor=request.user.key, verb="policies.sheet_opened", subject=shown.key, at=timezone.now())
    return _show(request, shown, SendBackForm())


def _show(request, shown, form, status=200):
    today, decision = timezone.localdate(), getattr(shown, "decision", None)
    context = {
        "sheet": shown,
        "decision": decision,
        "reason": actions.reason_of(decision) if decision else "",
        "form": form,
        "is_second": not is_row_of(request.user, shown.uploaded_by_id),
        "others": who_may_countersign(shown, today),
    }
    return render(request, "desk/paper/sheet.html", context, status=status)


@second_factor_required
@require_GET
def scan(request, sheet_key):
    """The scan, as a download that no browser opens as anything else; that somebody looked is noted."""
    shown = _sheet(request, sheet_key)
    kept = Words.objects.about(shown.key).of_kind(actions.SCAN).first()
    if kept is None:
        raise Http404("The scan has been erased.")
    note_access(actor=request.user.key, verb="policies.scan_downloaded", subject=shown.key, at=timezone.now())
    response = HttpResponse(read_words(kept), content_type=kept.media_type)
    name = f"signed-{shown.signed_on:%Y-%m-%d}.{EXTENSIONS[kept.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@second_factor_required
@require_POST
def countersign(request, sheet_key):
    """Witness the signature on the sheet."""
    shown = _sheet(request, sheet_key)
    return _decided(request, shown, lambda now: actions.countersign(sheet=shown, by=request.user, at=now))


@second_factor_required
@require_POST
def send_back(request, sheet_key):
    """Say what is wrong with the sheet."""
    shown, form = _sheet(request, sheet_key), SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, form, status=400)
    reason = form.cleaned_data["reason"]
    return _decided(request, shown, lambda now: actions.send_back(sheet=shown, by=request.user, reason=reason, at=now))


def _decided(request, shown, decide):
    """Decide, and show what became of the sheet; or say why that was not possible."""
    try:
        decision = decide(timezone.now())
    except actions.PaperRefused as refused:
        messages.error(request, f"Nothing was changed. {refused}")
    except actions.AlreadyDecided as already:
        messages.info(request, f"{already.decision.decided_by.name} decided before. Nothing was changed.")
    else:
        messages.success(request, f"{decision.get_kind_display()}.")
    return redirect("desk:sheet", sheet_key=shown.key)
