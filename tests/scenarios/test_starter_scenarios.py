"""What the scenarios that are there from the start owe their readers."""

import re
import tomllib

import pytest

from scenarios.loading import SERIES, series_of
from scenarios.problems import problems
from scenarios.text import read_scenario
from tests.modules.test_starter_content import COVERAGE, NOT_BRITISH, PLATFORMS, PRINTED, SEEN, TOPICS, YEARS, plain
from tests.starter_tables import POLICY, ROOT, SCENARIOS, cites, listed, read_yaml, table, texts

ROWS = {row["Scenario"]: row for row in table("Scenario")}
STAFF = read_yaml(ROOT / "trainingsite/people/starter.yaml")
GROUPS = [group["key"] for group in STAFF["staff_groups"]]
JOBS = [job["key"] for jobs in STAFF["job_roles"].values() for job in jobs]
WRITTEN_FOR = {
    "clinician": "gps",
    "nurse": "nursing",
    "allied health and pharmacy": "allied-health-pharmacy",
    "non-clinical": "non-clinical",
    "manager": "management",
}
ACCOUNT_HOLDER = "account holder"
CLAUSES = {clause["id"]: plain(clause["title"]) for clause in POLICY["clauses"]}


def summary(key):
    return " ".join(SCENARIOS[key]["summary"].split())


def policy_cites(key):
    ours = "Our social media policy: "
    return {plain(cite.removeprefix(ours)) for cite in cites(SCENARIOS[key]) if cite.startswith(ours)}


def keys(column, value="yes"):
    return {key for key, row in ROWS.items() if row[column] == value}


def test_the_table_has_every_scenario():
    assert list(ROWS) == list(SCENARIOS)
    assert len(SCENARIOS) >= 24


@pytest.mark.parametrize("key", SCENARIOS)
def test_a_starter_scenario_has_neither_errors_nor_warnings(key):
    graph = read_scenario((ROOT / f"scenarios/starter/{key}.yaml").read_text())

    assert graph.id == key
    assert problems(graph, [*GROUPS, *JOBS]) == ()


@pytest.mark.parametrize("key", SCENARIOS)
def test_a_summary_says_how_long_it_takes_and_that_it_is_invented(key):
    assert re.findall(r"[Aa]bout (\d+) minutes", summary(key)) == [ROWS[key]["Minutes"]]
    assert "The people and places in this story are invented." in summary(key)


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_policy_clauses_that_a_scenario_cites_exist(key):
    assert policy_cites(key) != set()
    assert policy_cites(key) - set(CLAUSES.values()) == set()


@pytest.mark.parametrize("key", SCENARIOS)
def test_only_paragraphs_that_were_seen_are_printed(key):
    for text in texts(SCENARIOS[key]):
        for body, pattern in PRINTED.items():
            for numbers in pattern.findall(" ".join(text.split())):
                assert set(re.split(", | and ", numbers)) - YEARS <= SEEN[body], text


@pytest.mark.parametrize("key", SCENARIOS)
def test_no_platform_is_named_and_the_spelling_is_british(key):
    assert [text for text in texts(SCENARIOS[key]) if PLATFORMS.search(text) or NOT_BRITISH.search(text)] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_scenarios_that_cite_a_clause_about_it(topic):
    row = COVERAGE[topic]
    about = {CLAUSES[clause] for clause in listed(row["Policy clauses"])}

    assert {key for key in listed(row["Scenarios"]) if not policy_cites(key) & about} == set()


def test_every_scenario_is_about_some_topic():
    assert {key for row in COVERAGE.values() for key in listed(row["Scenarios"])} == set(SCENARIOS)


@pytest.mark.parametrize("variant", [*WRITTEN_FOR, ACCOUNT_HOLDER])
def test_there_are_three_scenarios_for_each_part_of_the_team(variant):
    assert len(keys("Written for", variant)) >= 3


@pytest.mark.parametrize("key", SCENARIOS)
def test_a_scenario_is_offered_to_those_for_whom_it_was_written(key):
    variant, roles = ROWS[key]["Written for"], SCENARIOS[key]["roles"]

    if variant == ACCOUNT_HOLDER:
        assert re.search("practice page|practice account", summary(key))
    assert roles == ["everyone"] or WRITTEN_FOR[variant] in roles


def test_one_scenario_in_four_shows_something_done_well_and_says_so():
    assert keys("Done well") == {key for key in SCENARIOS if "doing it well" in summary(key)}
    assert len(keys("Done well")) * 4 >= len(SCENARIOS)


def test_the_case_study_is_three_decisions():
    told = {row["Case study"]: key for key, row in ROWS.items() if row["Case study"]}

    assert told == {"1": "friend-request", "2": "patient-thirty-one", "3": "the-oyster-man"}
    assert [series_of(key) for key in sorted(told.values())] == ["Case study: three decisions"] * 3
    assert set(told.values()) == {key for key in SCENARIOS if "case study" in summary(key)}


def test_every_series_is_made_of_scenarios_that_are_there():
    named = [key for series in tomllib.loads(SERIES.read_text()).values() for key in series["scenarios"]]

    assert set(named) - set(SCENARIOS) == set()
    assert series_of("the-rash") == ""
