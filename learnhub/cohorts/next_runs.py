"""The next run of a cohort: the same course and rules on other days, with what its facilitators set up."""

from datetime import date, time, timedelta
from typing import Any

from learnhub.cohorts import weeks
from learnhub.cohorts.models import Cohort
from learnhub.core.words import counted
from learnhub.people.models import Person
from learnhub.programs import cloning

SAME = ("grace_days", "own_days", "completes_at", "escalates", "capacity", "place", "call_url", "summary")


def begun(cohort: Cohort, today: date) -> dict[str, Any]:
    """Return what the form of its next run begins with: the same course and rules, from the first such
    weekday after its end, or after today.
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
    }


def take_over(actor: Person, cohort: Cohort, made: Cohort) -> None:
    """Give the next run what is to be read in each week, questions, parts, goals and ways in; it says so.

    Raises Forbidden unless the actor runs both.
    """
    told = ["its rules"]
    if number := weeks.copy(actor, cohort, made):
        told.append(f"{counted(number, 'thing')} to read in its weeks")
    cloning.take_over(actor, cohort, made, told)
