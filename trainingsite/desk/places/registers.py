"""Staff groups and job roles in Wagtail, for the administrator: the same words at every practice of the site."""

from django import forms
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.desk.places.uses import uses_of
from trainingsite.people.audience import group_choices
from trainingsite.people.models import JobRole, StaffGroup

LONGEST_KEY = 50


class RegisterForm(WagtailAdminModelForm):
    """A name; the key that everything else goes by is made of it once, and stays."""

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is one of this name already. Choose another name")
        if not self.instance.key and not _free(slugify(name)[:LONGEST_KEY]):
            raise forms.ValidationError("Something here goes by this name, or went by it before. Choose another name")
        return name

    def save(self, commit=True):
        self.instance.key = self.instance.key or slugify(self.instance.name)[:LONGEST_KEY]
        return super().save(commit)


class JobRoleForm(RegisterForm):
    """A job role. Once somebody has held it, its group and its regulator stay: what was asked is worked out by them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.memberships.exists():
            for name in ("staff_group", "regulator"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Somebody holds or held this job, so this stays. Add a new job role."


def _free(key: str) -> bool:
    """Whether no staff group, job role or other audience goes by the key."""
    return bool(key) and key not in {known for known, _ in group_choices()}


class RecordingCreateView(CreateView):
    """Adds a row, with its event in the site's chain."""

    def save_instance(self):
        row = super().save_instance()
        tell("added", row, self.request)
        return row


class RecordingEditView(EditView):
    """Changes a row, with its event in the site's chain."""

    def save_instance(self):
        changed = sorted(self.form.changed_data)
        row = super().save_instance()
        if changed:
            tell("changed", row, self.request, changed=changed)
        return row


class RefusingDeleteView(DeleteView):
    """Deletes what nothing uses, and nothing else; with its event in the site's chain."""

    def get(self, request, *args, **kwargs):
        return self._refused() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._refused() or super().post(request, *args, **kwargs)

    def delete_action(self):
        tell("deleted", self.object, self.request)
        super().delete_action()

    def _refused(self):
        uses = uses_of(self.object)
        if not uses:
            return None
        messages.error(self.request, f"“{self.object}” stays: it is used by {', '.join(uses)}. You can rename it.")
        return redirect(self.index_url_name)


def tell(what: str, row: StaffGroup | JobRole, request, **data) -> None:
    """Record in the site's chain that the row was added, changed or deleted."""
    kind = "job_role" if isinstance(row, JobRole) else "staff_group"
    record(
        chains=[SITE_CHAIN], verb=f"people.{kind}_{what}", actor=request.user.key, at=timezone.now(),
        data={"key": row.key, "name": row.name, **data},
    )  # fmt: skip


class StaffGroupViewSet(ModelViewSet):
    """The register of staff groups."""

    model = StaffGroup
    name = url_prefix = "staff_groups"
    menu_label, icon = "Staff groups", "group"
    form_fields = ["name", "position"]
    list_display = ["name", "key", "position"]
    add_view_class, edit_view_class = RecordingCreateView, RecordingEditView
    delete_view_class = RefusingDeleteView
    copy_view_enabled = add_to_reference_index = False

    def get_form_class(self, for_update=False):
        return forms.modelform_factory(StaffGroup, form=RegisterForm, fields=self.form_fields)


class JobRoleViewSet(ModelViewSet):
    """The register of job roles."""

    model = JobRole
    name = url_prefix = "job_roles"
    menu_label, icon = "Job roles", "user"
    form_fields = ["name", "staff_group", "regulator"]
    list_display = ["name", "staff_group", "regulator", "key"]
    list_per_page = 60
    add_view_class, edit_view_class = RecordingCreateView, RecordingEditView
    delete_view_class = RefusingDeleteView
    copy_view_enabled = add_to_reference_index = False

    def get_form_class(self, for_update=False):
        return forms.modelform_factory(JobRole, form=JobRoleForm, fields=self.form_fields)


class JobsViewSetGroup(ModelViewSetGroup):
    """Both registers under one word of the menu."""

    items = (StaffGroupViewSet, JobRoleViewSet)
    menu_label, menu_icon, menu_order = "Jobs", "group", 850
