"""For whoever looks after policies: the list of them, the archive, second thoughts, and earlier texts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from trainingsite.people import reauth
from trainingsite.people.access import second_factor_required
from trainingsite.policies.life import actions
from trainingsite.policies.life.approving import others_who_approve
from trainingsite.policies.life.forms import PublishForm, ReasonForm, ReclassifyForm
from trainingsite.policies.life.looked_after import looked_after_by
from trainingsite.policies.life.proposing import of_version, put_forward, seen_of
from trainingsite.policies.life.states import lives_of
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.looking_after import policies_looked_after, versions_looked_after
from trainingsite.policies.minors import who_signs_again, who_would_lose
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.offers import waiting_for
from trainingsite.policies.versions import OutOfDate, content_of, newest_version


@second_factor_required
@require_GET
def looked_after(request):
    """The policies that the person looks after: where each is in its life, and what there is to do."""
    today = timezone.localdate()
    context = {"policies": looked_after_by(request.user, today), "offers": waiting_for(request.user, today)}
    return render(request, "policies/life/looked_after.html", context)


def _page(request, key):
    """A policy of one practice that the person looks after. Raises Http404 for any other."""
    page = policies_looked_after(request.user, timezone.localdate()).filter(key=key).first()
    if page is None or page.practice is None:
        raise Http404("This person does not look after such a policy.")
    return page


def _version(request, version_key) -> PolicyVersion:
    """A version of a policy of one practice that the person looks after. Raises Http404 for any other."""
    version = versions_looked_after(request.user, timezone.localdate()).filter(key=version_key).first()
    if version is None or version.page.practice != version.practice:
        raise Http404("This person looks after no such version.")
    return version


@second_factor_required
@require_http_methods(["GET", "POST"])
def archive(request, key):
    """Ask why the policy goes to the archive; on POST, ask it of nobody from today."""
    return _archive(request, _page(request, key), actions.archive, "policies/life/archive.html")


@second_factor_required
@require_http_methods(["GET", "POST"])
def bring_back(request, key):
    """Ask why the policy comes back from the archive; on POST, ask it again from today."""
    return _archive(request, _page(request, key), actions.bring_back, "policies/life/bring_back.html")


def _archive(request, page, act, template):
    today, now = timezone.localdate(), timezone.now()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    life = lives_of([page], today)[page.pk]
    if form.is_valid():
        step = act(page=page, practice=page.practice, by=request.user, reason=form.cleaned_data["reason"], at=now)
        archived = step is not None and step.kind == step.Kind.ARCHIVED
        said = "is in the archive: it is asked of nobody from today" if archived else "is asked again from today"
        messages.success(request, f"{page.title} {said}.")
        return redirect("policies:looked_after")
    return render(request, template, {"page": page, "form": form, "life": life})


@second_factor_required
@require_http_methods(["GET", "POST"])
def reclassify(request, version_key):
    """Ask why a minor version is material after all; on POST, ask everybody to sign again from a day."""
    version, now = _version(request, version_key), timezone.now()
    today = timezone.localdate(now)
    form = ReclassifyForm(request.POST if request.method == "POST" else None, initial={"from_on": today})
    if form.is_valid():
        try:
            said = actions.reclassify(version=version, by=request.user, at=now, **form.cleaned_data)
        except actions.ReclassifyRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Everybody signs again from {said.from_on:%-d %B %Y}.")
            return redirect("policies:history", key=version.page.key)
    context = {"version": version, "form": form, "losing": who_would_lose(version, today)}
    return render(request, "policies/life/reclassify.html", context)


@second_factor_required
@reauth.recently_authenticated
@require_http_methods(["GET", "POST"])
def publish_again(request, version_key):
    """Ask what it means to go back to an earlier text; on POST, put it forward as a new version."""
    version, now = _version(request, version_key), timezone.now()
    today, base = timezone.localdate(now), newest_version(version.page)
    if base == version:
        raise Http404("This is the newest version already.")
    others = others_who_approve(version.practice, request.user, today)
    form = PublishForm(
        request.POST if request.method == "POST" else None, today=today, others=bool(others),
        seen=seen_of(version.page, base), every_version=version.page.every_version_signed,
    )  # fmt: skip
    if form.is_valid():
        try:
            return _put_forward(request, version, base, form.said, now)
        except OutOfDate as problem:
            form.add_error(None, str(problem))
    in_force = PolicyVersion.objects.at(version.practice).filter(page=version.page).in_force_on(today).first()
    context = {
        "version": version, "base": base, "form": form, "others": others, "in_force": in_force,
        "signers": who_signs_again(in_force, content_of(version), today) if in_force else [],
    }  # fmt: skip
    return render(request, "policies/life/publish_again.html", context)


def _put_forward(request, version, base, said, now):
    if base.snapshot_id == version.snapshot_id:
        messages.info(request, f"Version {base.number} says the same already, so nobody is disturbed.")
        return redirect("policies:looked_after")
    outcome = put_forward(of_version(version, base, said), request.user, now)
    if isinstance(outcome, ApprovalAsked):
        messages.success(request, "Nothing is published yet: your colleagues have been asked to approve it.")
        return redirect("policies:approval", request_key=outcome.key)
    messages.success(request, f"Published as version {outcome.number}, in force from {outcome.effective_on:%-d %B %Y}.")
    return redirect("policies:looked_after")
