"""Who runs a series: whoever does hosts each of its dates to come."""

from sqlalchemy import delete, exists
from sqlalchemy.orm import aliased

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.people.models import Kind, Person
from learnhub.programs import policies, queries, series_queries
from learnhub.programs.events import SeriesHostAdded, SeriesRoleEnded
from learnhub.programs.models import Host, Program
from learnhub.programs.series_models import Series, SeriesHost
from learnhub.programs.series_records import record


def add(actor: Person, series: Series, person: Person) -> None:
    """Let another person run it too, and each date that is not over; a second time changes nothing.

    Raises Invalid for guests and people who left, Forbidden unless the actor runs the series.
    """
    require(policies.may_edit_series(runs_it=series_queries.runs(actor, series)))
    if person.kind is Kind.GUEST or not person.is_active:
        raise Invalid("Hosts are people of the organisation.", "host")
    series_queries.lock(series)
    if series_queries.is_host(person, series):
        return
    db.session.add(SeriesHost(series_id=series.id, person_id=person.id))
    for program in series_queries.coming(series, clock.now()):
        _let_host(program, person)
    record(actor, series, "series.host_added", {"person_id": person.id})
    events.publish(SeriesHostAdded(series.id, person.id, actor.id))


def remove(actor: Person, series: Series, person: Person) -> None:
    """Take the host's part from someone, at each date to come as well; one host always stays.

    Raises Forbidden for the last host, or unless the actor runs the series.
    """
    runs = series_queries.runs(actor, series)
    series_queries.lock(series)
    require(policies.may_leave_series(runs_it=runs, hosts=len(series_queries.hosts_of(series))))
    _end(actor, series, person)
    record(actor, series, "series.host_removed", {"person_id": person.id})


def hand_over(actor: Person, series: Series, former: Person, to: Person) -> None:
    """Let another run it, and each date to come, in place of someone who leaves or has left.

    What the former would have given, somebody else is to give. Raises as `add` does.
    """
    add(actor, series, to)
    _end(actor, series, former)


def _end(actor: Person, series: Series, person: Person) -> None:
    mine = SeriesHost.series_id == series.id, SeriesHost.person_id == person.id
    db.session.execute(delete(SeriesHost).where(*mine))
    coming = series_queries.hold_coming(series, clock.now())
    other = aliased(Host)
    others = exists().where(other.program_id == Host.program_id, other.person_id != person.id)
    theirs = delete(Host).where(Host.person_id == person.id, Host.program_id.in_(coming), others)
    ended = tuple(db.session.scalars(theirs.returning(Host.program_id)).all())
    events.publish(SeriesRoleEnded(series.id, ended, person.id, actor.id))


def _let_host(program: Program, person: Person) -> None:
    queries.lock(program)
    if queries.host(program, person) is None:
        db.session.add(Host(program_id=program.id, person_id=person.id))
        db.session.flush()
