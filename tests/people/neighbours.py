"""Two practices that share an installation: everything of the one carries a word that the other may never read."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    ReferenceIndex,
    Revision,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from modules.models import LessonPage, ModulePage
from scenarios.models import ScenarioPage
from tests.factories import clauses_of, give_duty, make_member, make_network, make_practice
from tests.people.phones import make_known_person
from trainingsite.people.models import Duty, Person, Practice, PracticePage
from trainingsite.people.shelves import (
    MODULES,
    SCENARIOS,
    SHARED,
    authors,
    network_shelf,
    policy_owners,
    practice_shelf,
    shelf,
)
from trainingsite.policies.models import PolicyPage

SECRET, SEARCHED = "quillfeather", "osprey"
TITLE = "Osprey Quillfeather"
PAGE_RIGHTS = ("bulk_delete_page", "lock_page", "unlock_page")


@dataclass(frozen=True)
class Neighbour:
    """A practice with a policy owner, drafts, files, comments and an approval that waits."""

    practice: Practice
    owner: Person
    shelf: PracticePage
    policy: PolicyPage
    module: ModulePage
    lesson: LessonPage
    scenario: ScenarioPage
    of_network: PolicyPage
    collection: Collection
    image: Image
    document: Document
    group: Group
    comment: Comment
    session: EditingSession
    workflow: Workflow
    task: GroupApprovalTask

    @property
    def pages(self) -> list[Page]:
        return [self.shelf, self.policy, self.module, self.lesson, self.scenario, self.of_network]


@dataclass(frozen=True)
class Shared:
    """What authors of the shared library write, and what the practices make use of."""

    owner: Person
    module: ModulePage
    scenario: ScenarioPage
    collection: Collection
    image: Image
    document: Document

    @property
    def pages(self) -> list[Page]:
        return [self.module, self.scenario]


def make_neighbour(name: str, shared: Shared) -> Neighbour:
    """A practice of this name; its name stands in everything that belongs to it."""
    practice = make_practice(name)
    owner = make_member(make_known_person(name, email="owner@surgery.example"), practice=practice).person
    give_duty(owner, practice, Duty.POLICY_OWNER)
    owner.groups.add(policy_owners(practice))
    give_every_right(policy_owners(practice))
    own_shelf, collection = practice_shelf(practice), Collection.objects.get(name__startswith=f"{name} (")
    policy = own_shelf.add_child(
        instance=make_draft(PolicyPage, name, owner, clauses=clauses_of(name), declaration="Yes.")
    )
    module = own_shelf.add_child(instance=make_draft(ModulePage, f"{name} module", owner))
    lesson = module.add_child(
        instance=LessonPage(title=f"{name} lesson", body=[("text", f"<p>{name}</p>")], live=False)
    )
    scenario = own_shelf.add_child(instance=make_draft(ScenarioPage, f"{name} scenario", owner))
    network = network_shelf(make_network(f"{name} network", practice))
    of_network = network.add_child(instance=make_draft(PolicyPage, f"{name} for all", owner, declaration="Yes."))
    for page in (policy, module, lesson, scenario, of_network):
        page.save_revision(user=owner, log_action=True, clean=False)
        point_at(page, shared)
    image, document = make_files(name, collection, owner)
    workflow, task = make_workflow(name, policy, owner)
    return Neighbour(
        practice, owner, own_shelf, policy, module, lesson, scenario, of_network, collection, image, document,
        policy_owners(practice), make_comment(name, policy, owner), make_session(policy, owner), workflow, task,
    )  # fmt: skip


def give_every_right(group: Group) -> None:
    """Let the group do on its own shelf and with its own files whatever Wagtail knows of."""
    page = group.page_permissions.first().page
    held = group.page_permissions.values("permission")
    for right in Permission.objects.filter(content_type__model="page").exclude(pk__in=held):
        if right.codename in PAGE_RIGHTS:
            GroupPagePermission.objects.create(group=group, page=page, permission=right)
    collection = group.collection_permissions.first().collection
    for right in Permission.objects.filter(content_type__model="collection"):
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=right)


def make_draft(model, title: str, owner: Person, **fields) -> Page:
    key = f"{model.__name__.lower()}-{title.lower().replace(' ', '-')}"
    page = model(title=title, slug=key, key=key, summary=title, live=False, has_unpublished_changes=True, **fields)
    page.owner, page.locked, page.locked_by, page.locked_at = owner, True, owner, timezone.now()
    page.search_description, page.seo_title = title, title
    return page


def make_files(name: str, collection: Collection, owner: Person) -> tuple[Image, Document]:
    image = Image.objects.create(
        title=name, file=get_test_image_file(filename=f"{name}.png"), collection=collection, uploaded_by_user=owner
    )
    document = Document.objects.create(
        title=name, file=ContentFile(name.encode(), f"{name}.txt"), collection=collection, uploaded_by_user=owner
    )
    for each in (image, document):
        each.tags.add(f"{name} tag")
        log(each, "wagtail.create", user=owner)
        kind, file = ContentType.objects.get_for_model(each), ContentFile(b"", f"{name} waiting.txt")
        UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=owner)
    return image, document


def make_workflow(name: str, page: Page, owner: Person) -> tuple[Workflow, GroupApprovalTask]:
    """An approval of the practice's own, which waits for somebody."""
    workflow, task = Workflow.objects.create(name=name), GroupApprovalTask.objects.create(name=name)
    task.groups.add(*owner.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    workflow.start(page, owner)
    return workflow, task


def make_comment(name: str, page: Page, owner: Person) -> Comment:
    comment = Comment.objects.create(page=page, user=owner, text=name, contentpath="title")
    CommentReply.objects.create(comment=comment, user=owner, text=name)
    return comment


def make_session(page: Page, owner: Person) -> EditingSession:
    return EditingSession.objects.create(user=owner, content_object=page, last_seen_at=timezone.now())


def point_at(page: Page, shared: Shared) -> None:
    """Let Wagtail have found links to shared content on the page."""
    for each in (shared.image, shared.document, shared.module, shared.scenario):
        path = f"title.{each._meta.model_name}"
        ReferenceIndex.objects.create(
            base_content_type=ContentType.objects.get_for_model(Page), content_type=page.content_type,
            object_id=page.pk, to_content_type=ReferenceIndex._get_base_content_type(each), to_object_id=each.pk,
            model_path="title", content_path=path, content_path_hash=ReferenceIndex._get_content_path_hash(path),
        )  # fmt: skip


def make_shared() -> Shared:
    author = make_known_person("Ann Lee")
    author.groups.add(authors())
    collection = Collection.objects.get(name=SHARED)
    module = shelf(MODULES).add_child(instance=make_draft(ModulePage, "Boundaries", author))
    scenario = shelf(SCENARIOS).add_child(instance=make_draft(ScenarioPage, "A friend request", author))
    for page in (module, scenario):
        page.save_revision(user=author, log_action=True, clean=False)
    image, document = make_files("Shared picture", collection, author)
    return Shared(author, module, scenario, collection, image, document)


def state_of(theirs: Neighbour | Shared) -> list[list]:
    """Every row that belongs to somebody, as it stands."""
    pages = Page.objects.filter(pk__in=[page.pk for page in theirs.pages]) | Page.objects.descendant_of(theirs.pages[0])
    ids = [str(pk) for pk in pages.values_list("pk", flat=True)]
    rows = [
        pages, Revision.objects.filter(object_id__in=ids), WorkflowState.objects.filter(object_id__in=ids),
        TaskState.objects.filter(workflow_state__object_id__in=ids), Comment.objects.filter(page__in=ids),
        CommentReply.objects.filter(comment__page__in=ids), PolicyPage.objects.filter(pk__in=ids),
        Image.objects.filter(collection=theirs.collection), Document.objects.filter(collection=theirs.collection),
        Collection.objects.filter(pk=theirs.collection.pk), UploadedFile.objects.filter(uploaded_by_user=theirs.owner),
        Person.objects.filter(pk=theirs.owner.pk), GroupPagePermission.objects.filter(page__in=ids),
    ]  # fmt: skip
    return [list(each.order_by("pk").values_list()) for each in rows]
