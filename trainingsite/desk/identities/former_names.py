"""What somebody was called before, for the one colleague who keeps former names."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access, read_words
from trainingsite.audit.models import Words
from trainingsite.people.access import second_factor_required
from trainingsite.people.identities import rows_of
from trainingsite.people.models import FormerName, Person, Practice
from trainingsite.people.names import former_names_of, keeps_former_names
from trainingsite.policies.models import Attestation


@dataclass(frozen=True)
class TypedName:
    """A name as somebody typed it when they signed."""

    what: str
    on: dt.date
    name: str


@second_factor_required
@require_GET
def people(request, ods):
    """Whoever was called something else before, by the name of today, for the keeper to choose from."""
    practice = _kept(request, ods)
    renamed = FormerName.objects.filter(person__in=Person.objects.at(practice).values("pk")).values("person")
    context = {"practice": practice, "people": Person.objects.filter(pk__in=renamed)}
    return render(request, "desk/identities/people.html", context)


def _kept(request, ods) -> Practice:
    """The practice, for whoever keeps its former names. Raises Http404 for everybody else."""
    practice = get_object_or_404(Practice, ods_code__iexact=ods)
    if not keeps_former_names(request.user, practice, timezone.localdate()):
        raise Http404("Somebody else keeps the former names of this practice, or nobody does.")
    return practice


@second_factor_required
@require_GET
def former_names(request, ods, person_key):
    """The names somebody had, and typed when they signed here; that the keeper looked is noted."""
    now, practice = timezone.now(), _kept(request, ods)
    person = get_object_or_404(Person.objects.at(practice), key=person_key)
    note_access(actor=request.user.key, verb="desk.former_names_opened", subject=person.key, at=now)
    context = {
        "practice": practice,
        "person": person,
        "former_names": former_names_of(person),
        "typed": typed_names(person, practice),
    }
    return render(request, "desk/identities/former_names.html", context)


def typed_names(person: Person, practice: Practice) -> list[TypedName]:
    """The name under each signature at the practice, the latest first, for as long as the words are kept."""
    signed = Attestation.objects.at(practice).filter(person__in=rows_of(person)).signed()
    signed = list(signed.select_related("version").order_by("-attested_at", "-pk"))
    kept = Words.objects.in_bulk([each.words_key for each in signed])
    found = []
    for each in signed:
        words = read_words(kept[each.words_key]) if each.words_key in kept else {}
        if name := words.get("typed_name") or words.get("recorded_name"):
            found.append(TypedName(str(each.version), each.attested_on, name))
    return found
