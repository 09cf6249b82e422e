"""A weekly series over a year: who comes, one date that was moved, one that was called off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.goals.models import Goal
from learnhub.goals.services import tie
from learnhub.people.models import Person
from learnhub.programs import (
    arrivals,
    parts,
    rosters,
    series,
    series_admission,
    series_hosts,
    series_parts,
    series_questions,
    series_ties,
)
from learnhub.programs import services as programs
from learnhub.programs.admission import Admission
from learnhub.programs.asked_models import FieldKind
from learnhub.programs.parts import Wanted
from learnhub.programs.series import Repeats
from learnhub.programs.series_models import Series
from learnhub.programs.series_rules import Rule
from learnhub.programs.sign_up_fields import Asked
from learnhub.programs.texts import Limits
from learnhub.talks import services
from learnhub.talks.models import Talk
from learnhub.talks.services import Text
from seed.company import ZONE, Company
from seed.talks import at_noon

DAY = timedelta(days=1)
WEEKS = 52
HOST = "Noor Rahman"
HOST_TOO = "Jin Park"
BRINGS = Asked("What do you bring?", FieldKind.ONE, choices=("A prompt", "A notebook", "A bill", "My ears"))
SAID = {
    "Maya Lindqvist": "A notebook",
    "Jonas Beck": "My ears",
    "Priya Raman": "A prompt",
    "Mei Chen": "A prompt",
    "Dario Conti": "A bill",
}
FOLLOW = {30: "Maya Lindqvist", 26: "Jonas Beck", 12: "Priya Raman", 7: "Mei Chen", 3: "Dario Conti"}  # since
PAPER, NOTES = "Bring a paper", "Take notes"
HELP = (
    Wanted(PAPER, "One that changed how you work. Two minutes on why.", minutes=5),
    Wanted(NOTES, "Half a page for those who could not come.", minutes=30),
)
TAKEN = ((0, "Maya Lindqvist", PAPER), (0, "Dario Conti", NOTES), (1, "Priya Raman", PAPER))  # at which date
MOVED, OFF = 2, 4  # which of those to come
STORY = """## What it is

Bring what does not work: a prompt, a notebook, a bill. Somebody looks at it with you for ten minutes.

## How it goes

No slides. Whoever has something writes it on the board; the rest listen.
"""


def make(today: datetime, people: Company, aims: dict[str, Goal]) -> None:
    """Let it run for a year: laid out in steps of four weeks, followed by some, and go on without end."""
    host, starts = people[HOST], at_noon(today, -WEEKS, weekday=1)
    with clock.at(today - (WEEKS + 2) * 7 * DAY):
        made = services.create_series(
            host,
            text=Text(
                "Model clinic", summary="Bring what does not work.", story=STORY, place="Studio 1, Gothenburg"
            ),
            repeats=Repeats(ZONE, starts, 30, Rule((starts.weekday(),))),
            limits=Limits(12),
        )
        series_hosts.add(host, made, people[HOST_TOO])
        brings = series_questions.add(host, made, BRINGS)
        series_admission.change(host, made, Admission(offer_hours=12, releases=True), starts, rev=made.rev)
        series.publish(host, made)
    for week in range(WEEKS, 0, -4):
        with clock.at(today - week * 7 * DAY):
            series.lay_out(made)
    for week, name in FOLLOW.items():
        with clock.at(today - week * 7 * DAY):
            series.follow(people[name], made, typed={brings: [SAID[name]]})
    with clock.at(today):
        series.lay_out(made)
        why = "Whoever runs a model at home brings its trouble here."
        tie(host, aims["Models at home"], series_ties.ref(made), why=why, may_edit_the_other=True)
    over, coming = _dates(made, today)
    _attend(over)
    _help(host, made, coming, people, today)
    moved, off = coming[MOVED], coming[OFF]
    with clock.at(today - DAY):
        services.move(host, moved, starts=moved.starts_wall + DAY, minutes=30, version=moved.version)
        programs.cancel(host, off, reason="Noor is at a conference, and nobody else has the keys.")


def _help(host: Person, made: Series, coming: Sequence[Talk], people: Company, today: datetime) -> None:
    """Each date asks for a paper and for notes; some took one already."""
    with clock.at(today - 5 * DAY):
        for wanted in HELP:
            series_parts.ask(host, made, wanted)
    for number, name, part in TAKEN:
        with clock.at(today - 2 * DAY):
            told = [each.part for each in parts.doing(coming[number], host).parts]
            key = next(each.key for each in told if each.name == part)
            parts.take(people[name], coming[number], parts.part(coming[number], key))


def _dates(made: Series, today: datetime) -> tuple[Sequence[Talk], Sequence[Talk]]:
    """Return what was, and what comes."""
    mine = db.session.scalars(select(Talk).where(Talk.series_id == made.id).order_by(Talk.starts_at)).all()
    return [each for each in mine if each.ends_at < today], [each for each in mine if each.ends_at >= today]


def _attend(over: Sequence[Talk]) -> None:
    """Who follows comes to most."""
    for number, talk in enumerate(over):
        for step, signup in enumerate(rosters.all_signups(talk)):
            if (number + step) % 4:
                with clock.at(talk.starts_at - timedelta(minutes=3)):
                    arrivals.arrive(signup.person, talk)
