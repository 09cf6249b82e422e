"""What each row of a file says of a talk, and whether that talk is here already."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line, whole_number
from learnhub.imports.importer import Found, Table
from learnhub.imports.models import RowState
from learnhub.library import url_keys
from learnhub.people.models import Kind, Person
from learnhub.programs.models import ProgramState
from learnhub.talks.formats.entries import BELOW, HEADERS, wrong_day
from learnhub.talks.models import Origin, Talk

TITLE, SUMMARY, STORY = 120, 300, 50_000
SHORTEST, LONGEST = 5, 600  # minutes
CHUNK = 500
_WORD = re.compile(r"\w+")


class Here(NamedTuple):
    """A talk of this organisation on some day."""

    id: int
    title: str
    starts: datetime  # by its wall


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already: by what it is known from, and by its day."""

    by_mark: Mapping[str, Here]
    by_day: Mapping[date, Sequence[Here]]


def read(table: Table, row: Any) -> Found:
    """Return what one row says, or why it cannot come in."""
    said = {name: table.value(row, name) for name in HEADERS}
    title = one_line(said["title"])
    if reason := said["wrong"] or _refused(title, said):
        return Found(row.number, title, RowState.ERROR, reason)
    if said["off"]:
        return Found(row.number, title, RowState.LEFT_OUT, said["off"])
    link = said["link"] if url_keys.is_address(said["link"]) else ""
    data = {
        **{name: one_line(said[name]) for name in ("starts", "zone")},
        "title": _cut(title, TITLE),
        "minutes": int(said["minutes"]) if said["minutes"] else None,
        "place": one_line(said["place"])[:200],
        "call_url": said["call_url"] if url_keys.is_address(said["call_url"]) else "",
        "summary": _cut(one_line(said["summary"]), SUMMARY),
        "story": many_lines(said["story"])[:STORY],
        "speakers": [name for name in said["speakers"].split(BELOW) if name],
        "recordings": _pages(said["recordings"]),
        "slides": _pages(said["slides"]),
        "recorded": said["recorded"] == "yes",
        "link": link,
        "marks": marks(said["uid"], link),
    }
    return Found(row.number, title, RowState.NEW, "", data)


def _refused(title: str, said: Mapping[str, str]) -> str:
    if not title:
        return "It has no title."
    if wrong := wrong_day(said["starts"]):
        return wrong
    typed = said["minutes"]
    minutes = whole_number(typed)
    if typed and minutes is None:
        return "It ends before it begins." if typed.startswith("-") else f"“{typed[:40]}” is no length."
    if minutes is not None and minutes >= 24 * 60:
        return "It takes days. A talk takes ten hours at most."
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        return f"It takes {minutes} minutes. A talk takes {SHORTEST} minutes to ten hours."
    return ""


def _pages(said: str) -> list[str]:
    return [each for each in said.split(BELOW) if url_keys.is_address(each)][:10]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def marks(uid: str, link: str) -> list[str]:
    """Return the digests under which a talk is known again: of its UID, and of the page about it."""
    found = [f"uid:{uid}"] if uid else []
    if link:
        found.append(f"page:{url_keys.url_key(link)}")
    return [hashlib.sha256(text.encode()).hexdigest() for text in found]


def day_of(starts: str) -> date:
    """Return the day on which it is: by the wall where a file says so."""
    return datetime.fromisoformat(starts).date()


def known(data: Iterable[Mapping[str, Any]]) -> Known:
    """Return what is here of the talks that these rows are about."""
    rows = list(data)
    wanted = sorted({mark for each in rows for mark in each["marks"]})
    by_mark: dict[str, Here] = {}
    for start in range(0, len(wanted), CHUNK):
        some = Origin.mark.in_(wanted[start : start + CHUNK])
        found = select(Origin.mark, Talk.id, Talk.title, Talk.starts_wall).join(Origin.talk)
        found_here = db.session.execute(found.where(some))
        by_mark |= {mark: Here(id_, title, starts) for mark, id_, title, starts in found_here}
    days = [day_of(each["starts"]) for each in rows]
    by_day: dict[date, list[Here]] = {}
    if days:
        first, last = min(days), max(days) + timedelta(days=1)
        there = select(Talk.id, Talk.title, Talk.starts_wall).where(
            Talk.state == ProgramState.PUBLISHED,
            Talk.starts_wall >= datetime.combine(first, time()),
            Talk.starts_wall < datetime.combine(last, time()),
        )
        for id_, title, starts in db.session.execute(there):
            by_day.setdefault(starts.date(), []).append(Here(id_, title, starts))
    return Known(by_mark, by_day)


def here(data: Mapping[str, Any], known: Known) -> Here | None:
    """Return the talk that this row is about, where it is here: by UID, by page, or by day and title."""
    for mark in data["marks"]:
        if mark in known.by_mark:
            return known.by_mark[mark]
    same_day = known.by_day.get(day_of(data["starts"]), ())
    return next((each for each in same_day if _alike(data, each)), None)


def _alike(data: Mapping[str, Any], there: Here) -> bool:
    """Whether two talks of a day are one: their titles say the same, and their times where both have one."""
    timed = not is_day(data["starts"]) and not has_offset(data["starts"])
    if timed and datetime.fromisoformat(data["starts"]) != there.starts:
        return False
    one, other = _words(data["title"]), _words(there.title)
    less, more = sorted((one, other), key=len)
    return one == other or (len(less) >= 2 and less <= more)


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title.casefold()))


def is_day(starts: str) -> bool:
    """Whether a row says the day and no time."""
    return "T" not in starts


def has_offset(starts: str) -> bool:
    """Whether a row says a moment, not a time by some wall."""
    return datetime.fromisoformat(starts).tzinfo is not None


def compared(found: Sequence[Found]) -> list[Found]:
    """Say which are new: not those that are here, nor those that came before in the file."""
    there = known(each.data for each in found if each.state is RowState.NEW)
    first: dict[str, int] = {}
    rows: list[Found] = []
    for each in found:
        if each.state is not RowState.NEW:
            rows.append(each)
            continue
        own = [*each.data["marks"], f"{each.data['starts']} {each.title.casefold()}"]
        again = next((first[mark] for mark in own if mark in first), None)
        if match := here(each.data, there):
            reason = f"Here as “{match.title}”."
            rows.append(replace(each, state=RowState.SAME, reason=reason, ref=Ref("talk", match.id)))
        elif again is not None:
            reason = f"The same event as in row {again}."
            rows.append(replace(each, state=RowState.LEFT_OUT, reason=reason, data={}))
        else:
            first |= dict.fromkeys(own, each.number)
            rows.append(each)
    return rows


def people(names: Iterable[str]) -> dict[str, int]:
    """Return the ids of those who have exactly such a name: of the organisation, and the only one of it."""
    wanted = sorted(set(names))
    found: dict[str, list[int]] = {}
    for start in range(0, len(wanted), CHUNK):
        mine = select(Person.name, Person.id).where(
            Person.name.in_(wanted[start : start + CHUNK]),
            Person.left_at.is_(None),
            Person.kind != Kind.GUEST,
        )
        for name, id_ in db.session.execute(mine):
            found.setdefault(name, []).append(id_)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}
