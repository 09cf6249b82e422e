"""What is told of dates that moved: all of a program, or some windows of a hackathon.

Each message tells what moved since the last that the person was told, and not what moved after it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, zip_longest

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learnhub.cohorts.models import Change, Cohort, CohortDate
from learnhub.core import dates, words
from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.hackathons.models import Hackathon, Window
from learnhub.hackathons.windows import NAMES
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.planning.rules import DEBOUNCE
from learnhub.notifications.telling.wording_context import Between, Changed, Said, Tale, Told

RESTED = timedelta(hours=1)  # what moved so long before the first message waited in it till dates rest


def read(about: Tale, rows: Sequence[Reminder], person_id: int | None) -> None:
    """Add what each of these messages of one person tells of: from when until when, and the sessions of a
    cohort, where no other date moved. Two statements, where anything did.
    """
    parts = Cohort, Hackathon
    moved = [row for row in rows if row.kind in WORDS and isinstance(about.programs[row.subject_id], parts)]
    about.moved.update(_between({row.subject_id for row in moved}, person_id) if moved else {})
    cohorts = {id_: each for id_, each in about.programs.items() if isinstance(each, Cohort)}
    asked = [row for row in moved if row.subject_id in cohorts]
    changes = _changes(cohorts, min(about.moved[row.id].after for row in asked)) if asked else ()
    for row in asked:
        cohort, between = cohorts[row.subject_id], about.moved[row.id]
        theirs = [each for each in changes if each.cohort_id == cohort.id and each.at > between.after]
        told = [each for each in theirs if between.holds(each.at)]
        later = {each.date_id for each in theirs if not between.holds(each.at)}
        if sessions := _changed(told, later, cohort):
            about.changed[row.id] = sessions
        about.why[row.id] = _why(told)
        if later - {each.date_id for each in told}:
            about.moved_since.add(row.id)


def _between(programs: Collection[int], person_id: int | None) -> dict[int, Between]:
    """Return by message from when until when it tells what moved.

    One that another overtook was never mailed, or left the inbox while the dates rested: the other tells it.
    """
    theirs = Reminder.person_id == person_id, Reminder.kind.in_(WORDS)
    about = Reminder.subject_kind == "program", Reminder.subject_id.in_(programs)
    columns = Reminder.subject_id, Reminder.id, Reminder.created_at, Reminder.fire_at, Reminder.state
    found = db.session.execute(select(*columns).where(*theirs, *about).order_by(*columns[:2])).all()
    between = {}
    for _, each in groupby(found, lambda row: row.subject_id):
        told = [*each]
        after = told[0].created_at - RESTED
        for row, following in zip_longest(told, told[1:]):
            between[row.id] = Between(after, row.created_at)
            rested = following is None or row.fire_at <= following.fire_at - DEBOUNCE
            if rested and row.state is not State.SUPERSEDED:
                after = row.created_at
    return between


def _changes(cohorts: Mapping[int, Cohort], since: datetime) -> Sequence[Change]:
    concern_all = Change.cohort_id.in_(cohorts), Change.at > since, Change.person_id.is_(None)
    wanted = select(Change).options(joinedload(Change.date).joinedload(CohortDate.item)).where(*concern_all)
    return db.session.scalars(wanted.order_by(Change.at, Change.id)).unique().all()


def _changed(told: Sequence[Change], later: Collection[int | None], cohort: Cohort) -> list[Changed]:
    """Return the sessions as they are now; none where another date moved with them."""
    found = {}
    for each in told:
        date = each.date
        if date is None or date.at is None or date.ends_at is None:
            return []
        about = one_line(date.item.title), date.at, date.ends_at, date.where(cohort), each.reason
        found[date.id] = Changed(*about, date.key, again=date.id in later)
    return [*found.values()]


def _why(told: Sequence[Change]) -> str:
    """Return why dates moved together, each reason once; of what stands: an outline's words are no reason."""
    stand = (each for each in told if each.moves and each.date_id is None and each.undone_at is None)
    said = dict.fromkeys(one_line(each.reason).rstrip(".") for each in stand if each.reason)
    return f" The reason: {words.joined(said)}." if said else ""


def _sessions(told: Told, some: Sequence[Changed]) -> Said:
    """Say when and where sessions are now, which were changed alone."""
    lines = []
    for each in some:
        where = f", {one_line(each.where)}" if each.where else ""
        why = "It changed again since" if each.again else one_line(each.reason).rstrip(".")
        lines.append(
            f"“{each.title}”: {told.between(each.starts_at, each.ends_at)}{where}.{f' {why}.' if why else ''}"
        )
    names = words.joined(f"“{each.title}”" for each in some)
    path = f"{told.path}#d-{some[0].key}" if len(some) == 1 else told.path
    others = (
        "Other dates have changed since."
        if told.row.id in told.about.moved_since
        else "The other dates stay."
    )
    lead = f"{' '.join(lines)} {others}"
    return (f"{names} changed: {told.title}", lead, "See the dates", path)


def _moved(told: Told) -> Said:
    program = told.program
    if isinstance(program, Cohort) and (sessions := told.about.changed.get(told.row.id)):
        return _sessions(told, sessions)
    if isinstance(program, Cohort):
        ends = told.at(program.ends_at)
        why = told.about.why.get(told.row.id, "")
        lead = f"Dates have moved; it now ends {ends}.{why} What you have longer for stays so."
        return (f"New dates: {told.title}", lead, "See the dates", told.path)
    if isinstance(program, Hackathon) and (some := _windows(told, program)):
        return some
    day = dates.local_date(program.starts_at, told.zone)
    demos = f" Demos can be submitted until {told.at(told.closes)}." if told.closes else ""
    if day == dates.local_date(program.ends_at, told.zone):
        span = f"It is now on {told.between(program.starts_at, program.ends_at)}."
    else:
        span = f"It now runs from {told.starts} to {told.at(program.ends_at)}."
    lead = f"{span}{demos} You are still on the list."
    written = dates.day(day, dates.local_date(told.now, told.zone))
    return (f"New dates: {told.title}, {written}", lead, "See the dates", told.path)


def _windows(told: Told, hackathon: Hackathon) -> Said | None:
    """Say which windows moved, where others stay as they were."""
    between = told.about.moved[told.row.id]
    moves = {each.id: [datetime.fromisoformat(at) for at in each.moves] for each in hackathon.windows}
    found = [each for each in hackathon.windows if any(map(between.holds, moves[each.id]))]
    if not found or len(found) == len(hackathon.windows):
        return None
    names = words.joined(_name(each, first=each is found[0]) for each in found)
    said = " ".join(f"{NAMES[each.kind]}: {_span(told, each)}." for each in found)
    again = any(at > between.until for each in moves.values() for at in each)
    others = "Dates have moved again since. You are" if again else "The other dates stay, and you are"
    lead = f"{said} {others} still on the list."
    return (f"{names} moved: {told.title}", lead, "See the dates", told.path)


def _name(window: Window, *, first: bool) -> str:
    name = NAMES[window.kind]
    return name if first else f"{name[:1].lower()}{name[1:]}"


def _span(told: Told, window: Window) -> str:
    if window.opens_at == window.closes_at:
        return f"now {told.at(window.opens_at)}"
    return f"now from {told.at(window.opens_at)} to {told.at(window.closes_at)}"


WORDS: dict[str, Callable[[Told], Said]] = {"moved": _moved}
