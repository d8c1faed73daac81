"""Publishing a network's policy from Wagtail: material or minor, why, and which practices may adopt it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.people.models import NetworkPractice
from trainingsite.policies.adopting.forms import MATERIAL, NetworkPublishForm
from trainingsite.policies.adopting.publishing import ForPatients, publish_network_policy
from trainingsite.policies.files.checking import NotAPolicyFile
from trainingsite.policies.life.proposing import seen_of
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.names import MissingNames
from trainingsite.policies.publishing import sentences_of
from trainingsite.policies.versions import next_number


@require_http_methods(["GET", "POST"])
def publish_for_network(request, page_id):
    """Ask what the change is, and show which practices follow; on POST, publish the draft for them to adopt."""
    page = get_object_or_404(PolicyPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    network, today = page.network, timezone.localdate()
    if network is None:
        raise Http404("This policy is on no network's shelf.")
    last = page.network_versions.order_by("-major", "-minor").first()
    form = NetworkPublishForm(request.POST if request.method == "POST" else None, today=today, seen=seen_of(page, last))
    if form.is_valid():
        try:
            return _published(request, page, form)
        except (ValidationError, MissingNames, NotAPolicyFile, ForPatients) as refused:
            form.add_error(None, sentences_of(refused))
    members = NetworkPractice.objects.known().on(today).filter(network=network).select_related("practice")
    context = {
        "page": page,
        "network": network,
        "form": form,
        "last": last,
        "next_material": "{}.{}".format(*next_number(last, True)),
        "next_minor": "{}.{}".format(*next_number(last, False)),
        "practices": sorted({member.practice.name for member in members}),
    }
    return render(request, "policies/adopting/publish.html", context)


def _published(request, page, form):
    """Publish the draft in Wagtail's tree and freeze it as the network's next version."""
    now, draft = timezone.now(), page.get_latest_revision_as_object()
    draft.clean()
    version = publish_network_policy(
        page=draft,
        by=str(request.user.key),
        material=form.cleaned_data["change"] == MATERIAL,
        reason=form.cleaned_data["reason"],
        effective_on=form.cleaned_data["effective_on"],
        at=now,
    )
    if page.latest_revision:
        page.latest_revision.publish(user=request.user)
    if version.published_at == now:
        messages.success(request, f"Published as version {version.number}. Each practice decides when to adopt it.")
    else:
        messages.info(request, f"Nothing has changed since version {version.number}, so nobody is disturbed.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)
