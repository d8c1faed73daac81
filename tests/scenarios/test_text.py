"""Scenarios as text: read, written, and refused in words an author can act on."""

import pytest
from hypothesis import given

from scenarios import yamlfields
from scenarios.engine import Ending, Graph, Option, Outcome, Post, Reply, Step, Verdict
from scenarios.text import MOST_BYTES, MOST_STEPS, ScenarioTextError, read_scenario, text_of, write_scenario
from tests.scenarios.builders import broken_graphs, make_ending, make_graph, make_option, make_step, right, wrong

TEXT = """\
id: at-the-desk
title: At the desk
summary: A morning at reception.
roles: [nursing, receptionist]
pass_mark: 70
start: call
steps:
  - id: call
    text: |
      The phone rings.

      **Caller:** "Is he in?"
    post:
      name: Marrowby Chat
      handle: "@marrowbychat"
      text: "Seen at the surgery: half the town"
      picture: A queue in the rain.
      reactions: 12 likes
      replies:
        - {name: Dan, text: Ha!}
    options:
      - id: no
        text: No
        to: home
        points: 2
        verdict: recommended
        feedback: Kind and clear.
        cites: ["Our policy: confidentiality", GMC 18]
      - id: yes
        text: Yes
        to: home
        points: -1
        verdict: breach
        critical: true
endings:
  - id: home
    title: Home time
    text: The day ends.
    outcome: mixed
"""
GRAPH = Graph(
    id="at-the-desk",
    title="At the desk",
    summary="A morning at reception.",
    roles=("nursing", "receptionist"),
    pass_mark=70,
    start="call",
    steps=(
        Step(
            id="call",
            text='The phone rings.\n\n**Caller:** "Is he in?"',
            post=Post(
                name="Marrowby Chat",
                handle="@marrowbychat",
                text="Seen at the surgery: half the town",
                picture="A queue in the rain.",
                reactions="12 likes",
                replies=(Reply("Dan", "Ha!"),),
            ),
            options=(
                Option(
                    id="no",
                    text="No",
                    to="home",
                    points=2,
                    verdict=Verdict.RECOMMENDED,
                    feedback="Kind and clear.",
                    cites=("Our policy: confidentiality", "GMC 18"),
                ),
                Option(id="yes", text="Yes", to="home", points=-1, verdict=Verdict.BREACH, critical=True),
            ),
        ),
    ),
    endings=(Ending("home", "Home time", "The day ends.", Outcome.MIXED),),
)

GRAPH_KEYS = "id, title, summary, roles, pass_mark, start, steps, endings"
OPTION_KEYS = "id, text, to, points, verdict, critical, feedback, cites"
AN_ID = "made of letters, digits, hyphens and underscores, at most 60"
A_COLON_TOO_MANY = (
    'this colon does not fit here; put words with a colon in "quotes", and check how far the line is set in'
)


def with_line(old, new):
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


def refusal_of(text):
    with pytest.raises(ScenarioTextError) as refused:
        read_scenario(text)
    return refused.value.messages


def test_a_scenario_is_read_from_text():
    assert read_scenario(TEXT) == GRAPH


def test_a_scenario_written_down_reads_as_the_author_would_write_it():
    graph = make_graph(make_step("s1", right("end"), wrong("end", critical=True)))

    assert write_scenario(graph) == (
        "id: at-the-desk\n"
        "title: At the desk\n"
        "summary: A morning at reception.\n"
        "roles:\n"
        "  - everyone\n"
        "pass_mark: 80\n"
        "start: s1\n"
        "steps:\n"
        "  - id: s1\n"
        "    text: A patient asks at the desk.\n"
        "    options:\n"
        "      - id: right\n"
        "        text: Say so.\n"
        "        to: end\n"
        "        points: 2\n"
        "        verdict: recommended\n"
        "        feedback: Because.\n"
        "        cites:\n"
        "          - Our policy\n"
        "      - id: wrong\n"
        "        text: Say nothing at all.\n"
        "        to: end\n"
        "        points: 0\n"
        "        verdict: risky\n"
        "        critical: true\n"
        "        feedback: Because.\n"
        "        cites:\n"
        "          - Our policy\n"
        "endings:\n"
        "  - id: end\n"
        "    title: Home time\n"
        "    text: Everyone goes home.\n"
        "    outcome: good\n"
    )


def test_paragraphs_are_written_as_a_block():
    written = write_scenario(GRAPH)

    assert "    text: |-\n      The phone rings.\n\n      **Caller:**" in written


def test_spaces_and_control_characters_that_text_cannot_keep_are_left_out_of_it():
    graph = make_graph(make_step("s1", right("end"), make_option("other", "end", text=" One\r\ntwo\x00\x1b \n")))

    written = read_scenario(write_scenario(graph))

    assert written.steps[0].options[1].text == "One\ntwo"


@given(broken_graphs())
def test_a_scenario_sound_or_not_is_the_same_after_a_round_trip(graph):
    assert read_scenario(write_scenario(graph)) == graph


def test_what_the_checks_have_a_code_for_is_read_and_left_to_them():
    bare = "id: bare\ntitle: Bare\nsummary: Nothing yet.\nroles: []\npass_mark: 80\nsteps:\n  - {id: s1, text: Hello}\n"

    graph = read_scenario(bare)

    assert (graph.start, graph.steps[0].options, graph.endings) == ("", (), ())


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm():
    content = TEXT.replace("\n", "\r\n").encode("utf-8-sig")

    assert read_scenario(text_of(content)) == GRAPH


@pytest.mark.parametrize("word", ["yes", "no", "on", "2026-01-01", "12:30", "0.5"])
def test_words_that_yaml_takes_for_something_else_are_words(word):
    assert read_scenario(with_line("title: At the desk", f"title: {word}")).title == word


@pytest.mark.parametrize("answer", ["yes", "True", "true"])
def test_critical_may_be_said_with_yes_or_true(answer):
    assert read_scenario(with_line("critical: true", f"critical: {answer}")) == GRAPH


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: At the desk", "title: 2026", "Line 2: title must be words, not a number; put it in quotes."),
        ("title: At the desk", "title: true", "Line 2: title must be words, not true or false; put it in quotes."),
        ("title: At the desk", "title: [At, the]", "Line 2: title must be words, not a list."),
        ("title: At the desk", 'title: ""', "Line 1: A scenario needs title."),
        ("title: At the desk", 'title: "a\\x07b"', "Line 2: title has a character in it that text cannot have."),
        ("title: At the desk", 'title: "\\ud800"', "Line 2: title has a character in it that text cannot have."),
        (
            "title: At the desk",
            f"title: {'a' * 201}",
            "Line 2: title must be at most 200 characters long, not 201.",
        ),
        ("summary: A morning at reception.\n", "", "Line 1: A scenario needs summary."),
        ("roles: [nursing, receptionist]\n", "", "Line 1: A scenario needs roles."),
        ("[nursing, receptionist]", "everyone", "Line 4: roles must be a list, not words."),
        (
            "[nursing, receptionist]",
            "[nursing, a nurse]",
            f"Line 4: an entry of roles must be {AN_ID}, not “a nurse”.",
        ),
        ("pass_mark: 70", "pass_mark: 70%", "Line 5: pass_mark must be a whole number from 0 to 100, not “70%”."),
        ("pass_mark: 70", "pass_mark: 101", "Line 5: pass_mark must be a whole number from 0 to 100, not “101”."),
        ("pass_mark: 70", "pass_mark: 66.7", "Line 5: pass_mark must be a whole number from 0 to 100, not “66.7”."),
        ("pass_mark: 70", "pass_mark: true", "Line 5: pass_mark must be a whole number from 0 to 100, not “true”."),
        (
            "pass_mark: 70",
            'pass_mark: "70"',
            "Line 5: pass_mark must be a whole number from 0 to 100, not the words “70”.",
        ),
        (
            "start: call",
            "start: [call, home]",
            f"Line 6: start must be {AN_ID}, not a list.",
        ),
        (
            "points: 2",
            "points: two",
            "Line 25: points must be a whole number from -1000 to 1000, not “two”.",
        ),
        ("        points: 2\n", "", "Line 22: An option needs points."),
        (
            "verdict: breach",
            "verdict: awful",
            "Line 33: verdict must be one of recommended, acceptable, risky, breach, not “awful”.",
        ),
        ("critical: true", "critical: 1", "Line 34: critical must be true or false, not “1”."),
        ("critical: true", "criticle: true", f"Line 34: An option has no key “criticle”; it may have {OPTION_KEYS}."),
        ("outcome: mixed", "outcome: bad", "Line 39: outcome must be one of good, mixed, poor, not “bad”."),
        ("outcome: mixed", "outcome: mixed\n    outcome: good", "Line 40: outcome is given twice."),
        ("name: Dan, ", "", "Line 20: A reply needs name."),
        (
            "- {name: Dan, text: Ha!}",
            "- Ha!",
            "Line 20: A reply must be a set of keys and values (name, text), not words.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, message):
    assert refusal_of(with_line(old, new)) == (message,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is nothing in the text."),
        ("# nothing but a comment\n", "There is nothing in the text."),
        ("id: a\n\ttitle: b\n", "Line 2: this line begins with a tab; use spaces."),
        ("id:\ta\n", "Line 1: there is a tab here; use spaces."),
        (
            "id: &one a\ntitle: *one\n",
            "Line 1: anchors (&) and aliases (*) are not allowed; write the words out.",
        ),
        ("id: *one\n", "Line 1: anchors (&) and aliases (*) are not allowed; write the words out."),
        (
            "id: !!python/object/apply:os.getcwd []\n",
            "Line 1: tags (!) are not allowed; take it away, or put the words in quotes.",
        ),
        ("id: a\n---\nid: b\n", "Line 2: a second document begins here; a file holds one scenario."),
        (
            "title: Monday: nine\n",
            f"Line 1: {A_COLON_TOO_MANY}.",
        ),
        ('id: "a\n', "Line 2: a quotation mark is opened here and never closed."),
        ("id: [a, b\n", "Line 2: this is not YAML: expected ',' or ']', but got '<stream end>'."),
        ("id: a\ntitle: b\x00\n", "Line 2: there is a character here that text cannot have."),
        ('id: "\\U99999999"\n', "A code in the text, such as \\U99999999, is out of range."),
        ("[" * 100_000, "Line 1: lists within lists go too deep here."),
        ("just words\n", f"Line 1: A scenario must be a set of keys and values ({GRAPH_KEYS}), not words."),
        ("# " + "x" * MOST_BYTES, "This is larger than 1,000,000 bytes; a scenario is never that long."),
    ],
)
def test_what_is_not_a_scenario_is_refused_in_one_sentence(text, message):
    assert refusal_of(text) == (message,)


def test_ten_thousand_steps_are_refused():
    steps = "".join(f"  - {{id: s{n}, text: On we go, options: []}}\n" for n in range(10_000))

    (message,) = refusal_of(TEXT.split("steps:")[0] + "steps:\n" + steps)

    assert message == "Line 2862: this is too much; 20,000 keys and values are the limit."


def test_more_steps_than_anyone_would_play_are_refused():
    steps = "".join(f"  - {{id: s{n}, text: On we go, options: []}}\n" for n in range(MOST_STEPS + 1))

    assert refusal_of(TEXT.split("steps:")[0] + "steps:\n" + steps) == (
        "Line 8: there are 201 steps; the most there can be is 200.",
    )


def test_everything_wrong_is_told_at_once():
    text = with_line("pass_mark: 70", "pass_mark: lots").replace("outcome: mixed", "outcome: bad")

    assert [message.split(":")[0] for message in refusal_of(text)] == ["Line 5", "Line 39"]


def test_what_is_wrong_everywhere_is_cut_short(monkeypatch):
    monkeypatch.setattr(yamlfields, "MOST_NOTES", 2)

    messages = refusal_of("id: a\ntitle: b\n")

    assert messages == ("Line 1: A scenario needs summary.", "Line 1: A scenario needs roles.", "… and 1 more.")


def test_a_key_is_quoted_without_what_could_upset_a_terminal():
    (message,) = refusal_of(TEXT + '"\\x1b[31mred\\nx": 1\n')

    assert message.startswith("Line 40: A scenario has no key “ [31mred x”; it may have id,")


def test_a_picture_is_not_text():
    with pytest.raises(ScenarioTextError, match="not text in UTF-8"):
        text_of(b"\x89PNG\r\n")


def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(ScenarioTextError, match="larger than"):
        text_of(b"\xc3" * (MOST_BYTES + 1))


def test_an_ending_with_options_is_read_so_that_it_can_be_refused():
    graph = make_graph(make_step("s1", right("end"), wrong("end")), endings=(make_ending(options=(right("s1"),)),))

    assert read_scenario(write_scenario(graph)) == graph
