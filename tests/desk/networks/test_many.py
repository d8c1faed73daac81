"""Hundreds of practices and hundreds of people cost no more queries, and every practice is there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.networks.scene import add_people, agree, make_many, overview_page, practice_page, sign_in_lead
from tests.factories import make_network, make_outside_training, make_practice, make_programme, make_requirement

pytestmark = pytest.mark.django_db


def queries(client, address: str) -> int:
    """How many queries a page takes once what it stands on is kept, with the file read to its end."""
    client.get(address).getvalue()
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(address)
        answer.getvalue()
    assert answer.status_code == 200
    return len(counted)


def ask_all(practices) -> None:
    training = make_outside_training(f"Training for {len(practices)} of {practices[0].pk}")
    make_requirement(make_programme(f"Programme {practices[0].pk}", *practices), outside_training=training)


@pytest.mark.parametrize("file", ["", "counts.csv", "counts.xlsx"])
def test_one_three_and_thirty_practices_cost_the_same_queries(client, file):
    found = set()
    for count in (1, 3, 30):
        network, practices = make_many(count)
        ask_all(practices)
        sign_in_lead(client, network, name=f"Dev {count}")
        found.add(queries(client, f"{overview_page(network)}{file}"))

    assert len(found) == 1


@pytest.mark.parametrize("people", [1, 3, 300])
def test_one_three_and_three_hundred_people_cost_the_same_queries(client, people):
    practice = make_practice("Millbrook Lane Surgery")
    add_people(practice, people)
    ask_all([practice])
    network = make_network("Marrowby Network", practice)
    agree(practice, network)
    sign_in_lead(client, network)

    found = [queries(client, page) for page in (overview_page(network), practice_page(network, practice))]

    assert found == [16, 16]


def test_three_hundred_practices_are_all_there_with_letters_to_jump_to(client):
    network, practices = make_many(300)
    ask_all(practices)
    sign_in_lead(client, network)

    answer = client.get(overview_page(network))

    overview = answer.context["overview"]
    assert ([line.practice for line in overview.lines], overview.people) == (practices, 300)
    assert (overview.total.words, overview.total.share) == ("0 of 300", "0%")
    assert (answer.context["letters"], answer.content.count(b'id="letter-S"')) == (["S"], 1)
