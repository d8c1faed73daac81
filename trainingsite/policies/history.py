"""Every version of a policy ever published: the list, what changed between two of them, and each as PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.people.access import signed_in
from trainingsite.policies.changes import changes_between
from trainingsite.policies.files.answers import the_file
from trainingsite.policies.looking_after import may_look_after
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.pdf import policy_pdf
from trainingsite.policies.reading import signatures_of
from trainingsite.policies.versions import content_of


def _versions(request, **wanted):
    versions = PolicyVersion.objects.visible_to(request.user).filter(**wanted)
    versions = versions.select_related("page", "practice", "approved_by", "reclassified")
    return versions.order_by("-major", "-minor")


@signed_in
@require_GET
def history(request, key):
    """The versions of one policy, newest first, each with its reason."""
    versions = _each_once(_versions(request, page__key=key))
    if not versions:
        raise Http404("No such policy at this person's practices.")
    places = {signature.version.place for signature in signatures_of(request.user, versions[0])}
    signed = {version.pk for version in versions if version.place in places}
    page, practice = versions[0].page, versions[0].practice
    theirs = may_look_after(request.user, page, timezone.localdate()) and page.practice == practice
    context = {"versions": versions, "signed": signed, "looked_after": theirs and request.user.is_verified()}
    return render(request, "policies/history.html", context)


def _each_once(versions) -> list[PolicyVersion]:
    """One version for each number: two of the person's practices may have adopted the same."""
    found: dict[tuple[int, int], PolicyVersion] = {}
    for version in versions:
        found.setdefault(version.place, version)
    return list(found.values())


@signed_in
@require_GET
def changes(request, version_key, since_key=None):
    """What changed from an earlier version, or from the one just before it."""
    version = get_object_or_404(_versions(request), key=version_key)
    same = _versions(request, page=version.page_id)
    since = get_object_or_404(same, key=since_key) if since_key else _before(version, same)
    found = changes_between(content_of(since), content_of(version)) if since else []
    steps = [each for each in same if each == version or (since and between(since, each, version))]
    context = {"version": version, "since": since, "changes": found, "steps": steps}
    return render(request, "policies/changes.html", context)


def between(since: PolicyVersion, version: PolicyVersion, until: PolicyVersion) -> bool:
    """Whether a version lies between two others of the same policy."""
    return since.comes_before(version) and version.comes_before(until)


def _before(version: PolicyVersion, versions) -> PolicyVersion | None:
    return next((each for each in versions if each.comes_before(version)), None)


@signed_in
@require_GET
def as_pdf(request, version_key):
    """Any version ever published, to print or to keep."""
    version = get_object_or_404(_versions(request), key=version_key)
    if "document" in content_of(version):
        return the_file(content_of(version), version.number)
    address = settings.SITE_URL + reverse("policies:version", args=[version.key])
    name = f"{version.page.key}-{version.number}.pdf"
    return HttpResponse(
        policy_pdf(version, content_of(version), address),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
