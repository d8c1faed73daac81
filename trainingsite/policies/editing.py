"""The editor's form of a policy: whom it is for, and the file that it may be instead of clauses."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from trainingsite.people.models import (
    Duty,
    JobRole,
    Membership,
    NetworkPage,
    Person,
    PracticePage,
    Responsibility,
    StaffGroup,
)
from trainingsite.policies.files.checking import NotAPolicyFile
from trainingsite.policies.files.drafts import text_in

BOTH = "A policy is written in clauses or is a file, never both: take the file out, or the clauses"
NEITHER = "There is nothing to read yet: write a clause, or choose the policy as a file"
FOR_PATIENTS = "A page for patients is written in clauses, so that it can be read on any telephone: take the file out"
NOT_YOURS = "Choose a file from your own practice's collection"
AUDIENCE = ("staff_groups", "job_roles", "duties")

FILE_PANELS = [FieldPanel("document"), FieldPanel("text_of_file")]
AUDIENCE_PANEL = MultiFieldPanel(
    [FieldPanel(name) for name in AUDIENCE],
    heading="Who it is for",
    help_text="Whoever has one of these jobs or duties is asked to sign it. Nothing ticked means everybody at the "
    "practice. Nobody else is kept from reading it, or from signing.",
)


def refuse_two_texts(page) -> None:
    """Refuse a policy with clauses and a file, and a file for patients. Raises ValidationError."""
    if page.document_id and page.public:
        raise ValidationError({"document": FOR_PATIENTS})
    if page.document_id and len(page.clauses):
        raise ValidationError({"document": BOTH})


def _ticks(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class PolicyForm(WagtailAdminPageForm):
    """What the owner of a policy may type and choose."""

    staff_groups = _ticks("Staff groups")
    job_roles = _ticks("Job roles")
    duties = _ticks("Duties")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = {
            "staff_groups": StaffGroup.objects.values_list("key", "name"),
            "job_roles": JobRole.objects.values_list("key", "name"),
            "duties": [(duty.value, duty.label) for duty in Duty if duty != Duty.NETWORK_LEAD],
        }
        if "owner_of_policy" in self.fields:
            self.fields["owner_of_policy"].queryset = owners_offered(self.parent_page, self.instance)
        for name in AUDIENCE:
            self.fields[name].choices = _with_strangers([*known[name]], getattr(self.instance, name))

    def clean(self):
        """There is something to read. Asked of the editor alone: a file may be deleted from under its page later."""
        cleaned = super().clean()
        if {"document", "clauses"} <= cleaned.keys() and not cleaned["document"] and not len(cleaned["clauses"]):
            self.add_error("clauses", NEITHER)
        return cleaned

    def clean_document(self):
        """The file: one that its owner may choose, and that can be read as a policy."""
        from wagtail.documents.permissions import permission_policy  # noqa: PLC0415 -- it wants every model loaded

        document = self.cleaned_data["document"]
        if document is None:
            return None
        kept = document.pk == self.instance.document_id
        if not kept and not permission_policy.user_has_any_permission_for_instance(self.for_user, ["choose"], document):
            raise ValidationError(NOT_YOURS)
        try:
            text_in(document)
        except NotAPolicyFile as refused:
            raise ValidationError(str(refused)) from refused
        return document


def owners_offered(shelf, page):
    """Who can be named as looking after a policy on this shelf: its practice's people, or who leads its network."""
    today, shelf = timezone.localdate(), shelf and shelf.specific
    if isinstance(shelf, PracticePage):
        able = Membership.objects.known().on(today).at(shelf.practice)
    else:
        able = Responsibility.objects.known().on(today).of_kind(Duty.NETWORK_LEAD)
        able = able.filter(network__page=shelf) if isinstance(shelf, NetworkPage) else able.none()
    return Person.objects.filter(Q(pk__in=able.values("person")) | Q(pk=page.owner_of_policy_id))


def _with_strangers(known: list[tuple[str, str]], chosen: list[str]) -> list[tuple[str, str]]:
    """The choices, and what was chosen before that is no longer one of them."""
    strangers = [key for key in chosen or [] if key not in dict(known)]
    return [*known, *((key, f"{key} (no longer known)") for key in strangers)]
