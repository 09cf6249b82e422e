"""The next run of a cohort: the same course and rules on other days, with what its facilitators set up."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from learnhub.cohorts import queries, services, weeks
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.services import Terms
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.core.words import counted
from learnhub.courses.models import Course
from learnhub.people.models import Person
from learnhub.programs import cloning
from learnhub.programs import queries as programs
from learnhub.programs.texts import Text

RULES = ("strictness", "grace_days", "own_days", "completes_at", "escalates")
SAME = (*RULES[1:], "capacity", "place", "call_url", "summary")


def begun(actor: Person, cohort: Cohort, today: date) -> dict[str, Any]:
    """Return what the form of its next run begins with: the same course, rules and second facilitator, from
    the first such weekday after its end, or after today.
    """
    over = max(cohort.ends_wall.date(), today)
    after = (cohort.starts_on.weekday() - over.weekday() - 1) % 7 + 1
    at = time.fromisoformat(cohort.meetings[0][1]) if cohort.meetings else None
    return {
        "course": cohort.course_version.course.key,
        "starts": over + timedelta(days=after),
        "zone": cohort.zone,
        "anew": cohort.key,
        "days": [str(day) for day, _ in cohort.meetings],
        "lengths": ", ".join(f"{week} = {number}" for week, number in cohort.lengths.items()),
        "strictness": cohort.strictness.value,
        **{name: getattr(cohort, name) for name in (*SAME, "story")},
        **({"at": at} if at else {}),
        "host": _second(actor, cohort),
    }


def _second(actor: Person, cohort: Cohort) -> str:
    """Return who ran it besides the actor, as `PersonField` reads it; "" for nobody who is here still."""
    others = (each for each in programs.hosts_of(cohort) if each != actor and each.left_at is None)
    return next((f"{each.name} <{each.email}>" for each in others), "")


def former(actor: Person, key: str | None) -> Cohort | None:
    """Return the cohort whose next run is made; none without a key. Raises Invalid where another runs it."""
    if not key:
        return None
    try:
        return queries.hosted(actor, key)[0]
    except (Forbidden, NotFound) as error:
        raise Invalid("You do not run it any more, so nothing of it can come along.", "anew") from error


def create(
    actor: Person,
    course: Course,
    terms: Terms,
    text: Text,
    *,
    anew: str | None,
    places: int | None,
    hosts: Sequence[Person],
) -> Cohort:
    """Make a cohort; as the next run of the one with the key `anew`, with what is set up there.

    Raises Invalid unless the actor runs that one too, else as `services.create` does.
    """
    old = former(actor, anew)
    made = services.create(actor, course, terms, text, places=places, hosts=hosts)
    if old is not None:
        _take_over(actor, old, made)
    return made


def _take_over(actor: Person, cohort: Cohort, made: Cohort) -> None:
    """Give it questions, parts, goals and ways in, and what is to be read in each week of the same course."""
    told = ["its rules"] if all(getattr(made, name) == getattr(cohort, name) for name in RULES) else []
    if made.course_version.course_id == cohort.course_version.course_id:
        number = weeks.copy(actor, cohort, made)
        told += [f"{counted(number, 'thing')} to read in its weeks"] if number else []
    cloning.take_over(actor, cohort, made, told)
