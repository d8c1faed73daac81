"""What is said of a change before it is published: whether it is material, and why."""

import datetime as dt

from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import TaskState

from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.models import Version
from trainingsite.people.models import Person


class Change(models.TextChoices):
    """How much has changed since the last version."""

    MATERIAL = "material", "Material: what people should know or do has changed"
    MINOR = "minor", "Minor: wording only"


class SaysWhatChanged(models.Model):
    """A page whose draft carries what was said of its change until it is published, perhaps on a later day."""

    change = models.CharField(max_length=10, choices=Change, blank=True, editable=False)
    change_reason = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True


class ForgetsTheLastChange(WagtailAdminPageForm):
    """The editor's form: whatever was said of an earlier change does not go for what is typed now."""

    def save(self, commit=True):
        self.instance.change = self.instance.change_reason = ""
        return super().save(commit=commit)


def approver_of(revision) -> Person | None:
    """Who let this revision out: the last to approve it in a workflow or, where nobody had to, who saved it."""
    if revision is None:
        return None
    approvals = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    last = approvals.exclude(finished_by=None).order_by("-finished_at").first()
    return last.finished_by if last else revision.user


def said_of(page: SaysWhatChanged, revision) -> dict:
    """What a version made of this page says of its change. Nobody can have done anything before the first one.

    What nobody said anything about (a workflow, a page published from a shell) disturbs nobody: it is minor.
    """
    first = not page.versions.exists()
    return {
        "by": approver_of(revision),
        "material": first or page.change == Change.MATERIAL,
        "reason": "" if first else page.change_reason,
    }


def is_version(content, version: Version) -> bool:
    """Whether this is just what the version has frozen."""
    return digest(canonical(content)) == version.snapshot_id


def say(page: SaysWhatChanged, change: str, reason: str, by: Person):
    """Keep with the draft what was said of its change; the revision that may be published now."""
    page.change, page.change_reason = change, reason
    return page.save_revision(user=by, log_action=True)


def is_scheduled(page, at: dt.datetime) -> bool:
    """Whether the draft goes out on a later day only."""
    return bool(page.go_live_at and page.go_live_at > at)
