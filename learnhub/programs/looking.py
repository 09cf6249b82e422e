"""Admins who look at who signed up and who came: by an act of its own, written down, seen by the hosts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from learnhub.core import audit, clock
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.people.models import Person
from learnhub.programs import policies, queries
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing

LOOKED = "signups.looked_at"
OPEN_FOR = timedelta(hours=1)
SHOWN_FOR = timedelta(days=30)  # to the hosts; the audit log keeps it


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked, and when."""

    name: str
    at: datetime


def look(actor: Person, program: Program) -> None:
    """Open the list for an hour. Raises Forbidden unless the actor is an admin who does not host it."""
    standing = queries.standing(actor, program)
    require(policies.may_look(is_host=standing.is_host, is_admin=standing.is_admin))
    audit.record(actor.id, LOOKED, Ref(program.kind, program.id))


def may_read(person: Person, program: Program, standing: Standing) -> bool:
    """Whether the person sees who signed up and who came: hosts, and an admin for an hour after `look`."""
    if standing.is_host or not standing.is_admin:
        return standing.is_host
    mine = AuditEntry.actor_id == person.id, AuditEntry.at > clock.now() - OPEN_FOR
    return db.session.scalar(select(AuditEntry.id).where(*_of(program), *mine).limit(1)) is not None


def lately(program: Program) -> Sequence[Look]:
    """Return which admins looked in the last weeks, the latest first, each of them once."""
    rows = db.session.execute(
        select(Person.name, AuditEntry.at)
        .join(Person, Person.id == AuditEntry.actor_id)
        .where(*_of(program), AuditEntry.at > clock.now() - SHOWN_FOR)
        .order_by(AuditEntry.at)
    )
    found = {name: at for name, at in rows}
    return [Look(name, at) for name, at in sorted(found.items(), key=lambda each: each[1], reverse=True)]


def _of(program: Program) -> tuple[ColumnElement[bool], ...]:
    about = AuditEntry.ref_kind == program.kind, AuditEntry.ref_id == program.id
    return AuditEntry.act == LOOKED, *about
