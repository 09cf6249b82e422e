"""A talk of the day with live questions, and what was asked and answered on one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.discussions import questions as asking
from learnhub.discussions.models import Question
from learnhub.discussions.questions import Mark
from learnhub.programs import arrivals, places, speakers
from learnhub.programs import services as programs
from learnhub.programs.models import Seat
from learnhub.programs.texts import Limits
from learnhub.talks import question_times, services
from learnhub.talks.models import Talk
from learnhub.talks.services import Text
from seed.company import ZONE, Company
from seed.talks import TZ

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OPENS, CLOSES = time(8, 30), time(18)
LAST, LAST_SPEAKER = "What a bearing says before it breaks", "Jonas Beck"
HOST, SPEAKER = "Ruth Adeyemi", "Elif Kaya"
ROOM, CALL = "Studio 1, Gothenburg", "https://meet.example.org/office-hours"


@dataclass(frozen=True, slots=True)
class Put:
    """A question: who asks ("" without a name), what, how many vote, and the answer if there is one."""

    by: str
    text: str
    votes: int
    answered: bool = False
    answer: str = ""


TODAY = (
    Put("Dario Conti", "What was the first thing that you let an agent do alone, and why that?", 17, True),
    Put(
        "Lena Hoffmann",
        "What does a thousand runs a day cost, with retries?",
        14,
        True,
        "About 40 euros with the small model, 300 with the large one. Retries are a fifth of that. "
        "The sheet is in the library, under *costs*.",
    ),
    Put("", "Has an agent ever done harm here, and would we hear of it?", 21),
    Put("Kenji Watanabe", "How do you test the stop button itself?", 16),
    Put("Priya Raman", "Who is woken at night when it stops?", 12),
    Put("Tomasz Wilk", "Could the line’s night shift use it without a laptop?", 9),
    Put("Chidi Eze", "Do you log what it did not do?", 8),
    Put("Aino Virtanen", "Which parts would you not build again?", 7),
    Put("", "Is this meant to replace the second line of support?", 6),
    Put("Oskar Lind", "How long until a new colleague trusts it?", 4),
    Put("Rosa Vega", "Does it speak Portuguese well enough for our customers?", 3),
    Put("Jin Park", "Slides afterwards?", 1),
)
BEFORE = (
    Put(
        "Erik Dahl",
        "Which microphone, and how is it fixed to the housing?",
        11,
        True,
        "The nine-euro one from the parts list, with a magnet. Glue came off after two weeks of heat.",
    ),
    Put("Greta Nilsson", "Does it hear two bearings apart?", 8, True, "At 30 cm yes, closer no."),
    Put("", "What if the operator does not want a microphone at the line?", 13, True),
    Put("Mei Chen", "Could the model run on the board itself?", 5),
)


def make(today: datetime, people: Company) -> None:
    """Make the talk that is on, or was the last afternoon, and what was asked there and on one before."""
    talk = _talk(today, people)
    asked = _ask(people, talk, TODAY, min(talk.starts_at + 3 * MINUTE, today), speaker=SPEAKER)
    asking.mark(people[SPEAKER], question_times.floor(talk, leads=True), asked[3], Mark.PINNED)
    last = db.session.scalars(select(Talk).where(Talk.title == LAST)).one()
    _ask(people, last, BEFORE, last.starts_at + 20 * MINUTE, speaker=LAST_SPEAKER)


def _talk(today: datetime, people: Company) -> Talk:
    host, starts = people[HOST], _begins(today.astimezone(TZ).replace(tzinfo=None))
    with clock.at(today - 10 * DAY):
        made = services.create(
            host,
            text=Text(
                "Agents with a stop button: your questions",
                summary="Elif answers what the talk left open.",
                place=ROOM,
                call_url=CALL,
            ),
            zone=ZONE,
            starts=starts,
            minutes=60,
            limits=Limits(30, 100),
        )
        speakers.add(host, made, people[SPEAKER])
        programs.publish(host, made)
    for number, name in enumerate(sorted(people.people)[:24]):
        if name not in {HOST, SPEAKER}:
            with clock.at(made.starts_at - 5 * DAY + number * 7 * MINUTE):
                places.sign_up(people[name], made, Seat.ONLINE if number % 3 else Seat.ON_SITE)
            if number % 5 and made.ends_at < today:
                with clock.at(made.starts_at - MINUTE):
                    arrivals.arrive(people[name], made)
    return made


def _begins(local: datetime) -> datetime:
    """Within the last hour, so that it is on; at an hour when nobody gives a talk, the afternoon before."""
    if local.weekday() < 5 and OPENS <= local.time() < CLOSES:
        begun = local - timedelta(minutes=30)
        return begun.replace(minute=begun.minute // 15 * 15, second=0, microsecond=0)
    day = local.date() - DAY * (local.time() < CLOSES)
    return datetime.combine(day - DAY * max(day.weekday() - 4, 0), time(15))


def _ask(
    people: Company, talk: Talk, questions: Sequence[Put], at: datetime, *, speaker: str
) -> list[Question]:
    floor, crowd = question_times.floor(talk, leads=True), sorted(people.people)
    made = []
    with clock.at(at):
        for number, each in enumerate(questions):
            asker = people[each.by or crowd[number]]
            asked = asking.ask(asker, floor, each.text, unnamed=not each.by)
            for step in range(each.votes):
                asking.vote(people[crowd[(number * 5 + step * 3) % len(crowd)]], floor, asked)
            made.append(asked)
        for each, asked in zip(questions, made, strict=True):
            if each.answer:
                asking.answer(people[speaker], floor, asked, each.answer, version=asked.answer_version)
            elif each.answered:
                asking.mark(people[HOST], floor, asked, Mark.ANSWERED)
    return made
