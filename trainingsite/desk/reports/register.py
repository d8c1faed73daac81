"""The reports there are, in the order in which the index shows them."""

from trainingsite.desk.reports import (
    accounts,
    exemptions,
    joiners,
    matrix,
    needs,
    overdue,
    policies,
    signatures,
    topics,
    trend,
)
from trainingsite.desk.reports.asking import Report

REPORTS: tuple[Report, ...] = (
    matrix.REPORT,
    overdue.REPORT,
    trend.REPORT,
    policies.REPORT,
    signatures.REPORT,
    joiners.REPORT,
    needs.REPORT,
    exemptions.REPORT,
    accounts.REPORT,
    topics.REPORT,
)
BY_KEY = {report.key: report for report in REPORTS}
