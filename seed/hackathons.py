"""Three hackathons of their own: one that runs since yesterday, one to come that is full, and one to come
whose sign-up is open and whose team has room."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.goals import services as goal_services
from learnhub.goals.models import Goal
from learnhub.hackathons import prizes, services, templates
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.services import Text
from learnhub.hackathons.windows import Span
from learnhub.programs import places
from learnhub.programs import services as programs
from seed import teams
from seed.company import ZONE, Company

TZ = ZoneInfo(ZONE)
DAY = timedelta(days=1)
STORY = """## What we do

Three days to put a model to work on a real robot: on its sounds, its pictures, its logs or its paper.
It need not be finished; it needs to be shown.

## What there is

A test bench with two arms, twelve hours of recorded motors, four thousand bug reports without names, \
and people who know each of them. Mentors are in Hall 3 all day.

## What comes of it

Every demo gets an owner, and a date by which we decide what becomes of it.
"""
FULL = 14


def make(today: datetime, people: Company, goals: dict[str, Goal]) -> None:
    """Make all three, with the people in them."""
    running = _winter_build(today, people, goals)
    teams.make(today, people, running)
    _demo_day(today, people, goals)
    teams.make_open(_less_paper(today, people, goals), people)


def _winter_build(today: datetime, people: Company, goals: dict[str, Goal]) -> Hackathon:
    host, first = people["Ruth Adeyemi"], day_of(today) - DAY
    with clock.at(at(first - 30 * DAY, 10)):
        made = services.create(
            host,
            text=Text(
                "Winter Build",
                summary="Three days to put a model to work on a real robot.",
                story=STORY,
                place="Hall 3, Gothenburg",
                call_url="https://meet.example.org/winter-build",
                team_least=2,
                team_most=5,
            ),
            zone=ZONE,
            windows=[
                Span(WindowKind.SIGN_UP, wall(first - 25 * DAY, 9), wall(first - 2 * DAY, 17)),
                Span(WindowKind.FORMING, wall(first - 14 * DAY, 9), wall(first, 10)),
                Span(WindowKind.HACKING, wall(first, 10), wall(first + 2 * DAY, 17)),
                Span(WindowKind.SUBMITTING, wall(first, 14), wall(first + 2 * DAY, 17)),
                Span(WindowKind.RESULTS, wall(first + 3 * DAY, 16), wall(first + 3 * DAY, 17)),
            ],
            capacity=40,
        )
        programs.publish(host, made)
        programs.add_host(host, made, people["Kenji Watanabe"])
        for name, hint in PRIZES:
            prizes.add(host, made, name=name, description=hint)
        for title, why in TIES:
            ref = Ref("hackathon", made.id)
            goal_services.tie(host, goals[title], ref, why=why, may_edit_the_other=True)
    return made


PRIZES = (
    ("Closest to use", "Something that a colleague could use on Monday."),
    ("Best failure", "What did not work, shown so well that nobody has to try it again."),
)
TIES = (
    ("Fewer line stops", "Motors, pads and cameras say when they are about to fail."),
    ("Fix within a week", "A report becomes a failing test the same day."),
)


def _less_paper(today: datetime, people: Company, goals: dict[str, Goal]) -> Hackathon:
    host, day = people["Ruth Adeyemi"], day_of(today) + 13 * DAY
    start = wall(day + (1 - day.weekday()) % 7 * DAY, 9)  # a Tuesday
    opened = day_of(today) - 5 * DAY
    with clock.at(at(opened, 9)):
        made = services.create(
            host,
            text=Text(
                "Less Paper",
                summary="Two days to take one form away from people who would rather build.",
                story=templates.TWO_DAYS.story,
                place="Hall 3, Gothenburg",
                team_least=2,
                team_most=4,
            ),
            zone=ZONE,
            windows=templates.lay(templates.TWO_DAYS, start, today=wall(opened, 9)),
            capacity=40,
        )
        programs.publish(host, made)
        ref = Ref("hackathon", made.id)
        why = "An hour less of forms is an hour more on what a customer waits for."
        goal_services.tie(host, goals["Fix within a week"], ref, why=why, may_edit_the_other=True)
    return made


def _demo_day(today: datetime, people: Company, goals: dict[str, Goal]) -> None:
    host, start = people["Kenji Watanabe"], wall(day_of(today) + 19 * DAY, 13)
    opened = day_of(today) - 6 * DAY
    with clock.at(at(opened, 9)):
        made = services.create(
            host,
            text=Text(
                "Tools demo day",
                summary="Ten minutes each for what you already use a model for.",
                story=templates.DEMO_DAY.story,
                place="Canteen 2, Gothenburg",
                team_least=1,
                team_most=3,
            ),
            zone=ZONE,
            windows=templates.lay(templates.DEMO_DAY, start, today=wall(opened, 9)),
            capacity=FULL,
        )
        programs.publish(host, made)
        ref = Ref("hackathon", made.id)
        why = "What technicians could use at night is shown to those who answer them by day."
        goal_services.tie(host, goals["Service without us"], ref, why=why, may_edit_the_other=True)
    for step, name in enumerate(DEMO_DAY):
        with clock.at(at(opened, 10) + timedelta(hours=step)):
            places.sign_up(people[name], made)
    with clock.at(at(opened + 2 * DAY, 9)):
        places.withdraw(people["Leila Haddad"], made)


DEMO_DAY = (
    *("Jin Park", "Noor Rahman", "Leila Haddad", "Ida Holmgren", "Gustav Ek", "Sofia Marchetti"),
    *("Ana Ferreira", "Ben Osei", "Freya Holm", "Elif Kaya", "Lena Hoffmann", "Oskar Lind"),
    *("Emil Sørensen", "Marcus Boateng", "Chidi Eze", "Hana Kimura", "Anders Berg"),
)


def day_of(today: datetime) -> datetime:
    """Midnight of this day in Gothenburg, as the wall shows it."""
    return datetime.combine(today.astimezone(TZ).date(), time())


def wall(day: datetime, hour: int) -> datetime:
    return day + timedelta(hours=hour)


def at(day: datetime, hour: int) -> datetime:
    return wall(day, hour).replace(tzinfo=TZ)
