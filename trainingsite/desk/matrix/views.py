"""The training matrix, as much of it as was asked for, and the record behind each of its cells."""

import datetime as dt
from urllib.parse import urlsplit

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access, note_look_of_the_day
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.desk import overview
from trainingsite.desk.forms import asked_day
from trainingsite.desk.matrix import page
from trainingsite.desk.matrix.behind import behind
from trainingsite.desk.matrix.cells import sums_html, table_body
from trainingsite.desk.matrix.choosing import Choice
from trainingsite.desk.matrix.next_steps import next_steps
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Person

LONG_AGO = dt.date(1990, 1, 1)


@second_factor_required
@require_GET
def matrix(request, ods):
    """People down, requirements across; the address says which, in which order and as at which day."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    form, day = asked_day(request, practice, today)
    whole = remembered_matrix(practice, day, today)
    asked = Choice.read(request.GET)
    choice, unknown = asked.known_in(whole), [*asked.unknown_in(whole), *page.unknown_names(request.GET)]
    note_look_of_the_day(
        actor=request.user.key, verb="desk.matrix_opened", subject=practice.key, at=timezone.now()
    )  # fmt: skip
    addresses = page.Addresses("" if day == today else f"on={day}")
    context = {
        "practice": practice,
        "form": form,
        "day": day,
        "today": today,
        "matrix": whole,
        "choice": choice,
        "unknown": unknown,
        "in_words": asked.in_words(whole),
        **shown(whole, choice, unknown, addresses, request.GET.get("page", "")),
    }
    return render(request, "desk/matrix/matrix.html", context)


def shown(whole, choice, unknown, addresses, asked_page) -> dict:
    """The part of the matrix that was chosen, and the ways to other parts."""
    part = choice.of(whole)
    leaf, said = page.leaf_of(part.rows, asked_page)
    unknown += said
    return {
        "part": part,
        "leaf": leaf,
        "leaves": page.leaf_links(leaf, choice, addresses),
        "shown": page.shown_in_words(whole, part),
        "everything": addresses.of(Choice()),
        "query": addresses.of(choice),
        "tabs": page.tabs(whole, choice, addresses),
        "orders": page.orders(choice, addresses),
        "groupings": page.groupings(choice, addresses),
        "chosen": list(page.chosen(whole, choice, addresses)),
        "boxes": page.boxes(whole, choice),
        "headings": page.headings(part, choice, addresses),
        "body": table_body(part, choice.groups_of(leaf.rows), f"?{addresses.on}" if addresses.on else ""),
        "sums": sums_html(part),
        "denominator": overview.in_words(part.total(), len(part.rows)),
        "met": part.total().compliant,
    }


@second_factor_required
@require_GET
def cell(request, ods, person_key, line):
    """The record behind one cell, as at any day; that somebody looked is noted."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    person = get_object_or_404(Person.objects.at(practice), key=person_key)
    form, day = asked_day(request, practice, today, earliest=LONG_AGO)
    found = behind(practice, person, line, day, today)
    if found is None:
        raise Http404("Nobody was ever asked for that here while they were.")
    note_access(
        actor=request.user.key, verb="desk.cell_opened", subject=person.key,
        detail=f"{found.wording.title}, {practice.name}", at=timezone.now(),
    )  # fmt: skip
    context = {
        "practice": practice,
        "person": person,
        "form": form,
        "day": day,
        "today": today,
        "found": found,
        "back": back_to_the_matrix(request, practice, day, today),
        "steps_to_take": next_steps(practice, person, found, by=request.user, day=day, today=today),
    }
    return render(request, "desk/matrix/cell.html", context)


def back_to_the_matrix(request, practice, day, today) -> str:
    """The matrix as whoever comes from it had it, or else all of it, as at the day that is shown."""
    address = reverse("desk:matrix", args=[practice.ods_code.lower()])
    before = urlsplit(request.headers.get("Referer", ""))
    choice = Choice.read(QueryDict(before.query)) if before.path == address else Choice()
    query = page.Addresses("" if day == today else f"on={day}").of(choice)
    return address + (query if query != "?" else "")
