"""What a practice and a network do to their programmes, and what it does to their people."""

import datetime as dt
import json
import uuid

import pytest
from django.db import IntegrityError

from tests.compliance.programmes import TODAY, ask, follow, leave, of, owes
from tests.factories import (
    GO_LIVE,
    MONDAY,
    complete,
    make_job_role,
    make_member,
    make_module,
    make_module_version,
    make_network,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import programming
from trainingsite.compliance.loading import load_programmes
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Adoption, OutsideTraining, PriorLearning, Programme, Requirement
from trainingsite.compliance.programming import AskedAlready, Overtaken, Owner, TooEarly

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - dt.timedelta(days=1)
NEXT_MONTH = dt.date(2026, 4, 1)
EASTER = moment(2026, 4, 6)


@pytest.fixture
def practice():
    return make_practice(ods_code="X99999")


@pytest.fixture
def tom(practice):
    return make_member("Tom Ellis", practice=practice)


@pytest.fixture
def programme():
    """There from the start; nobody follows it yet."""
    return Programme.objects.create(key="induction", title="Induction")


@pytest.fixture
def fire(programme):
    """Fire safety within four weeks and then every two years, as the programme has it."""
    return make_requirement(
        programme, outside_training=make_outside_training("Fire safety"), due_within_days=28, refresher_months=24
    )


def last_event():
    row = AuditEvent.objects.select_related("chain").latest("pk")
    return row.chain.key, row.verb, json.loads(bytes(row.body))["data"]


def test_whoever_follows_a_programme_today_has_the_whole_time_to_do_it(practice, tom, programme, fire):
    follow(programme, practice)

    assert owes(practice, YESTERDAY) == {}
    assert owes(practice, TODAY) == {"Tom Ellis": ("due", dt.date(2026, 3, 30))}
    assert last_event() == (
        practice.chain, "compliance.programme_adopted", {"programme": "induction", "started_on": "2026-03-02"},
    )  # fmt: skip


def test_a_programme_recorded_late_makes_nobody_overdue_before_it_was_known(practice, tom, programme, fire):
    Adoption.objects.create(programme=programme, practice=practice, started_on=GO_LIVE, recorded_at=moment(2026, 3, 2))

    assert owes(practice, TODAY) == {"Tom Ellis": ("due", dt.date(2026, 3, 30))}


def test_what_is_added_to_a_programme_later_gives_everybody_time_from_then(practice, tom, programme):
    make_programme("Refresher", practice)
    Requirement.objects.create(
        programme=Programme.objects.get(title="Refresher"), key="fire", started_on=dt.date(2000, 1, 1),
        outside_training=make_outside_training("Fire safety"), recorded_at=moment(2026, 3, 2),
    )  # fmt: skip

    assert owes(practice, TODAY) == {"Tom Ellis": ("due", dt.date(2026, 3, 30))}


def test_what_newer_starter_content_adds_to_a_programme_holds_from_the_day_it_is_loaded(practice, tom, tmp_path):
    make_programme("Refresher", practice)
    content = tmp_path / "starter.yaml"
    content.write_text(
        "outside_training: [{key: fire, title: Fire safety}]\n"
        "programmes: [{key: refresher, title: Refresher, requirements: [{outside_training: fire}]}]\n"
    )

    with replaying(MONDAY):
        assert len(list(load_programmes(at=MONDAY, path=content))) == 2

    assert (owes(practice, YESTERDAY), owes(practice, TODAY)) == ({}, {"Tom Ellis": ("due", dt.date(2026, 3, 30))})


def test_a_programme_is_left_from_a_day_and_the_days_before_stay(practice, tom, programme, fire):
    follow(programme, practice)
    leave(programme, practice, NEXT_MONTH)

    assert owes(practice, dt.date(2026, 3, 31))["Tom Ellis"][0] == "overdue"
    assert owes(practice, NEXT_MONTH) == {}
    assert Adoption.objects.known().get().reason == "Our own risk assessment."


def test_a_programme_planned_for_later_and_dropped_was_still_known_as_planned(practice, tom, programme, fire):
    follow(programme, practice, NEXT_MONTH)
    leave(programme, practice, dt.date(2026, 3, 3), at=moment(2026, 3, 3))

    planned = [len(training_matrix(practice, NEXT_MONTH, known_on=day).demands) for day in (TODAY, dt.date(2026, 3, 3))]
    assert planned == [1, 0]


def test_a_programme_left_and_followed_again_asks_anew(practice, tom, programme, fire):
    follow(programme, practice)
    leave(programme, practice, NEXT_MONTH)
    follow(programme, practice, dt.date(2026, 5, 1))

    assert owes(practice, dt.date(2026, 5, 1)) == {"Tom Ellis": ("due", dt.date(2026, 5, 29))}


def test_a_practice_sets_its_own_period_and_its_neighbours_keep_theirs(practice, tom, programme, fire):
    neighbour = make_practice("Harbour View Surgery")
    make_member("Ann Lee", practice=neighbour)
    for each in (practice, neighbour):
        follow(programme, each)

    of(programming.change, fire, Owner(practice), NEXT_MONTH, due_within_days=56)

    assert owes(practice, dt.date(2026, 3, 31)) == {"Tom Ellis": ("overdue", dt.date(2026, 3, 30))}
    assert owes(practice, NEXT_MONTH) == {"Tom Ellis": ("due", dt.date(2026, 4, 27))}
    assert owes(neighbour, NEXT_MONTH) == {"Ann Lee": ("overdue", dt.date(2026, 3, 30))}


def test_a_shorter_period_of_ones_own_makes_nobody_overdue_at_once(practice, tom, programme, fire):
    follow(programme, practice)
    done_here(tom, fire, dt.date(2025, 3, 3))
    assert owes(practice, TODAY) == {"Tom Ellis": ("compliant", dt.date(2027, 3, 3))}

    of(programming.change, fire, Owner(practice), NEXT_MONTH, refresher_months=12)

    assert owes(practice, NEXT_MONTH) == {"Tom Ellis": ("due", dt.date(2026, 4, 29))}
    assert owes(practice, dt.date(2026, 3, 31)) == {"Tom Ellis": ("compliant", dt.date(2027, 3, 3))}


def test_the_shared_wording_holds_again_once_a_practice_goes_back_to_it(practice, tom, programme, fire):
    follow(programme, practice)
    of(programming.change, fire, Owner(practice), TODAY, due_within_days=56)
    of(programming.share, fire, Owner(practice), NEXT_MONTH)

    dates = [owes(practice, day)["Tom Ellis"][1] for day in (TODAY, NEXT_MONTH)]
    assert dates == [dt.date(2026, 4, 27), dt.date(2026, 4, 27)]  # nothing falls due sooner than it was told
    assert training_matrix(practice, NEXT_MONTH).demands[0].newest == fire


def test_a_practice_leaves_out_what_a_shared_programme_asks(practice, tom, programme, fire):
    follow(programme, practice)

    of(programming.end, fire, Owner(practice), NEXT_MONTH)

    assert owes(practice, dt.date(2026, 3, 31))["Tom Ellis"][0] == "overdue"
    assert owes(practice, NEXT_MONTH) == {}
    assert last_event()[1:] == (
        "compliance.requirement_ended", {"programme": "induction", "ended_on": "2026-03-31"},
    )  # fmt: skip


def test_a_practices_own_wording_ends_with_the_shared_one_it_stands_for(practice, tom, programme, fire):
    follow(programme, practice)
    of(programming.change, fire, Owner(practice), TODAY, due_within_days=56)

    of(programming.end, fire, Owner(network=make_network("Riverside", practice)), NEXT_MONTH)

    assert owes(practice, dt.date(2026, 3, 31)) == {"Tom Ellis": ("due", dt.date(2026, 4, 27))}
    assert owes(practice, NEXT_MONTH) == {}


def test_a_new_audience_counts_from_its_day_and_the_days_before_keep_the_old_one(practice, tom, programme):
    nurse = make_member("Ann Lee", make_job_role("Practice nurse", staff_group="nursing"), practice=practice)
    follow(programme, practice)
    own = ask(programme, Owner(practice), make_module(), staff_groups=["nursing"])

    of(programming.change, own, Owner(practice), NEXT_MONTH, staff_groups=["non-clinical"], at=moment(2026, 3, 9))

    before, after = (owes(practice, day) for day in (dt.date(2026, 3, 31), NEXT_MONTH))
    assert before == {"Ann Lee": ("overdue", dt.date(2026, 3, 30)), "Tom Ellis": ("not_required", None)}
    assert after == {"Ann Lee": ("not_required", None), "Tom Ellis": ("due", dt.date(2026, 4, 29))}
    assert nurse.person.name in before


def test_an_audience_that_grows_takes_no_time_from_those_it_named_before(practice, tom, programme):
    make_member("Ann Lee", make_job_role("Practice nurse", staff_group="nursing"), practice=practice)
    follow(programme, practice)
    own = ask(programme, Owner(practice), make_module(), staff_groups=["nursing"])

    of(programming.change, own, Owner(practice), dt.date(2026, 3, 20), staff_groups=[])

    assert owes(practice, dt.date(2026, 3, 20)) == {
        "Ann Lee": ("due", dt.date(2026, 3, 30)),
        "Tom Ellis": ("due", dt.date(2026, 4, 17)),
    }


def test_a_change_of_what_began_today_takes_its_place(practice, tom, programme):
    follow(programme, practice)
    own = ask(programme, Owner(practice), make_module(), due_within_days=7)

    of(programming.change, own, Owner(practice), TODAY, due_within_days=56)

    assert owes(practice, TODAY) == {"Tom Ellis": ("due", dt.date(2026, 4, 27))}
    assert [row.due_within_days for row in Requirement.objects.known()] == [56]


def test_what_was_done_counts_for_what_is_asked_later(practice, tom, programme):
    page = make_module()
    complete(tom.person, make_module_version(page, at=moment(2026, 2, 2)), at=moment(2026, 2, 3))
    follow(programme, practice)

    ask(programme, Owner(practice), page, refresher_months=12)

    assert owes(practice, TODAY) == {"Tom Ellis": ("compliant", dt.date(2027, 2, 3))}


def test_a_practice_adds_to_its_networks_programme_and_the_network_changes_its_own_part(practice, tom):
    network = make_network("Riverside", practice, other := make_practice("Harbour View Surgery"))
    make_member("Ann Lee", practice=other)
    shared = Programme.objects.create(key="riverside", title="Riverside", network=network)
    for each in (practice, other):
        follow(shared, each)
    asked = ask(shared, Owner(network=network), make_module("Boundaries"), due_within_days=14)
    ask(shared, Owner(practice), make_module("Privacy"), due_within_days=14)

    of(programming.change, asked, Owner(network=network), NEXT_MONTH, due_within_days=21)

    assert [len(training_matrix(each, TODAY).demands) for each in (practice, other)] == [2, 1]
    assert last_event()[:2] == (SITE_CHAIN, "compliance.requirement_changed")


def test_a_programme_of_ones_own_is_followed_at_once_and_made_once(practice):
    owner, token, by = Owner(practice), uuid.uuid4(), make_member("Mo Khan", practice=practice).person
    made = [
        programming.make_programme(title="Chaperones", owner=owner, token=token, started_on=day, by=by, at=EASTER)
        for day in (EASTER.date(), EASTER.date())
    ]

    assert made[0] == made[1]
    assert Adoption.objects.at(practice).get().programme == made[0]
    assert AuditEvent.objects.filter(verb="compliance.programme_made").count() == 1


@pytest.mark.parametrize(
    "other",
    [("Annual refresher for GPs", EASTER.date()), ("Annual refresher for nurses", EASTER.date() + dt.timedelta(7))],
)
def test_the_page_sent_again_with_another_title_or_day_makes_another_programme(practice, other):
    owner, token, by = Owner(practice), uuid.uuid4(), make_person("Mo Khan")
    pages = [("Annual refresher for nurses", EASTER.date()), other]

    made = [
        programming.make_programme(title=title, owner=owner, token=token, started_on=day, by=by, at=EASTER)
        for title, day in pages
    ]

    assert [(each.title, Adoption.objects.get(programme=each).started_on) for each in made] == pages


def test_a_subject_of_ones_own_is_there_for_ones_own_people_only(practice):
    by, other = make_member("Mo Khan", practice=practice).person, make_practice("Harbour View Surgery")
    fire = make_outside_training("Fire safety")

    added = programming.add_subject(title="Ear irrigation", owner=Owner(practice), by=by, at=EASTER)

    assert programming.add_subject(title="FIRE SAFETY", owner=Owner(practice), by=by, at=EASTER) == fire
    assert set(OutsideTraining.objects.at(practice)) == {fire, added}
    assert set(OutsideTraining.objects.at(other)) == {fire}


def test_the_same_thing_is_asked_once(practice, programme, fire):
    follow(programme, practice)
    with pytest.raises(AskedAlready):
        ask(programme, Owner(practice), fire.target)


def test_a_page_sent_twice_asks_once(practice, programme):
    page, token, by = make_module(), uuid.uuid4(), make_person("Mo Khan")
    follow(programme, practice)

    lines = {ask(programme, Owner(practice), page, token=token, by=by).line for _ in range(2)}

    assert len(lines) == Requirement.objects.count() == 1


def test_the_page_sent_again_about_another_thing_asks_for_that_too(practice, programme):
    owner, token, by = Owner(practice), uuid.uuid4(), make_person("Mo Khan")
    pages = [make_module("Boundaries"), make_module("Privacy")]
    follow(programme, practice)

    asked = [ask(programme, owner, page, token=token, by=by) for page in pages]

    assert [each.target for each in asked] == pages


@pytest.mark.parametrize("other", [{"on": NEXT_MONTH}, {"due_within_days": 7}, {"job_roles": ["nurse"]}])
def test_the_page_sent_again_with_other_terms_is_no_second_click(practice, programme, other):
    page, token, by = make_module(), uuid.uuid4(), make_person("Mo Khan")
    follow(programme, practice)
    ask(programme, Owner(practice), page, token=token, by=by)

    with pytest.raises(AskedAlready):
        ask(programme, Owner(practice), page, token=token, by=by, **other)


@pytest.mark.parametrize("act", [programming.change, programming.end, programming.share])
def test_days_that_are_over_keep_their_rules(practice, programme, fire, act):
    follow(programme, practice)
    with pytest.raises(TooEarly):
        of(act, fire, Owner(practice), YESTERDAY)
    assert Requirement.objects.count() == 1


@pytest.mark.parametrize("act", [programming.change, programming.end, programming.share])
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(practice, programme, fire, act):
    follow(programme, practice)
    stale = str(fire.pk)
    of(programming.change, fire, Owner(practice), NEXT_MONTH, due_within_days=56)
    before = Requirement.objects.count()

    with pytest.raises(Overtaken):
        of(act, fire, Owner(practice), NEXT_MONTH, expected=stale)

    assert Requirement.objects.count() == before


def test_following_twice_from_an_old_page_follows_once(practice, programme):
    follow(programme, practice)
    with pytest.raises(Overtaken):
        follow(programme, practice, expected="")
    assert Adoption.objects.count() == 1


def test_nothing_is_changed_when_its_event_cannot_be_recorded(practice, programme, fire, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    follow(programme, practice)
    monkeypatch.setattr(programming, "record", fail)

    for act in (programming.change, programming.end, programming.share):
        with pytest.raises(IntegrityError):
            of(act, fire, Owner(practice), NEXT_MONTH)
    with pytest.raises(IntegrityError):
        leave(programme, practice, NEXT_MONTH)
    with pytest.raises(IntegrityError):
        ask(programme, Owner(practice), make_module())
    assert (Requirement.objects.count(), Adoption.objects.get().ended_on) == (1, None)


def done_here(member, requirement, on):
    PriorLearning.objects.create(
        person=member.person, outside_training=requirement.target, completed_on=on, basis="imported",
        accepted_by=make_member("Zoe Park", practice=make_practice("Elsewhere Surgery")).person,
    )  # fmt: skip
