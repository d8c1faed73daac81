"""The version of a policy that somebody asks for, if it is theirs to see."""

from django.shortcuts import get_object_or_404

from trainingsite.policies.models import PolicyVersion


def current_version(person, today, **page) -> PolicyVersion | None:
    """The version in force today of a policy the person may see."""
    versions = PolicyVersion.objects.visible_to(person).in_force_on(today).filter(**page)
    return versions.select_related("page", "practice").first()


def version_or_404(person, version_key) -> PolicyVersion:
    versions = PolicyVersion.objects.visible_to(person).select_related("page", "practice")
    return get_object_or_404(versions, key=version_key)
