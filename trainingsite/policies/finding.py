"""The version of a policy that somebody asks for, if it is theirs to see."""

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from trainingsite.people.models import Membership, Person
from trainingsite.policies.models import PolicyVersion

# Seconds. Who has worked at a practice has worked there for ever; a no is not remembered.
REMEMBERED_FOR = 60


def current_version(person, today, **page) -> PolicyVersion | None:
    """The version in force today of a policy the person may see; of a network's, at the practice where they work."""
    here = Membership.objects.known().on(today).by(person).filter(practice=OuterRef("practice"))
    versions = PolicyVersion.objects.visible_to(person).in_force_on(today).filter(**page)
    versions = versions.annotate(is_here=Exists(here)).order_by("-is_here", "-major", "-minor")
    return versions.select_related("page", "practice", "approved_by").first()


def version_or_404(person: Person, version_key) -> PolicyVersion:
    """The version with this key. Raises Http404 for one that the person may not see."""
    version = get_object_or_404(PolicyVersion.objects.select_related("practice"), key=version_key)
    if not may_see(person, version):
        raise Http404("No such version at this person's practices.")
    return version


def may_see(person: Person, version: PolicyVersion) -> bool:
    """Whether the version is of a practice whose policies the person may read."""
    name = f"reads-policies:{person.key}:{version.practice_id}"
    if cache.get(name):
        return True
    sees = PolicyVersion.objects.visible_to(person).filter(pk=version.pk).exists()
    if sees:
        cache.set(name, sees, REMEMBERED_FOR)
    return sees
