"""What is asked of series. Each takes who asks: drafts are their hosts', and guests know of none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from learnhub.core import clock
from learnhub.core.db import db, hold
from learnhub.core.errors import Forbidden, NotFound
from learnhub.people.models import Kind, Person, Role
from learnhub.programs import series_rules, sights
from learnhub.programs.models import SIGNED_UP, Program, ProgramState, SignUp
from learnhub.programs.openness_models import SeriesOpening
from learnhub.programs.policies import ONLY_HOSTS
from learnhub.programs.series_models import Series, SeriesException, SeriesFollower, SeriesHost


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """What a person is to a series."""

    is_host: bool
    is_admin: bool
    follows: SeriesFollower | None

    @property
    def runs_it(self) -> bool:
        return self.is_host or self.is_admin


def seen_by(person: Person) -> ColumnElement[bool]:
    """Whether the person may know of a series: as of programs, and who follows one that is open to others."""
    if person.has(Role.ADMIN):
        return true()
    hosts = select(SeriesHost.id).where(SeriesHost.series_id == Series.id, SeriesHost.person_id == person.id)
    mine = aliased(SeriesFollower)  # what asks may read followers too
    follows = select(mine.id).where(mine.series_id == Series.id, mine.person_id == person.id).exists()
    is_open = or_(~Series.is_limited, sights.chosen_of(SeriesOpening, Series, person.id), follows)
    return or_(and_(Series.published_at.is_not(None), is_open), hosts.exists())


def find(person: Person, key: str) -> tuple[Series, SeriesStanding]:
    """Return the series with that key and what the person is to it. Raises NotFound."""
    host = select(SeriesHost.id).where(SeriesHost.series_id == Series.id, SeriesHost.person_id == person.id)
    mine = (SeriesFollower.series_id == Series.id) & (SeriesFollower.person_id == person.id)
    row = db.session.execute(
        select(Series, SeriesFollower, host.exists())
        .outerjoin(SeriesFollower, mine)
        .where(Series.key == key, seen_by(person))
    ).one_or_none()
    if row is None or person.kind is Kind.GUEST:
        raise NotFound
    series, follower, hosts = row
    return series, SeriesStanding(bool(hosts), person.has(Role.ADMIN), follower)


def hosted(person: Person, key: str) -> Series:
    """Return a series that the person runs. Raises as `find` does, Forbidden for those who know of it."""
    series, standing = find(person, key)
    if not standing.runs_it:
        raise Forbidden(ONLY_HOSTS)
    return series


def runs(person: Person, series: Series) -> bool:
    """Whether the person hosts the series, or is an admin."""
    return person.has(Role.ADMIN) or is_host(person, series)


def is_host(person: Person, series: Series) -> bool:
    """Whether the person hosts the series."""
    mine = SeriesHost.series_id == series.id, SeriesHost.person_id == person.id
    return db.session.scalar(select(SeriesHost.id).where(*mine)) is not None


def has_date(series: Series, starts: datetime) -> bool:
    """Whether one of its programs starts then, or its rule has a date then; nobody asks."""
    mine = Program.series_id == series.id, Program.starts_wall == starts
    if db.session.scalar(select(Program.id).where(*mine).limit(1)) is not None:
        return True
    just_before = starts - timedelta(minutes=1)
    rule = series_rules.read(series.rule)
    return series_rules.walls(rule, series.starts_wall, after=just_before, most=1) == [starts]


def has_more(series: Series) -> bool:
    """Whether its rule has dates beyond those that are laid out."""
    rule = series_rules.read(series.rule)
    return bool(series_rules.walls(rule, series.starts_wall, after=series.laid_until, most=1))


def host_ids(series_id: int) -> frozenset[int]:
    """Return the ids of who runs it."""
    return frozenset(
        db.session.scalars(select(SeriesHost.person_id).where(SeriesHost.series_id == series_id))
    )


def host_named(series: Series, key: str) -> Person:
    """Return the host of that key. Raises NotFound."""
    found = next((each.person for each in hosts_of(series) if each.person.key == key), None)
    if found is None:
        raise NotFound
    return found


def follower(person: Person, series: Series) -> SeriesFollower | None:
    """Return what makes the person follow it, as it is stored now."""
    mine = SeriesFollower.series_id == series.id, SeriesFollower.person_id == person.id
    return db.session.scalar(select(SeriesFollower).where(*mine).execution_options(populate_existing=True))


def lock(series: Series) -> None:
    """Hold the row until the transaction ends, as `hold` does. Lock order: series, programs, sign-ups."""
    hold(series, Series)


def hosts_of(series: Series) -> Sequence[SeriesHost]:
    """Return who runs it, in the order in which they came, without those who have left."""
    return db.session.scalars(
        select(SeriesHost)
        .join(SeriesHost.person)
        .where(SeriesHost.series_id == series.id, Person.left_at.is_(None))
        .order_by(SeriesHost.id)
    ).all()


def followers(series: Series) -> Sequence[SeriesFollower]:
    """Return who is signed up for what comes, first come first, without those who have left."""
    return db.session.scalars(
        select(SeriesFollower)
        .join(SeriesFollower.person)
        .where(SeriesFollower.series_id == series.id, Person.left_at.is_(None))
        .order_by(SeriesFollower.id)
    ).all()


def count_followers(series: Series) -> int:
    """Return how many follow it."""
    mine = select(func.count()).select_from(SeriesFollower).where(SeriesFollower.series_id == series.id)
    return db.session.scalar(mine) or 0


def exceptions(series: Series) -> frozenset[datetime]:
    """Return the moments of the rule at which there is nothing."""
    return frozenset(
        db.session.scalars(select(SeriesException.at).where(SeriesException.series_id == series.id))
    )


def coming(series: Series, now: datetime) -> Sequence[Program]:
    """Return its programs that are not over and not called off, by the rule's order; nobody asks."""
    mine = Program.series_id == series.id, Program.state == ProgramState.PUBLISHED, Program.ends_at > now
    return db.session.scalars(select(Program).where(*mine).order_by(Program.rule_wall)).all()


def hold_coming(series: Series, now: datetime) -> Sequence[int]:
    """Hold the rows of its programs that `coming` returns, in one statement; return their ids."""
    table = Program.__table__.c
    mine = table.series_id == series.id, table.state == ProgramState.PUBLISHED, table.ends_at > now
    held = select(table.id).where(*mine).order_by(table.id).with_for_update(key_share=True)
    return db.session.scalars(held).all()


def hold_all(programs: Sequence[Program]) -> None:
    """Hold the rows of these programs in one statement, and let them be as they are stored now, as `hold`."""
    db.session.flush()
    if db.engine.dialect.name == "sqlite":
        return
    table, ids = Program.__table__.c, [each.id for each in programs]
    held = select(table.id).where(table.id.in_(ids)).order_by(table.id).with_for_update(key_share=True)
    db.session.execute(held)
    stored = select(Program).where(Program.id.in_(ids)).execution_options(populate_existing=True)
    db.session.scalars(stored).all()


def from_on(series: Series, first: datetime) -> Sequence[Program]:
    """Return its programs from a date of the rule on, also those that were called off."""
    mine = Program.series_id == series.id, Program.rule_wall >= first
    return db.session.scalars(select(Program).where(*mine).order_by(Program.rule_wall)).all()


def has_before(series: Series, first: datetime) -> bool:
    """Whether it has programs before a date of the rule that are not over."""
    mine = Program.series_id == series.id, Program.rule_wall < first, Program.ends_at > clock.now()
    return db.session.scalar(select(Program.id).where(*mine).limit(1)) is not None


def on_list(person: Person, series: Series, now: datetime) -> Sequence[Program]:
    """Return those of its coming programs that the person is in, or waits or awaits approval for."""
    mine = SignUp.person_id == person.id, SignUp.state.in_(SIGNED_UP)
    listed = select(Program).join(SignUp, SignUp.program_id == Program.id).where(*mine)
    coming = Program.series_id == series.id, Program.state == ProgramState.PUBLISHED, Program.ends_at > now
    return db.session.scalars(listed.where(*coming).order_by(Program.id)).all()


def count_over(series: Series, now: datetime) -> int:
    """Return how many of its programs took place."""
    mine = Program.series_id == series.id, Program.state == ProgramState.PUBLISHED, Program.ends_at <= now
    return db.session.scalar(select(func.count()).select_from(Program).where(*mine)) or 0


def carries_on(series: Series) -> Series | None:
    """Return the series that carries this one on, where it was split."""
    return db.session.scalar(
        select(Series).where(Series.after_id == series.id).order_by(Series.id.desc()).limit(1)
    )


def drafts(person: Person) -> Sequence[Series]:
    """Return the drafts that the person hosts."""
    mine = select(SeriesHost.series_id).where(SeriesHost.person_id == person.id)
    return db.session.scalars(
        select(Series).where(Series.published_at.is_(None), Series.id.in_(mine)).order_by(Series.id)
    ).all()


def running(person: Person) -> list[int]:
    """Return the ids of the series that the person hosts and that have dates to come, drafts too."""
    wanted = select(Series).join(SeriesHost, SeriesHost.series_id == Series.id)
    coming = Program.series_id == Series.id, Program.ends_at > clock.now()
    rows = db.session.execute(
        wanted.add_columns(select(Program.id).where(*coming).exists())
        .where(SeriesHost.person_id == person.id)
        .order_by(Series.title, Series.id)
    )
    return [series.id for series, has in rows if has or has_more(series)]


def published() -> Sequence[int]:
    """Return the ids of the series whose dates are laid out; nobody asks."""
    return db.session.scalars(
        select(Series.id).where(Series.published_at.is_not(None)).order_by(Series.id)
    ).all()


def series_by_id(series_id: int) -> Series:
    """Return a series for what hears a fact of it; nobody asks."""
    return db.session.get_one(Series, series_id)


def id_of(person: Person, key: str) -> int:
    """Return the id of a published series. Raises NotFound for what they may not know of."""
    series, _ = find(person, key)
    if series.published_at is None:
        raise NotFound
    return series.id


def named(person: Person, ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Return title and path of these series, those left out that the person may not know of."""
    if person.kind is Kind.GUEST:
        return {}
    rows = db.session.execute(
        select(Series.id, Series.title, Series.key).where(Series.id.in_(ids), seen_by(person))
    )
    return {id_: (title, f"/series/{key}") for id_, title, key in rows}


def name_of(person: Person, series: Series | None) -> tuple[str, str] | None:
    """Return title and path of one, for who may know of it."""
    return named(person, [series.id]).get(series.id) if series else None


def programs(series_id: int) -> Select[int]:
    """Select the ids of its programs, with those of the series that carry it on."""
    mine = select(Series.id).where(Series.id == series_id).cte("carried", recursive=True)
    mine = mine.union(select(Series.id).join(mine, Series.after_id == mine.c.id))
    return select(Program.id).where(Program.series_id.in_(select(mine.c.id)))
