"""The training matrix that a report is made from: as at the day, as known then, and what was chosen of it."""

from trainingsite.compliance.matrix import Matrix, training_matrix
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.desk.overview import done_of_required
from trainingsite.desk.reports.asking import Asked

COUNTED = (
    ("Required", "Everything asked of everybody, without what a job does not ask for, and people on leave or exempt."),
    ("Done", "Compliant, or expiring: done and still good on the day. What lapses on the day is good until its end."),
    ("Due, overdue", "Asked and not done: there is still time, or the time has run out."),
    ("Told", "A message was sent or handed over. Sent is not read: nobody is said to have ignored anything."),
    ("Names", "Names and job roles are those of today; of two jobs at the practice, the one begun first."),
)


def whole_matrix(asked: Asked) -> Matrix:
    """Everybody and everything on the day, as known by the end of the day asked for, or now."""
    if asked.known_on:
        return training_matrix(asked.practice, asked.day, known_on=asked.known_on)
    return remembered_matrix(asked.practice, asked.day, asked.today)


def headline(matrix: Matrix) -> str:
    """How many of the things required are done, with the denominator spelled out."""
    if not matrix.rows:
        return "Nobody is in this report."
    if not matrix.total().required:
        return "Nothing is required of anybody in this report."
    return done_of_required(matrix)


def nobody_in(whole: Matrix) -> str:
    """Why a table of people is empty."""
    if not whole.rows:
        return "Nobody worked here on that day, as far as was known."
    return "Nobody fits what you chose: choose less."
