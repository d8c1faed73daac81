"""What somebody may see in Wagtail: the shelves they write on, what stands above those, and the shared library."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from taggit.models import Tag, TaggedItem
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page, PageLogEntry, Task, Workflow
from wagtail.permissions import page_permission_policy

from trainingsite.people.models import LibraryPage, Person
from trainingsite.people.shelves import MODULES, SCENARIOS

SHARED_SHELVES = [slugify(title) for title in (MODULES, SCENARIOS)]
USES = ("add", "change", "delete", "choose")


def own_pages(person: Person) -> QuerySet[Page]:
    """Pages on the shelves where the person has a right."""
    return Page.objects.filter(_below(_own_shelves(person)))


def open_pages(person: Person) -> QuerySet[Page]:
    """Their own pages, the shared library, and the shelves on the way to both."""
    shelves = [*_own_shelves(person), *LibraryPage.objects.filter(slug__in=SHARED_SHELVES)]
    above = {page.path[:end] for page in shelves for end in range(Page.steplen, len(page.path), Page.steplen)}
    return Page.objects.filter(_below(shelves) | Q(path__in=above))


def people_seen(person: Person) -> QuerySet[Person]:
    """Whoever had something to do with the person's own pages."""
    own = own_pages(person)
    acted = PageLogEntry.objects.filter(page__in=own).values("user")
    return Person.objects.filter(Q(pk__in=own.values("owner")) | Q(pk__in=own.values("locked_by")) | Q(pk__in=acted))


def workflows_seen(person: Person) -> QuerySet[Workflow]:
    """Approvals that the person's own pages may go through."""
    return Workflow.objects.filter(workflow_pages__page__in=open_pages(person)).distinct()


def tasks_seen(person: Person) -> QuerySet[Task]:
    return Task.objects.filter(workflow_tasks__workflow__in=workflows_seen(person)).distinct()


def tags_seen(person: Person) -> QuerySet[Tag]:
    """Tags on the pictures and documents that the person may use."""
    marked = Q()
    for policy in (image_policy, document_policy):
        files = policy.instances_user_has_any_permission_for(person, USES)
        marked |= Q(content_type=ContentType.objects.get_for_model(policy.model), object_id__in=files.values("pk"))
    return Tag.objects.filter(pk__in=TaggedItem.objects.filter(marked).values("tag"))


def _own_shelves(person: Person) -> list[Page]:
    return page_permission_policy.instances_with_direct_explore_permission(person)


def _below(shelves: list[Page]) -> Q:
    """These pages and those below them; none, where there are no shelves."""
    below = Q(pk__in=[])
    for shelf in shelves:
        below |= Q(path__startswith=shelf.path)
    return below
