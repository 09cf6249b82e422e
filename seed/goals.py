"""Four goals, with what was measured so far."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from learnhub.core import clock
from learnhub.goals import services
from learnhub.goals.models import Goal, KeyResultKind
from seed.company import Company


@dataclass(frozen=True, slots=True)
class Aim:
    """One goal. Updates are (days ago, value or None, what changed, confidence)."""

    title: str
    owner: str
    unit: str
    reason: str
    result: str
    measure: str = ""
    baseline: int | None = None
    target: int | None = None
    updates: tuple[tuple[int, int | None, str, int], ...] = ()


AIMS = (
    Aim(
        "Fewer line stops",
        "Greta Nilsson",
        "Field Robotics",
        "A stopped line costs a customer about 1,900 euros an hour. Two in three stops begin with a bearing, "
        "a gripper pad or a camera that nobody had listened to.",
        "Unplanned line stops",
        "a month",
        91,
        45,
        (
            (250, 88, "Two customers let us read their stop logs.", 5),
            (190, 83, "The stop diary runs on line 1.", 6),
            (120, 77, "Bearings are now listened to on lines 1 and 2.", 6),
            (70, 72, "Gripper pads are looked at by camera before each shift.", 6),
            (40, 68, "A new part took two weeks; the pads held.", 5),
            (12, 64, "Four customers in. The night shift asked for it by itself.", 6),
        ),
    ),
    Aim(
        "Fix within a week",
        "Dario Conti",
        "Controls",
        "A bug that a customer sees for more than a week is told to three others.",
        "Days from report to fix",
        "days",
        16,
        7,
        (
            (150, 14, "Every report now names the version.", 4),
            (80, 13, "Tests are drafted from the report; a person decides.", 5),
            (25, 11, "Half of the drafts are kept as they are.", 6),
        ),
    ),
    Aim(
        "Service without us",
        "Ana Ferreira",
        "Service",
        "A technician on a site at night cannot wait until we are awake.",
        "Calls that need an engineer",
        "a month",
        120,
        60,
        ((110, 117, "We read all calls of one month: 41 % ask where something stands in a manual.", 5),),
    ),
    Aim(
        "Safe by proof",
        "Marta Silva",
        "Safety Case",
        "Each release is held up by three weeks of collecting evidence by hand.",
        "The safety case of one release is drafted by a model and signed by a person",
    ),
)


def make(today: datetime, people: Company) -> dict[str, Goal]:
    """Make the goals as their owners wrote them down over the last year, by title."""
    return {aim.title: _goal(today, people, aim) for aim in AIMS}


def _goal(today: datetime, people: Company, aim: Aim) -> Goal:
    admin, owner = people["Sam Okoye"], people[aim.owner]
    begun = today - timedelta(days=300)
    with clock.at(begun):
        goal = services.create(
            admin,
            title=aim.title,
            unit=people.units[aim.unit],
            starts_on=begun.date(),
            ends_on=(today + timedelta(days=120)).date(),
            reason=aim.reason,
            owner=owner,
        )
        metric = aim.target is not None
        services.measure(
            owner,
            goal,
            kind=KeyResultKind.METRIC if metric else KeyResultKind.MILESTONE,
            title=aim.result,
            measure=aim.measure,
            baseline=Decimal(aim.baseline) if aim.baseline is not None else None,
            target=Decimal(aim.target) if aim.target is not None else None,
        )
    for days, value, changed, confidence in aim.updates:
        moment = datetime.combine((today - timedelta(days=days)).date(), time(9, 30), today.tzinfo)
        with clock.at(moment):
            number = Decimal(value) if value is not None else None
            services.update(owner, goal, changed=changed, value=number, confidence=confidence)
    return goal
