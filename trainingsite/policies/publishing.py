"""Publishing a policy from Wagtail: material or minor, why, from when, who would sign again, and who approves it."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from trainingsite.people.models import Person
from trainingsite.policies.archives import archived_on
from trainingsite.policies.audiences import audience_of, people_asked
from trainingsite.policies.completeness import missing_in
from trainingsite.policies.files.checking import NotAPolicyFile
from trainingsite.policies.files.drafts import text_in
from trainingsite.policies.life.approving import others_who_approve
from trainingsite.policies.life.forms import PublishForm
from trainingsite.policies.life.proposing import of_draft, publish_in_wagtail, put_forward, seen_of
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.minors import who_signs_again
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.name_changes import filled_in
from trainingsite.policies.names import MissingNames
from trainingsite.policies.panels import check_of
from trainingsite.policies.versions import OutOfDate, newest_version, next_number

STOPS_IT = (ValidationError, MissingNames, NotAPolicyFile, OutOfDate)


def asked_again(in_force: PolicyVersion, draft: PolicyPage, day: dt.date) -> list[Person]:
    """Those who signed what is in force and would sign a material change of it: whom the draft is still for."""
    return who_signs_again(in_force, {"audience": audience_of(draft)}, day)


def asked_anew(in_force: PolicyVersion, draft: PolicyPage, day: dt.date) -> list[Person]:
    """Those whom the draft is for, and what is in force is not: they are asked whatever the change is."""
    asked = people_asked(in_force.practice, {"audience": audience_of(draft)}, day)
    before = people_asked(in_force.practice, {"audience": in_force.audience}, day)
    return list(asked.exclude(pk__in=before.values("pk")))


def is_silent(draft: PolicyPage) -> bool:
    """Whether the draft is a file of pictures and nobody has typed out what it says."""
    try:
        return bool(draft.document) and not draft.text_of_file.strip() and text_in(draft.document).is_silent
    except NotAPolicyFile:
        return False


def sentences_of(problem: Exception) -> list[str]:
    """What stops a publication, in sentences for whoever publishes."""
    return problem.messages if isinstance(problem, ValidationError) else [str(problem)]


@require_http_methods(["GET", "POST"])
def publish(request, page_id):
    """Ask what the change is before it is done, and show who would sign again; on POST, put it forward."""
    page = get_object_or_404(PolicyPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    now, draft = timezone.now(), page.get_latest_revision_as_object()
    today, base, practice = timezone.localdate(now), newest_version(page), page.practice
    if practice is None:
        return redirect("publish_network_policy", page.pk)
    others = others_who_approve(practice, request.user, today)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        today=today, others=bool(others), seen=seen_of(page, base),
        every_version=draft.every_version_signed, initial=filled_in(request.GET),
    )  # fmt: skip
    if form.is_valid():
        try:
            return put_out(request, draft, base, form.said, now)
        except STOPS_IT as problem:
            form.add_error(None, sentences_of(problem))
    in_force = page.versions.in_force_on(today).first()
    context = {
        "page": page, "form": form, "last": base, "others": others, "today": today,
        "next_material": "{}.{}".format(*next_number(base, True)),
        "next_minor": "{}.{}".format(*next_number(base, False)),
        "in_force": in_force,
        "signers": asked_again(in_force, draft, today) if in_force else [],
        "newcomers": asked_anew(in_force, draft, today) if in_force else [],
        "silent": is_silent(draft),
        "waiting": ApprovalAsked.objects.waiting().filter(page=page).select_related("asked_by").first(),
        "missing_points": missing_in(check_of(draft)),
        "archived": archived_on([page.pk], today).get(page.pk),
    }  # fmt: skip
    return render(request, "policies/publish.html", context)


def put_out(request, draft, base, said, now):
    """Ask for approval or publish, and say which it was. Raises what stops it.

    A draft from before the first version may have another key, or be for patients: it is looked at again.
    """
    draft.clean()
    proposal = of_draft(draft, base, said, now)
    if base and base.snapshot_id == proposal.snapshot.pk:
        publish_in_wagtail(draft, proposal.revision, request.user)
        messages.info(request, f"Nothing has changed since version {base.number}, so nobody is disturbed.")
        return back_to_the_shelf(draft)
    say_what_happened(request, put_forward(proposal, request.user, now))
    return back_to_the_shelf(draft)


def say_what_happened(request, outcome) -> None:
    """Say that a colleague was asked to approve it, or that it is published."""
    if isinstance(outcome, ApprovalAsked):
        address = reverse("policies:approval", args=[outcome.key])
        said = "Nothing is published yet: your colleagues have been asked to approve it. {}"
        link = format_html('<a href="{}">See the request</a>', address)
        messages.success(request, format_html(said, link))
        return
    day = f"{outcome.effective_on:%-d %B %Y}"
    messages.success(request, f"Published as version {outcome.number}, in force from {day}.")


def back_to_the_shelf(page):
    return redirect("wagtailadmin_explore", page.get_parent().pk)
