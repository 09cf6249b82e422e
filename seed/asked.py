"""What hosts ask: of whoever signs up, and of those who could help, at a hackathon and at a talk."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.people.models import Person
from learnhub.programs import answers, kinds, parts, queries, rosters, sign_up_fields
from learnhub.programs.asked_models import FieldKind, SignUpField
from learnhub.programs.kinds import Slot
from learnhub.programs.models import Program, SignUpState
from learnhub.programs.parts import Wanted
from learnhub.programs.sign_up_fields import Asked
from seed.company import Company
from seed.skills import MANUALS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FOOD = Asked(
    "What do you eat?",
    FieldKind.SEVERAL,
    help="Choose all that help the kitchen.",
    choices=("Everything", "Vegetarian", "Vegan", "No gluten"),
    required=True,
    sensitive=True,
)
ASKED = {
    "Less Paper": (
        FOOD,
        Asked("Which form costs you the most time?", FieldKind.TEXT, help="Its name is enough."),
        Asked("Did you build with a model before?", FieldKind.YES_NO, required=True),
        Asked("Hours a week you spend on forms", FieldKind.NUMBER),
    ),
    "Measuring what a copilot saves": (
        Asked("What do you write most?", FieldKind.ONE, choices=("Code", "Tests", "Reports"), required=True),
        Asked("What should be answered?", FieldKind.LINE),
    ),
}
SAID = (
    (("Everything",), "The travel report.", ("no",), "2"),
    (("Vegetarian", "No gluten"), "Shift handover, in three copies.", ("yes",), "3.5"),
    (("Vegan",), "", ("no",), ""),
)
SAID_AT_TALK = (("Code", "Does it help with old code?"), ("Reports", ""), ("Tests", "Who counted the hours?"))
PARTS = {
    "Less Paper": (
        (Wanted("Opening words", "Five minutes on why less paper matters to you.", minutes=5), ()),
        (
            Wanted("Judge", "Look at eight demos and say which you would use.", wanted=3),
            ("Pavel Novák",),
        ),
        (
            Wanted(
                "Mentor",
                "Walk from table to table.",
                wanted=4,
                minutes=60,
                after=180,
                skill=MANUALS,
            ),
            ("Amara Okafor", "Kenji Watanabe"),
        ),
        (Wanted("Sponsor", "Decide on the day which two are carried on."), ()),
    ),
    "Measuring what a copilot saves": (
        (Wanted("Take notes", "One page for those who cannot come.", minutes=45), ()),
        (Wanted("Bring a demo", "Three minutes at your own screen.", wanted=2, minutes=3), ("Jin Park",)),
    ),
}

ASKED_LATER = "Maya Lindqvist"  # was on the list before it was asked
COMING = {"Less Paper": ("Greta Nilsson", "Filip Sandberg", "Agnes Moreau", "Tomasz Wilk")}


def make(today: datetime, people: Company) -> None:
    """Ask and answer: those who are on the list already on the program's page, a few not yet."""
    for title, wanted in ASKED.items():
        program = db.session.scalars(select(Program).where(Program.title == title)).one()
        host = queries.hosts_of(program)[0]
        with clock.at(today - 4 * DAY):
            asked = [sign_up_fields.add(host, program, each) for each in wanted]
        listed = [each for each in rosters.all_signups(program) if each.state is SignUpState.IN]
        for number, signup in enumerate(each for each in listed if each.person.name != ASKED_LATER):
            with clock.at(today - 3 * DAY + number * HOUR):
                answers.answer(signup.person, program, _said(asked, number))
        for number, name in enumerate(COMING.get(title, ())):
            with clock.at(today - 2 * DAY + number * HOUR):
                answers.sign_up(people[name], program, None, _said(asked, number + 1))
        _parts(today, people, program, host)


def _said(asked: list[SignUpField], number: int) -> dict[str, tuple[str, ...]]:
    told = SAID if len(asked) > 2 else SAID_AT_TALK
    given = told[number % len(told)]
    return {
        field.key: (value,) if isinstance(value, str) else tuple(value)
        for field, value in zip(asked, given, strict=True)
    }


def _parts(today: datetime, people: Company, program: Program, host: Person) -> None:
    for number, (wanted, takers) in enumerate(PARTS[program.title]):
        with clock.at(today - 4 * DAY + number * HOUR):
            part = parts.ask(host, program, _timed(wanted, kinds.of(program).part_slot(program, wanted.name)))
        for name in takers:
            with clock.at(today - 2 * DAY):
                parts.take(people[name], program, part)


def _timed(wanted: Wanted, slot: Slot) -> Wanted:
    """Let it be when its form would have it where nothing is typed."""
    return replace(wanted, after=wanted.after or slot.after, minutes=wanted.minutes or slot.minutes)
