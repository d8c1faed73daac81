"""Putting a draft to staff, answering what they say, and closing: for whoever looks after the policy."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.people.access import second_factor_required
from trainingsite.policies.audiences import names_in, people_asked
from trainingsite.policies.consultations import Consultation, ConsultationClosed
from trainingsite.policies.consulting import actions
from trainingsite.policies.consulting.comments import comments_of, statement_of
from trainingsite.policies.consulting.forms import AnswerForm, CloseForm, OpenForm
from trainingsite.policies.consulting.views import consultation_or_404, names_left_out
from trainingsite.policies.freezing import draft_content
from trainingsite.policies.looking_after import policies_looked_after, practices_of


@second_factor_required
@require_http_methods(["GET", "POST"])
def consult(request, key):
    """Until when, and with what words; on POST, put the draft to everybody it is for."""
    today = timezone.localdate()
    page = get_object_or_404(policies_looked_after(request.user, today), key=key)
    practice = practices_of([page]).get(page.pk)
    if practice is None:
        raise Http404("A network's policy has no staff of its own to ask.")
    under_way = Consultation.objects.at(practice).unclosed().filter(page=page).first()
    if under_way and request.method == "GET":
        return redirect("policies:consultation", consultation_key=under_way.key)
    form = OpenForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        try:
            return _opened(request, page, form)
        except actions.NothingToRead as problem:
            form.add_error(None, f"{problem} Put the draft right, then ask staff.")
    content = draft_content(page.get_latest_revision_as_object(), practice, today)
    context = {
        "page": page,
        "form": form,
        "people": people_asked(practice, content, today).count(),
        "groups": names_in(content),
        "practice": practice,
    }
    return render(request, "policies/consulting/consult.html", context, status=400 if form.is_bound else 200)


def _opened(request, page, form):
    try:
        found = actions.open_consultation(page=page, by=request.user, at=timezone.now(), **form.cleaned_data)
    except actions.AlreadyOpen as already:
        found = already.consultation
        messages.info(request, "Staff are being asked about this policy already: close this first, then ask again.")
    else:
        asked = "1 person is asked" if found.asked == 1 else f"{found.asked} people are asked"
        messages.success(request, f"The draft is put to staff. {asked}.")
    return redirect("policies:consultation", consultation_key=found.key)


def _looked_after(request, consultation_key):
    found, standing = consultation_or_404(request, consultation_key)
    if not standing.looks_after:
        raise Http404("This person does not look after the policy.")
    return found


@second_factor_required
@require_http_methods(["GET", "POST"])
def answer(request, consultation_key, comment_key):
    """One comment; on POST, what becomes of it and why."""
    found = _looked_after(request, consultation_key)
    said = next((each for each in comments_of(found) if each.key == comment_key), None)
    if said is None:
        raise Http404("No such comment, or it was taken back.")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    context = {"consultation": found, "said": said, "form": form}
    if form.is_valid():
        try:
            sent = {"to": said.row, "by": request.user, "at": timezone.now(), **form.cleaned_data}
            actions.answer(consultation=found, **sent)
        except actions.NamesSomebody as named:
            form.add_error("why", names_left_out(named))
        except actions.NotOpen:
            return render(request, "policies/consulting/answer.html", {**context, "too_late": True}, status=409)
        else:
            messages.success(request, "Answered.")
            return redirect("policies:consultation", consultation_key=found.key)
    return render(request, "policies/consulting/answer.html", context, status=400 if form.is_bound else 200)


@second_factor_required
@require_http_methods(["GET", "POST"])
def close(request, consultation_key):
    """What came of it; on POST, close it for good."""
    found = _looked_after(request, consultation_key)
    if ConsultationClosed.objects.at(found.practice).filter(consultation=found).exists():
        messages.info(request, "This consultation is closed. This is what came of it.")
        return redirect("policies:consultation", consultation_key=found.key)
    speaks = actions.is_spoken_for(found, timezone.localdate())
    form = CloseForm(request.POST if request.method == "POST" else None, has_representative=speaks)
    if form.is_valid():
        try:
            return _closed(request, found, form)
        except actions.Unanswered as waiting:
            form.add_error(None, f"Answer every comment first: {waiting.count} without an answer.")
        except actions.NamesSomebody as named:
            form.add_error("themes", names_left_out(named) + ", answers and statements included.")
    return _show_close(request, found, form, speaks)


def _closed(request, found, form):
    written = {"themes": form.cleaned_data["themes"], "instead": form.cleaned_data.get("instead", "")}
    actions.close(consultation=found, by=request.user, at=timezone.now(), **written)
    messages.success(request, "Closed. The next version you publish carries what came of it.")
    return redirect("policies:consultation", consultation_key=found.key)


def _show_close(request, found, form, speaks):
    said = comments_of(found)
    context = {
        "consultation": found,
        "form": form,
        "waiting": [each for each in said if each.answer is None],
        "statement": statement_of(found),
        "has_representative": speaks,
        "is_open": timezone.localdate() <= found.last_day,
    }
    return render(request, "policies/consulting/close.html", context, status=400 if form.is_bound else 200)
