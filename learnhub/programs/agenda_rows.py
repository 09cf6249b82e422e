"""Pages of what runs or comes, and of what is over, read as columns.

What is said of a program that comes is worked out once for its values, and again when something of it begins,
ends, opens or closes: most of a page says the same to whoever reads it.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from learnhub.core import dates
from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.core.statements import kept, written
from learnhub.people.models import Person
from learnhub.programs import agenda_entries, kinds, narrowing, sights
from learnhub.programs.agenda_entries import Said
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.programs.narrowing import ALL, Terms, Wanted
from learnhub.programs.queries import READER, reads, standing_columns, stands
from learnhub.programs.rosters import PER_PAGE, Page
from learnhub.programs.sights import BARE, Sight

Which = Callable[[datetime], Terms]
MOST = 600  # of what is said, a few kilobytes each, in each web process
# What is said follows from these, from what their kind reads more, and from how one stands to it.
COLUMNS = (
    *("id", "kind", "key", "state", "title", "zone", "starts_at", "ends_at", "place", "call_url"),
    *("capacity", "places_taken", "online_capacity", "online_taken"),
    *("opens_wall", "closes_wall", "signups_closed", "asks", "approves"),
)
OWN = len(COLUMNS)


class Over(NamedTuple):
    """A program that is over."""

    kind: str
    key: str
    title: str
    summary: str
    ends_at: datetime
    signup: SignUpState | None
    hosts: bool
    speaks: bool

    @property
    def url(self) -> str:
        return f"/{self.kind}s/{self.key}"

    @property
    def did(self) -> str:
        """ "You took part", "You hosted", "You spoke", ""."""
        if self.signup is SignUpState.IN:
            return "You took part"
        return "You hosted" if self.hosts else "You spoke" if self.speaks else ""


def coming(person: Person, now: datetime, wanted: Wanted = ALL, *, number: int = 1) -> Page:
    """Return a page of what runs or comes, the nearest first, a `Said` each."""
    rows, number, total = _page(_rows_coming, narrowing.coming, person, now, wanted, number)
    return Page(_said(rows, sights.sight(person), now, person.tz), number, total)


def past(person: Person, now: datetime, wanted: Wanted = ALL, *, number: int = 1) -> Page:
    """Return a page of what is over, the latest first, an `Over` each; what was called off stays out."""
    rows, number, total = _page(_rows_past, narrowing.past, person, now, wanted, number)
    return Page([Over(*row) for row in rows], number, total)


def _page(
    build: Callable[..., Select[Any]],
    which: Which,
    person: Person,
    now: datetime,
    wanted: Wanted,
    number: int,
) -> tuple[Sequence[Any], int, int]:
    shape = {"sight": sights.sight(person), "wanted": wanted}
    count, given = kept(_counted, now, which=which, **shape)
    total = db.session.scalar(count, given | reads(person)) or 0
    number = within(number, total, PER_PAGE)
    statement, given = kept(build, now, (number - 1) * PER_PAGE, **shape)
    return db.session.execute(statement, given | reads(person)).all(), number, total


def _counted(now: datetime, *, which: Which, sight: Sight, wanted: Wanted) -> Select[int]:
    return _wanted(which(now), sight, wanted).with_only_columns(func.count())


def _rows_coming(now: datetime, skipped: int, *, sight: Sight, wanted: Wanted) -> Select[Any]:
    mine, *own = standing_columns(BARE)
    shown = select(*[BARE[name] for name in COLUMNS], mine.state, mine.seat, *own)
    return _rows(shown, mine, narrowing.coming(now), skipped, sight, wanted)


def _rows_past(now: datetime, skipped: int, *, sight: Sight, wanted: Wanted) -> Select[Any]:
    mine, hosts, speaks, *_ = standing_columns(BARE)
    columns = BARE.kind, BARE.key, BARE.title, BARE.summary, BARE.ends_at
    shown = select(*columns, mine.state, hosts, speaks)
    return _rows(shown, mine, narrowing.past(now), skipped, sight, wanted)


def _rows(
    shown: Select[Any], mine: Any, terms: Terms, skipped: int, sight: Sight, wanted: Wanted
) -> Select[Any]:
    """The page is chosen first: what a row shows would be found out for all that there is."""
    ids = _wanted(terms, sight, wanted).order_by(*terms[1]).limit(written(PER_PAGE)).offset(skipped)
    rows = shown.select_from(Program.__table__)
    rows = rows.outerjoin(mine, and_(mine.program_id == BARE.id, mine.person_id == READER))
    return rows.where(BARE.id.in_(ids.correlate(None))).order_by(*terms[1])


def _wanted(terms: Terms, sight: Sight, wanted: Wanted) -> Select[int]:
    seen = sights.visible(READER, sight, BARE)
    return select(BARE.id).where(seen, *terms[0], *narrowing.chosen(wanted))


def _said(rows: Sequence[Any], sight: Sight, now: datetime, where: tzinfo) -> list[Said]:
    concerned = {row.id for row in rows if row[OWN] is SignUpState.IN or row[OWN + 2]}
    more = kinds.more({row.id: row.kind for row in rows}, concerned)
    today = dates.local_date(now, where)
    return [_of(tuple(row), more.get(row.id), sight, today, where, now) for row in rows]


class _Slot:
    """What was said last of a program with these values."""

    __slots__ = ("said",)

    def __init__(self) -> None:
        self.said: Said | None = None


@lru_cache(maxsize=MOST)
def _slot(*_values: Hashable) -> _Slot:
    return _Slot()


def _of(
    row: tuple[Any, ...], more: Hashable, sight: Sight, today: date, where: tzinfo, now: datetime
) -> Said:
    slot = _slot(row, more, sight, today, where)
    said = slot.said
    if said is None or not said.holds(now):
        said = slot.said = _work_out(row, more, sight, where, now)
    return said


def _work_out(row: tuple[Any, ...], more: Hashable, sight: Sight, where: tzinfo, now: datetime) -> Said:
    """By the rules that hold for the objects: of one that belongs to no session, made of these values."""
    values = dict(zip(COLUMNS, row, strict=False))
    program = Program.__mapper__.polymorphic_map[values["kind"]].class_(**values)
    kinds.take_more(program, more)
    state, seat, *own = row[OWN:]
    signup = SignUp(state=state, seat=seat) if state else None
    return agenda_entries.said(program, stands(sight, now, signup, *own), now, where)
