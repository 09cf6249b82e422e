"""Goals, all but one with a story: why, what was measured, what changed, the skills it takes."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from learnhub.core import clock
from learnhub.goals import alignment, key_results, needs, periods, services, updates
from learnhub.goals.models import Direction, Goal, KeyResult, KeyResultKind
from learnhub.goals.updates import Reading
from learnhub.people.models import SkillLevel
from seed import skills
from seed.company import Company

BEGUN, TO_GO = timedelta(days=300), timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Result:
    """A key result; without numbers it is a milestone."""

    title: str
    measure: str = ""
    baseline: str | None = None
    target: str | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Update:
    """Written so many days ago. Values are for the key results in their order; None is not measured then."""

    days: int
    changed: str
    confidence: int
    values: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Aim:
    """One goal. `needs` are (skill, level, people); `serves` is the title of another, made before."""

    title: str
    owner: str
    unit: str
    reason: str
    results: tuple[Result, ...]
    updates: tuple[Update, ...] = ()
    needs: tuple[tuple[str, SkillLevel, int], ...] = field(default=())
    serves: str = ""


SERVICE = Aim(
    "Service without us",
    "Ana Ferreira",
    "Products",
    "A technician on a site at night cannot wait until we are awake. Two in five calls ask only where "
    "something stands in a manual; each costs the customer an hour and us a night.",
    (
        Result("Calls that need an engineer", "a month", "120", "60", 2),
        Result("Sites that can ask the manual aloud", "sites", "0", "12"),
    ),
    (
        Update(210, "We read all calls of one month: 41 % ask where something stands.", 5, ("117", None)),
        Update(140, "Three sites ask the manual. They like that it says “I do not know”.", 6, ("109", "3")),
        Update(76, "The page is shown beside every answer now; trust rose with it.", 6, ("96", "5")),
        Update(20, "Seven sites. The night shift in Bergen has not called since October.", 7, ("88", "7")),
    ),
    ((skills.MANUALS, SkillLevel.HELPED, 25),),
)
STOPS = Aim(
    "Fewer line stops",
    "Greta Nilsson",
    "Field Robotics",
    "A stopped line costs a customer about 1,900 euros an hour. Two in three stops begin with a bearing, "
    "a gripper pad or a camera that nobody had listened to.",
    (
        Result("Unplanned line stops", "a month", "91", "45", 3),
        Result("Time to find the cause", "minutes", "48", "20"),
        Result("Parts changed before they fail", "%", None, "80"),
    ),
    (
        Update(250, "Two customers let us read their stop logs.", 5, ("88", "48", None)),
        Update(190, "The stop diary runs on line 1.", 6, ("83", "44", None)),
        Update(150, "The Line Build left us two things to try: pads by camera, and the diary.", 6, ("85",)),
        Update(120, "Bearings are now listened to on lines 1 and 2.", 6, ("77", "41", "38")),
        Update(70, "Gripper pads are looked at by camera before each shift.", 6, ("72", "37", "44")),
        Update(40, "A new part took two weeks; the pads held.", 5, ("68", "36", "47")),
        Update(12, "Four customers in. The night shift asked for it by itself.", 6, ("64", "34", "52")),
    ),
    ((skills.AUDIO, SkillLevel.ALONE, 15), (skills.TESTING, SkillLevel.ALONE, 25)),
    serves="Service without us",
)
FIXES_BEFORE = Aim(
    "Fix within two weeks",
    "Dario Conti",
    "Controls",
    "A bug that a customer sees for more than two weeks is told to three others.",
    (
        Result("Time from report to fix", "days", "23", "14"),
        Result("Every report names the version"),
    ),
    (
        Update(330, "We began to count. It was worse than we thought.", 4, ("23", None)),
        Update(260, "Every report now names the version.", 6, ("18", "yes")),
        Update(190, "Half of the waiting was for a build. It takes nine minutes now.", 7, ("15", "yes")),
    ),
)
LEARNT = (
    "Most of the two weeks were waiting: for a version, a build, an answer. The code took a day. "
    "A question to the customer on the first morning saves four days."
)
FIXES = Aim(
    "Fix within a week",
    "Dario Conti",
    "Controls",
    FIXES_BEFORE.reason,
    (),
    (
        Update(110, "Tests are drafted from the report; a person decides.", 5, ("14",)),
        Update(64, "A third of the drafts are kept as they are.", 5, ("13",)),
        Update(25, "Half of the drafts are kept as they are.", 6, ("11",)),
    ),
    ((skills.TESTING, SkillLevel.HELPED, 30),),
)
SAFE = Aim(
    "Safe by proof",
    "Marta Silva",
    "Safety Case",
    "Each release is held up by three weeks of collecting evidence by hand.",
    (
        Result("The safety case of one release is drafted by a model and signed by a person", weight=2),
        Result("Days to collect the evidence of a release", "days", "15", "5"),
    ),
    (
        Update(
            95, "The assessor read a draft and asked for its sources, not for its author.", 4, (None, "15")
        ),
        Update(38, "Sources stand beside every sentence. Collecting takes three days less.", 5, (None, "12")),
    ),
    ((skills.SAFETY, SkillLevel.ALONE, 6),),
)
OWN = Aim(
    "Models at home",
    "Arjun Mehta",
    "Data and Models",
    "Customers’ drawings may not leave the house. A model that runs on our own machines may read them, at "
    "a tenth of the cost.",
    (
        Result("Requests answered by our own models", "%", "8", "60"),
        Result("Cost of a thousand answers", "euros", "4.2", "0.5"),
    ),
    (
        Update(160, "Two cards in a rack, and a queue. It is slow, and it is ours.", 5, ("12", "3.9")),
        Update(90, "Evaluations run each night; nobody noticed the switch.", 7, ("31", "1.8")),
        Update(18, "Half of all answers come from the rack.", 8, ("49", "0.9")),
    ),
    ((skills.OWN, SkillLevel.ALONE, 15), (skills.TESTING, SkillLevel.HELPED, 20)),
)


# Nothing serves it and nothing proves it yet: what is not covered tells so.
RULES = Aim(
    "Ready for the AI Act",
    "Marta Silva",
    "Safety Case",
    "From August on, whoever sells a machine with a model in it says what the model is for, what it was "
    "tried on, and who may switch it off. We sell eleven such machines.",
    (
        Result("Each machine with a model has its technical file", weight=2),
        Result("People who know what the act asks of their work", "people", "2", "40"),
    ),
)


def make(today: datetime, people: Company) -> dict[str, Goal]:
    """Make the goals as their owners wrote them down over the last year, by title."""
    made: dict[str, Goal] = {}
    for aim in (SERVICE, STOPS, SAFE, OWN, RULES):
        made[aim.title] = _goal(today, people, aim, made)
    made[FIXES.title] = _go_on(today, people)
    return made


def _goal(today: datetime, people: Company, aim: Aim, made: dict[str, Goal]) -> Goal:
    goal = _begin(today, people, aim, _end(today))
    if aim.serves:
        with clock.at(today - BEGUN):
            alignment.align(people[aim.owner], goal, made[aim.serves], weight=1)
    _tell(today, people, goal, aim)
    return goal


def _begin(today: datetime, people: Company, aim: Aim, ends_on: date) -> Goal:
    begun = today - BEGUN
    with clock.at(begun):
        goal = services.create(
            people["Sam Okoye"],
            title=aim.title,
            unit=people.units[aim.unit],
            starts_on=_first_of_month(
                today - timedelta(days=max([300, *(each.days for each in aim.updates)]))
            ),
            ends_on=ends_on,
            reason=aim.reason,
            owner=people[aim.owner],
        )
        for result in aim.results:
            _measure(people, goal, aim, result)
        for skill, level, number in aim.needs:
            needs.name(people[aim.owner], goal, skill, level=level, people=number)
    return goal


def _end(today: datetime) -> date:
    """The last day of a quarter, three to six months from today."""
    return periods.quarter_of((today + TO_GO).date()).last


def _first_of_month(day: datetime) -> date:
    return day.date().replace(day=1)


def _measure(people: Company, goal: Goal, aim: Aim, result: Result) -> None:
    is_metric = result.target is not None
    key_results.add(
        people[aim.owner],
        goal,
        kind=KeyResultKind.METRIC if is_metric else KeyResultKind.MILESTONE,
        title=result.title,
        measure=result.measure,
        baseline=_number(result.baseline),
        target=_number(result.target),
        direction=Direction.UP if is_metric and result.baseline is None else None,
        weight=result.weight,
    )


def _tell(today: datetime, people: Company, goal: Goal, aim: Aim) -> None:
    for each in aim.updates:
        day = (today - timedelta(days=each.days)).date()
        with clock.at(datetime.combine(day, time(9, 30), today.tzinfo)):
            said = zip(goal.key_results, each.values, strict=False)
            readings = {result.id: _reading(result, value) for result, value in said}
            owner = people[aim.owner]
            updates.write(owner, goal, changed=each.changed, confidence=each.confidence, readings=readings)


def _reading(result: KeyResult, value: str | None) -> Reading:
    if result.kind is KeyResultKind.MILESTONE:
        return Reading(reached=None if value is None else value == "yes")
    return Reading(value=_number(value))


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _go_on(today: datetime, people: Company) -> Goal:
    """A goal that was closed last spring, with what was learnt, and the one that goes on from it."""
    owner, closed = people[FIXES.owner], today - timedelta(days=150)
    before = _begin(today, people, FIXES_BEFORE, closed.date())
    _tell(today, people, before, FIXES_BEFORE)
    with clock.at(closed):
        services.close(owner, before, learnt=LEARNT)
        goal = updates.go_on(
            owner,
            before,
            title=FIXES.title,
            starts_on=closed.date() + timedelta(days=1),
            ends_on=_end(today),
            targets={before.key_results[0].id: Decimal(7)},
            with_ties=False,
        )
        for skill, level, number in FIXES.needs:
            needs.name(owner, goal, skill, level=level, people=number)
    _tell(today, people, goal, FIXES)
    return goal
