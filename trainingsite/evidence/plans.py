"""What is being done about gaps: by whom, by when, and everything that was said of each plan until the day."""

from collections.abc import Iterator

from trainingsite.audit.actions import plain
from trainingsite.compliance.planned import Planned, PlansOf, open_plans_at, told
from trainingsite.compliance.plans import OPEN, Plan
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.vouchers import Voucher, Vouchers
from trainingsite.formats.sheets import Row

HEADINGS = (
    "About", "Whose", "What is being done", "Who does it", "By when", "What was said", "On", "At (UK time)", "By",
    "Why, or what came of it", verify.MOMENT, verify.PERSON, verify.RECORD, verify.EVENT, verify.DIGEST,
)  # fmt: skip


class Plans:
    """A practice's plans as they stood at the end of the day that is asked for."""

    def __init__(self, asked: Asked):
        self.asked = asked
        self.open = open_plans_at(asked.practice, asked.on)
        self.by_gap = PlansOf(self.open)

    def rows(self, vouchers: Vouchers) -> Iterator[Row]:
        """Everything that was said by the day of each plan that was open in the period, plan by plan."""
        rows = Plan.objects.at(self.asked.practice).filter(acted_on__lte=self.asked.on, line__in=self._lines())
        rows = rows.select_related("person", "carried_by", "acted_by").order_by("line", "number")
        said = {plan.row.pk: plan for plan in told(rows)}
        for row, voucher in vouchers.for_each([plan.row for plan in said.values()], verify.PLANS):
            yield self._row(said[row.pk], voucher)

    def _lines(self) -> list:
        newest = Plan.objects.at(self.asked.practice).newest_by(self.asked.on)
        return [
            row.line for row in newest if row.kind in OPEN or row.acted_on >= self.asked.from_on
        ]  # fmt: skip

    def _row(self, plan: Planned, voucher: Voucher) -> Row:
        row, name_of = plan.row, self.asked.name_of
        return (
            plan.about, name_of(row.person) or plan.whose, plan.action, plan.who, row.due_on, row.get_kind_display(),
            row.acted_on, on_the_clock(row.acted_at), name_of(row.acted_by), plan.reason, plain(row.acted_at),
            str(row.person.key) if row.person else "", str(row.key), voucher.event, voucher.digest,
        )  # fmt: skip
