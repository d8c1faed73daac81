"""Two accounts that are one person: asked by a manager, never done by one; separated again by an administrator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.identities.alike import own_practices, people_alike, person_called
from trainingsite.desk.identities.forms import OTHER, AskForm, SeparateForm
from trainingsite.people.access import second_factor_required
from trainingsite.people.joining import actions
from trainingsite.people.joining.actions import CannotJoin
from trainingsite.people.models import Person, Practice, SameAsked, SamePerson
from trainingsite.people.reauth import recently_authenticated

UNKNOWN = "Nobody at your practices signs in with this name. Check it with the person"


def _person(request, ods, person_key) -> tuple[Practice, Person]:
    practice = get_object_or_404(own_practices(request.user, timezone.localdate()), ods_code__iexact=ods)
    return practice, get_object_or_404(Person.objects.at(practice), key=person_key)


def _asked_of(request, ods, person_key, asked_key) -> tuple[Practice, Person, SameAsked]:
    practice, person = _person(request, ods, person_key)
    asked = SameAsked.objects.about(person).filter(practice__in=own_practices(request.user, timezone.localdate()))
    return practice, person, get_object_or_404(asked.select_related("former", "kept", "practice"), key=asked_key)


@second_factor_required
@require_http_methods(["GET", "POST"])
def same_person(request, ods, person_key):
    """What is known of this person's other accounts; on POST, ask the person about one."""
    practice, person = _person(request, ods, person_key)
    form = AskForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid() and _ask(request, practice, person, form):
        messages.success(request, "Asked. They answer it under “Your account”: nothing is changed before.")
        return redirect("desk:same_person", ods=ods, person_key=person.key)
    return _show(request, practice, person, form=form)


def _ask(request, practice: Practice, person: Person, form: AskForm) -> bool:
    now = timezone.now()
    other = person_called(form.cleaned_data["username"], request.user, timezone.localdate(now))
    if other is None:
        form.add_error("username", UNKNOWN)
        return False
    former, kept = (person, other) if form.cleaned_data["keep"] == OTHER else (other, person)
    try:
        actions.ask(former=former, kept=kept, practice=practice, by=request.user, at=now)
    except CannotJoin as why:
        form.add_error(None, str(why))
        return False
    return True


def _show(request, practice, person, *, form=None, separate=None, code="", status=None):
    now, by = timezone.now(), request.user
    note_access(actor=by.key, verb="desk.identity_opened", subject=person.key, at=now)
    joined = SamePerson.objects.about(person).standing().select_related("former", "confirmed_by")
    asked = SameAsked.objects.about(person).filter(practice__in=own_practices(by, timezone.localdate(now)))
    wrong = separate or (form if form and form.is_bound else None)
    context = {
        "practice": practice,
        "person": person,
        "joined": joined.order_by("confirmed_at", "pk"),
        "waiting": asked.waiting().select_related("former", "kept", "asked_by").first(),
        "declined": asked.filter(ended__kind="declined")
        .select_related("former", "kept", "ended")
        .order_by("-asked_at"),
        "alike": people_alike(person, practice, by, timezone.localdate(now)),
        "form": form or AskForm(person=person),
        "separate": separate or SeparateForm(auto_id="separate_%s"),
        "wrong": wrong,
        "code": code,
    }
    return render(request, "desk/identities/same_person.html", context, status=status or (400 if wrong else 200))


@second_factor_required
@require_POST
@recently_authenticated
def make_code(request, ods, person_key, asked_key):
    """Make a code for the person, and show it this once."""
    practice, person, asked = _asked_of(request, ods, person_key, asked_key)
    try:
        code = actions.give_code(asked=asked, by=request.user, at=timezone.now())
    except CannotJoin as why:
        return _refused(request, ods, person, why)
    return _show(request, practice, person, code=code)


@second_factor_required
@require_POST
def take_back(request, ods, person_key, asked_key):
    """Take the question back before it is answered."""
    _, person, asked = _asked_of(request, ods, person_key, asked_key)
    try:
        actions.take_back(asked=asked, by=request.user, at=timezone.now())
    except CannotJoin as why:
        return _refused(request, ods, person, why)
    messages.success(request, "Taken back. The two accounts stay apart.")
    return redirect("desk:same_person", ods=ods, person_key=person.key)


@second_factor_required
@require_POST
@recently_authenticated
def separate(request, ods, person_key, joined_key):
    """Separate two accounts that were joined wrongly; only for an administrator of the site."""
    if not request.user.is_superuser:
        raise PermissionDenied
    practice, person = _person(request, ods, person_key)
    joined = get_object_or_404(SamePerson.objects.about(person).select_related("asked__practice"), key=joined_key)
    form = SeparateForm(request.POST, auto_id="separate_%s")
    if not form.is_valid():
        return _show(request, practice, person, separate=form)
    try:
        actions.withdraw(joined=joined, by=request.user, at=timezone.now(), **form.cleaned_data)
    except CannotJoin as why:
        return _refused(request, ods, person, why)
    messages.success(request, "The two accounts are separate again. Let the other one sign in when you are ready.")
    return redirect("desk:same_person", ods=ods, person_key=person.key)


def _refused(request, ods, person, why: CannotJoin):
    messages.error(request, f"Nothing was changed. {why}")
    return redirect("desk:same_person", ods=ods, person_key=person.key)
