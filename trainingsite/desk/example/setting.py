"""The two practices of the example, their network, and the people in them."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.compliance.actions import adopt, ask_for
from trainingsite.compliance.models import Programme, Requirement
from trainingsite.compliance.rules import add_months
from trainingsite.desk.example.cast import Character, Place, Story
from trainingsite.desk.example.days import Calendar
from trainingsite.desk.places.opening import INDUCTION, POLICY_TERMS, PROGRAMMES
from trainingsite.people.models import Duty, JobRole, Network, NetworkPractice, Person, Practice
from trainingsite.people.shelves import authors, policy_owners, practice_shelf
from trainingsite.people.staffing import give_duty, join
from trainingsite.policies.loading import PolicyText, put_on_shelf, read_policy
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.routes import SpeakingUpRoute
from trainingsite.policies.sources import note_checked
from trainingsite.policies.speaking_up.actions import note_route

APPS = "the messages in our clinical system, and chat in NHSmail Teams"
DESCRIBED = {
    Place.HOME: {
        "name": "Millbrook Lane Surgery",
        "address": "Millbrook Lane, Marrowby",
        "phone": "01632 960 120",
        "website": "https://www.millbrook-lane.example",
        "cqc_provider_id": "1-999999999",
        "cqc_location_id": "1-999999998",
    },
    Place.NEXT_DOOR: {
        "name": "Saltmere Road Practice",
        "address": "Saltmere Road, Marrowby",
        "phone": "01632 960 340",
        "website": "https://www.saltmere-road.example",
        "cqc_provider_id": "1-999999997",
        "cqc_location_id": "1-999999996",
    },
}
NETWORK = "Marrowby Primary Care Network"
OUTSIDERS = {
    Duty.DATA_PROTECTION_OFFICER: ("Imelda Farthingale", "data.protection@marrowby-network.example"),
    Duty.SPEAK_UP_GUARDIAN: ("Corwin Adebisi", "01632 960 717, speakup@marrowby-network.example"),
}
TO_SPEAK_UP_OUTSIDE = (
    "NHS England",
    "The Care Quality Commission (CQC)",
    "Your union, your regulator or a lawyer, for advice",
)


@dataclass(frozen=True)
class Setting:
    """What the history is about."""

    network: Network
    practices: dict[Place, Practice]
    people: dict[str, Person]
    administrator: Person
    policies: dict[Place, PolicyPage]
    for_patients: dict[Place, PolicyPage]
    calendar: Calendar

    def manager(self, place: Place) -> Person:
        """Who puts people in and accepts what they bring."""
        return self.holder(Duty.PRACTICE_MANAGER, place)

    def holder(self, duty: Duty, place: Place) -> Person:
        practice = self.practices[place]
        return Person.objects.get(responsibilities__duty=duty, responsibilities__practice=practice)


def network_key(ods_code: str) -> str:
    """Marks the practices of an example: what belongs to this network may be shown to anybody."""
    return f"example-{ods_code.lower()}"


def example_practice(ods_code: str) -> Practice | None:
    """The example practice with this code, if it is loaded."""
    networks = Network.objects.filter(key=network_key(ods_code))
    return Practice.objects.filter(
        ods_code=ods_code, pk__in=NetworkPractice.objects.filter(network__in=networks).values("practice")
    ).first()


def set_up(
    codes: dict[Place, str], characters: list[Character], password: str, calendar: Calendar, at: dt.datetime
) -> Setting:
    """Put in the practices, the policy and everybody who was there when they went live."""
    network = Network.objects.create(key=network_key(codes[Place.HOME]), name=NETWORK)
    practices = {place: make_practice(place, codes[place], network, calendar, at) for place in Place}
    people = {each.name.username: make_person(each, practices, password, at) for each in characters}
    policies = {place: make_policy(practices[place], calendar.rewritten_from) for place in Place}
    for_patients = {place: make_page_for_patients(practices[place], calendar.rewritten_from) for place in Place}
    administrator = make_administrator(codes[Place.HOME], password, at)
    setting = Setting(network, practices, people, administrator, policies, for_patients, calendar)
    for place in Place:
        take_on(setting, place, characters, at)
        follow_programmes(setting, place, at)
    let_write(setting, characters)
    return setting


def make_practice(place: Place, ods_code: str, network: Network, calendar: Calendar, at: dt.datetime) -> Practice:
    practice = Practice.objects.create(
        ods_code=ods_code, approved_messaging_apps=APPS, went_live_on=calendar.went_live_on, **DESCRIBED[place]
    )
    NetworkPractice.objects.create(network=network, practice=practice, started_on=calendar.set_up_on, recorded_at=at)
    return practice


def make_person(character: Character, practices: dict[Place, Practice], password: str, at: dt.datetime) -> Person:
    """A person with their sign-in; all have the same password, whose hash was made once."""
    domain = practices[character.part.places[0]].website.removeprefix("https://www.")
    is_new = character.story is Story.NEW_THIS_WEEK
    return Person.objects.create(
        username=character.name.username,
        first_name=character.name.first,
        last_name=character.name.last,
        email=f"{character.name.username}@{domain}" if character.has_email else "",
        password=password,
        date_joined=at,
        last_login=None if is_new else at,  # the others are no news to the list of invitations
        privacy_notice_seen_at=None if is_new else at,
    )


def make_administrator(ods_code: str, password: str, at: dt.datetime) -> Person:
    """Looks after the installation, works at no practice, and owes no training."""
    taken = Person.objects.filter(username="administrator").exists()
    return Person.objects.create(
        username=f"administrator-{ods_code.lower()}" if taken else "administrator",
        first_name="Site",
        last_name="Administrator",
        email="administrator@marrowby-network.example",
        password=password,
        is_staff=True,
        is_superuser=True,
        date_joined=at,
        privacy_notice_seen_at=at,
    )


def make_policy(practice: Practice, day: dt.date) -> PolicyPage:
    """The practice's policy as it is first written: next door it begins with today's words."""
    edition = "social-media-1.0" if practice.name == DESCRIBED[Place.HOME]["name"] else "social-media"
    return begin(read_policy(edition), practice, day)


def make_page_for_patients(practice: Practice, day: dt.date) -> PolicyPage:
    """What patients may expect of the practice's own pages."""
    return begin(read_policy("public-page"), practice, day)


def begin(text: PolicyText, practice: Practice, day: dt.date) -> PolicyPage:
    """A policy on the practice's shelf, to be reviewed some months after the day."""
    page = put_on_shelf(text, practice_shelf(practice))
    page.review_due_on = add_months(day, text.review_months)
    page.annex_review_due_on = add_months(day, page.annex_review_months) if text.has_annex else None
    note_checked(page, day)
    page.save(update_fields=["review_due_on", "annex_review_due_on", "sources"])
    return page


def take_on(setting: Setting, place: Place, characters: list[Character], at: dt.datetime) -> None:
    """Those who were there before, and the duties that some of them hold."""
    practice, by = setting.practices[place], str(setting.administrator.key)
    roles = {role.key: role for role in JobRole.objects.all()}
    day = setting.calendar.set_up_on
    there = [each for each in characters if place in each.part.places and each.started_on < day]
    manager = next(setting.people[each.name.username] for each in there if Duty.PRACTICE_MANAGER in each.part.duties)
    for each in there:
        person, role = setting.people[each.name.username], roles[each.part.job_role]
        above = None if person == manager or role.key == "gp-partner" else manager
        join(person=person, practice=practice, job_role=role, started_on=each.started_on, manager=above, by=by, at=at)
        for duty in each.part.duties:
            where = {"network": setting.network} if duty is Duty.NETWORK_LEAD else {"practice": practice}
            give_duty(duty=duty, person=person, started_on=day, by=by, at=at, **where)
    for duty, (name, contact) in OUTSIDERS.items():
        give_duty(duty=duty, practice=practice, holder_name=name, contact=contact, started_on=day, by=by, at=at)
    for name in TO_SPEAK_UP_OUTSIDE:
        note_route(
            practice=practice, kind=SpeakingUpRoute.Kind.OUTSIDE, name=name, started_on=day,
            by=manager, at=at,
        )  # fmt: skip


def follow_programmes(setting: Setting, place: Place, at: dt.datetime) -> None:
    """Follow the shared programmes from the day of going live, with a policy of one's own in the induction."""
    practice, day = setting.practices[place], setting.calendar.went_live_on
    by = str(setting.manager(place).key)
    programmes = {programme.key: programme for programme in Programme.objects.filter(key__in=PROGRAMMES)}
    for programme in programmes.values():
        adopt(programme=programme, practice=practice, started_on=day, by=by, at=at)
    ask_for(
        programme=programmes[INDUCTION], practice=practice, key="social-media", policy=setting.policies[place],
        started_on=day, by=by, at=at, **POLICY_TERMS,
    )  # fmt: skip


def let_write(setting: Setting, characters: list[Character]) -> None:
    """Let the author write the shared content, and the policy owners their policies."""
    for each in characters:
        person = setting.people[each.name.username]
        if each.part.writes_shared_content:
            person.groups.add(authors())
        if Duty.POLICY_OWNER in each.part.duties:
            for place in each.part.places:
                person.groups.add(policy_owners(setting.practices[place]))


def requirements_at(practice: Practice) -> list[Requirement]:
    """What the practice asks for."""
    return list(Requirement.objects.known().at(practice).select_related("programme"))
