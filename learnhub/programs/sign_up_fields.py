"""What hosts ask at sign-up: up to eight questions, put in order, changed later without losing answers."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm.attributes import set_committed_value

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.people.models import Person
from learnhub.programs import queries
from learnhub.programs.asked_models import CHOOSES, FieldKind, SignUpAnswer, SignUpField
from learnhub.programs.models import Program
from learnhub.programs.services import record, require_edit

MOST = 8
CHOICES_MOST = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a host writes it."""

    label: str
    kind: FieldKind
    help: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False


def of(program: Program, *, gone: bool = False) -> Sequence[SignUpField]:
    """Return what is asked, in order; with `gone` what is no longer asked after it."""
    wanted = select(SignUpField).where(SignUpField.program_id == program.id)
    if not gone:
        wanted = wanted.where(SignUpField.gone_at.is_(None))
    order = SignUpField.gone_at.is_not(None), SignUpField.position, SignUpField.id
    return db.session.scalars(wanted.order_by(*order)).all()


def field(program: Program, key: str) -> SignUpField:
    """Return one of its questions, asked or not. Raises NotFound."""
    mine = SignUpField.program_id == program.id, SignUpField.key == key
    found = db.session.scalar(select(SignUpField).where(*mine))
    if found is None:
        raise NotFound
    return found


def add(actor: Person, program: Program, wanted: Asked) -> SignUpField:
    """Ask something more, last.

    Raises Invalid for a ninth question, or one that cannot be answered; Forbidden unless the actor runs it.
    """
    require_edit(actor, program)
    queries.lock(program)
    asked = of(program)
    check(wanted)
    check_room(asked)
    made = SignUpField(program_id=program.id, position=_after(asked))
    write(made, wanted)
    db.session.add(made)
    _settle(actor, program, "field.added", made)
    return made


def change(actor: Person, program: Program, field: SignUpField, wanted: Asked) -> None:
    """Change a question; what was answered stays as it was given. Raises as `add` does.

    Once somebody has answered, its kind stays, and what was for hosts alone stays so.
    """
    require_edit(actor, program)
    queries.lock(program)
    check(wanted)
    check_change(wanted, kind=field.kind, sensitive=field.sensitive, answered=is_answered(field))
    write(field, wanted)
    _settle(actor, program, "field.changed", field)


def move_up(actor: Person, program: Program, field: SignUpField) -> None:
    """Ask it before the one above it. Raises Forbidden unless the actor runs the program."""
    require_edit(actor, program)
    queries.lock(program)
    asked = list(of(program))
    place = asked.index(field) if field in asked else 0
    if place:
        asked.insert(place - 1, asked.pop(place))
    for position, each in enumerate(asked):
        each.position = position
    db.session.flush()


def stop(actor: Person, program: Program, field: SignUpField) -> None:
    """Ask it no more; its answers stay. Raises Forbidden unless the actor runs the program."""
    require_edit(actor, program)
    queries.lock(program)
    field.gone_at = field.gone_at or clock.now()
    _settle(actor, program, "field.stopped", field)


def ask_again(actor: Person, program: Program, field: SignUpField) -> None:
    """Ask it again, last. Raises Invalid where eight are asked already, else as `stop` does."""
    require_edit(actor, program)
    queries.lock(program)
    asked = of(program)
    if field in asked:
        return
    check_room(asked)
    field.gone_at, field.position = None, _after(asked)
    _settle(actor, program, "field.asked_again", field)


def is_answered(field: SignUpField) -> bool:
    """Return whether somebody has answered it."""
    return (
        db.session.scalar(select(select(SignUpAnswer).where(SignUpAnswer.field_id == field.id).exists()))
        or False
    )


def check(wanted: Asked) -> None:
    """Raise Invalid for what cannot be answered."""
    if not wanted.label:
        raise Invalid("Write the question.", "label")
    if wanted.kind not in CHOOSES:
        return
    if not 2 <= len(wanted.choices) <= CHOICES_MOST:
        raise Invalid(f"Write 2 to {CHOICES_MOST} choices, one a line.", "choices")
    if len({each.casefold() for each in wanted.choices}) < len(wanted.choices):
        raise Invalid("A choice is there twice.", "choices")
    if any(len(each) > 100 for each in wanted.choices):
        raise Invalid("Use 100 characters at most for a choice.", "choices")


def check_change(wanted: Asked, *, kind: FieldKind, sensitive: bool, answered: bool) -> None:
    """Raise Invalid where answers that were given would no longer be what they were given as. Pure."""
    if answered and wanted.kind is not kind:
        raise Invalid("People have answered it, so its kind stays. Stop asking it, and ask anew.", "kind")
    if answered and sensitive and not wanted.sensitive:
        raise Invalid("People answered it for the hosts alone, so it stays so.", "sensitive")


def check_room(asked: Sized) -> None:
    """Raise Invalid where as many are asked as there may be."""
    if len(asked) >= MOST:
        raise Invalid("Eight questions are asked already. Stop asking one first.", "label")


def _after(asked: Sequence[SignUpField]) -> int:
    return max((each.position for each in asked), default=-1) + 1


def write(field: SignUpField, wanted: Asked) -> None:
    """Let a question be as it is wanted."""
    field.label, field.kind, field.help = wanted.label, wanted.kind, wanted.help
    field.choices = list(wanted.choices) if wanted.kind in CHOOSES else []
    field.required, field.sensitive = wanted.required, wanted.sensitive


def _settle(actor: Person, program: Program, act: str, field: SignUpField) -> None:
    note(program)
    record(actor, program, act, after={"field": field.key})


def note(program: Program) -> None:
    """Note whether the program asks anything, past its version: who edits its text was not overtaken."""
    db.session.flush()
    asks, table = bool(of(program)), cast(Table, Program.__table__)
    db.session.execute(update(table).where(table.c.id == program.id).values(asks=asks))
    set_committed_value(program, "asks", asks)
