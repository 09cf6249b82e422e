"""The facilitators' roster: how everyone gets on, and who needs them this week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Any

from learnhub.cohorts import (
    check_ins,
    completing,
    deadlines,
    flags,
    needing,
    pages,
    pausing,
    policies,
    queries,
    sentences,
    summing,
)
from learnhub.cohorts.deadlines import Progress
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import LATE, Flag
from learnhub.cohorts.models import Cohort
from learnhub.core.db import db
from learnhub.core.policy import require
from learnhub.core.text import one_line
from learnhub.core.words import figure
from learnhub.help import sentences as help_sentences
from learnhub.help.models import HelpRequest
from learnhub.people import management, retention
from learnhub.people.models import Person
from learnhub.people.queries import organisation
from learnhub.programs import approvals
from learnhub.programs.models import SignUp
from learnhub.programs.queries import Standing

PER_PAGE = 50
FIRST_WORDS = 90  # characters of what is in the way


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `flags` are None where the reader is one of their managers."""

    person: Person
    progress: Progress
    last_act: datetime | None
    extended: int
    flags: list[Flag] | None
    said: str
    settled: str  # flags of which somebody said that they helped, or that they are wrong
    in_the_way: str  # what they said so in their last check-in, its first words
    stuck: HelpRequest | None  # what they wait for help with there
    rests: date | None  # until that day; why is not asked
    links: int  # to their work

    @property
    def needs(self) -> bool:
        """Whether the reader is needed."""
        return bool(self.flags) or self.stuck is not None

    @property
    def pace(self) -> str:
        return "" if self.progress.pace is None else figure(self.progress.pace, 2)


def roster(person: Person, key: str, now: datetime, number: int) -> dict[str, Any]:
    """Return the roster, those with flags first. Raises Forbidden for who is no facilitator."""
    cohort, standing = queries.hosted(person, key)
    require(policies.may_see_progress(is_host=standing.is_host))
    known = db.session.execute(needing.stuck(completing.of_members(cohort), cohort)).all()
    ids, finished = [id_ for id_, *_ in known], {id_ for id_, is_done, _ in known if is_done}
    raised = _raised(person, cohort, standing, ids, now)
    asked = {id_: each for id_, _, each in known if each and raised[id_] is not None}
    waits = (id_ for id_ in ids if raised[id_] or id_ in asked)
    need = sorted(waits, key=lambda id_: id_ not in asked and _is_settled(raised[id_]))
    smallest = retention.smallest(organisation())
    number = max(1, min(number, -(-len(ids) // PER_PAGE)))
    first = (number - 1) * PER_PAGE
    needs = {*need}
    order = [*need, *(id_ for id_ in ids if id_ not in needs)][first : first + PER_PAGE]
    known_here = {each.person_id: each for each in queries.members(cohort, order)}
    signups = [known_here[id_] for id_ in order if id_ in known_here]
    return pages.around(person, cohort, standing, now) | {
        "title": sentences.results_title(len(finished), len(ids))
        if cohort.is_over(now)
        else sentences.roster_title(len(need), len(ids)),
        "lines": _lines(person, cohort, signups, raised, asked, now),
        "needing": len(need),
        "others": len(ids) - len(need),
        "late": sum(any(row.rule in LATE for row in raised[id_] or ()) for id_ in need),
        "total": len(ids),
        "number": number,
        "per_page": PER_PAGE,
        "awaiting": approvals.to_decide(cohort, standing, now),
        "precision": [(sentences.RULES[each.rule], each) for each in flags.precision(smallest)],
        "smallest": smallest,
        "hidden": sum(each is None for each in raised.values()),
        "done": len(finished),
        "named": help_sentences.title,
        "finished": finished,
        "sum": (found := summing.of(cohort, now)),
        "missing": sentences.missing(found.missing) if found else "",
    }


def _is_settled(held: Sequence[RaisedFlag] | None) -> bool:
    """Whether somebody said of each that they helped, or that it is not so: others come first."""
    return all(row.truth for row in held or ())


def lines_of(person: Person, cohort: Cohort, standing: Standing, now: datetime) -> list[Line]:
    """Return everyone who is in it, by name, in six statements."""
    known = db.session.execute(needing.stuck(queries.inside(cohort), cohort)).unique().all()
    signups = [signup for signup, _ in known]
    raised = _raised(person, cohort, standing, [each.person_id for each in signups], now)
    asked = {one.person_id: each for one, each in known if each and raised[one.person_id] is not None}
    return _lines(person, cohort, signups, raised, asked, now)


def _raised(
    person: Person, cohort: Cohort, standing: Standing, ids: Sequence[int], now: datetime
) -> dict[int, list[RaisedFlag] | None]:
    """Return the flags of each of these, as facilitators see them; None where it is not for this one."""
    managed = management.managed_by(person, ids)
    found: dict[int, list[RaisedFlag] | None] = {}
    for id_ in ids:
        may = policies.may_see_flags(is_host=standing.is_host, is_manager=id_ in managed)
        found[id_] = [] if may else None
    for row in flags.open_flags(cohort):
        held = found.get(row.person_id)
        if held is not None and flags.is_shown(row, now):
            held.append(row)
    return found


def _lines(
    reader: Person,
    cohort: Cohort,
    signups: Sequence[SignUp],
    raised: Mapping[int, list[RaisedFlag] | None],
    asked: Mapping[int, HelpRequest],
    now: datetime,
) -> list[Line]:
    """Return these in their order; what they did is read of them alone."""
    ids = [each.person_id for each in signups]
    acts, rests = queries.progress_of(cohort, ids), pausing.until(cohort)
    counted = [each for each in queries.dates(cohort) if each.at is not None and each.item.counts]
    dues = [(each.id, each.at) for each in counted if each.at is not None and each.step == "deadline"]
    open_ = (row for id_ in ids for row in raised[id_] or () if row.rule is Flag.BLOCKED and not row.truth)
    blocked = check_ins.blocked(cohort, {row.person_id for row in open_})
    return [
        _line(
            reader,
            each,
            {date_id: row.mine for date_id, row in acts.get(each.person_id, {}).items()},
            dues,
            cohort,
            now,
            raised[each.person_id],
            blocked.get(each.person_id, ""),
            asked.get(each.person_id),
            rests.get(each.person_id),
            sum(bool(row.link) for row in acts.get(each.person_id, {}).values()),
        )
        for each in signups
    ]


def _line(
    reader: Person,
    signup: SignUp,
    mine: Mapping[int, deadlines.Mine],
    dues: list[tuple[int, datetime]],
    cohort: Cohort,
    now: datetime,
    raised: list[RaisedFlag] | None,
    blocked: str,
    stuck: HelpRequest | None,
    rests: date | None,
    links: int,
) -> Line:
    known = [(at, mine.get(id_, deadlines.NOTHING)) for id_, at in dues]
    found = deadlines.progress(known, cohort.rule, now)
    last = max((each.done_at for each in mine.values() if each.done_at), default=None)
    longer = sum(deadlines.effective(due, own.extended_to) > due for due, own in known)
    held = None if raised is None else [row.rule for row in raised]
    held_now = raised or ()
    said = (
        sentences.raised(held_now, found, reader.tz, now),
        sentences.settled(held_now, found, reader.id),
    )
    in_the_way = shorten(one_line(blocked), FIRST_WORDS, placeholder=" …")
    return Line(signup.person, found, last, longer, held, *said, in_the_way, stuck, rests, links)
