"""The page on which a pack begins: the same as the summary, the whole matrix, and every file."""

from dataclasses import replace

import pytest
from lxml import html

from tests.evidence.crowds import TOPICS, asks_for, crowded, facts_of
from tests.evidence.reading import files_of
from tests.evidence.scenes import Scene, a_practice_with_a_history
from tests.evidence.test_pack_plans import plan
from tests.factories import MONDAY, make_practice
from trainingsite.compliance.planning import Gap
from trainingsite.compliance.rules import Status
from trainingsite.evidence import pages
from trainingsite.evidence.frameworks.loading import load_frameworks
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.parts import Failure
from trainingsite.evidence.purposes import ASSURANCE

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "Where the practice stands", "How to read this", "What CQC asks of a practice", "Regulations and key questions",
    "Policy register", "Gaps, and what is being done about each", "Who is not counted", "Training matrix",
    "Files in this pack", "How this can be checked",
]  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    list(load_frameworks(at=MONDAY))
    return a_practice_with_a_history()


def opened(asked, facts) -> html.HtmlElement:
    return html.fromstring(pages.index(asked, facts))


def texts(page, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def test_the_sections_come_in_the_order_of_the_summary(scene):
    page = opened(*facts_of(scene.practice))

    assert texts(page, "//h2") == IN_ORDER
    assert texts(page, "//nav//a")[0] == "What CQC asks of a practice"


def test_the_three_things_are_told_with_where_the_evidence_is(scene):
    page = opened(*facts_of(scene.practice))

    found = texts(page, "//h2[@id='asked']/following-sibling::h3[position() <= 3]")
    where = texts(page, "//h2[@id='asked']/following-sibling::p[@class='quiet'][position() <= 3]")

    assert found == ["Decided what is mandatory", "Made it clear to staff", "Monitored how staff engage"]
    assert [sentence.partition(":")[0] for sentence in where] == ["Where the evidence is"] * 3


def test_every_file_of_the_pack_is_linked(scene):
    files = files_of(scene.pack())

    linked = set(html.fromstring(files["index.html"]).xpath("//a/@href"))

    assert files.keys() - linked == {"index.html"}


def test_a_file_that_could_not_be_put_in_is_named_and_not_linked(scene):
    asked, facts = facts_of(scene.practice)
    facts.failures.append(Failure("summary.pdf", "It could not be drawn."))

    page = opened(asked, facts)

    assert texts(page, "//section[@class='failed']//li") == ["summary.pdf: It could not be drawn."]
    assert page.xpath("//a[@href='summary.pdf']") == []


def test_a_plan_stands_beside_its_gap_or_below_all_of_them(scene):
    plan(scene, Gap(words="Nobody minds the fire door"))

    page = opened(*facts_of(scene.practice))

    assert texts(page, "//h3[@id='plans']/following-sibling::div[1]//tbody/tr/td") == [
        "Nobody minds the fire door", "", "Sits down with the trainer", "=the trainer", "14 Apr 2026",
    ]  # fmt: skip


def test_everybody_is_in_the_matrix_of_a_practice_of_any_size():
    practice = make_practice()
    asks_for(practice, *TOPICS)
    asked, facts = facts_of(practice)

    page = opened(asked, crowded(facts, 500, (Status.COMPLIANT,)))

    assert len(page.xpath("//table[@class='matrix']/tbody/tr")) == 500
    assert texts(page, "//table[@class='matrix']/tfoot//td") == ["500 of 500"] * 5


def test_shares_are_written_without_a_space(scene):
    asked, facts = facts_of(scene.practice)

    said = opened(asked, crowded(facts, 10, (Status.COMPLIANT, Status.OVERDUE))).text_content()

    assert (said.count("(50%)"), said.count(" %")) == (4, 0)


def test_a_name_from_memory_has_a_mark_and_below_the_table_it_says_once_what_that_means(scene):
    page = opened(*facts_of(scene.practice))

    names = page.xpath("//h3[@id='questions']/following-sibling::div[1]//tbody//th/text()[1]")
    assert (len([name for name in names if name.endswith("*")]), "Learning culture*" in names) == (9, True)
    assert page.text_content().count("Named from memory, not checked.") == 1


def test_it_loads_nothing_and_runs_nothing(scene):
    page = opened(*facts_of(scene.practice))

    assert page.xpath("//script | //link | //img | //iframe | //@src") == []
    assert page.xpath("//meta[@http-equiv]/@content") == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_nobody_is_named_where_the_purpose_allows_no_names(scene):
    plan(scene, Gap(words="Cat Roe minds the fire door"))
    asked, _ = facts_of(scene.practice)
    asked = replace(asked, purpose=ASSURANCE)

    said = opened(asked, PackFacts.of(asked)).text_content()

    assert [word for word in ("Ellis", "Ann Lee", "Roe", "Óg", "the trainer") if word in said] == []
    assert f"Person {scene.cat.key.hex[:8]}" in said


def test_why_a_policy_changed_has_a_column_only_where_it_may_be_said(scene):
    asked, _ = facts_of(scene.practice)
    without = replace(asked, purpose=ASSURANCE)

    headings = [
        texts(opened(each, PackFacts.of(each)), "//table[@class='register']/thead//th") for each in (asked, without)
    ]

    assert [heading for heading in headings[0] if heading not in headings[1]] == ["Why it changed"]
    assert len(headings[1]) == 6


def test_what_somebody_typed_is_text_and_never_markup(scene):
    scene.tom.first_name = "<script>alert(1)</script>"
    scene.tom.save()
    plan(scene, Gap(words="<img src=x>"))

    page = opened(*facts_of(scene.practice))

    assert page.xpath("//script | //img") == []
    assert "<img src=x>" in page.text_content()
