import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from tests.factories import make_person, make_practice
from trainingsite.people.models import LibraryPage
from trainingsite.people.shelves import MODULES, PRACTICES, SCENARIOS, authors, policy_owners, practice_shelf, shelf

pytestmark = pytest.mark.django_db


def shelves():
    return [shelf(title) for title in (MODULES, SCENARIOS, PRACTICES)]


def test_the_library_takes_the_place_of_wagtails_welcome(settings):
    settings.SITE_URL = "https://training.marrowby.example:8443"

    shelves()

    site = Site.objects.get()
    assert (site.root_page.title, site.hostname, site.port) == ("Practice training", "training.marrowby.example", 8443)
    assert list(Page.objects.filter(depth=2).values_list("title", flat=True)) == ["Practice training"]
    assert list(site.root_page.get_children().values_list("title", flat=True)) == ["Modules", "Scenarios", "Practices"]


@pytest.mark.parametrize(("address", "port"), [("https://training.example", 443), ("http://localhost", 80)])
def test_an_address_without_a_port_has_the_usual_one(settings, address, port):
    settings.SITE_URL = address

    shelves()

    assert Site.objects.get().port == port


def test_a_site_with_a_page_of_its_own_keeps_it():
    own = Page.get_first_root_node().add_child(instance=Page(title="Intranet", slug="intranet"))
    Site.objects.update(root_page=own)

    shelves()

    assert Site.objects.get().root_page_id == own.pk
    assert LibraryPage.objects.filter(title="Practice training").count() == 1


def test_a_shelf_is_there_once_however_often_it_is_asked_for():
    practice = make_practice()

    assert shelves() == shelves()
    assert practice_shelf(practice) == practice_shelf(practice)
    assert (authors(), policy_owners(practice)) == (authors(), policy_owners(practice))


def test_authors_write_the_shared_content_and_no_practices_policies():
    author, practice = make_person("Ann Lee"), make_practice()
    author.groups.add(authors())

    pages = [shelf(MODULES), shelf(SCENARIOS), practice_shelf(practice), shelf(PRACTICES)]

    assert [page.permissions_for_user(author).can_publish_subpage() for page in pages] == [True, True, False, False]
    assert author.has_perm("wagtailadmin.access_admin")


def test_policy_owners_write_on_the_shelf_of_their_own_practice_only():
    owner, ours, theirs = make_person("Ann Lee"), make_practice(), make_practice("Saltmere Road Practice")
    owner.groups.add(policy_owners(ours))

    pages = [practice_shelf(ours), practice_shelf(theirs), shelf(MODULES), shelf(PRACTICES)]

    assert [page.permissions_for_user(owner).can_publish_subpage() for page in pages] == [True, False, False, False]


def test_policy_owners_keep_their_files_in_a_collection_of_their_practice():
    ours, theirs = make_practice("Millbrook Lane Surgery", ods_code="Y11111"), make_practice(ods_code="Y22222")

    kept_in = [
        set(policy_owners(practice).collection_permissions.values_list("collection__name", flat=True))
        for practice in (ours, theirs)
    ]

    assert kept_in == [{"Millbrook Lane Surgery (Y11111)"}, {"Millbrook Lane Surgery (Y22222)"}]


def test_what_an_administrator_took_from_a_group_stays_taken():
    group = authors()
    group.page_permissions.all().delete()

    assert authors().page_permissions.count() == 0
    assert Group.objects.get(name="Authors") == group
