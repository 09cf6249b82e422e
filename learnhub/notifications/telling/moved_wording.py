"""What is told of dates that moved: all of a program, or some windows of a hackathon."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learnhub.cohorts.models import Change, Cohort, CohortDate
from learnhub.core import dates, words
from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.hackathons.models import Hackathon, Window
from learnhub.hackathons.windows import NAMES
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.tales import Changed, Said, Told
from learnhub.programs.models import Program

RESTED = timedelta(hours=1)  # moves so long before the message are told in it: each waits till dates rest


def changed(rows: Sequence[Reminder], programs: Mapping[int, Program]) -> dict[int, Sequence[Changed]]:
    """Return by cohort the sessions that these messages tell of, where no other date moved: one statement."""
    known = {id_: each for id_, each in programs.items() if isinstance(each, Cohort)}
    asked = {row.program_id: row.created_at - RESTED for row in rows if row.kind in WORDS}
    since = {id_: asked[id_] for id_ in known if id_ in asked}
    found: dict[int, dict[int, Changed]] = {}
    others = set()
    for each in _changes(since) if since else ():
        date, cohort = each.date, known[each.cohort_id]
        if each.at <= since[cohort.id]:
            continue
        if date is None or date.at is None or date.ends_at is None:
            others.add(cohort.id)
            continue
        said = Changed(
            one_line(date.item.title), date.at, date.ends_at, date.where(cohort), each.reason, date.key
        )
        found.setdefault(cohort.id, {})[date.id] = said
    return {id_: [*them.values()] for id_, them in found.items() if id_ not in others}


def _changes(since: Mapping[int, datetime]) -> Sequence[Change]:
    concern_all = Change.cohort_id.in_(since), Change.at > min(since.values()), Change.person_id.is_(None)
    wanted = select(Change).options(joinedload(Change.date).joinedload(CohortDate.item)).where(*concern_all)
    return db.session.scalars(wanted.order_by(Change.at, Change.id)).unique().all()


def _sessions(told: Told, some: Sequence[Changed]) -> Said:
    """Say when and where sessions are now, which were changed alone."""
    lines = []
    for each in some:
        where = f", {one_line(each.where)}" if each.where else ""
        why = f" {one_line(each.reason).rstrip('.')}." if each.reason else ""
        lines.append(f"“{each.title}”: {told.between(each.starts_at, each.ends_at)}{where}.{why}")
    names = words.joined(f"“{each.title}”" for each in some)
    path = f"{told.path}#d-{some[0].key}" if len(some) == 1 else told.path
    lead = f"{' '.join(lines)} The other dates stay."
    return (f"{names} changed: {told.title}", lead, "See the dates", path)


def _moved(told: Told) -> Said:
    program = told.program
    if isinstance(program, Cohort) and (sessions := told.about.changed.get(program.id)):
        return _sessions(told, sessions)
    if isinstance(program, Cohort):
        ends = told.at(program.ends_at)
        lead = f"Dates have moved; it now ends {ends}. What you have longer for stays so."
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
    since = told.row.created_at - RESTED
    found = [each for each in hackathon.windows if each.moved_at and each.moved_at > since]
    if not found or len(found) == len(hackathon.windows):
        return None
    names = words.joined(_name(each, first=each is found[0]) for each in found)
    said = " ".join(f"{NAMES[each.kind]}: {_span(told, each)}." for each in found)
    lead = f"{said} The other dates stay, and you are still on the list."
    return (f"{names} moved: {told.title}", lead, "See the dates", told.path)


def _name(window: Window, *, first: bool) -> str:
    name = NAMES[window.kind]
    return name if first else f"{name[:1].lower()}{name[1:]}"


def _span(told: Told, window: Window) -> str:
    if window.opens_at == window.closes_at:
        return f"now {told.at(window.opens_at)}"
    return f"now from {told.at(window.opens_at)} to {told.at(window.closes_at)}"


WORDS: dict[str, Callable[[Told], Said]] = {"moved": _moved}
