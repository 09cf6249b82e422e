"""An organisation of any size, written in bulk: to see how LearnHub does with a hundred thousand people."""

import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import FromClause, select, update

from learnhub.activity.models import ActKind
from learnhub.core import clock
from learnhub.core.db import Model, db, insert
from learnhub.core.errors import Conflict
from learnhub.core.transaction import transaction
from learnhub.people import passwords, queries
from learnhub.people.models import (
    Identity,
    IdentityKind,
    Kind,
    Organisation,
    Person,
    Role,
    RoleGrant,
    Unit,
    UnitPath,
    UnitStay,
)

LEADER = "leader@example.org"
IN_A_UNIT, BELOW = 40, 8  # people of a unit, units below one
SPAN = timedelta(days=400)
PROGRAMS, BATCH, AT_ONCE = 400, 20_000, 200_000  # rows of one statement, acts of one commit
CACHE = 400  # MB: SQLite's own are 2, and an index of millions of rows is read again for each of them
INSERT = (
    "INSERT INTO learning_act (id, person_id, unit_id, kind, ref_kind, ref_id, within_kind, within_id, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
COLUMNS = ["id", "person_id", "unit_id", "kind", "ref_kind", "ref_id", "within_kind", "within_id", "at"]


def load(password: str, people: int, acts: int, say: Callable[[int], None] = lambda count: None) -> None:
    """Write units, people and acts, in transactions of their own; `say` hears how many acts are written.

    The same each time, and nothing is sent. Raises Conflict on a database that holds people.
    """
    if queries.anybody():
        raise Conflict("This database holds people already. A crowd needs an empty one.")
    db.session.rollback()
    secret, now, dice = passwords.hashed(password), clock.now(), random.Random(4)
    with transaction():
        db.session.add(Organisation(id=1, name="Example", zone="UTC"))
        units = _units(max(people // IN_A_UNIT, 1), now)
        _people(people, units, now, dice)
        _leader(units[0], secret, now)
        where = [(id_, unit) for id_, unit in db.session.execute(select(Person.id, Person.unit_id)) if unit]
    rows = _acts(acts, where, now, dice)
    for done in range(0, acts, AT_ONCE):
        with transaction():
            _write(islice(rows, AT_ONCE))
        say(min(done + AT_ONCE, acts))


def _units(count: int, now: datetime) -> list[int]:
    """A tree in which each has eight below it."""
    in_bulk(Unit, ({"name": f"Unit {n}" if n else "Example", "created_at": now} for n in range(count)))
    ids = list(db.session.scalars(select(Unit.id).order_by(Unit.id)))
    chains: list[list[int]] = []
    for n, id_ in enumerate(ids):
        chains.append([id_, *(chains[(n - 1) // BELOW] if n else [])])
    for chain in chains[1:]:
        db.session.execute(update(Unit).where(Unit.id == chain[0]).values(parent_id=chain[1]))
    in_bulk(
        UnitPath,
        (
            {"ancestor_id": above, "descendant_id": chain[0], "depth": depth}
            for chain in chains
            for depth, above in enumerate(chain)
        ),
    )
    return ids


def _people(count: int, units: list[int], now: datetime, dice: random.Random) -> None:
    since = now - SPAN
    same = {"kind": Kind.EMPLOYEE, "zone": "UTC", "created_at": since, "joined_at": since}
    names = ({"name": f"Person {n}", "email": f"p{n}@example.org"} for n in range(count))
    in_bulk(Person, (same | {"unit_id": dice.choice(units)} | name for name in names))
    stays = db.session.execute(select(Person.id, Person.unit_id)).all()
    in_bulk(UnitStay, ({"person_id": id_, "unit_id": unit, "since": since} for id_, unit in stays))


def _leader(unit_id: int, secret: str, now: datetime) -> None:
    made = Person(name="Ingrid Solheim", email=LEADER, unit_id=unit_id, kind=Kind.CONTRACTOR, joined_at=now)
    db.session.add(made)
    db.session.flush()
    db.session.add(RoleGrant(person_id=made.id, role=Role.LEADER, unit_id=unit_id))
    db.session.add(Identity(person_id=made.id, kind=IdentityKind.PASSWORD, subject=made.key, secret=secret))
    db.session.flush()


def _acts(
    count: int, where: list[tuple[int, int]], now: datetime, dice: random.Random
) -> Iterator[tuple[Any, ...]]:
    """Acts of the last 400 days, in order of time; a third of the people do most of them."""
    kinds, apart = [*ActKind], SPAN / max(count, 1)
    for n in range(count):
        person_id, unit_id = where[int(len(where) * dice.random() ** 2)]
        what = dice.choice(kinds), "thing", n, "talk", dice.randrange(1, PROGRAMS)
        yield uuid.UUID(int=dice.getrandbits(128)), person_id, unit_id, *what, now - apart * (count - n)


def _write(rows: Iterable[tuple[Any, ...]]) -> None:
    """By the driver itself, row by row: SQLAlchemy takes three times as long for as many."""
    cursor: Any = db.session.connection().connection.cursor()
    if db.engine.dialect.name == "sqlite":
        cursor.execute(f"PRAGMA cache_size=-{CACHE * 1024}")
        cursor.executemany(INSERT, map(_as_sqlite_keeps_it, rows))
        return
    with cursor.copy(f"COPY learning_act ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([each.value if isinstance(each, ActKind) else each for each in row])


def _as_sqlite_keeps_it(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As the types of the columns write it: an id in hex, a kind by its word, a moment in UTC."""
    id_, person_id, unit_id, kind, *what, at = row
    moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return id_.hex, person_id, unit_id, kind.value, *what, moment


def in_bulk(table: type[Model] | FromClause, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows, some at a time, past the session."""
    source = iter(rows)
    while some := list(islice(source, BATCH)):
        db.session.execute(insert(table), some)
