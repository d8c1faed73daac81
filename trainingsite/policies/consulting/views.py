"""Reading a draft and commenting on it, for everybody who is asked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import thawed
from trainingsite.people.access import signed_in
from trainingsite.policies.changes import changes_between
from trainingsite.policies.consultations import Comment, Consultation, ConsultationClosed
from trainingsite.policies.consulting import actions
from trainingsite.policies.consulting.comments import clause_titles, comments_of, statement_of
from trainingsite.policies.consulting.forms import UNNAMED, CommentForm, StatementForm
from trainingsite.policies.consulting.outcome import counts_of, outcome_of, told
from trainingsite.policies.consulting.rules import SMALL_GROUP, Standing, State, state_on
from trainingsite.policies.consulting.standing import standing_of
from trainingsite.policies.files.answers import the_file
from trainingsite.policies.finding import version_or_404
from trainingsite.policies.versions import content_of

PARTS = ("page", "practice", "since", "opened_by")


def consultation_or_404(request, consultation_key) -> tuple[Consultation, Standing]:
    """A consultation that has to do with the person today, and what they are to it."""
    today = timezone.localdate()
    visible = Consultation.objects.visible_to(request.user, today).select_related(*PARTS)
    found = get_object_or_404(visible, key=consultation_key)
    standing = standing_of(request.user, found, today)
    if not standing.may_read:
        raise Http404("This person is not asked.")
    return found, standing


@signed_in
@require_GET
def consultation(request, consultation_key):
    """The draft, what was said of it so far, and a way to say something."""
    found, standing = consultation_or_404(request, consultation_key)
    return show(request, found, standing, _comment_form(request, found, standing))


@signed_in
@require_GET
def file(request, consultation_key):
    """The very file that was put to staff, where the draft is one."""
    return the_file(thawed(consultation_or_404(request, consultation_key)[0].draft_id))


def _comment_form(request, found, standing, data=None, initial=None) -> CommentForm:
    clauses = clause_titles(thawed(found.draft_id))
    first = initial or {"clause": request.GET.get("clause", "")}
    return CommentForm(data, person=request.user, standing=standing, clauses=clauses, initial=first)


def show(request, found, standing, form, status=200, **more):
    """The page of one consultation."""
    closing = ConsultationClosed.objects.at(found.practice).filter(consultation=found).first()
    state = state_on(timezone.localdate(), found.last_day, is_closed=closing is not None)
    said = comments_of(found)
    context = {
        "consultation": found,
        "standing": standing,
        "draft": thawed(found.draft_id),
        "is_open": state is State.OPEN,
        "is_closed": state is State.CLOSED,
        "comments": said,
        "waiting": sum(each.answer is None for each in said),
        "statement": statement_of(found),
        "counts": counts_of(said),
        "outcome": told(thawed(closing.snapshot_id)) if closing else None,
        "form": form,
        "is_small": found.asked < SMALL_GROUP,
        **more,
    }
    return render(request, "policies/consulting/consultation.html", context, status=status)


@signed_in
@require_GET
def changes(request, consultation_key):
    """What is different from the version that was in force when the draft was put to staff."""
    found, _ = consultation_or_404(request, consultation_key)
    found_changes = changes_between(content_of(found.since), thawed(found.draft_id)) if found.since else []
    context = {"consultation": found, "changes": found_changes}
    return render(request, "policies/consulting/changes.html", context)


@sensitive_post_parameters()
@signed_in
@require_POST
def comment(request, consultation_key):
    """Say something, at one address for all ways: a list of visits does not tell one from another."""
    found, standing = consultation_or_404(request, consultation_key)
    if not standing.may_comment:
        raise Http404("This person is not asked.")
    form = _comment_form(request, found, standing, data=request.POST)
    if not form.is_valid():
        return show(request, found, standing, form, status=400)
    if not form.is_of_sender():
        return _somebody_elses(request, found, standing, form)
    try:
        _keep(request.user, found, form.cleaned_data)
    except actions.NotOpen:
        return show(request, found, standing, form, status=409, too_late=True)
    messages.success(request, "Sent. Thank you: everybody who is asked can read it now.")
    return redirect("policies:consultation", consultation_key=found.key)


def _keep(person, found, sent) -> None:
    said = {name: sent[name] for name in ("token", "clause", "text")}
    now = timezone.now()
    if sent["way"] == UNNAMED:
        actions.comment_unnamed(consultation=found, day=timezone.localdate(now), **said)
    else:
        actions.comment(consultation=found, person=person, way=sent["way"], at=now, **said)


def _somebody_elses(request, found, standing, form):
    """A page that somebody else had opened sends nothing in one's name; what is on it is not lost."""
    kept = {name: form.cleaned_data[name] for name in ("clause", "text")}
    form = _comment_form(request, found, standing, initial=kept)
    return show(request, found, standing, form, status=409, opened_by_another=True)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request, consultation_key, comment_key):
    """Say what taking a comment back means; on POST, take it back. Two clicks are answered alike."""
    found, _ = consultation_or_404(request, consultation_key)
    theirs = Comment.objects.at(found.practice).by(request.user).filter(consultation=found)
    own = get_object_or_404(theirs.select_related("consultation__practice"), key=comment_key)
    said = next((each for each in comments_of(found) if each.key == own.key), None)
    if said and request.method == "GET":
        is_closed = ConsultationClosed.objects.at(found.practice).filter(consultation=found).exists()
        context = {"consultation": found, "said": said, "is_closed": is_closed}
        return render(request, "policies/consulting/withdraw.html", context)
    if request.method == "POST":
        actions.withdraw(comment=own, at=timezone.now())
    messages.success(request, "Your comment is taken back. Nobody sees it any more.")
    return redirect("policies:consultation", consultation_key=found.key)


@signed_in
@require_http_methods(["GET", "POST"])
def statement(request, consultation_key):
    """Whether the staff representative agrees; on POST, record it."""
    found, standing = consultation_or_404(request, consultation_key)
    if not standing.represents_staff:
        raise Http404("This person does not speak for the staff.")
    form = StatementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.state_view(consultation=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.NamesSomebody as named:
            form.add_error("note", names_left_out(named))
        except actions.NotOpen:
            return _show_statement(request, found, form, status=409, too_late=True)
        else:
            messages.success(request, "Recorded. Everybody who is asked can read it.")
            return redirect("policies:consultation", consultation_key=found.key)
    return _show_statement(request, found, form, status=400 if form.is_bound else 200)


def _show_statement(request, found, form, status, **more):
    context = {"consultation": found, "form": form, "statement": statement_of(found), **more}
    return render(request, "policies/consulting/statement.html", context, status=status)


def names_left_out(named: actions.NamesSomebody) -> str:
    """What to do about a name in what is kept for good."""
    return f"Leave out who commented ({', '.join(named.names)}): this is kept with the policy for good"


@signed_in
@require_GET
def staff_said(request, version_key):
    """What came of asking staff about the draft of a version, for everybody who may read that version."""
    version = version_or_404(request.user, version_key)
    outcome = outcome_of(version)
    if outcome is None:
        raise Http404("Staff were not asked about the draft of this version.")
    return render(request, "policies/consulting/staff_said.html", {"version": version, "outcome": outcome})
