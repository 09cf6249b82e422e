"""What messages tell of, read once for all of one person's, and how it is worded for its reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from learnhub.core import dates
from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import dues
from learnhub.programs.models import Program, Seat
from learnhub.teams.models import Team

Said = tuple[str, str, str, str]  # subject, lead, button, path
Seats = Mapping[tuple[int, int | None], Seat]  # program and person, who has a place
BEHIND = "\ue000"  # between our own times and their zone, until `zone_once`; what others wrote has none
ZONE = re.compile(rf"{BEHIND}([A-Za-z]+(?:[+−]\d+(?::\d\d)?)?)")


class Broken(NamedTuple):
    """Titles of what somebody keeps and is to look at, and how many there are in all."""

    titles: Sequence[str]
    total: int


@dataclass(frozen=True, slots=True)
class Dates:
    """A series, and which of its dates somebody has to do with, from one moment on."""

    title: str
    named: str  # with how it repeats
    path: str
    place: str
    mine: Sequence[datetime]
    reason: str  # of the last date that was called off
    ran: str  # its own title and how it repeats, for who hosted it, whether they may open it or not
    opens: bool  # `path` is its own page


class Written(NamedTuple):
    """What a host wrote to those on the list, and why it did not go."""

    title: str
    text: str
    stopped_because: str


class Note(NamedTuple):
    """What one of a pod wrote to another, and who they are."""

    text: str
    by_key: str


class Late(NamedTuple):
    """What is overdue, line by line, where it is seen, how many there are, how many of them were missed."""

    lines: Sequence[str]
    path: str
    number: int = 1
    missed: int = 0


class Changed(NamedTuple):
    """A session that was changed alone: what it is now, and why; `again` after what the message tells."""

    title: str
    starts_at: datetime
    ends_at: datetime
    where: str
    reason: str
    key: str
    again: bool


class Between(NamedTuple):
    """One message tells what moved after one moment until another."""

    after: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        return self.after < moment <= self.until


@dataclass(frozen=True, slots=True)
class Tale:
    """What the messages of one person tell of, by id."""

    programs: dict[int, Program] = field(default_factory=dict)
    teams: dict[int, Team] = field(default_factory=dict)
    own_teams: dict[int, Team] = field(default_factory=dict)  # by hackathon
    submitted: set[int] = field(default_factory=set)  # teams
    seats: Seats = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    threads: dict[Ref, Card] = field(default_factory=dict)
    series: dict[int, Dates] = field(default_factory=dict)
    kept: dict[Ref, Card] = field(default_factory=dict)  # resources, demos, commitments
    broken: list[Broken] = field(default_factory=list)  # one, where a message tells of it
    dates: dict[Ref, dues.Told] = field(default_factory=dict)  # of cohorts
    announced: dict[int, Written] = field(default_factory=dict)  # by its id
    notes: dict[int, Note] = field(default_factory=dict)  # to a pod-mate, by its id
    moved: dict[int, Between] = field(default_factory=dict)  # by message
    changed: dict[int, Sequence[Changed]] = field(default_factory=dict)  # sessions, by message
    why: dict[int, str] = field(default_factory=dict)  # why dates of a cohort moved, by message
    moved_since: set[int] = field(default_factory=set)  # messages after which other dates did, of cohorts
    late: dict[Ref, Late] = field(default_factory=dict)  # of others, in cohorts
    completed: set[int] = field(default_factory=set)  # completions of cohorts that stand
    flagged: dict[tuple[int, int], str] = field(default_factory=dict)  # by cohort and day
    house: str = ""  # for invitations, whose readers may know nothing of it yet


@dataclass(frozen=True, slots=True)
class Told:
    """One message with what it is about, and how times are written for its reader."""

    row: Reminder
    about: Tale
    zone: ZoneInfo
    now: datetime

    @property
    def program(self) -> Program:
        return self.about.programs[self.row.program_id or 0]

    @property
    def title(self) -> str:
        return one_line(self.program.title)

    @property
    def path(self) -> str:
        return f"/{self.program.kind}s/{self.program.key}"

    @property
    def team(self) -> str:
        found = self.about.teams.get(self.row.subject_id)
        return one_line(found.name) if found else "your team"

    @property
    def who(self) -> str:
        return one_line(self.about.people.get(self.row.by_id or 0)) or "Someone"

    @property
    def starts(self) -> str:
        return self.at(self.program.starts_at)

    @property
    def closes(self) -> datetime | None:
        """Until when demos can be submitted."""
        window = self.program.window(WindowKind.SUBMITTING) if isinstance(self.program, Hackathon) else None
        return window.closes_at if window else None

    @property
    def due(self) -> str:
        return self.at(self.moved_to or self.row.due_at or self.row.expires_at)

    @property
    def date(self) -> dues.Told | None:
        """The date of a cohort that it is about."""
        return self.about.dates.get(Ref(self.row.subject_kind, self.row.subject_id))

    @property
    def moved_to(self) -> datetime | None:
        if self.row.kind in dues.OF_COHORTS:
            now = self.date.at if self.date else None
            return now if now != self.row.due_at and self.row.kind != dues.OVERDUE else None
        return dues.moved_to(self.row, self.program) if self.row.program_id else None

    def at(self, moment: datetime) -> str:
        return _apart(dates.moment(moment, self.zone, self.now))

    def between(self, first: datetime, last: datetime) -> str:
        return _apart(dates.between(first, last, self.zone, self.now))


def _apart(written: str) -> str:
    """Let the zone, which stands last, be known as one."""
    text, _, zone = written.rpartition(" ")
    return f"{text}{BEHIND}{zone}"


def zone_once(*texts: str) -> list[str]:
    """Name the zone of our own times where it is another than that of the time before."""
    last = ""

    def name(found: re.Match[str]) -> str:
        nonlocal last
        same, last = found[1] == last, found[1]
        return "" if same else f" {last}"

    return [ZONE.sub(name, text) for text in texts]
