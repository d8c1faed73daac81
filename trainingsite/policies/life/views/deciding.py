"""The page on which somebody else than the author reads what is to be published, and approves it or sends it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.audit.actions import read_words, thawed
from trainingsite.audit.models import Words
from trainingsite.people import reauth
from trainingsite.people.access import second_factor_required
from trainingsite.policies.changes import changes_between
from trainingsite.policies.files.answers import the_file
from trainingsite.policies.life import approving
from trainingsite.policies.life.forms import SendBackForm
from trainingsite.policies.life.proposing import publish_in_wagtail
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.minors import who_signs_again
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.versions import content_of

PARTS = ("page", "practice", "asked_by", "base", "restores", "decision__decided_by", "decision__version")


def _asked(request, request_key) -> ApprovalAsked:
    """A request of the person, or of a practice whose policies they look after. Raises Http404 for any other."""
    asked = ApprovalAsked.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(asked.select_related(*PARTS), key=request_key)


@second_factor_required
@require_GET
def approval(request, request_key):
    """What is asked: the text, what changes with it, who would sign again, and a way to decide."""
    return _show(request, _asked(request, request_key), SendBackForm())


@second_factor_required
@require_GET
def file(request, request_key):
    """The very file that is asked about, where the policy is one."""
    return the_file(thawed(_asked(request, request_key).snapshot_id))


def _show(request, asked, form, status=200):
    today = timezone.localdate()
    in_force = PolicyVersion.objects.at(asked.practice).filter(page=asked.page_id).in_force_on(today).first()
    content = thawed(asked.snapshot_id)
    decision = getattr(asked, "decision", None)
    context = {
        "asked": asked,
        "content": content,
        "in_force": in_force,
        "changes": changes_between(content_of(in_force), content) if in_force else [],
        "signers": who_signs_again(in_force, content, today) if in_force else [],
        "asks_again": asked.material or asked.every_version,
        "late": asked.effective_on < today,
        "decision": decision,
        "note": _note_of(decision),
        "refusal": None if decision else approving.refusal_for(asked, request.user, today),
        "may_send_back": not decision and not approving.refusal_for(asked, request.user, today, approves=False),
        "form": form,
    }
    return render(request, "policies/life/approval.html", context, status=status)


def _note_of(decision) -> str:
    words = Words.objects.about(decision.key).of_kind(approving.NOTE).first() if decision else None
    return read_words(words)["note"] if words else ""


@second_factor_required
@reauth.recently_authenticated
@require_POST
def approve(request, request_key):
    """Publish exactly what is shown."""
    asked = _asked(request, request_key)
    if request.POST.get("snapshot") != asked.snapshot_id:
        raise Http404("This page was opened for another text.")
    try:
        version = approving.approve(asked=asked, by=request.user, at=timezone.now())
    except approving.ApprovalRefused as refused:
        return _refused(request, asked, refused)
    publish_in_wagtail(asked.page, asked.revision, request.user)
    day = f"{version.effective_on:%-d %B %Y}"
    messages.success(request, f"Approved. It is published as version {version.number}, in force from {day}.")
    return redirect("policies:approval", request_key=asked.key)


@second_factor_required
@reauth.recently_authenticated
@require_POST
def send_back(request, request_key):
    """Say what should change first; nothing is published."""
    asked, form = _asked(request, request_key), SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form, status=400)
    try:
        approving.send_back(asked=asked, by=request.user, note=form.cleaned_data["note"], at=timezone.now())
    except approving.ApprovalRefused as refused:
        return _refused(request, asked, refused)
    messages.success(request, f"Sent back. {asked.asked_by.name} is told what you wrote.")
    return redirect("policies:approval", request_key=asked.key)


def _refused(request, asked, refused):
    """Say why it was not decided; nothing has happened."""
    return render(request, "policies/life/refused.html", {"asked": asked, "refused": refused}, status=409)
