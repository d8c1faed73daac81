"""The learner's pages of a module: about it, its lessons, its knowledge check."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules import actions
from modules.forms import CheckForm, GoForm
from modules.models import Completion, Enrolment, ModuleVersion
from modules.pages import lesson_of, outline_of
from modules.results import Go, go_by, open_go
from scenarios.goes import AlreadyEnded
from trainingsite.people.access import signed_in

NOT_FROM_HERE = "What was sent does not belong to a check that you have begun. Nothing was recorded."
CHANGED = (
    "This module was changed after you had opened the check, so that check is closed. Nothing was recorded. "
    "The new one is ready for you."
)
MOVED_ON = "This module has changed since you opened that page, so it was not ticked. Here is where you are now."


def _version(request, key: str) -> ModuleVersion:
    version = actions.version_for(request.user, key)
    if version is None:
        raise Http404
    return version


def _lessons_read(request, version: ModuleVersion) -> int:
    enrolment = Enrolment.objects.by(request.user).filter(version=version).first()
    return enrolment.lessons_read if enrolment else 0


@signed_in
@require_safe
def module(request, key):
    """Say what the module takes and gives, and where this person is in it."""
    version = _version(request, key)
    outline, lessons_read = outline_of(version), _lessons_read(request, version)
    context = {
        "outline": outline,
        "lessons_read": lessons_read,
        "next_lesson": next((entry for entry in outline.lessons if entry.position > lessons_read), None),
        "completion": Completion.objects.by(request.user).of_page(version.page_id).order_by("completed_at").last(),
    }
    return render(request, "modules/module.html", context)


@signed_in
@require_POST
def start(request, key):
    """Begin the module at its first lesson."""
    version = _version(request, key)
    actions.enrol(person=request.user, version=version, at=timezone.now())
    return redirect("modules:lesson", key, outline_of(version).lessons[0].key)


@signed_in
@require_safe
def lesson(request, key, lesson_key):
    """One lesson, as it was frozen."""
    version = _version(request, key)
    shown = lesson_of(version, lesson_key)
    if shown is None:
        raise Http404
    return render(request, "modules/lesson.html", {"key": key, "version": version, "lesson": shown})


@signed_in
@require_POST
def read(request, key, lesson_key):
    """Tick the lesson as read, and go on."""
    version = _version(request, key)
    shown = lesson_of(version, lesson_key)
    if shown is None or request.POST.get("version") != str(version.key):
        messages.info(request, MOVED_ON)
        return redirect("modules:module", key)
    actions.finish_lesson(person=request.user, version=version, position=shown.entry.position, at=timezone.now())
    return redirect("modules:lesson", key, shown.after.key) if shown.after else redirect("modules:check", key)


@signed_in
@require_POST
def start_check(request, key):
    """Begin a go at the check, or carry on with the one that is open."""
    actions.begin_check(person=request.user, version=_version(request, key), at=timezone.now())
    return redirect("modules:check", key)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, key):
    """Explain the check, or show the open one; on POST, mark it."""
    version = _version(request, key)
    if request.method == "POST":
        return _hand_in(request, key, version)
    go = open_go(request.user, version)
    if go is None:
        context = {"outline": outline_of(version), "lessons_read": _lessons_read(request, version)}
        return render(request, "modules/check_intro.html", context)
    form = CheckForm(questions=go.questions, posts=go.posts, initial={"attempt": go.attempt.key})
    return _ask(request, version, form)


def _ask(request, version: ModuleVersion, form: CheckForm):
    return render(request, "modules/check.html", {"outline": outline_of(version), "form": form})


def _hand_in(request, key, version):
    sent = GoForm(request.POST)
    go = go_by(request.user, key, sent.cleaned_data["attempt"]) if sent.is_valid() else None
    if go is None:
        return _refused(request, key, NOT_FROM_HERE)
    if go.ended:
        return redirect("modules:result", key, go.attempt.key)
    if go.attempt.snapshot_id != version.snapshot_id:
        return _refused(request, key, CHANGED)
    form = CheckForm(request.POST, questions=go.questions, posts=go.posts)
    if not form.is_valid():
        return _ask(request, version, form)
    # Of two clicks at once, the slower finds the go ended: both lead to the same result.
    with suppress(AlreadyEnded):
        actions.hand_in(attempt=go.attempt, version=version, answers=form.answers, at=timezone.now())
    return redirect("modules:result", key, go.attempt.key)


def _refused(request, key, sentence):
    """Say in a sentence why nothing was recorded, and lead on."""
    return render(request, "modules/refused.html", {"key": key, "sentence": sentence}, status=409)


@signed_in
@require_safe
def result(request, key, attempt_key):
    """How one of this person's own goes went: passed and why, or what to read again."""
    version, go = _version(request, key), go_by(request.user, key, attempt_key)
    if go is None:
        raise Http404
    if not go.ended:
        return redirect("modules:check", key)
    template = "modules/passed.html" if go.attempt.outcome.passed else "modules/not_yet.html"
    return render(request, template, {"outline": outline_of(version), "go": go, "read_again": _read_again(go, version)})


def _read_again(go: Go, version: ModuleVersion):
    """The lessons to read again, as far as the version this person is on still has them."""
    keys = go.mark.read_again if go.mark else ()
    return [entry for entry in outline_of(version).lessons if entry.key in keys]
