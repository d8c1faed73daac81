"""Authors in Wagtail, and what their editor sends."""

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.test.utils.form_data import nested_form_data, streamfield

from scenarios.models import ScenarioPage
from tests.factories import make_person, make_shelf
from trainingsite.people import shelves

EMPTY = {"count": "0"}


def sign_in(client, person):
    """Sign a person in with a second factor, as Wagtail's pages want it."""
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()
    return person


def sign_in_author(client):
    """An administrator of the site, who may write everywhere."""
    return sign_in(client, make_person("Ada Author", is_superuser=True, is_staff=True))


def sign_in_owner(client, practice, name="Olive Owner"):
    """Somebody who writes on the shelf of one practice."""
    person = make_person(name)
    person.groups.add(Group.objects.get(pk=shelves.policy_owners(practice).pk))
    return sign_in(client, person)


def listed(*values):
    items = {
        f"{number}-{part}": value
        for number, item in enumerate(values)
        for part, value in {
            "value": item,
            "type": "item",
            "order": str(number),
            "deleted": "",
            "id": f"o{number}",
        }.items()
    }
    return {"count": str(len(values)), **items}


def option(option_id, to, **fields):
    told = {"text": "Ask Ruth.", "points": "2", "verdict": "recommended", "feedback": "Because.", "cites": EMPTY}
    return {"id": option_id, "to": to, **told, **fields}


def step(step_id, *options, text="It buzzes."):
    return {"id": step_id, "text": text, "post": EMPTY, "options": listed(*options)}


def ending(ending_id, outcome="good", title="So it goes"):
    return {"id": ending_id, "title": title, "text": "All is well.", "outcome": outcome}


def evening(to="calm"):
    """A step of which the first option leads to ``to``."""
    return step("evening", option("right", to), option("wrong", "upset", points="0", verdict="risky"))


def form_of(page, *, to="calm", steps=None, endings=None, action="action-publish", **fields):
    """The editor's form with a story of one decision, unless other steps and endings are given."""
    streams = {
        "steps": [("step", value) for value in steps or [evening(to)]],
        "endings": [("ending", value) for value in endings or [ending("calm"), ending("upset", "poor")]],
    }
    told = {
        "title": page.title, "slug": page.slug, "key": page.key, "summary": page.summary, "pass_mark": "70",
        "minutes": "5", "start": "evening", **({action: "yes"} if action else {}), **fields,
    }  # fmt: skip
    data = nested_form_data({**told, **{name: streamfield(values) for name, values in streams.items()}})
    return {**data, "roles": ["everyone"], **block_ids(streams)}


def block_ids(streams):
    """The ids that the editor's script gives to blocks."""
    return {f"{name}-{at}-id": f"{name}{at}" for name, values in streams.items() for at in range(len(values))}


def publish(client, page, **form):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **form))


def save_draft(client, page, **form):
    return publish(client, page, action="", **form)


def add(client, page, **form):
    address = reverse("wagtailadmin_pages:add", args=["scenarios", "scenariopage", make_shelf("Scenarios").pk])
    return client.post(address, form_of(page, **form))


def new_page():
    return ScenarioPage(title="Tagged", slug="tagged", key="tagged", summary="A photo.")


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]
