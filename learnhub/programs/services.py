"""What happens to a program of any kind: publish, close sign-up, cancel, hand to other hosts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.people.models import Kind, Person
from learnhub.programs import offers, policies, queries, series_queries, verdicts
from learnhub.programs.events import (
    HostAdded,
    ProgramCancelled,
    ProgramChanged,
    ProgramPublished,
    RoleEnded,
)
from learnhub.programs.models import Host, Program, ProgramState
from learnhub.programs.series_models import SeriesException
from learnhub.search import services as search


def publish(actor: Person, program: Program) -> None:
    """Let everyone see it. Nobody is told.

    Raises Forbidden unless the actor runs it and it is a draft.
    """
    standing = queries.standing(actor, program)
    require(verdicts.may_publish(program, standing))
    program.state, program.published_at = ProgramState.PUBLISHED, clock.now()
    db.session.flush()
    record(actor, program, "program.published")
    events.publish(ProgramPublished(program.id, actor.id))


def close_sign_up(actor: Person, program: Program, *, closed: bool) -> None:
    """Close sign-up before its window ends, or open it again.

    Raises Forbidden unless the actor runs the program.
    """
    require_edit(actor, program)
    queries.lock(program)
    before = program.signups_closed
    program.signups_closed = closed
    db.session.flush()
    record(actor, program, "program.sign_up", before={"closed": before}, after={"closed": closed})
    events.publish(ProgramChanged(program.id, actor.id))


def cancel(actor: Person, program: Program, *, reason: str, alone: bool = True) -> None:
    """Call it off; it stays visible, and everyone signed up is told the reason.

    Not `alone`: others of its series go with it, and are told of together.

    Raises Invalid without a reason, Forbidden unless the actor runs it and it is not over.
    """
    if not reason:
        raise Invalid("Say why in a sentence. Everyone signed up reads it.", "reason")
    standing = queries.standing(actor, program)
    queries.lock(program)
    require(verdicts.may_cancel(program, standing, clock.now()))
    before = program.state
    program.state, program.cancelled_at = ProgramState.CANCELLED, clock.now()
    program.cancel_reason = reason
    offers.drop_all(program)
    if program.series_id is not None and program.rule_wall is not None:
        at = instant(program.rule_wall, program.tz)
        db.session.add(SeriesException(series_id=program.series_id, at=at))
    db.session.flush()
    record(actor, program, "program.cancelled", before={"state": before.value})
    events.publish(ProgramCancelled(program.id, actor.id, alone))


def add_host(actor: Person, program: Program, person: Person) -> Host:
    """Let another person run it too; a second time changes nothing.

    Raises Invalid for guests and people who left, Forbidden unless the actor runs the program.
    """
    require_edit(actor, program)
    if person.kind is Kind.GUEST or not person.is_active:
        raise Invalid("Hosts are people of the organisation.", "host")
    queries.lock(program)
    if known := queries.host(program, person):
        return known
    host = Host(program_id=program.id, person_id=person.id, by_self=person.id == actor.id)
    db.session.add(host)
    db.session.flush()
    record(actor, program, "host.added", after={"person_id": person.id})
    events.publish(HostAdded(program.id, person.id, actor.id))
    return host


def remove_host(actor: Person, program: Program, person: Person) -> None:
    """Take the host's part from someone; one host always stays.

    Raises Forbidden for the last host, or unless the actor runs the program.
    """
    standing = queries.standing(actor, program)
    queries.lock(program)
    hosts, of_series = len(queries.hosts_of(program)), _hosts_series(person, program)
    may = policies.may_leave_hosts(**verdicts.hosting(program, standing), hosts=hosts, of_series=of_series)
    require(may)
    if host := queries.host(program, person):
        db.session.delete(host)
        db.session.flush()
        record(actor, program, "host.removed", before={"person_id": person.id})
        events.publish(RoleEnded(program.id, person.id, actor.id))


def _hosts_series(person: Person, program: Program) -> bool:
    """Whether the person hosts the series of a date that is not over."""
    series = program.series if program.ends_at > clock.now() else None
    return series is not None and series_queries.is_host(person, series)


def lay(program: Program, starts: datetime, minutes: int) -> None:
    """Put it on a wall time of its zone; when one can sign up moves along."""
    if program.starts_wall is not None:  # it was somewhere before
        for name in ("opens_wall", "closes_wall"):
            if (at := getattr(program, name)) is not None:
                setattr(program, name, at + (starts - program.starts_wall))
    program.starts_wall, program.ends_wall = starts, starts + timedelta(minutes=minutes)
    program.starts_at = instant(program.starts_wall, program.tz)
    program.ends_at = instant(program.ends_wall, program.tz, deadline=True)


def require_edit(actor: Person, program: Program) -> None:
    """Raise Forbidden unless the actor runs the program and it is not cancelled."""
    require(verdicts.may_edit(program, queries.standing(actor, program)))


def record(
    actor: Person,
    program: Program,
    act: str,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Note in the audit what the actor did to the program, and let it be found as it is now."""
    audit.record(
        actor.id, act, Ref(program.kind, program.id), before=dict(before or {}), after=dict(after or {})
    )
    search.changed(Ref(program.kind, program.id))
