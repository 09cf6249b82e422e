"""Northwind Robotics: its units, its people but for the `colleagues`, and who may do what."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.people import focus, organisations, passwords, profiles, quiet, roles, services, units
from learnhub.people.focus_models import FocusBlock, FocusState
from learnhub.people.models import Kind, Person, Role, Unit

ZONE = "Europe/Stockholm"
UNITS = (  # each below the one named beside it
    ("Northwind Robotics", None),
    ("Autonomy", "Northwind Robotics"),
    ("Perception", "Autonomy"),
    ("Planning", "Autonomy"),
    ("Controls", "Autonomy"),
    ("Safety Case", "Autonomy"),
    ("Products", "Northwind Robotics"),
    ("Field Robotics", "Products"),
    ("Service", "Products"),
    ("Platform", "Northwind Robotics"),
    ("Data and Models", "Platform"),
    ("Developer Tools", "Platform"),
)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone whom a visitor can sign in as."""

    local: str
    name: str
    shows: str

    @property
    def email(self) -> str:
        return f"{self.local}@example.org"


ACCOUNTS = (
    Account("admin", "Sam Okoye", "sets LearnHub up and keeps it healthy"),
    Account("leader", "Ingrid Solheim", "sees the dashboard of Northwind Robotics"),
    Account("lead", "Ruth Adeyemi", "hosts the hackathons"),
    Account("judge", "Pavel Novák", "took part in hackathons before"),
    Account("facilitator", "Amara Okafor", "helps people along"),
    Account("engineer", "Maya Lindqvist", "is in a team whose demo is due tomorrow"),
)
PEOPLE = {  # by unit; the accounts are among them
    "Northwind Robotics": (
        *("Ingrid Solheim", "Sam Okoye", "Henrik Lindgren", "Beatriz Campos", "Tove Ahlberg"),
    ),
    "Autonomy": ("Ruth Adeyemi", "Astrid Falk", "Rafael Ortega"),
    "Perception": (
        *("Maya Lindqvist", "Priya Raman", "Kenji Watanabe", "Nadia Benali"),
        *("Sofia Marchetti", "Hana Kimura", "Oskar Lind"),
        *("Zofia Kowalska", "Matteo Greco", "Linh Tran"),
    ),
    "Planning": (
        *("Chidi Eze", "Sara Lund", "Emil Sørensen", "Luca Moretti", "Freya Holm", "Ben Osei"),
        *("Ines Carvalho", "Anton Berglund"),
    ),
    "Controls": (
        *("Jonas Beck", "Dario Conti", "Aino Virtanen", "Mateus Rocha", "Yusuf Demir", "Leila Haddad"),
        *("Petra Horvat", "Samir Aziz", "Klara Nyman"),
    ),
    "Safety Case": (
        *("Pavel Novák", "Marta Silva", "Anders Berg"),
        *("Eva Lindholm", "Tariq Mansour", "Joanna Reid", "Mikkel Dahl"),
    ),
    "Products": ("Amara Okafor", "Stefan Brandt", "Camille Laurent", "Nils Hedman"),
    "Field Robotics": (
        *("Greta Nilsson", "Tomasz Wilk", "Erik Dahl", "Lena Hoffmann", "Omar Haddad"),
        *("Wanjiru Kamau", "Filip Sandberg", "Agnes Moreau", "Goran Petrov", "Thandi Nkosi"),
    ),
    "Service": (
        *("Ana Ferreira", "Marcus Boateng", "Ida Holmgren", "Viktor Ilic"),
        *("Ellen Strand", "Hugo Martins", "Fatima Zahra", "Lars Engström", "Mei Chen"),
    ),
    "Platform": ("Noor Rahman", "Gustav Ek", "Elif Kaya", "Jin Park", "Rosa Vega"),
    "Data and Models": ("Arjun Mehta", "Signe Madsen", "Daniel Weiss", "Olga Melnyk", "Tiago Ramos"),
    "Developer Tools": ("Vera Lindstrand", "Kofi Mensah", "Julia Brunner", "Isak Rydberg", "Aisha Bello"),
}
CONTRACTORS = ("Viktor Ilic",)
HELPING = {
    "Maya Lindqvist": ("Small models on a board", "Audio data, and how to label it"),
    "Kenji Watanabe": ("Evaluating what a model says", "Fitting a model into eight gigabytes"),
    "Sofia Marchetti": ("", "Audio models; ask me on Thursdays"),
    "Jonas Beck": ("Prompting without superstition", "Control loops and their logs"),
    "Noor Rahman": ("", "Getting a model behind an internal address"),
    "Ruth Adeyemi": ("How others run hackathons", "Finding a problem small enough for two days"),
}
LEADERS = (
    ("Ingrid Solheim", "Northwind Robotics"),
    ("Greta Nilsson", "Field Robotics"),
    ("Astrid Falk", "Autonomy"),
    ("Stefan Brandt", "Products"),
    ("Noor Rahman", "Platform"),
)
SECOND_ADMIN = "Gustav Ek"
LEADS = ("Ruth Adeyemi", "Kenji Watanabe")
YEAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Company:
    """Its people and units, by name."""

    people: dict[str, Person]
    units: dict[str, Unit]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def make(today: datetime, password_hash: str) -> Company:
    """Make the organisation as it has been for more than a year."""
    accounts = {account.name: account.email for account in ACCOUNTS}
    with clock.at(today - YEAR):
        house = organisations.lock_organisation()
        house.zone, house.is_demo = ZONE, True
        made = {name: accounts.get(name) or _address(name) for names in PEOPLE.values() for name in names}
        tree: dict[str, Unit] = {}
        for name, parent in UNITS:
            tree[name] = units.create(name, tree[parent] if parent else None, by=None)
        people = {
            name: _person(name, made[name], tree[unit]) for unit, names in PEOPLE.items() for name in names
        }
        admin = people["Sam Okoye"]
        roles.grant(admin, Role.ADMIN, by=None)
        roles.grant(people[SECOND_ADMIN], Role.ADMIN, by=admin)
        organisations.name_it(name="Northwind Robotics", zone=ZONE, first_weekday=0, by=admin)
        organisations.let_in("example.org", by=admin)
        for step in organisations.STEPS:
            organisations.finish(step)
        for name in LEADS:
            roles.grant(people[name], Role.LEAD, by=admin)
        for name, unit in LEADERS:
            roles.grant(people[name], Role.LEADER, tree[unit], by=admin)
        for account in ACCOUNTS:
            passwords.keep(people[account.name], password_hash)
        quiet.add_for(tree["Safety Case"], days=["4"], starts=time(13), ends=time(15), by=admin)
    quiet.add(people["Maya Lindqvist"], days=["1", "3"], starts=time(9), ends=time(11))
    quiet.add(people["Maya Lindqvist"], days=[*"0123456"], starts=time(18), ends=time(8))
    _calendar(people["Maya Lindqvist"], today)
    _present(today, people)
    return Company(people, tree)


def _calendar(person: Person, today: datetime) -> None:
    """What was read of a calendar of theirs; it is invented, so nobody asks for it again."""
    focus.give(person, url="https://calendar.example.org/maya/secret.ics", word="Focus")
    if (feed := focus.of(person)) is None:
        return
    monday = today.astimezone(person.tz).replace(hour=13, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    for number in (0, 2, 7, 9):
        starts = monday + timedelta(days=number)
        db.session.add(FocusBlock(feed_id=feed.id, starts_at=starts, ends_at=starts + timedelta(hours=2)))
    feed.state, feed.read_at, feed.asked_at = FocusState.READ, today, today
    feed.next_ask_at = feed.known_until = today + YEAR
    focus.confirm(person, feed.key)


def _address(name: str) -> str:
    plain = name.translate(str.maketrans("áéíóúøöåäć", "aeiouooaac")).lower()
    return f"{plain.replace(' ', '.')}@example.org"


def _person(name: str, email: str, unit: Unit) -> Person:
    kind = Kind.CONTRACTOR if name in CONTRACTORS else Kind.EMPLOYEE
    person = services.create_person(name=name, email=email, kind=kind, zone=ZONE, unit=unit)
    person.joined_at = clock.now()
    return person


def _present(today: datetime, people: dict[str, Person]) -> None:
    """What they say of themselves, and one who is away."""
    for name, (learning, helping) in HELPING.items():
        person = people[name]
        profiles.describe(
            person,
            name=name,
            zone=person.zone,
            learning=learning,
            helping=helping,
            shortcuts=person.shortcuts,
        )
    away = people["Rosa Vega"]
    away.away_from, away.away_until = today.date(), today.date() + timedelta(days=12)
