"""Publishing a policy from Wagtail: material or minor, why, from when, and who would sign again."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.people.models import Membership, Person
from trainingsite.policies.models import Attestation, PolicyPage
from trainingsite.policies.names import MissingNames
from trainingsite.policies.versions import next_number, publish_policy

MATERIAL, MINOR = "material", "minor"


class PublishForm(forms.Form):
    """What the owner decides before a version goes out."""

    change = forms.ChoiceField(
        label="How much has changed?",
        choices=[
            (MATERIAL, "Material: what people must do has changed, so everybody signs again"),
            (MINOR, "Minor: wording only, so signatures stand"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the change is material or minor"},
    )
    reason = forms.CharField(
        label="What has changed, and why?",
        help_text="Staff and inspectors read this sentence.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence what has changed and why"},
    )
    effective_on = forms.DateField(
        label="In force from",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the day from which it is in force"},
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day < self.today:
            raise forms.ValidationError("A version cannot be in force before it is published: choose today or later")
        return day


def who_signed(page: PolicyPage, day: dt.date) -> list[Person]:
    """The people at the practice that day whose signature of the version in force stands."""
    last = page.versions.in_force_on(day).first()
    if last is None:
        return []
    here = Membership.objects.known().on(day).at(last.practice).values("person")
    signed = Attestation.objects.at(last.practice).latest().signed()
    signed = signed.filter(version__page=page, version__major=last.major, person__in=here)
    return list(Person.objects.at(last.practice).filter(pk__in=signed.values("person")))


@require_http_methods(["GET", "POST"])
def publish(request, page_id):
    """Ask what the change is before it is done, and show who would sign again; on POST, publish."""
    page = get_object_or_404(PolicyPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    now, draft = timezone.now(), page.get_latest_revision_as_object()
    today = timezone.localdate(now)
    form = PublishForm(request.POST if request.method == "POST" else None, today=today, initial={"effective_on": today})
    if form.is_valid():
        try:
            return published(request, page, draft, form, now)
        except MissingNames as missing:
            form.add_error(None, f"{missing} Record them for the practice, then publish.")
    last = page.versions.order_by("-major", "-minor").first()
    context = {
        "page": page,
        "form": form,
        "last": last,
        "next_material": "{}.{}".format(*next_number(last, True)),
        "next_minor": "{}.{}".format(*next_number(last, False)),
        "signers": who_signed(page, today),
    }
    return render(request, "policies/publish.html", context)


def published(request, page, draft, form, now):
    """Publish the draft in Wagtail's tree and freeze it as the practice's next version."""
    version = publish_policy(
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
        messages.success(
            request, f"Published as version {version.number}, in force from {version.effective_on:%-d %B %Y}."
        )
    else:
        messages.info(request, f"Nothing has changed since version {version.number}, so nobody is disturbed.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)
