"""Putting a text forward: a colleague is asked to approve it, or it is published where nobody else could."""

import datetime as dt

from wagtail.models import Revision

from trainingsite.people.models import Person
from trainingsite.policies.life.approving import Proposal, SomebodyElseApproves, ask, publish_alone
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.versions import frozen_draft


def seen_of(page: PolicyPage, base: PolicyVersion | None) -> str:
    """What somebody looks at when they decide: the draft, and the newest version beside it."""
    return f"{page.latest_revision_id or 0}-{base.pk if base else 0}"


def of_draft(draft: PolicyPage, base: PolicyVersion | None, said: dict, at: dt.datetime) -> Proposal:
    """The draft, frozen as it would be published now. Raises MissingNames and NotAPolicyFile."""
    return Proposal(
        page=draft, practice=draft.practice, snapshot=frozen_draft(draft, at), title=draft.title, base=base,
        every_version=draft.every_version_signed, revision=draft.latest_revision_id, **said,
    )  # fmt: skip


def of_version(version: PolicyVersion, base: PolicyVersion, said: dict) -> Proposal:
    """The text of an earlier version, to be published again; the draft is left alone."""
    return Proposal(
        page=version.page, practice=version.practice, snapshot=version.snapshot, title=version.title, base=base,
        every_version=version.page.every_version_signed, restores=version, **said,
    )  # fmt: skip


def put_forward(proposal: Proposal, by: Person, at: dt.datetime) -> ApprovalAsked | PolicyVersion:
    """Ask somebody else to approve it, or publish it where there is nobody else. Raises OutOfDate."""
    try:
        version = publish_alone(proposal=proposal, by=by, at=at)
    except SomebodyElseApproves:
        return ask(proposal=proposal, by=by, at=at)
    publish_in_wagtail(proposal.page, proposal.revision, by)
    return version


def publish_in_wagtail(page: PolicyPage, revision: int | None, by: Person) -> None:
    """Let Wagtail's own page say what was published, if the draft it came from is still kept."""
    kept = Revision.objects.filter(pk=revision, object_id=str(page.pk)).first() if revision else None
    if kept:
        kept.publish(user=by, skip_permission_checks=True)
