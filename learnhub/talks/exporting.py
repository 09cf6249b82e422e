"""Talks to take along: those that are over or those that come, as whom, and in which format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from learnhub.core import clock, ics
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.walltime import instant
from learnhub.library.models import Resource
from learnhub.people.models import Person
from learnhub.programs.models import ProgramState, Speaker
from learnhub.programs.queries import reads, standing_of, with_standing
from learnhub.talks.formats import described, events
from learnhub.talks.formats.described import Described
from learnhub.talks.formats.entries import BELOW, MOST, Entry, listed
from learnhub.talks.models import Material, MaterialKind, Origin, Talk
from learnhub.web.addresses import whole

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write talks; `note` says what it is good for."""

    name: str
    note: str
    media: str
    write: Callable[[Sequence[Entry]], bytes]


def _calendar(entries: Sequence[Entry]) -> bytes:
    return ics.calendar([*map(_happening, entries)], name="Talks")


FORMATS: Mapping[str, Format] = {
    "ics": Format(
        "Calendar", "For any calendar. Speakers stand in the description.", "text/calendar", _calendar
    ),
    "yml": Format(
        "YAML", "A list of events, for the pages of a meetup.", "application/yaml", events.write_yaml
    ),
    "json": Format("JSON", "The same list, for programs.", "application/json", events.write_json),
}


def written(form: str, person: Person, *, over: bool) -> bytes:
    """Return a file with the talks. Raises NotFound for an unknown format."""
    if form not in FORMATS:
        raise NotFound
    return FORMATS[form].write(entries(person, over=over))


def count(person: Person, *, over: bool) -> int:
    """Return how many talks `entries` has."""
    ids = _wanted(person, over=over).with_only_columns(Talk.id, maintain_column_froms=True)
    counted = select(func.count()).select_from(ids.order_by(None).subquery())
    return min(db.session.scalar(counted, reads(person)) or 0, MOST)


def entries(person: Person, *, over: bool) -> list[Entry]:
    """Return what the person sees of the talks that are over, the latest `MOST`, or of those that come.

    By time. A call link is there where they see it on the talk's page: with a place, or as its host.
    """
    rows = db.session.execute(_wanted(person, over=over).limit(MOST), reads(person)).all()
    ids = [talk.id for talk, *_ in rows]
    more = _Belonging.of(ids)
    found = []
    for talk, *own in rows:
        standing = standing_of(person, *own)
        found.append(_entry(talk, more, sees_call=standing.runs_it or standing.is_in))
    return sorted(found, key=lambda entry: (entry.starts, entry.uid))


def _wanted(person: Person, *, over: bool) -> Any:
    now = clock.now()
    rows = with_standing(person, Talk).where(Talk.state == ProgramState.PUBLISHED)
    if over:
        return rows.where(Talk.ends_at <= now).order_by(Talk.starts_at.desc(), Talk.id)
    return rows.where(Talk.ends_at > now).order_by(Talk.starts_at, Talk.id)


@dataclass(frozen=True, slots=True)
class _Belonging:
    """Names, links and addresses that belong to talks, by the talk."""

    speakers: Mapping[int, Sequence[str]]
    links: Mapping[int, Sequence[str]]
    recordings: Mapping[int, Sequence[str]]
    slides: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, ids: Sequence[int]) -> "_Belonging":
        name = func.coalesce(Person.name, Speaker.said_name)
        said = select(Speaker.program_id, name).outerjoin(Speaker.person).order_by(Speaker.id)
        pages = select(Origin.talk_id, Origin.link).where(Origin.link != "").order_by(Origin.id)
        shown = (
            select(Material.talk_id, func.coalesce(Material.url, Resource.url))
            .outerjoin(Resource, Resource.id == Material.resource_id)
            .where(Material.talk_id.in_(ids), or_(Material.url.is_not(None), Resource.url.is_not(None)))
            .where(Resource.binned_at.is_(None))
            .order_by(Material.id)
        )
        return cls(
            _by_talk(said.where(Speaker.program_id.in_(ids))),
            _by_talk(pages.where(Origin.talk_id.in_(ids))),
            _by_talk(shown.where(Material.kind == MaterialKind.RECORDING)),
            _by_talk(shown.where(Material.kind == MaterialKind.SLIDES)),
        )


def _by_talk(wanted: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for talk_id, text in db.session.execute(wanted):
        found.setdefault(talk_id, []).append(text)
    return found


def _entry(talk: Talk, more: _Belonging, *, sees_call: bool) -> Entry:
    return Entry(
        0,
        title=talk.title,
        starts=talk.starts_wall.isoformat(timespec="minutes"),
        minutes=str(talk.minutes),
        zone=talk.zone,
        place=talk.place,
        call_url=talk.call_url if sees_call else "",
        link=next(iter(more.links.get(talk.id, ())), whole(talk.url)),
        uid=f"talk-{talk.key}@learnhub",
        summary=talk.summary,
        story=talk.story,
        speakers=listed(more.speakers.get(talk.id, ())),
        recordings=BELOW.join(more.recordings.get(talk.id, ())),
        slides=BELOW.join(more.slides.get(talk.id, ())),
        recorded="yes" if talk.recorded else "",
    )


def _happening(entry: Entry) -> ics.Happening:
    zone = ZoneInfo(entry.zone)
    starts_at = instant(datetime.fromisoformat(entry.starts), zone)
    parts = Described(
        entry.story, entry.summary, entry.speakers, entry.recordings, entry.slides, entry.recorded
    )
    return ics.Happening(
        uid=entry.uid,
        title=entry.title,
        zone=zone,
        starts_at=starts_at,
        ends_at=starts_at + int(entry.minutes) * MINUTE,
        url=entry.link,
        changed_at=clock.now(),
        place=", ".join(part for part in (entry.place, entry.call_url) if part),
        text=described.write(parts),
    )
