"""The learner's pages of a module: about it, its lessons, its knowledge check."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules import actions
from modules.cards import card_from
from modules.check_ups import do_check_up, standing_of
from modules.colleagues import colleagues_of
from modules.forms import CheckForm, GoForm, HelpForm
from modules.models import Completion, Enrolment, ModuleVersion
from modules.pages import lesson_of, outline_of, version_to_read
from modules.questions import questions_html
from modules.results import Go, go_by, last_go
from modules.versions import content_of
from scenarios.goes import AlreadyEnded
from trainingsite.people.access import signed_in
from trainingsite.people.audience import groups_of

NOT_FROM_HERE = "What was sent does not belong to a check that you have begun. Nothing was recorded."
CHANGED = (
    "This module was changed after you had opened the check, so that check is closed. Nothing was recorded. "
    "The new one is ready for you."
)
WHEN_READ = 'When you have read this lesson, <a href="{}">go back to the check</a>.'
ASKED_TODAY = "You have asked {} about this module today. Choose somebody else, or ask again tomorrow"
CHECK_UP_DONE = "We have noted that you did your check-up today, and nothing else."
MOVED_ON = "This module has changed since you opened that page, so it was not ticked. Here is where you are now."


def _version(request, key: str) -> ModuleVersion:
    version = actions.version_for(request.user, key)
    if version is None:
        raise Http404
    return version


def _version_to_read(request, key: str) -> ModuleVersion:
    version = version_to_read(request.user, key)
    if version is None:
        raise Http404
    return version


def _lessons_read(request, version: ModuleVersion) -> int:
    """How many lessons the person has read this time round; what led to a completion is not ticked again."""
    enrolment = Enrolment.objects.by(request.user).filter(version=version).first()
    return enrolment.lessons_read if enrolment and not actions.is_over(enrolment) else 0


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
        "standing": standing_of(request.user, version, timezone.localdate()) if outline.check_up else None,
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
    version = _version_to_read(request, key)
    shown = lesson_of(version, lesson_key)
    if shown is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "key": key,
        "version": version,
        "lesson": shown,
        "html": shown.html_for(groups_of(request.user, today) if shown.is_for_some else ()),
        "standing": standing_of(request.user, version, today) if shown.has_check_up else None,
    }
    return render(request, "modules/lesson.html", context)


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
    actions.open_again(person=request.user, version=version, lesson_key=lesson_key, at=timezone.now())
    return redirect("modules:lesson", key, shown.after.key) if shown.after else redirect("modules:check", key)


@signed_in
@require_POST
def open_again(request, key, lesson_key):
    """Open a lesson that the last go asked to read again."""
    actions.open_again(
        person=request.user, version=_version(request, key), lesson_key=lesson_key, at=timezone.now()
    )  # fmt: skip
    messages.info(request, format_html(WHEN_READ, reverse("modules:check", args=[key])))
    return redirect("modules:lesson", key, lesson_key)


@signed_in
@require_POST
def check_up(request, key):
    """Record that the person did their privacy check-up today, and nothing of what they found."""
    version = _version(request, key)
    lesson_of_it = outline_of(version).check_up
    if lesson_of_it is None:
        raise Http404
    if request.POST.get("version") != str(version.key):
        messages.info(request, MOVED_ON)
        return redirect("modules:module", key)
    do_check_up(person=request.user, version=version, at=timezone.now())
    messages.success(request, CHECK_UP_DONE)
    return redirect("modules:lesson", key, lesson_of_it.key)


@signed_in
@require_safe
def card(request, key):
    """The module on one page, to print: how to explain it, and what to remember."""
    version = _version(request, key)
    shown = card_from(content_of(version))
    if shown is None:
        raise Http404
    return render(request, "modules/card.html", {"key": key, "version": version, "card": shown})


@signed_in
@require_POST
def start_check(request, key):
    """Begin a go at the check, or carry on with the one that is open."""
    with suppress(actions.ReadAgainFirst):  # the check's own page then leads to what to read
        actions.begin_check(person=request.user, version=_version(request, key), at=timezone.now())
    return redirect("modules:check", key)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, key):
    """Explain the check, or show the open one; on POST, mark it."""
    if request.method == "POST":
        return _hand_in(request, key, _version(request, key))
    version = _version_to_read(request, key)
    go = last_go(request.user, version)
    if go and not go.ended:
        return _ask(request, version, go, CheckForm(questions=go.questions, initial={"attempt": go.attempt.key}))
    if go and go.to_open:
        return redirect("modules:result", key, go.attempt.key)
    context = {"outline": outline_of(version), "lessons_read": _lessons_read(request, version)}
    return render(request, "modules/check_intro.html", context)


def _ask(request, version: ModuleVersion, go: Go, form: CheckForm):
    context = {"outline": outline_of(version), "form": form, "questions": questions_html(form, go.posts)}
    return render(request, "modules/check.html", context)


def _hand_in(request, key, version):
    sent = GoForm(request.POST)
    go = go_by(request.user, key, sent.cleaned_data["attempt"]) if sent.is_valid() else None
    if go is None:
        return _refused(request, key, NOT_FROM_HERE)
    if go.ended:
        return redirect("modules:result", key, go.attempt.key)
    if go.attempt.snapshot_id != version.snapshot_id:
        return _refused(request, key, CHANGED)
    form = CheckForm(request.POST, questions=go.questions)
    if not form.is_valid():
        return _ask(request, version, go, form)
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
    version, go = _version_to_read(request, key), go_by(request.user, key, attempt_key)
    if go is None:
        raise Http404
    if not go.ended:
        return redirect("modules:check", key)
    template = "modules/passed.html" if go.passed else "modules/not_yet.html"
    outline, current = outline_of(version), go.attempt.snapshot_id == version.snapshot_id
    context = {
        "outline": outline,
        "go": go,
        # As far as the version this person is on still has them.
        "read_again": [entry for entry in outline.lessons if entry.key in go.read_again],
        "to_open": go.to_open if current else (),
    }
    return render(request, template, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help(request, key):
    """Choose a colleague to ask for help with the module; on POST, tell them."""
    version, now = _version(request, key), timezone.now()
    colleagues = {str(one.person.key): one for one in colleagues_of(request.user, timezone.localdate(now))}
    choices = [(person_key, one.label) for person_key, one in colleagues.items()]
    form = HelpForm(request.POST if request.method == "POST" else None, colleagues=choices)
    if form.is_valid():
        chosen = colleagues[form.cleaned_data["colleague"]].person
        try:
            actions.ask_for_help(
                person=request.user, colleague=chosen, version=version, words=form.cleaned_data["words"], at=now
            )  # fmt: skip
        except actions.AskedToday:
            form.add_error("colleague", ASKED_TODAY.format(chosen.name))
        else:
            messages.success(request, f"We have told {chosen.name}.")
            return redirect("modules:check", key)
    context = {"outline": outline_of(version), "form": form, "colleagues": colleagues}
    return render(request, "modules/help.html", context)
