"""What an agenda says of one program to somebody: its lines, and what the sentences above need. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from learnhub.core import dates, kinds, words
from learnhub.core.policy import Verdict, no
from learnhub.programs import verdicts
from learnhub.programs.agenda_lines import Line, beside
from learnhub.programs.models import Moment, Program, ProgramState
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import HOW


class Entry(NamedTuple):
    """A line and its place: the day is the reader's, what runs now stands before all that comes."""

    at: datetime
    day: date
    line: Line
    is_now: bool
    is_mine: bool


class Closing(NamedTuple):
    """A program with a free place, and until when one may sign up for it."""

    title: str
    url: str
    at: datetime


class Said(NamedTuple):
    """What is said of one program. `closes` where the reader may still get a place that others give.

    It stays true from `since` until `until`: nothing of the program begins, ends, opens or closes between.
    """

    id: int
    is_on: bool  # not called off
    starts_at: datetime
    standing: Standing
    closes: Closing | None
    entries: tuple[Entry, ...]
    since: datetime | None
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether the same would be said at that moment of the same day."""
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)


def said(program: Program, standing: Standing, now: datetime, where: tzinfo) -> Said:
    """Return what is said of a program to whoever stands to it like this."""
    may = verdicts.may_sign_up(program, standing, now)
    today = dates.local_date(now, where)
    turns = {*_turns(program, standing)}
    return Said(
        id=program.id,
        is_on=program.state is ProgramState.PUBLISHED,
        starts_at=program.starts_at,
        standing=standing,
        closes=_closing(program, standing, may),
        entries=tuple(
            _entry(program, standing, moment, may, now, today, where)
            for moment in _moments(program, standing, now)
        ),
        since=max((at for at in turns if at <= now), default=None),
        until=min((at for at in turns if at > now), default=None),
    )


def _turns(program: Program, standing: Standing) -> Iterable[datetime]:
    """Return the moments at which something else is said."""
    opens, offered = program.sign_up_opens_at, standing.offered_until
    yield from (program.starts_at, program.ends_at, program.sign_up_closes_at)
    yield from (at for at in (opens, offered) if at is not None)
    yield from (moment.at for moment in program.moments)


def _closing(program: Program, standing: Standing, may_sign_up: Verdict) -> Closing | None:
    closes_at = program.sign_up_closes_at
    if closes_at > program.starts_at or program.is_full or standing.does or not may_sign_up:
        return None  # to others one may come late
    return Closing(program.title, program.url, closes_at)


def _moments(program: Program, standing: Standing, now: datetime) -> list[Moment]:
    if program.state is ProgramState.CANCELLED:
        return [Moment("", program.starts_at)] if program.starts_at > now else []
    running = [Moment("", program.starts_at)] if program.starts_at <= now else []
    moments = program.moments if standing.is_concerned else [Moment("", program.starts_at)]
    return running + [each for each in moments if each.at > now]


def _entry(
    program: Program,
    standing: Standing,
    moment: Moment,
    may_sign_up: Verdict,
    now: datetime,
    today: date,
    where: tzinfo,
) -> Entry:
    is_now, is_start = moment.at <= now, not moment.label
    day = today if is_now else dates.local_date(moment.at, where)
    may = may_sign_up if is_start else no("It is offered where it begins.")
    on = is_start and program.state is ProgramState.PUBLISHED
    line = Line(
        at=moment.at,
        shown="On now" if is_now else _shown(dates.clock_time(moment.at, where), day, today),
        title=f"{program.title}: {moment.label}" if moment.label else program.title,
        about=_about(
            program, moment, may if on else None, _until(program.ends_at, today, where) if is_now else ""
        ),
        key=program.key,
        url=program.url,
        due=moment.due,
        into_calendar=on and program.ends_at > now,
        anchor="",
        beside=beside(program, standing, now, may_sign_up=bool(may), is_start=is_start),
    )
    return Entry(moment.at, day, line, is_now, standing.is_in or standing.does != "")


def _about(program: Program, moment: Moment, may_sign_up: Verdict | None, until: str) -> str:
    """Return the line below the title: "Hackathon. Halle 3 and online.", "Talk, until 17:30.".

    `may_sign_up` where it says how many places are taken; `until` when it ends, where it runs now.
    """
    kind = "Session" if moment.where else kinds.kind(program.kind).one
    parts = [f"{kind}, until {until}" if until else kind, moment.where or program.where]
    if may_sign_up is not None:
        parts.append(_taking_part(program) if until and not may_sign_up else _taken(program))
        if may_sign_up:
            parts.append("Full, waitlist" if program.is_full else "Sign-up open")
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part) + "."


def _taking_part(program: Program) -> str:
    """ "12 people take part": said of what runs and the reader cannot join."""
    if not program.taken:
        return ""
    return f"{words.count(program.taken, 'person')} {'takes' if program.taken == 1 else 'take'} part"


def _taken(program: Program) -> str:
    """ "12 of 40 taken", "3 of 12 on site, 5 of 50 online taken"."""
    limits = [(HOW[seat], program.taken_of(seat), program.capacity_of(seat)) for seat in program.seats]
    several = len(limits) > 1
    said = [f"{taken} of {most}{f' {how}' if several else ''}" for how, taken, most in limits if most]
    room = [f"room for everyone {how}" for how, _, most in limits if not most] if said else []
    return ", ".join([f"{', '.join(said)} taken", *room]) if said else ""


def _until(at: datetime, today: date, where: tzinfo) -> str:
    day = dates.local_date(at, where)
    return dates.clock_time(at, where) if day == today else dates.day(day, today)


def _shown(time: str, day: date, today: date) -> str:
    away = (day - today).days
    if away in {0, 1}:
        return time
    weeks = (dates.week_start(day) - dates.week_start(today)).days // 7
    if away > 0 and weeks <= 1:
        return f"{dates.weekday_short(day)} {time}"
    return f"{dates.weekday_short(day)} {day.day}, {time}"
