"""Who is stuck: questions that wait, that somebody took, that were answered; one that waits for access."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core import clock
from learnhub.core.walltime import instant, wall
from learnhub.help import notes, queries, services
from learnhub.help.models import HelpRequest, Need
from learnhub.help.services import Said
from learnhub.help.subjects import Subject
from learnhub.people.models import Person
from learnhub.programs import helping
from seed.company import ZONE, Company
from seed.skills import MANUALS, OWN, TESTING

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Working days ago, by whom, of which skill, what; the answer, and what became of it."""

    days: int
    by: str
    text: str
    topic: str = ""
    need: Need = Need.KNOW_HOW
    answer: str = ""
    solved: bool = False
    note: bool = False
    to: str = ""  # to whom the first who was asked passes it on


QUESTIONS = (
    Asked(
        16,
        "Maya Lindqvist",
        "The evaluation gives another number each time\n\nGoal: one score a night. Tried: "
        "temperature 0 and a "
        "fixed seed. Expected: the same score for the same model. Instead it moves by up to 4 points.",
        TESTING,
        answer="With 20 cases one case is 5 points, so 4 points is less than one case. Run each "
        "case five times "
        "and report the **share of cases that always pass**. That held still for us, and it "
        "finds what breaks.",
        solved=True,
        note=True,
    ),
    Asked(
        6,
        "Priya Raman",
        "How do I keep a manual’s tables whole when I cut it up?\n\nCells end up in different "
        "pieces, and the "
        "answer quotes the wrong row.",
        MANUALS,
        answer="Cut at headings and give each table one piece with its heading repeated. Rows "
        "that are longer than "
        "the limit become sentences: “Torque of bolt M8 is 25 Nm.”",
        solved=True,
    ),
    Asked(
        1,
        "Maya Lindqvist",
        "My agent calls the same tool over and over\n\nIt gets an error, apologises, and calls "
        "it again with the "
        "same words. I tried a limit of five calls, but then it stops without an answer.",
        OWN,
        answer="Give the error back as an observation with what to change: “date must be "
        "YYYY-MM-DD, you sent "
        "tomorrow”. It stopped looping for us in nine of ten cases.",
    ),
    Asked(
        1,
        "Kenji Watanabe",
        "It finds the right page and quotes another\n\nThe page that it names is right in nine of ten cases, "
        "the sentence below is from elsewhere. Tried: a lower temperature, no change.",
        MANUALS,
        to="Maya Lindqvist",
    ),
    Asked(
        9,
        "Priya Raman",
        "I cannot read the service logs\n\nThe third deliverable needs them. The ticket is four days old.",
        need=Need.ACCESS,
    ),
    Asked(3, "Kenji Watanabe", "May customer data go to the judge model?", need=Need.DECISION),
)


def make(today: datetime, people: Company) -> None:
    """Ask, take and answer, each on a working day at ten."""
    for each in QUESTIONS:
        asker = people[each.by]
        with clock.at(_morning(today, each.days)):
            made = services.ask(
                asker, _said(each), _subject(asker) if each.need is not Need.KNOW_HOW else None
            )
        if each.to:
            _pass_on(made, people[each.to], _morning(today, each.days) + HOUR)
        if each.answer:
            _answer(each, made, asker, _morning(today, each.days) + HOUR)


def _said(asked: Asked) -> Said:
    return Said(asked.text, clock.now() - 3 * HOUR, asked.need, asked.topic)


def _subject(asker: Person) -> Subject | None:
    mine = [each for each in helping.mine(asker) if each.ref.kind == "cohort"]
    return mine[0] if mine else next(iter(helping.mine(asker)), None)


def _pass_on(made: HelpRequest, to: Person, at: datetime) -> None:
    """The first who was asked knows who can help better."""
    with clock.at(at):
        helper = queries.asks_of(made)[0].person
        services.pass_on(helper, queries.find(helper, made.key), to)


def _answer(asked: Asked, made: HelpRequest, asker: Person, at: datetime) -> None:
    """The first who was asked takes it and answers."""
    with clock.at(at):
        asks = queries.asks_of(made)
        if not asks:
            return
        helper = asks[0].person
        services.take(helper, queries.find(helper, made.key))
        answer = services.write(helper, queries.find(helper, made.key), asked.answer)
        if asked.solved:
            services.solve(asker, queries.find(asker, made.key), answer)
        if asked.note:
            notes.make(helper, queries.find(helper, made.key))


def _morning(today: datetime, working_days: int) -> datetime:
    """Return ten o'clock in Sweden, so many working days before today."""
    day = wall(today, ZoneInfo(ZONE)).date()
    while working_days:
        day -= DAY
        working_days -= day.weekday() < 5
    return instant(datetime.combine(day, time(10)), ZoneInfo(ZONE))
