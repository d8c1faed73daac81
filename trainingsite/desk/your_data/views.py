"""A person's own data: the page to read, and the same as one document to keep.

Both open only to somebody who has just shown who they are: reception shares its computers, and this is everything.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access
from trainingsite.desk.your_data.document import document_of
from trainingsite.desk.your_data.left_out import COLUMNS, SECRETS
from trainingsite.desk.your_data.looks import OWN, looks_at
from trainingsite.desk.your_data.sections import held_about, ids_of
from trainingsite.desk.your_data.seeing import viewers_of
from trainingsite.people.reauth import recently_authenticated

LOOKS_SHOWN = 100


@recently_authenticated
@require_GET
def your_data(request):
    """Everything that is held about whoever asks, who has looked, and who can see what."""
    looks = looks_at(request.user, ids_of(request.user))
    context = {
        "person": request.user,
        "now": timezone.now(),
        "parts": held_about(request.user),
        "looks": looks[:LOOKS_SHOWN],
        "more_looks": max(0, len(looks) - LOOKS_SHOWN),
        "viewers": viewers_of(request.user, timezone.localdate()),
        "left_out": sorted({*COLUMNS.values(), *SECRETS.values()}),
    }
    return render(request, "desk/your_data/page.html", context)


@recently_authenticated
@require_GET
def download(request):
    """The same as one document; that it was taken is noted, for it leaves the site."""
    person, now = request.user, timezone.now()
    note_access(actor=person.key, verb=OWN, subject=person.key, at=now)
    viewers = viewers_of(person, timezone.localdate(now))
    document = document_of(person, held_about(person), looks_at(person, ids_of(person)), viewers, now)
    name = f"your-data-{timezone.localdate(now):%Y-%m-%d}.json"
    return JsonResponse(
        document,
        json_dumps_params={"indent": 1, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
