"""What the manager's desk has to see to beside people's training: questions, reviews, accounts, duties, plans."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from trainingsite.compliance.planned import Planned
from trainingsite.desk.accounts.register import (
    CHECKED_EVERY_MONTHS,
    gone_of,
    holdings_by_account,
    steps_done,
)
from trainingsite.desk.accounts.rules import AccountFacts, HolderFacts, Worry, warnings_about
from trainingsite.desk.dashboard.addresses import Addresses
from trainingsite.desk.dashboard.items import Action, Comings, Item, Kind, Line
from trainingsite.desk.tags import short_date
from trainingsite.formats.dates import months_later
from trainingsite.people.models import (
    OPENS_THE_DESK,
    Absence,
    Duty,
    Membership,
    Practice,
    Responsibility,
)
from trainingsite.policies.accounts import PracticeAccount
from trainingsite.policies.archives import archived_on
from trainingsite.policies.models import Attestation, PolicyPage, PolicyVersion
from trainingsite.policies.review.dates import Part, review_dates
from trainingsite.policies.reviews import PolicyReview

SOON = dt.timedelta(days=30)
HANDED_OVER = (*OPENS_THE_DESK, Duty.POLICY_OWNER)
REVIEWED = {Part.POLICY: "The review", Part.ANNEX: "The review of the hot topics"}
# What a manager puts right by naming somebody or by looking; the rest is in the register of accounts.
OF_ACCOUNTS = {
    Worry.STEPS_OPEN: "Finish",
    Worry.LEFT: "Hand over",
    Worry.NOBODY: "Name holders",
    Worry.ALONE: "Name a second",
    Worry.NOT_CHECKED: "Check it",
}


def questions(waiting: Iterable[Attestation]) -> Kind:
    """Questions about policies that wait for whoever looks: who asks about what, and never the words."""
    items = [
        Item(
            name=question.person.name,
            lines=[Line(question.version.title, f"asked on {short_date(question.attested_on)}")],
            action=Action("Answer", reverse("policies:question", args=[question.key])),
        )
        for question in waiting
    ]
    return Kind("questions", "Questions to answer", items, reverse("policies:questions"))


def reviews(practice: Practice, day: dt.date) -> Kind:
    """The practice's own policies whose review, or that of their hot topics, is due within a month or was missed."""
    pages = pages_near_review(practice, day)
    dates = review_dates(pages, day) if pages else {}
    due = [
        (part.due_on, name, page)
        for page in pages
        for name, part in dates[page.pk].parts
        if part.due_on and part.due_on <= day + SOON
    ]
    items = [
        Item(
            name=page.title,
            lines=[Line(REVIEWED[name], f"{'was' if on < day else 'is'} due on {short_date(on)}")],
            action=Action("Review", reverse("policies:review", args=[page.key])),
        )
        for on, name, page in sorted(due, key=lambda one: (one[0], one[2].title))
    ]
    return Kind("reviews", "Policies due for review", items, reverse("policies:looked_after"))


def pages_near_review(practice: Practice, day: dt.date) -> list[PolicyPage]:
    """Policies of the practice that are in force and of which some date is near; a network reviews its own."""
    in_force = PolicyVersion.objects.at(practice).filter(effective_on__lte=day).values("page")
    by_review = PolicyReview.objects.filter(page=OuterRef("pk"), next_due_on__lte=day + SOON)
    near = Q(review_due_on__lte=day + SOON) | Q(annex_review_due_on__lte=day + SOON) | Exists(by_review)
    found = PolicyPage.objects.filter(near, pk__in=in_force, network_versions__isnull=True).order_by()
    if not (ids := set(found.values_list("pk", flat=True))):  # on most days: a page has fifty columns to read
        return []
    ids -= set(archived_on(ids, day, practice))
    return list(PolicyPage.objects.filter(pk__in=ids).order_by("title"))


def accounts(practice: Practice, here: set[int], day: dt.date, to: Addresses) -> Iterator[Item]:
    """The practice's accounts that nobody here holds, or nobody has checked: the register's own rules."""
    found = list(PracticeAccount.objects.standing().at(practice).order_by("platform", "address", "pk"))
    if not found:
        return
    holdings = holdings_by_account(practice)
    gone = any(each.ended_on for of_one in holdings.values() for each in of_one)
    steps = steps_done(practice) if gone else {}
    for account in found:
        about = facts_of(account, holdings[account.line], steps, here)
        warnings = [each for each in warnings_about(about, day) if each.worry in OF_ACCOUNTS]
        if warnings:
            yield Item(
                name=f"{account.platform}: {account.address}",
                lines=[Line(each.sentence) for each in warnings],
                action=Action(OF_ACCOUNTS[warnings[0].worry], to.page("account", account.line)),
            )


def facts_of(account: PracticeAccount, holdings: list, steps: dict, here: set[int]) -> AccountFacts:
    """What the rules ask of an account; what its holders lack in training stands among the gaps already."""
    return AccountFacts(
        holders=tuple(
            HolderFacts(each.person.name, each.person_id in here) for each in holdings if each.ended_on is None
        ),
        second_factor_on=account.second_factor_on,
        on_personal_profile=account.on_personal_profile,
        check_due_on=months_later(account.checked_on, CHECKED_EVERY_MONTHS) if account.checked_on else None,
        steps_open=sum(gone_of(account, each, steps).left_to_do for each in holdings if each.ended_on is not None),
    )


def duties(practice: Practice, day: dt.date, to: Addresses) -> Iterator[Item]:
    """Duties at the desk that end soon and that nobody else holds."""
    held = Responsibility.objects.known().on(day).at(practice).of_kind(*HANDED_OVER).select_related("person")
    by_duty: dict[str, list[Responsibility]] = {}
    for duty in held.order_by("ended_on", "pk"):
        by_duty.setdefault(duty.duty, []).append(duty)
    for each in by_duty.values():
        last = max(each, key=lambda duty: duty.ended_on or dt.date.max)
        if last.ended_on and last.ended_on <= day + SOON:
            yield Item(
                name=last.get_duty_display(),
                lines=[Line(f"{last.held_by} has it until {short_date(last.ended_on)}, and nobody after that")],
                action=Action("Hand over", to.page("hand_over_duty", last.line)),
            )


def late_plans(plans: Iterable[Planned], day: dt.date, to: Addresses) -> Kind:
    """Plans whose day is past and that nobody has said to be done."""
    items = [
        Item(
            name=plan.about,
            lines=[Line(f"{plan.action} ({plan.who})", f"was planned for {short_date(plan.row.due_on)}")],
            note=plan.whose,
            action=Action("Look at it", to.page("plan", plan.row.line)),
        )
        for plan in plans
        if plan.is_late(day)
    ]
    return Kind("plans", "Plans whose day is past", items, to.page("plans"))


def comings_at(practice: Practice, people: set[int], day: dt.date) -> Comings:
    """Who of these is away that day, and who leaves within a month."""
    if not people:
        return Comings()
    away = Absence.objects.known().on(day).at(practice).filter(person__in=people)
    stays = Membership.objects.known().at(practice).filter(person__in=people).exclude(ended_on__lt=day)
    last: dict[int, dt.date] = {}
    for person_id, ended_on in stays.order_by().values_list("person", "ended_on"):
        last[person_id] = max(last.get(person_id, dt.date.min), ended_on or dt.date.max)
    return Comings(
        away=dict(away.values_list("person", "ended_on")),
        leaving={person_id: day_ for person_id, day_ in last.items() if day_ <= day + SOON},
    )
