"""What the ten modules that are there from the start owe their readers."""

import re

import pytest

from tests.starter_tables import (
    LESSONS,
    MODULES,
    POLICY,
    PROGRAMMES,
    PUBLIC_PAGE,
    SCENARIOS,
    cites,
    listed,
    table,
    texts,
)

TITLES = {
    "boundaries": "Personal and professional boundaries",
    "privacy": "Privacy settings check-up",
    "confidentiality": "Confidentiality and the sum of information",
    "venting-and-stories": "Venting, clinical stories and sharing",
    "patients-and-messages": "Patients, messages and messaging apps",
    "practice-accounts": "Practice accounts",
    "speaking-up": "Speaking up, hot topics, colleagues, and what your signature means",
    "using-the-page-well": "Using the practice's page well",
    "managers": "For managers: incidents, fair process, protecting those who speak up",
    "annual-refresher": "Annual refresher",
}
TOPICS = [f"T{number:02}" for number in range(1, 19)]
COVERAGE = {row["Topic"][:3]: row for row in table("Topic")}
WORDS_A_MINUTE, SECONDS_TO_ANSWER = 200, 10
AT_MOST_SHORT, AT_MOST_OVER = 1.0, 3.0
# The paragraphs whose text we have seen. Any other number is unverified, and is not printed.
SEEN = {
    "GMC social media guidance": {"4", "9", "14", "18", "19"},
    "Good medical practice": {"81", "82", "88", "89", "90", "93"},
    "NMC Code": {"1.1", "6", "8.2", "20.10"},
    "HCPC standard": {"1.7", "5.1"},
}
CALLED = {
    "Using social media as a medical professional (2024)": "GMC social media guidance",
    "Good medical practice (2024)": "Good medical practice",
    "The Code": "NMC Code",
    "Standards of conduct, performance and ethics (2024)": "HCPC standard",
}
NUMBERS = r"(?:\d+(?:\.\d+)?)(?:(?:, | and )\d+(?:\.\d+)?)*"
PRINTED = {
    body: re.compile(rf"{body}s?(?: 2024)?(?:, )?\s*(?:paragraphs?|standards?|section)?\s*({NUMBERS})") for body in SEEN
}
YEARS = {"2013", "2024"}
PLATFORMS = re.compile(r"WhatsApp|Facebook|Instagram|TikTok|Twitter|[Tt]weet|LinkedIn|Snapchat|YouTube|Strava|Reddit")
NOT_BRITISH = re.compile(
    r"\b(colou?r(?<!colour)|favorite|behavior|center|organiz\w+|recogniz\w+|apologiz\w+|realiz\w+|defense|gotten)\b",
    re.I,
)
REGULATED = {
    "gp-partner", "salaried-gp", "gp-registrar", "locum-gp", "foundation-doctor", "physician-associate",
    "advanced-nurse-practitioner", "practice-nurse", "nursing-associate", "advanced-clinical-practitioner", "paramedic",
    "first-contact-physiotherapist", "occupational-therapist", "dietitian", "clinical-pharmacist",
    "pharmacy-technician",
}  # fmt: skip


def questions(key):
    return MODULES[key]["check"]["questions"]


def of_kind(key, kind):
    return [question for question in questions(key) if question["kind"] == kind]


def asked(key):
    return sum(outcome["ask"] for outcome in MODULES[key]["outcomes"])


def in_lessons(key):
    return sum(lesson["minutes"] for lesson in MODULES[key]["lessons"])


def parts_for_some(key):
    return [
        block["some_staff"] for lesson in MODULES[key]["lessons"] for block in lesson["blocks"] if "some_staff" in block
    ]


def words(*said):
    return sum(len(text.split()) for text in texts(list(said)))


def words_read(lesson, group):
    """What one person reads of a lesson, what opens when they ask for more, and about half of the kinds of app."""
    shown = [block for block in lesson["blocks"] if not {"cites", "some_staff", "walk_through"} & set(block)]
    own = [block["some_staff"]["blocks"] for block in lesson["blocks"] if group in groups_of(block)]
    walks = [block["walk_through"] for block in lesson["blocks"] if "walk_through" in block]
    return words(shown, own, lesson["you_will"], lesson["remember"]) + words(walks) // 2


def groups_of(block):
    return block.get("some_staff", {}).get("groups", [])


def minutes_needed(key):
    lessons = [max(words_read(lesson, group) for group in groups_read(lesson)) for lesson in MODULES[key]["lessons"]]
    mean = sum(words(q["text"], q.get("post"), q["options"]) for q in questions(key)) / len(questions(key))
    return sum(lessons) / WORDS_A_MINUTE + asked(key) * (mean / WORDS_A_MINUTE + SECONDS_TO_ANSWER / 60)


def groups_read(lesson):
    return {group for block in lesson["blocks"] for group in groups_of(block)} or {""}


def policy_cites(said, title="Our social media policy"):
    return {plain(cite.removeprefix(f"{title}: ")) for cite in cites(said) if cite.startswith(title)}


def plain(title):
    return re.sub(r"[^a-z' ]", "", title.lower())


def test_the_ten_modules_are_there():
    assert {key: module["title"] for key, module in MODULES.items()} == TITLES


@pytest.mark.parametrize("key", MODULES)
def test_every_lesson_says_what_it_takes_and_ends_with_one_thing_to_remember(key):
    for lesson in MODULES[key]["lessons"]:
        assert lesson["minutes"] in (1, 2, 3)
        assert len(lesson["you_will"]) == 2
        assert 4 <= words(lesson["remember"]) <= 25


@pytest.mark.parametrize("key", MODULES)
def test_the_minutes_are_honest(key):
    over = MODULES[key]["minutes"] - minutes_needed(key)

    assert -AT_MOST_SHORT <= over <= AT_MOST_OVER


@pytest.mark.parametrize("key", MODULES)
def test_a_go_asks_eight_to_ten_questions_and_fewer_in_the_refresher(key):
    assert asked(key) in ({5, 6} if key == "annual-refresher" else {8, 9, 10})
    assert MODULES[key]["minutes"] > in_lessons(key)


@pytest.mark.parametrize("key", MODULES)
def test_every_pool_has_a_question_more_than_a_go_asks(key):
    pools = {outcome["id"]: 0 for outcome in MODULES[key]["outcomes"]}
    for question in questions(key):
        pools[question["outcome"]] += 1

    assert [o["id"] for o in MODULES[key]["outcomes"] if not 1 <= o["ask"] < pools[o["id"]]] == []


@pytest.mark.parametrize("key", MODULES)
def test_something_is_put_into_safe_think_first_and_never(key):
    sorts = of_kind(key, "sort")

    assert sorts != []
    for question in sorts:
        assert {option["place"] for option in question["options"]} == {"safe", "think", "never"}
        assert 4 <= len(question["options"]) <= 6


@pytest.mark.parametrize("key", sorted(set(MODULES) - {"privacy", "managers", "speaking-up"}))
def test_the_words_that_could_identify_somebody_are_marked(key):
    marks = of_kind(key, "mark")

    assert marks != []
    for question in marks:
        assert 6 <= len(question["options"]) <= 10
        assert 25 <= words([option["text"] for option in question["options"]]) <= 50
        assert 2 <= sum(option.get("right", False) for option in question["options"]) <= len(question["options"]) - 3


@pytest.mark.parametrize("key", MODULES)
def test_the_right_answer_is_the_longest_in_no_more_than_half_of_the_questions(key):
    ones = of_kind(key, "one")

    longest = [max(question["options"], key=lambda option: len(option["text"])) for question in ones]
    assert sum(option.get("right", False) for option in longest) * 2 <= len(ones)


def test_the_right_answer_moves_about():
    places = [
        place
        for key in MODULES
        for question in of_kind(key, "one")
        for place, option in enumerate(question["options"])
        if option.get("right")
    ]

    assert max(places.count(place) for place in set(places)) < len(places) / 2


@pytest.mark.parametrize("key", MODULES)
def test_every_module_is_explained_to_a_colleague_a_patient_and_an_inspector(key):
    recap = MODULES[key]["recap"]

    assert list(recap) == ["colleague", "patient", "inspector"]
    for said in recap.values():
        assert 2 <= len(re.findall(r"[.?!](?= |$)", said.strip())) <= 5
        assert 20 <= words(said) <= 70


@pytest.mark.parametrize("key", ["boundaries", "privacy", "confidentiality", "speaking-up", "annual-refresher"])
def test_whoever_has_a_regulator_and_whoever_has_none_read_their_own_words(key):
    parts = parts_for_some(key)
    regulators = [part for part in parts if part["groups"] != ["not-regulated"]]

    assert {group for part in regulators for group in part["groups"]} == REGULATED
    assert [part for part in parts if part["groups"] == ["not-regulated"]] != []
    for part in parts:
        said = " ".join(texts(part["blocks"]))
        assert ("Your regulator" in said) <= (part["groups"] != ["not-regulated"])
        assert "Your regulator" in said or "Our policy requires" in said


@pytest.mark.parametrize("key", MODULES)
def test_only_paragraphs_that_were_seen_are_printed(key):
    for text in texts(MODULES[key]):
        for body, pattern in PRINTED.items():
            for numbers in pattern.findall(" ".join(text.split())):
                assert set(re.split(", | and ", numbers)) - YEARS <= SEEN[body], text


@pytest.mark.parametrize("key", MODULES)
def test_a_module_is_built_on_paragraphs_that_were_seen(key):
    for source in MODULES[key]["guidance"]:
        numbers = set(re.findall(r"[\d.]+", source["paragraphs"]))
        assert numbers <= SEEN.get(CALLED.get(source["title"]), set()), source


@pytest.mark.parametrize("key", MODULES)
def test_no_platform_is_named_and_the_spelling_is_british(key):
    assert [text for text in texts(MODULES[key]) if PLATFORMS.search(text) or NOT_BRITISH.search(text)] == []


@pytest.mark.parametrize("key", MODULES)
def test_the_policy_clauses_that_a_module_cites_exist(key):
    clauses = {plain(clause["title"]) for clause in POLICY["clauses"]}
    public = {plain(clause["title"]) for clause in PUBLIC_PAGE["clauses"]}

    assert policy_cites(MODULES[key]) - clauses == set()
    assert policy_cites(MODULES[key], PUBLIC_PAGE["title"]) - public == set()


def test_the_table_has_every_topic():
    assert list(COVERAGE) == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_the_table_names_exactly_the_lessons_that_teach_a_topic(topic):
    taught = {name for name, lesson in LESSONS.items() if topic in lesson["topics"]}

    assert taught != set()
    assert listed(COVERAGE[topic]["Lessons"]) == taught


@pytest.mark.parametrize("topic", TOPICS)
def test_the_table_names_exactly_the_policy_clauses_about_a_topic(topic):
    about = {clause["id"] for clause in POLICY["clauses"] if topic in clause["topics"]}

    assert listed(COVERAGE[topic]["Policy clauses"]) == about


@pytest.mark.parametrize("topic", TOPICS)
def test_the_guidance_in_the_table_is_cited_where_the_topic_is_taught(topic):
    row = COVERAGE[topic]
    where = [LESSONS[name] for name in listed(row["Lessons"])] + [SCENARIOS[key] for key in listed(row["Scenarios"])]
    cited = {reference for cite in cites(where) for reference in references(cite)}

    assert {reference for said in row["Guidance"].split(" · ") for reference in short(said)} - cited == set()


def short(said):
    """“GMC-SM 18, 19” as two references; a body without a number as one."""
    numbered = re.fullmatch(r"(\S+) ([\d., ]+)", said)
    if numbered is None:
        return {(said, "")}
    return {(numbered[1], number) for number in numbered[2].split(", ")}


def references(cite):
    """What the table would call a source that a lesson or a scenario cites."""
    names = {
        "GMC social media guidance 2024": "GMC-SM", "GMC Good medical practice 2024": "GMP", "NMC Code": "NMC",
        "HCPC standards 2024": "HCPC", "RCGP Social Media Highway Code 2013": "RCGP",
    }  # fmt: skip
    for title, name in names.items():
        if cite.startswith(title):
            rest = cite.removeprefix(title).split("(")[0]
            return {(name, number) for number in re.findall(r"\d+(?:\.\d+)?", rest)}
    bodies = ("NHS England", "MDDUS", "MDU", "BMA", "ACAS", "ICO", "CQC", "NMC")
    return {(body, "") for body in bodies if cite.startswith(f"{body} ")}


def asked_for(programme, kind):
    return [terms[kind] for terms in PROGRAMMES[programme]["requirements"] if kind in terms]


def test_the_induction_takes_thirty_five_minutes_or_less():
    modules = asked_for("induction", "module")

    assert modules == ["boundaries", "privacy", "confidentiality"]
    assert sum(MODULES[key]["minutes"] for key in modules) <= 35
    assert asked_for("induction", "scenario") == ["friend-request"]


@pytest.mark.parametrize("row", table("Programme"), ids=lambda row: row["Programme"])
def test_the_table_of_programmes_says_what_they_ask(row):
    modules = asked_for(row["Programme"], "module")

    assert row["Modules"] == ", ".join(modules)
    assert row["Minutes"] == str(sum(MODULES[key]["minutes"] for key in modules))
    assert row["Scenario"] == ", ".join(asked_for(row["Programme"], "scenario"))


def test_the_table_has_every_programme():
    assert [row["Programme"] for row in table("Programme")] == list(PROGRAMMES)


def test_the_refresher_and_the_years_story_take_ten_to_fifteen_minutes():
    module, stories = MODULES["annual-refresher"]["minutes"], [row["Story"] for row in table("Year")]

    assert stories[:1] == asked_for("annual-refresher", "scenario")
    assert len(set(stories)) >= 3
    for key in stories:
        assert SCENARIOS[key]["roles"] == ["everyone"]
        assert 10 <= module + int(re.search(r"bout (\d+) minutes", SCENARIOS[key]["summary"])[1]) <= 15
