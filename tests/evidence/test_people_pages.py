"""The pages of people in a pack: one each, under names that every computer can hold."""

import io
import uuid

import pytest
from lxml import html

from tests.evidence.reading import files_of, is_whole
from tests.evidence.scenes import AT, FROM, ON, Scene, a_practice_with_a_history, sign_as
from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_person,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.joined import join_rows
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.contents import Contents
from trainingsite.evidence.file_names import FileNames
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.purposes import ASSURANCE, EVERYTHING, INSPECTION
from trainingsite.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def contents_of(practice, purpose=INSPECTION) -> dict[str, bytes]:
    return {
        path: b"".join(pieces) for path, pieces in Contents(Asked(practice, ON, FROM, purpose, EVERYTHING)).entries()
    }


def people_in(files) -> list[str]:
    return [name.removeprefix("people/") for name in files if name.startswith("people/")]


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_max_num_queries):
    practice = make_practice()
    version = make_policy_version(practice=practice)
    module = make_module()
    make_requirement(make_programme(), module=module)
    learned = make_module_version(module)

    def queries_with(more: int) -> int:
        for number in range(more):
            member = make_member(f"Ann Lee{number}", practice=practice)
            sign_as(member, version)
            complete(member.person, learned)
        with django_assert_max_num_queries(200) as asked:
            contents_of(practice)
        return len(asked)

    assert queries_with(1) == queries_with(2) == queries_with(27)


def test_two_people_of_one_name_whose_keys_begin_alike_have_a_page_each(scene):
    one, other = uuid.UUID("aaaaaaaa11" + "0" * 22), uuid.UUID("aaaaaaaa22" + "0" * 22)
    for person, key in ((scene.tom, one), (scene.cat, other)):
        person.first_name, person.last_name = "Tom", "Ellis"
        person.save()
        Person.objects.filter(pk=person.pk).update(key=key)

    files = contents_of(scene.practice)

    assert sorted(name for name in people_in(files) if "ellis" in name) == [
        "ellis-tom-aaaaaaaa1100.html",
        "ellis-tom-aaaaaaaa2200.html",
    ]


@pytest.mark.parametrize("name", ["con", "nul", "A/B", "..", "Ann " + "x" * 140, "=1+1", "Zoë <b>", "ANN LEE", "٣ 李"])
def test_a_name_that_no_file_could_have_does_not_spoil_a_pack(scene, tmp_path, name):
    first, _, last = name.rpartition(" ")
    Person.objects.filter(pk=scene.tom.pk).update(first_name=first, last_name=last)

    pack = io.BytesIO()
    write_pack(Asked(scene.practice, ON, FROM, INSPECTION, EVERYTHING), pack, by="Ruth Okafor", at=AT)

    pages = people_in(files_of(pack.getvalue()))
    assert (len(pages), is_whole(pack.getvalue(), tmp_path)) == (4, True)


def test_what_is_overdue_is_marked_on_a_persons_page_as_it_is_in_the_matrix(scene):
    files = contents_of(scene.practice)

    [page] = [html.fromstring(body) for name, body in files.items() if name.startswith("people/roe-cat")]
    statuses = page.xpath("//h2[@id='table-1']/following-sibling::div[1]//span[b]")
    assert [(status.get("class"), status.text_content()) for status in statuses] == [("status overdue", "Overdue")] * 3
    assert page.text_content().count("What was asked, as at 31 March 2026") == 1


def test_a_date_on_a_persons_page_stays_in_one_line(scene):
    files = contents_of(scene.practice)

    [page] = [body.decode() for name, body in files.items() if name.startswith("people/lee-ann")]
    assert ("3\u00a0March\u00a02026</td>" in page, "3 March 2026</td>" in page) == (True, False)


def test_two_rows_that_are_one_human_have_one_page_with_what_both_did(scene):
    kept = make_member("Ann Marsh", practice=scene.practice).person
    join_rows(scene.ann, kept, make_person("Ruth Adeyemi"), at=moment(2026, 3, 5))

    files = contents_of(scene.practice)

    [page] = [files[f"people/{name}"].decode() for name in people_in(files) if "ann" in name]
    assert (page.count("<td>Own work</td>"), page.count("<td>Signed</td>"), "Ann Lee" in page) == (2, 1, False)


def test_without_names_not_even_the_order_of_the_pages_tells_one(scene):
    names = people_in(contents_of(scene.practice, ASSURANCE))

    keys = Person.objects.filter(memberships__practice=scene.practice).order_by("key").values_list("key", flat=True)
    assert names == [f"person-{key.hex[:8]}.html" for key in keys]


def test_the_files_of_two_policies_whose_keys_differ_in_capitals_only_do_not_meet(scene, tmp_path):
    other = make_policy_version(practice=scene.practice)
    type(other.page).objects.filter(pk=other.page_id).update(key=scene.policy.page.key.upper())

    pack = scene.pack()

    written = [name for name in files_of(pack) if name.startswith("policies/") and name.endswith(".json")]
    assert (len({name.casefold() for name in written}), is_whole(pack, tmp_path)) == (2, True)


def test_a_name_is_handed_out_once_whatever_its_capitals_and_accents():
    names = FileNames()

    wanted = (("Ann", "1"), ("ANN", "2"), ("Óg", "3"), ("O\u0301g", "4"))
    taken = [names.take(*name) for name in wanted]

    assert taken == ["Ann", "ANN-2", "Óg", "Óg-4"]
