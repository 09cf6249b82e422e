"""The facilitators' roster: how everyone gets on, and who needs them this week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from learnhub.cohorts import completing, deadlines, flags, pages, pausing, policies, queries, sentences
from learnhub.cohorts.deadlines import DONE, Flag, Progress
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.models import Cohort
from learnhub.core.policy import require
from learnhub.people import management, retention
from learnhub.people.models import Person
from learnhub.people.queries import organisation
from learnhub.programs import approvals
from learnhub.programs.models import SignUp
from learnhub.programs.queries import Standing

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `flags` are None where the reader is one of their managers."""

    person: Person
    progress: Progress
    last_act: datetime | None
    extended: int
    flags: list[Flag] | None
    said: str
    rests: date | None  # until that day; why is not asked

    @property
    def pace(self) -> str:
        return "" if self.progress.pace is None else f"{self.progress.pace:.1f}"


def roster(person: Person, key: str, now: datetime, number: int) -> dict[str, Any]:
    """Return the roster, those with flags first. Raises Forbidden for who is no facilitator."""
    cohort, standing = queries.hosted(person, key)
    require(policies.may_see_progress(is_host=standing.is_host))
    lines, finished = lines_of(person, cohort, standing, now), completing.finished(cohort)
    smallest = retention.smallest(organisation())
    need = [each for each in lines if each.flags]
    rest = [each for each in lines if not each.flags]
    number = max(1, min(number, -(-len(lines) // PER_PAGE)))
    first = (number - 1) * PER_PAGE
    return pages.around(person, cohort, standing, now) | {
        "title": sentences.roster_title(len(need), len(lines)),
        "lines": [*need, *rest][first : first + PER_PAGE],
        "needing": len(need),
        "total": len(lines),
        "number": number,
        "per_page": PER_PAGE,
        "awaiting": approvals.to_decide(cohort, standing, now),
        "precision": flags.precision(smallest),
        "smallest": smallest,
        "hidden": sum(each.flags is None for each in lines),
        "done": sum(each.person.id in finished for each in lines),
    }


def lines_of(person: Person, cohort: Cohort, standing: Standing, now: datetime) -> list[Line]:
    """Return everyone who is in it, by name, in six statements."""
    signups, acts = queries.members(cohort), queries.progress_of(cohort)
    counted = [each for each in queries.dates(cohort) if each.at is not None and each.item.counts]
    dues = [(each.id, each.at) for each in counted if each.at is not None and each.step == "deadline"]
    managed = management.managed_by(person, [each.person_id for each in signups])
    raised: dict[int, list[RaisedFlag]] = {}
    rests = pausing.until(cohort)
    for row in flags.open_flags(cohort):
        if flags.is_shown(row, now):
            raised.setdefault(row.person_id, []).append(row)
    return [
        _line(
            signup,
            {id_: row.mine for id_, row in acts.get(signup.person_id, {}).items()},
            dues,
            cohort,
            now,
            raised.get(signup.person_id, [])
            if policies.may_see_flags(is_host=standing.is_host, is_manager=signup.person_id in managed)
            else None,
            rests.get(signup.person_id),
        )
        for signup in signups
    ]


def _line(
    signup: SignUp,
    mine: Mapping[int, deadlines.Mine],
    dues: list[tuple[int, datetime]],
    cohort: Cohort,
    now: datetime,
    raised: list[RaisedFlag] | None,
    rests: date | None,
) -> Line:
    known = [(at, mine.get(id_, deadlines.NOTHING)) for id_, at in dues]
    found = deadlines.progress(known, cohort.rule, now)
    last = max((each.done_at for each in mine.values() if each.done_at), default=None)
    states = [deadlines.state(at, own, cohort.rule, now) for at, own in known]
    longer = sum(
        deadlines.effective(due, own.extended_to) > due and state not in DONE
        for (due, own), state in zip(known, states, strict=True)
    )
    held = None if raised is None else [row.rule for row in raised]
    return Line(signup.person, found, last, longer, held, sentences.raised(raised or ()), rests)
