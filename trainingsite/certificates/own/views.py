"""What a person holds: the page to read, and the same as one PDF to take along."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.certificates.held import held_by
from trainingsite.certificates.own.taking_along import statement_of
from trainingsite.certificates.statement import draw_statement
from trainingsite.people.access import signed_in
from trainingsite.people.models import Practice


@signed_in
@require_GET
def held(request):
    """Everything the person who asks holds, wherever they got it."""
    today = timezone.localdate()
    context = {
        "holding": held_by(request.user, today),
        "practices": list(Practice.objects.of(request.user, today)),
        "today": today,
    }
    return render(request, "certificates/held.html", context)


@signed_in
@require_GET
def held_file(request):
    """The same as one PDF, for the person's next practice or for their appraisal."""
    today = timezone.localdate()
    body = draw_statement(statement_of(request.user.name, held_by(request.user, today), today))
    name = f"what-you-hold-{today:%Y-%m-%d}.pdf"
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
