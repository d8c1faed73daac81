"""Every version of a policy ever published: the list, what changed between two of them, and each as PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trainingsite.people.access import signed_in
from trainingsite.policies.changes import changes_between
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.pdf import policy_pdf
from trainingsite.policies.reading import signatures_of
from trainingsite.policies.versions import content_of


def _versions(request, **wanted):
    versions = PolicyVersion.objects.visible_to(request.user).filter(**wanted)
    return versions.select_related("page", "practice").order_by("-major", "-minor")


@signed_in
@require_GET
def history(request, key):
    """The versions of one policy, newest first, each with its reason."""
    versions = list(_versions(request, page__key=key))
    if not versions:
        raise Http404("No such policy at this person's practices.")
    signed = {signature.version_id for signature in signatures_of(request.user, versions[0])}
    return render(request, "policies/history.html", {"versions": versions, "signed": signed})


@signed_in
@require_GET
def changes(request, version_key, since_key=None):
    """What changed from an earlier version, or from the one just before it."""
    version = get_object_or_404(_versions(request), key=version_key)
    same = _versions(request, page=version.page_id)
    since = get_object_or_404(same, key=since_key) if since_key else _before(version, same)
    found = changes_between(content_of(since), content_of(version)) if since else []
    return render(request, "policies/changes.html", {"version": version, "since": since, "changes": found})


def _before(version: PolicyVersion, versions) -> PolicyVersion | None:
    return next((each for each in versions if each.comes_before(version)), None)


@signed_in
@require_GET
def as_pdf(request, version_key):
    """Any version ever published, to print or to keep."""
    version = get_object_or_404(_versions(request), key=version_key)
    address = settings.SITE_URL + reverse("policies:version", args=[version.key])
    name = f"{version.page.key}-{version.number}.pdf"
    return HttpResponse(
        policy_pdf(version, content_of(version), address),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
