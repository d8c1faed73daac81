"""How training done elsewhere came into a person's record, with the proof where it is of them alone."""

from collections.abc import Collection

from django.db.models import Count

from trainingsite.compliance.models import ElsewhereEntry, PriorLearning
from trainingsite.desk.your_data.held import Row, plain_value, words_about


def entries_of(person_ids: Collection[int]) -> list[Row]:
    """The entries that record training of the person, oldest first.

    A proof that was kept for several people at once names the others: it is in nobody's list.
    """
    learned = PriorLearning.objects.filter(person__in=person_ids, entry__isnull=False)
    counted = ElsewhereEntry.objects.annotate(people=Count("learning__person", distinct=True))
    entries = counted.filter(pk__in=learned.values("entry")).select_related("practice", "entered_by").order_by("pk")
    words = words_about(entry.key for entry in entries if entry.people == 1)
    return [_row(entry, words.get(entry.key, [])) for entry in entries]


def _row(entry: ElsewhereEntry, words: list[dict]) -> Row:
    told = {
        "When": entry.entered_at,
        "How": entry.get_kind_display(),
        "Practice": entry.practice.name,
        "By": entry.entered_by and entry.entered_by.name,
        "For how many people": entry.people,
    }
    return Row(told, {name: plain_value(value) for name, value in told.items()}, words)
