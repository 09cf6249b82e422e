"""Who may come to the pages of one program: found by its key, for hosts, or while it can change."""

from learnhub.core import clock
from learnhub.core.errors import Forbidden, NotFound
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.people.session import actor
from learnhub.programs import kinds, looking, policies, queries, series_queries, verdicts
from learnhub.programs.models import Program
from learnhub.programs.queries import AnyProgram, Standing
from learnhub.programs.series_models import Series


def found(key: str) -> tuple[Program, Standing]:
    """Return a program that the actor may know of, and what they are to it."""
    return queries.find(actor(), key, Program, *kinds.loads())


def hosted(key: str) -> tuple[Program, Standing]:
    """Return a program that the actor runs; refuse others, who know of it."""
    return queries.hosted(actor(), key, Program, *kinds.loads())


def read(key: str) -> tuple[Program, Standing]:
    """Return a program of which the actor sees who signed up; refuse an admin who has not opened its list."""
    program, standing = hosted(key)
    if not looking.may_read(actor(), program, standing):
        raise Forbidden("Open the list first: it is written down that you did, and its hosts see it.")
    return program, standing


def editable(key: str, kind: type[AnyProgram]) -> AnyProgram:
    """Return a program that the actor may change, or refuse before a form is filled in for nothing."""
    program, standing = queries.hosted(actor(), key, kind)
    require(verdicts.may_edit(program, standing))
    return program


def cancellable(key: str) -> Program:
    """Return a program that the actor may call off, or refuse before a reason is written for nothing."""
    program, standing = hosted(key)
    require(verdicts.may_cancel(program, standing, clock.now()))
    return program


def repeating(key: str) -> tuple[Program, Series]:
    """Return a date of a series that the actor may change with others, or refuse before a form is filled in.

    Raises NotFound for what repeats by no rule.
    """
    program = editable(key, Program)
    if program.series is None:
        raise NotFound
    require(policies.may_edit_series(runs_it=series_queries.runs(actor(), program.series)))
    return program, program.series


def enterable(key: str) -> tuple[Program, Standing]:
    """Return a program on whose list the actor may put others, or refuse before a name is written."""
    program, standing = hosted(key)
    require(verdicts.may_enter(program, standing, clock.now()))
    return program, standing


def host_named(program: Program, key: str) -> Person:
    """Return the host of that key. Raises NotFound."""
    found = next((host for host in queries.hosts_of(program) if host.key == key), None)
    if found is None:
        raise NotFound
    return found
