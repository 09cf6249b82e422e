"""Who changed what: actor, object, act, and named fields before and after. No free text."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core import clock
from learnhub.core.db import Id, Model, db
from learnhub.core.refs import Ref


class AuditEntry(Model):
    """One administrative or attendance change; never edited."""

    __table_args__ = (Index("ix_audit_entry_ref", "ref_kind", "ref_id"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]  # a person; no foreign key: core lies below people
    act: Mapped[str] = mapped_column(String(60))
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


def entry(
    actor_id: int | None,
    act: str,
    ref: Ref,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Return a row that is not yet added: for `transaction.keep`, where a refusal is to be kept."""
    return AuditEntry(
        at=clock.now(),
        actor_id=actor_id,
        act=act,
        ref_kind=ref.kind,
        ref_id=ref.id,
        before=before or {},
        after=after or {},
    )


def record(
    actor_id: int | None,
    act: str,
    ref: Ref,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add an entry to this transaction. `act` reads like "signup.withdrawn"; values are JSON."""
    db.session.add(entry(actor_id, act, ref, before=before, after=after))


def last_change(ref: Ref, acts: str) -> AuditEntry | None:
    """Return the last entry about this thing whose act begins so."""
    about = AuditEntry.ref_kind == ref.kind, AuditEntry.ref_id == ref.id
    changes = select(AuditEntry).where(*about, AuditEntry.act.startswith(acts))
    return db.session.scalar(changes.order_by(AuditEntry.id.desc()).limit(1))
