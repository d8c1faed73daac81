"""Asking about a policy, the page of one question, and the questions that wait for somebody."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.people.access import signed_in, to_step
from trainingsite.people.second_factor import has_second_factor
from trainingsite.policies.actions import Refused, SaidMeanwhile, Superseded, newer_material_version
from trainingsite.policies.changes import changes_between
from trainingsite.policies.finding import version_or_404
from trainingsite.policies.holds.actions import holdable_by
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.questions import actions, threads
from trainingsite.policies.questions.forms import AnswerForm, AskForm
from trainingsite.policies.questions.rules import manager_takes_over_on
from trainingsite.policies.versions import content_of

MEANWHILE = "Something else about this policy was sent in your name at the same moment. Look again, then send it."


@signed_in
@require_http_methods(["GET", "POST"])
def ask(request, version_key):
    """Ask or object instead of signing; on POST, send it to the colleague who was chosen."""
    version, today = version_or_404(request.user, version_key), timezone.localdate()
    newer = newer_material_version(version, today)
    if newer and request.method == "GET":
        return redirect("policies:ask", version_key=newer.key)
    form = _ask_form(request, version)
    if form.is_bound and not form.is_from_this_page():
        return render(request, "policies/not_this_page.html", {"version": version}, status=409)
    if form.is_bound and newer:
        return _superseded(request, version, newer)
    if form.is_valid():
        return _asked(request, version, form)
    return _show(request, version, form, status=400 if form.is_bound else 200)


def _ask_form(request, version: PolicyVersion, initial=None) -> AskForm:
    """The form as it was sent; or a new one, with what is given for a start."""
    today = timezone.localdate()
    people = threads.people_to_ask(request.user, version.practice, today)
    first = {"purpose": request.GET.get("about", threads.QUESTION), "to": request.GET.get("to", "")}
    sent = request.POST if request.method == "POST" and initial is None else None
    return AskForm(sent, version=version, person=request.user, people=people, initial=initial or first)


def _show(request, version, form, status=200, **more):
    today = timezone.localdate()
    context = {
        "version": version,
        "form": form,
        "manager_on": manager_takes_over_on(today),
        "waiting": threads.open_question(request.user, version),
        **more,
    }
    return render(request, "policies/ask.html", context, status=status)


def _asked(request, version, form):
    """Send it; or say why not, with nothing lost."""
    sent = {name: form.cleaned_data[name] for name in ("token", "to", "purpose", "text")}
    try:
        question = actions.ask(person=request.user, version=version, at=timezone.now(), **sent)
    except Superseded:
        return _superseded(request, version, newer_material_version(version, timezone.localdate()))
    except SaidMeanwhile:
        form.add_error(None, MEANWHILE)
        return _show(request, version, form, status=409)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, version, form, status=403)
    was_open = question.follows is not None and question.follows.kind == Attestation.Kind.QUERIED
    instead = " It takes the place of what you asked before." if was_open else ""
    messages.success(request, f"Sent to {question.addressed_to.name}.{instead}")
    return redirect("policies:question", question_key=question.key)


def _superseded(request, version, newer):
    """A material version came while the page was open: show the difference, send nothing, keep what was typed."""
    typed = {name: request.POST.get(name, "") for name in ("purpose", "to", "text")}
    changes = changes_between(content_of(version), content_of(newer))
    return _show(request, newer, _ask_form(request, newer, typed), 409, older=version, changes=changes)


@signed_in
@require_GET
def waiting(request):
    """The questions this person is asked to answer, the longest waiting first."""
    questions = list(
        threads.waiting_for(request.user, timezone.localdate())
        .select_related("person", "version", "practice", "addressed_to")
        .order_by("attested_at", "pk")
    )
    context = {
        "questions": [each for each in questions if not threads.is_taken_over(each, request.user)],
        "taken_over": [each for each in questions if threads.is_taken_over(each, request.user)],
        "may_hold": bool(holdable_by(request.user, timezone.localdate())),
    }
    return render(request, "policies/questions.html", context)


@signed_in
@require_GET
def question(request, question_key):
    """One question with its answer, for the two sides of it."""
    return _with_question(request, question_key, lambda asked: _show_question(request, asked, AnswerForm()))


@signed_in
@require_POST
def answer(request, question_key):
    """Answer it; what was typed is kept when that is not possible any more."""
    return _with_question(request, question_key, lambda asked: _answered(request, asked))


def _with_question(request, question_key, show):
    """Open a question to somebody who may read it; who takes it over needs a second factor, and the look is noted."""
    asked = get_object_or_404(threads.open_to(request.user, timezone.localdate()), key=question_key)
    if not _takes_over(request, asked):
        return show(asked)
    if not request.user.is_verified():
        return to_step("people:second_step" if has_second_factor(request.user) else "people:second_factor", request)
    note_access(
        actor=request.user.key, verb="policies.question_opened", subject=asked.person.key,
        detail=str(asked.key), at=timezone.now(),
    )  # fmt: skip
    return show(asked)


def _takes_over(request, asked) -> bool:
    return threads.is_taken_over(asked, request.user)


def _answered(request, asked):
    if asked.person_id == request.user.pk:
        raise Http404("Nobody answers their own question.")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_question(request, asked, form, status=400)
    try:
        said = actions.answer(question=asked, by=request.user, text=form.cleaned_data["text"], at=timezone.now())
    except (actions.NoLongerOpen, SaidMeanwhile):
        return _show_question(request, asked, form, status=409, too_late=True)
    messages.success(request, f"Sent. {asked.person.name} is told that you answered.")
    return redirect("policies:question", question_key=said.follows.key)


def _show_question(request, asked, form, status=200, **more):
    is_mine, is_open = asked.person_id == request.user.pk, getattr(asked, "followed_by", None) is None
    context = {
        "asked": asked,
        "exchanges": threads.exchanges(asked, request.user, timezone.localdate()),
        "form": form,
        "is_mine": is_mine,
        "is_open": is_open,
        "may_answer": is_open and not is_mine,
        "manager_on": manager_takes_over_on(asked.attested_on),
        "is_late": timezone.localdate() >= manager_takes_over_on(asked.attested_on),
        **more,
    }
    return render(request, "policies/question.html", context, status=status)
