"""What the pages show on which hosts decide who comes in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from learnhub.core import words
from learnhub.people.models import Person
from learnhub.programs import answers, approvals, program_pages, sentences, sign_up_fields
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.programs.queries import Standing


def deciding(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return who awaits approval, with their answers, and how many places are free."""
    found = approvals.awaiting(program)
    number = len(found)
    title = "Nobody waits for your approval."
    if number:
        said = words.counted(number, "person").capitalize()
        title = f"{said} {'waits' if number == 1 else 'wait'} for your approval."
    return program_pages.around(person, program, standing, now) | {
        "title": title,
        "lead": sentences.entering(program, standing),
        "rows": found,
        "fields": sign_up_fields.of(program) if program.asks else [],
        "answers": answers.of(found) if program.asks else {},
    }


def decided(signups: Sequence[SignUp]) -> str:
    """Return what is said once a host has decided: how many have a place, wait, or were declined."""
    said = []
    for state, what in (
        (SignUpState.IN, "a place"),
        (SignUpState.WAITING, "a place on the waitlist"),
        (SignUpState.DECLINED, "your answer"),
    ):
        some = [each.person.name for each in signups if each.state is state]
        if some:
            who = some[0] if len(some) == 1 else words.counted(len(some), "person").capitalize()
            said.append(f"{who} {'has' if len(some) == 1 else 'have'} {what}.")
    return " ".join([*said, "Each is told."]) if said else "Somebody has decided about them meanwhile."
