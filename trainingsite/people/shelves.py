"""The shelves of content in Wagtail, and who may write on them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from trainingsite.people.models import LibraryPage, Network, NetworkPage, Practice, PracticePage

LIBRARY = "Practice training"
MODULES, SCENARIOS, PRACTICES, NETWORKS = "Modules", "Scenarios", "Practices", "Networks"
SHARED = "Shared library"
AUTHORS = "Authors"
WRITING = ("add_page", "change_page", "publish_page")
KEEPING_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


def library() -> LibraryPage:
    """The root of the site, which takes the place of Wagtail's page of welcome."""
    root = Page.get_first_root_node()
    found = LibraryPage.objects.child_of(root).first()
    return found or _begin_library(root)


def shelf(title: str) -> LibraryPage:
    """One of the shelves below the root of the site: modules, scenarios, practices."""
    above = library()
    found = LibraryPage.objects.child_of(above).filter(slug=slugify(title)).first()
    return found or above.add_child(instance=LibraryPage(title=title, slug=slugify(title)))


@transaction.atomic
def practice_shelf(practice: Practice) -> PracticePage:
    """The practice's own shelf, with its collection of files and its group of policy owners."""
    found = PracticePage.objects.filter(practice=practice).first()
    if found:
        return found
    page = shelf(PRACTICES).add_child(
        instance=PracticePage(title=practice.name, slug=practice.ods_code.lower(), practice=practice)
    )
    group = Group.objects.create(name=name_of_owners(practice))
    _let_write(group, [page], _collection(name_of_files(practice)))
    return page


def rename_practice_shelf(practice: Practice, name: str) -> None:
    """Call the practice's shelf, its group and its collection by the practice's new name, before it has it."""
    page = PracticePage.objects.filter(practice=practice).first()
    group, files = name_of_owners(practice), name_of_files(practice)
    renamed = Practice(name=name, ods_code=practice.ods_code)
    Group.objects.filter(name=group).update(name=name_of_owners(renamed))
    Collection.objects.filter(name=files).update(name=name_of_files(renamed))
    if page:
        page.title = page.draft_title = name
        page.save()


def policy_owners(practice: Practice) -> Group:
    """Those who write on the practice's shelf."""
    practice_shelf(practice)
    return Group.objects.get(name=name_of_owners(practice))


def name_of_owners(practice: Practice) -> str:
    """What the group is called: Django gives it 150 characters, and two practices may have the same name."""
    return f"Policy owners: {practice.name[:100]} ({practice.ods_code})"


def name_of_files(practice: Practice) -> str:
    """What the collection of the practice's pictures and documents is called."""
    return f"{practice.name} ({practice.ods_code})"


@transaction.atomic
def network_shelf(network: Network) -> NetworkPage:
    """The network's own shelf, with its collection of files and its group of policy owners."""
    found = NetworkPage.objects.filter(network=network).first()
    if found:
        return found
    page = shelf(NETWORKS).add_child(instance=NetworkPage(title=network.name, slug=network.key, network=network))
    group = Group.objects.create(name=name_of_network_owners(network))
    _let_write(group, [page], _collection(f"{network.name} ({network.key})"))
    return page


def network_policy_owners(network: Network) -> Group:
    """Those who write on the network's shelf."""
    network_shelf(network)
    return Group.objects.get(name=name_of_network_owners(network))


def name_of_network_owners(network: Network) -> str:
    """What the group is called, within Django's 150 characters; a network's key is its own."""
    return f"Policy owners: {network.name[:80]} ({network.key})"


@transaction.atomic
def authors() -> Group:
    """Those who write the shared modules and scenarios."""
    group, new = Group.objects.get_or_create(name=AUTHORS)
    if new:
        _let_write(group, [shelf(MODULES), shelf(SCENARIOS)], _collection(SHARED))
    return group


@transaction.atomic
def _begin_library(root: Page) -> LibraryPage:
    page = root.add_child(instance=LibraryPage(title=LIBRARY, slug=slugify(LIBRARY)))
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or _is_wagtails_own(site.root_page):
        _point_site_at(page, site or Site(is_default_site=True))
    return page


def _is_wagtails_own(page: Page) -> bool:
    """Whether it is the page that Wagtail's migrations leave behind."""
    return page.specific_class is Page and page.slug == "home"


def _point_site_at(page: LibraryPage, site: Site) -> None:
    """Make the page the root of the site at the address people type, and take Wagtail's own page away."""
    address, welcome = urlsplit(settings.SITE_URL), site.root_page if site.pk else None
    site.root_page, site.site_name = page, settings.WAGTAIL_SITE_NAME
    site.hostname = address.hostname or site.hostname
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    if welcome is not None and not welcome.get_children().exists():
        welcome.delete()


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _let_write(group: Group, pages: list[Page], collection: Collection) -> None:
    """Let the group open Wagtail, write on the pages and below them, and keep files in the collection."""
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=WRITING):
        for page in pages:
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    apps = ("wagtailimages", "wagtaildocs")
    for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__in=KEEPING_FILES):
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
