"""A story of three decisions, and what a browser sends while it is played."""

from django.urls import reverse

from scenarios import actions
from tests.factories import TUESDAY, make_scenario, make_scenario_version
from trainingsite.audit.models import Disposal, DisposalItem

KEY = "a-friend-request"
NEXT = {"evening": "late", "late": "night", "night": "calm"}


def address(name, *args):
    return reverse(f"scenarios:{name}", args=[KEY, *args])


def make_long_scenario():
    """A story of three decisions; ``wrong`` goes on as ``right`` does, and gives a patient away at night."""
    page = make_scenario()
    right, wrong = page.steps[0].value["options"]
    page.steps = [
        (
            "step",
            {
                "id": step, "text": f"It is {step}.", "post": [],
                "options": [{**right, "to": to}, {**wrong, "to": to, "critical": step == "night"}],
            },
        )
        for step, to in NEXT.items()
    ]  # fmt: skip
    page.endings = [("ending", page.endings[0].value)]
    page.save()
    return page


def make_version():
    return make_scenario_version(make_long_scenario())


def begin(person, version):
    return actions.begin(person=person, version=version, at=TUESDAY)


def sent(attempt, step, position, option="right"):
    return {"attempt": attempt.key, "step": step, "position": position, "option": option}


def decide(client, attempt, step, position, option="right"):
    return client.post(address("play"), sent(attempt, step, position, option))


def chosen_in(attempt):
    return [option for _, option in actions.choices_in(attempt)]


def own_pages(attempt):
    return [address(name, attempt.key) for name in ("feedback", "ending", "debrief")]


def all_pages(attempt):
    names = ("scenario", "start", "play", "back", "reflection")
    return [address(name) for name in names] + own_pages(attempt)


def erase(words):
    """Erase by rule: only what an approved disposal names can go."""
    disposal = Disposal.objects.create(rule="90 days after passing", proposed_by="a", approved_by="b")
    DisposalItem.objects.bulk_create(DisposalItem(disposal=disposal, words_key=kept.key) for kept in words)
    words.delete()
