"""Where the administrator's pages on keeping and forgetting are, and what one was told on them."""

from django.utils import timezone
from django.utils.formats import date_format

from trainingsite.evidence.keeping_tables import DisposalDecided

PAGE = "/admin/settings/retention/"


def person_page(person, act="") -> str:
    return f"{PAGE}people/{person.key}/{act}"


def disposal_page(proposal, act="") -> str:
    return f"{PAGE}disposals/{proposal.key}/{act}"


def said(answer) -> list[str]:
    return [message.message for message in answer.context["messages"]]


def when_decided() -> str:
    return date_format(timezone.localtime(DisposalDecided.objects.get().decided_at), "j F Y, H:i")
