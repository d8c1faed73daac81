"""What the practice needs doing this week: everything put together, in the order in which it is dealt with."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from trainingsite.compliance.matrix import MET, Matrix
from trainingsite.compliance.planned import PlansOf, open_plans_at
from trainingsite.desk.dashboard import matters
from trainingsite.desk.dashboard.addresses import Addresses
from trainingsite.desk.dashboard.gaps import Desk, kinds_of, open_in
from trainingsite.desk.dashboard.items import Comings, Kind
from trainingsite.desk.forms import usual_day
from trainingsite.people.colleagues import names_held_twice
from trainingsite.people.models import Person
from trainingsite.policies.models import Attestation


@dataclass(frozen=True)
class Week:
    """What there is to do, kind by kind, without the kinds of which there is nothing.

    ``is_now``: what waits for whoever looks, whatever the day, is in it: the page opens with this day.
    """

    kinds: Sequence[Kind]
    overdue: int
    open_plans: int
    next_lapse: dt.date | None
    is_now: bool

    @property
    def is_calm(self) -> bool:
        return not self.kinds


def week_of(matrix: Matrix, today: dt.date, by: Person, waiting: Sequence[Attestation]) -> Week:
    """The list for the day of the matrix; on another day than today the gaps as they stood or will, and no actions.

    A practice that is not live yet sees the gaps of its first day, and beside them what waits for it today.
    """
    practice, day = matrix.practice, matrix.on
    is_now = day == usual_day(practice.went_live_on, today)
    to, found = Addresses(practice, day, today), open_in(matrix)
    plans = open_plans_at(practice, day, {demand.line: demand.newest.title for demand in matrix.demands})
    acts = day == today
    comings = (
        matters.comings_at(practice, {gap.row.person.pk for gap in found.everything()}, day) if acts else Comings()
    )
    found = found.without(comings.leaving)
    shared = frozenset(names_held_twice(row.person for row in matrix.rows))
    of_gaps = kinds_of(found, Desk(by, day, to, PlansOf(plans), comings, acts, bool(settings.EMAIL_URL), shared))
    kinds = [*of_gaps]
    if is_now:
        here = {row.person.pk for row in matrix.rows}
        in_public = [*matters.accounts(practice, here, today, to), *matters.duties(practice, today, to)]
        kinds = [
            matters.questions(waiting), *of_gaps, matters.reviews(practice, today),
            Kind("accounts", "Accounts and duties", in_public, to.page("accounts")),
            matters.late_plans(plans, today, to),
        ]  # fmt: skip
    kinds = [kind for kind in kinds if kind.items]
    return Week(kinds, len(found.overdue), len(plans), next_lapse_in(matrix), is_now)


def next_lapse_in(matrix: Matrix) -> dt.date | None:
    """The first day after which something that is held now will have lapsed."""
    days = (cell.valid_until for row in matrix.rows for cell in row.cells if cell.status in MET and cell.valid_until)
    return min(days, default=None)
