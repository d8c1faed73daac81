"""A person's jobs, leave and last day, and the practice's duties, as a manager changes them on their pages."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import give_duty, give_leave, make_job_role, make_member, make_policy, moment
from trainingsite.desk.people.handing_over import open_things
from trainingsite.people.models import Absence, Duty, Membership, Person, Responsibility
from trainingsite.policies.account_actions import add_account

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def job(stay, **said) -> dict:
    manager = str(stay.manager.key) if stay.manager else ""
    kept = {"seen": stay.pk, "job_role": stay.job_role.key, "manager": manager, "staff_number": stay.staff_number}
    return {**kept, **said}


def job_on(person, day) -> Membership:
    return Membership.objects.known().on(day).by(person).get()


def duty_of(person) -> Responsibility:
    return Responsibility.objects.known().by(person).get()


def test_the_persons_page_shows_jobs_leave_and_duties(client, practice, ann, tom, address, today):
    make_member(tom.person, "Medical secretary", practice=practice)
    give_leave(tom, today)
    give_duty(tom.person, practice, Duty.SIRO)

    work = client.get(address("person", tom.person.key)).context["work"]

    assert [stay.job_role.name for stay in work.jobs] == ["Receptionist", "Medical secretary"]
    assert (len(work.absences), [held.duty for held in work.duties], work.last_day) == (1, [Duty.SIRO], None)


def test_one_more_job_is_added(client, practice, ann, tom, address, today):
    make_job_role("Medical secretary")

    client.post(address("add_job", tom.person.key), {"job_role": "medical-secretary", "started_on": str(today)})

    assert Membership.objects.known().on(today).by(tom.person).count() == 2


def test_a_job_is_changed_from_a_day_on(client, practice, ann, tom, address, today):
    make_job_role("Medical secretary")
    page = address("change_job", tom.person.key, tom.line)

    client.post(page, job(tom, from_day=str(today), job_role="medical-secretary"))

    assert [job_on(tom.person, day).job_role.key for day in (today - A_DAY, today)] == [
        "receptionist", "medical-secretary",
    ]  # fmt: skip


def test_a_job_is_corrected(client, practice, ann, tom, address, today):
    page = address("correct_job", tom.person.key, tom.line)

    client.post(page, job(tom, started_on="2024-11-04", manager=str(ann.key)))

    corrected = job_on(tom.person, today)
    assert (corrected.started_on, corrected.manager) == (dt.date(2024, 11, 4), ann)


def test_a_circle_of_managers_is_refused_and_what_was_typed_stays(client, practice, ann, tom, address, today):
    priya = make_member("Priya Shah", practice=practice, manager=tom.person).person
    page = address("change_job", tom.person.key, tom.line)

    answer = client.post(page, job(tom, from_day=str(today), manager=str(priya.key), staff_number="8"))

    form = answer.context["form"]
    assert (answer.status_code, set(form.errors), form["staff_number"].value()) == (400, {"manager"}, "8")
    assert job_on(tom.person, today) == tom


def test_a_page_that_was_open_too_long_says_so(client, practice, ann, tom, address, today):
    page = address("correct_job", tom.person.key, tom.line)
    client.post(page, job(tom, started_on=str(tom.started_on), staff_number="8"))

    answer = client.post(page, job(tom, started_on=str(tom.started_on), staff_number="9"))

    [sentence] = answer.context["form"].non_field_errors()
    assert (sentence.split(" since")[0], job_on(tom.person, today).staff_number) == ("Somebody has changed this", "8")


def test_a_colleague_of_another_line_is_not_corrected_through_this_page(client, practice, ann, tom, address):
    priya = make_member("Priya Shah", practice=practice)

    answer = client.post(address("correct_job", tom.person.key, tom.line), job(priya, started_on="2024-11-04"))

    assert answer.status_code == 404


def test_a_job_that_never_was_is_taken_back(client, practice, ann, tom, address, today):
    second = make_member(tom.person, "Medical secretary", practice=practice)

    client.post(address("withdraw_job", tom.person.key, second.line), {"seen": second.pk})

    assert job_on(tom.person, today) == tom


def test_leave_is_noted_corrected_and_taken_back(client, practice, ann, tom, address, today):
    client.post(address("add_leave", tom.person.key), {"started_on": str(today)})
    absence = Absence.objects.known().by(tom.person).get()
    page = address("correct_leave", tom.person.key, absence.line)

    client.post(page, {"seen": absence.pk, "started_on": str(today - A_DAY), "ended_on": str(today)})
    corrected = Absence.objects.known().by(tom.person).get()
    assert (corrected.started_on, corrected.ended_on) == (today - A_DAY, today)

    client.post(address("withdraw_leave", tom.person.key, absence.line), {"seen": corrected.pk})
    assert not Absence.objects.known().by(tom.person).exists()


def test_overlapping_leave_is_refused_in_a_sentence(client, practice, ann, tom, address, today):
    give_leave(tom, today)

    answer = client.post(address("add_leave", tom.person.key), {"started_on": str(today + A_DAY)})

    [sentence] = answer.context["form"].errors["started_on"]
    assert (answer.status_code, sentence.startswith("There is leave from ")) == (400, True)


def test_nobody_is_asked_why_somebody_is_away(client, practice, ann, tom, address):
    answer = client.get(address("add_leave", tom.person.key))

    assert list(answer.context["form"].fields) == ["started_on", "ended_on"]
    assert answer.content.decode().count("This site keeps no kind of leave and no reason") == 1


def test_a_last_day_is_noted_and_the_handing_over_shown(client, practice, ann, tom, address, today):
    last = today + dt.timedelta(days=14)

    answer = client.post(address("last_day", tom.person.key), {"jobs": [tom.pk], "last_day": str(last)})

    assert answer.url == address("hand_over", tom.person.key)
    assert job_on(tom.person, last).ended_on == last


def test_a_last_day_is_taken_back(client, practice, ann, tom, address, today):
    give_duty(tom.person, practice, Duty.IG_LEAD)
    client.post(address("last_day", tom.person.key), {"jobs": [tom.pk], "last_day": str(today + A_DAY)})

    client.post(address("stay_on", tom.person.key))

    assert (job_on(tom.person, today).ended_on, duty_of(tom.person).ended_on) == (None, None)


def test_a_last_day_that_was_put_down_wrongly_is_put_right(client, practice, ann, tom, address, today):
    ended = [today - dt.timedelta(days=each) for each in (20, 10)]
    client.post(address("last_day", tom.person.key), {"jobs": [tom.pk], "last_day": str(ended[0])})
    noted = Membership.objects.known().by(tom.person).get()

    client.post(address("last_day", tom.person.key), {"jobs": [noted.pk], "last_day": str(ended[1])})

    assert Membership.objects.known().by(tom.person).get().ended_on == ended[1]
    assert not Person.objects.get(pk=tom.person.pk).is_active


def test_everything_that_needs_somebody_new_is_listed(practice, ann, tom, today):
    give_duty(tom.person, practice, Duty.SIRO)
    make_member("Priya Shah", practice=practice, manager=tom.person)
    make_policy(practice, owner_of_policy=tom.person)
    add_account(
        practice=practice, holders=[tom.person], by=ann, at=moment(2026, 3, 2), platform="Facebook", address="fb",
        purpose="News", second_factor_on=True, recovery_address="", on_personal_profile=False,
    )  # fmt: skip

    found = open_things(tom.person, practice, today)

    assert [held.duty for held in found.duties] == [Duty.SIRO]
    assert [person.name for person in found.handover.managed] == ["Priya Shah"]
    assert ([page.title for page in found.policies], len(found.handover.accounts)) == (["Social media policy"], 1)
    assert not found.is_nothing


def test_somebody_who_has_nothing_to_hand_over_hands_nothing_over(practice, ann, tom, today):
    make_policy(practice, owner_of_policy=ann)

    assert open_things(tom.person, practice, today).is_nothing


def test_a_team_gets_a_new_manager_in_one_step(client, practice, ann, tom, address, today):
    priya = make_member("Priya Shah", practice=practice, manager=tom.person).person

    client.post(address("team", tom.person.key), {"manager": str(ann.key), "from_day": str(today)})

    assert job_on(priya, today).manager == ann


def test_a_duty_is_given_on_the_page_of_all_duties(client, practice, ann, tom, address, today):
    said = {"duty": Duty.SIRO, "holder": str(tom.person.key), "started_on": str(today)}

    client.post(address("give_duty"), said)

    lines = client.get(address("duties")).context["duties"]
    assert [line.duty for line in lines] == list(Duty)
    assert {line.duty: [held.held_by for held in line.holders] for line in lines if line.holders} == {
        Duty.PRACTICE_MANAGER: ["Ann Lee"],
        Duty.SIRO: ["Tom Ellis"],
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "holder"),
        ({"holder": "tom", "holder_name": "Imelda Farthingale"}, "holder_name"),
        ({"duty": "ig_lead", "holder_name": "Imelda Farthingale"}, "holder"),
        ({"duty": "network_lead", "holder": "tom"}, "duty"),
        ({"duty": "account_holder", "holder": "tom"}, "duty"),
    ],
)
def test_a_duty_that_cannot_be_given_so_is_refused(client, practice, ann, tom, address, today, said, field):
    said = {name: str(tom.person.key) if value == "tom" else value for name, value in said.items()}

    answer = client.post(address("give_duty"), {"duty": "siro", "started_on": str(today), **said})

    assert set(answer.context["form"].errors) == {field}
    assert not Responsibility.objects.exclude(person=ann).exists()


def test_a_duty_is_handed_to_somebody_outside(client, practice, ann, tom, address, today):
    give_duty(tom.person, practice, Duty.DATA_PROTECTION_OFFICER)
    held = duty_of(tom.person)
    said = {"seen": held.pk, "holder_name": "Imelda Farthingale", "contact": "01632 960 120", "started_on": str(today)}

    client.post(address("hand_over_duty", held.line), said)

    now = Responsibility.objects.known().on(today).of_kind(Duty.DATA_PROTECTION_OFFICER).get()
    assert (now.held_by, duty_of(tom.person).ended_on) == ("Imelda Farthingale", today - A_DAY)


def test_the_last_manager_of_the_desk_stays_one_and_is_told_why(client, practice, ann, address, today):
    held = duty_of(ann)

    answer = client.post(address("end_duty", held.line), {"seen": held.pk, "last_day": str(today)})

    [sentence] = answer.context["form"].non_field_errors()
    assert sentence.startswith("Nobody would be left who can open this desk from ")
    assert duty_of(ann) == held


def test_a_duty_ends_on_its_last_day(client, practice, ann, tom, address, today):
    give_duty(tom.person, practice, Duty.SIRO)
    held = duty_of(tom.person)

    client.post(address("end_duty", held.line), {"seen": held.pk, "last_day": str(today)})

    assert duty_of(tom.person).ended_on == today
