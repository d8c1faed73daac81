"""The rules about documents notice what is missing from them."""

import pytest

from tests.house_rules.papers import adr_faults, mentions_of_no_adr, undefined_words, undocumented_settings

PAGE = "# {} A decision\n\n## Context\n\n## Decision\n\n## Consequences\n"


def pages(*names: str) -> dict[str, str]:
    return {name: PAGE.format(name[:4]) for name in names}


def test_the_rule_about_words_notices_a_table_the_glossary_does_not_know():
    glossary = "A Practice is explained in a sentence.\n| Person | `Person` | A human. |\n"

    assert undefined_words(["Person", "Practice"], glossary) == ["Practice is not in docs/glossary.md"]


def test_decisions_numbered_in_order_are_accepted():
    assert adr_faults(pages("0001-first.md", "0002-second.md")) == []


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (("0001-first.md", "0003-third.md"), "the numbers are 0001, 0003, not 0001, 0002"),
        (("0001-first.md", "0001-again.md"), "the numbers are 0001, 0001, not 0001, 0002"),
        (("0001-first.md", "second.md"), "second.md is not called NNNN-title.md"),
    ],
)
def test_the_rule_about_decisions_notices_numbers_that_do_not_agree(names, fault):
    assert fault in adr_faults(pages(*names))


def test_the_rule_about_decisions_notices_a_page_under_another_number():
    assert adr_faults({"0001-first.md": PAGE.format("0002")}) == ["0001-first.md does not begin with its own number"]


def test_the_rule_about_decisions_notices_a_page_without_consequences():
    page = PAGE.format("0001").replace("## Consequences\n", "")

    assert adr_faults({"0001-first.md": page}) == [
        "0001-first.md does not have exactly the headings Context, Decision, Consequences"
    ]


def test_the_rule_about_references_notices_a_decision_that_was_never_written():
    texts = {"chain.py": "See ADR " + "0007.", "seals.py": "See ADR-" + "0099."}

    assert mentions_of_no_adr(texts, {"0007"}) == ["seals.py mentions ADR 0099, which does not exist"]


def test_the_rule_about_settings_notices_one_that_nobody_explains():
    code = 'SITE_URL = environment.text("SITE_URL")\nSEAL_KEY = environment.required(\n    "SEAL_KEY", "signs")'

    assert undocumented_settings([code], "| `SITE_URL` | *needed* | the address |\n") == [
        "SEAL_KEY is not in docs/operations.md"
    ]
