"""What programmes are called side by side: by their titles, and by whose they are where those are the same."""

import pytest

from tests.factories import make_network, make_practice
from trainingsite.compliance.models import Programme
from trainingsite.desk.trends.titles import titles_of

pytestmark = pytest.mark.django_db


def titles(*programmes: tuple[str, dict]) -> list[str]:
    """What these are called, in the order in which they were made."""
    made = [
        Programme.objects.create(title=title, key=f"programme-{number}", **whose)
        for number, (title, whose) in enumerate(programmes)
    ]
    found = titles_of({each.pk for each in made})
    return [found[each.pk] for each in made]


def test_a_title_that_no_other_has_stands_as_it_is():
    ours = {"practice": make_practice("Our Surgery")}

    assert titles(("Refresher", ours), ("Induction", ours)) == ["Refresher", "Induction"]


def test_of_one_title_each_says_whose_it_is():
    practice = make_practice("Our Surgery")
    whose = [{}, {"network": make_network("Hill PCN", practice)}, {"practice": practice}]

    assert titles(*(("Induction", each) for each in whose)) == [
        "Induction", "Induction (Hill PCN)", "Induction (Our Surgery)",
    ]  # fmt: skip


def test_of_one_title_and_one_owner_each_has_a_number():
    ours = {"practice": make_practice("Our Surgery")}

    assert titles(("Induction", ours), ("induction", ours), ("Induction (2)", ours)) == [
        "Induction", "induction (2)", "Induction (2) (2)",
    ]  # fmt: skip


def test_none_is_called_like_the_sum_of_all():
    ours = {"practice": make_practice("Our Surgery")}

    assert titles(("Everything", ours), ("everything", {})) == ["Everything (Our Surgery)", "everything (2)"]


def test_telling_them_apart_takes_one_query(django_assert_num_queries):
    practice = make_practice("Our Surgery")
    made = [Programme.objects.create(title="Same", key=f"same-{each}", practice=practice) for each in range(3)]

    with django_assert_num_queries(1):
        titles_of([each.pk for each in made])
