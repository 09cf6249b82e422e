"""What someone may do with a program that is loaded, by their standing: for buttons, guards, services."""

from datetime import datetime
from typing import Any, TypedDict

from learnhub.core.policy import Verdict
from learnhub.people.models import Person
from learnhub.programs import involved, policies, sentences
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import Standing


class Hosting(TypedDict):
    """What of the reader and the program decides on what hosts do."""

    state: ProgramState
    is_host: bool
    is_admin: bool


def hosting(program: Program, standing: Standing) -> Hosting:
    """Return what policies of hosts ask for."""
    return {"state": program.state, "is_host": standing.is_host, "is_admin": standing.is_admin}


def may_sign_up(program: Program, standing: Standing, now: datetime) -> Verdict:
    """Return whether the reader may sign up."""
    may = policies.may_sign_up_for(program, standing.state, now)
    return policies.where_open(may, is_open=standing.is_open)


def may_withdraw(program: Program, standing: Standing, now: datetime) -> Verdict:
    """Return whether the reader may give their place back, or leave the line."""
    return policies.may_withdraw(state=program.state, signup=standing.state, ends_at=program.ends_at, now=now)


def may_change_seat(program: Program, standing: Standing, now: datetime) -> Verdict:
    """Return whether the reader may take part on site instead of online, or the other way round."""
    return policies.may_change_seat(
        state=program.state, signup=standing.state, ends_at=program.ends_at, now=now
    )


def may_decide(program: Program, standing: Standing, now: datetime) -> Verdict:
    """Return whether the reader may approve and decline sign-ups."""
    return policies.may_decide(**hosting(program, standing), ends_at=program.ends_at, now=now)


def may_publish(program: Program, standing: Standing) -> Verdict:
    """Return whether the reader may publish it."""
    return policies.may_publish(**hosting(program, standing))


def may_edit(program: Program, standing: Standing) -> Verdict:
    """Return whether the reader may change it."""
    return policies.may_edit(**hosting(program, standing))


def may_enter(program: Program, standing: Standing, now: datetime) -> Verdict:
    """Return whether the reader may put others on the list."""
    return policies.may_enter(**hosting(program, standing), ends_at=program.ends_at, now=now)


def may_cancel(program: Program, standing: Standing, now: datetime) -> Verdict:
    """Return whether the reader may call it off."""
    return policies.may_cancel(**hosting(program, standing), ends_at=program.ends_at, now=now)


def told(person: Person, program: Program) -> dict[str, Any]:
    """Return how many others hear of a move or a cancellation, who they are in words, and where nobody does
    the reason.
    """
    quiet = "it came in quietly" if program.quiet else "nobody else is on it"
    draft = program.state is ProgramState.DRAFT
    them = involved.told(program, person)
    said = {"told": sum(them.values()), "whom": sentences.whom(them)}
    return said | {"untold": "it is a draft" if draft else quiet}


def told_by_name(person: Person, program: Program) -> dict[str, Any]:
    """Return the same, and who they are by name to who sees these people anyway."""
    return told(person, program) | {"named": involved.named([program], person)}
