"""The register of the practice's accounts: look, add, change, check, close. For its managers only."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.desk.accounts.forms import AccountForm, initial_of
from trainingsite.desk.accounts.register import Entry, history_of, register_of
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies import account_actions as actions
from trainingsite.policies.accounts import PracticeAccount

OVERTAKEN = "Somebody changed this account while you had the page open. This is how it is now: change what is left."


@second_factor_required
@require_GET
def register(request, ods):
    """Every open account with its holders and what is to be put right; and those that are closed."""
    practice, today = _managed(request, ods)
    closed = PracticeAccount.objects.at(practice).known().filter(ended_on__isnull=False).order_by("-ended_on", "pk")
    context = {"practice": practice, "entries": register_of(practice, today), "closed": closed}
    return render(request, "desk/accounts/register.html", context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods):
    """Ask about an account; on POST, put it into the register."""
    practice, today = _managed(request, ods)
    form = AccountForm(_sent(request), people=_people(practice, today))
    if form.is_valid():
        account = actions.add_account(
            practice=practice, holders=form.chosen, by=request.user, at=timezone.now(), **form.details
        )
        messages.success(request, f"{account.platform} is in the register.")
        return _to(account)
    return render(request, "desk/accounts/form.html", {"practice": practice, "form": form})


@second_factor_required
@require_GET
def account(request, ods, line):
    """One account: its holders, what is to be put right or done, and every change there was."""
    practice, today = _managed(request, ods)
    history = history_of(practice, line)
    if not history:
        raise Http404("No such account at this practice.")
    entry = next(iter(register_of(practice, today, line=line)), None)
    context = {"practice": practice, "entry": entry, "account": history[0].account, "history": history}
    return render(request, "desk/accounts/account.html", context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def change(request, ods, line):
    """Show what the register says of an account; on POST, note what is different."""
    practice, entry = _entry(request, ods, line)
    people = _people(practice, timezone.localdate(), entry)
    initial = initial_of(entry.account, entry.holders)
    form = AccountForm(_sent(request), people=people, initial=initial)
    if form.is_valid():
        try:
            actions.change_account(
                account=entry.account, holders=form.chosen, by=request.user, at=timezone.now(), **form.details
            )
        except actions.Overtaken:
            messages.info(request, OVERTAKEN)
        return _to(entry.account)
    return render(request, "desk/accounts/form.html", {"practice": practice, "account": entry.account, "form": form})


@second_factor_required
@require_POST
def checked(request, ods, line):
    """Note that the account was checked today."""
    _, entry = _entry(request, ods, line)
    try:
        actions.note_check(account=entry.account, by=request.user, at=timezone.now())
        messages.success(request, f"Noted: {entry.account.platform} was checked today.")
    except actions.Overtaken:
        messages.info(request, OVERTAKEN)
    return redirect("desk:accounts", ods=ods)


@second_factor_required
@require_http_methods(["GET", "POST"])
def close(request, ods, line):
    """Say what closing an account here means; on POST, close it."""
    practice, entry = _entry(request, ods, line)
    if request.method != "POST":
        return render(request, "desk/accounts/close.html", {"practice": practice, "entry": entry})
    try:
        actions.close_account(account=entry.account, by=request.user, at=timezone.now())
        messages.success(request, f"{entry.account.platform} is closed in the register.")
    except actions.Overtaken:
        messages.info(request, OVERTAKEN)
    return redirect("desk:accounts", ods=ods)


def _managed(request, ods) -> tuple[Practice, object]:
    today = timezone.localdate()
    return managed_practice(request, ods, today), today


def _sent(request):
    return request.POST if request.method == "POST" else None


def _entry(request, ods, line) -> tuple[Practice, Entry]:
    """An open account of a practice the person manages. Raises Http404."""
    practice, today = _managed(request, ods)
    entries = register_of(practice, today, line=line)
    if not entries:
        raise Http404("No such open account at this practice.")
    return practice, entries[0]


def _people(practice, today, entry: Entry | None = None) -> dict[str, Person]:
    """By key: who works here today, and who holds the account already."""
    here = Membership.objects.at(practice).known().on(today).values("person")
    people = {str(person.key): person for person in Person.objects.at(practice).filter(pk__in=here)}
    return people | {str(holding.person.key): holding.person for holding in (entry.holders if entry else ())}


def _to(account):
    return redirect("desk:account", ods=account.practice.ods_code.lower(), line=account.line)
