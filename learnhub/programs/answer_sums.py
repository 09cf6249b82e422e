"""What people answered at sign-up, in sum: choices counted, numbers added up, texts listed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.programs import answers, sign_up_fields
from learnhub.programs.asked_models import CHOOSES, FieldKind, SignUpAnswer, SignUpField
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.programs.queries import Standing

SAYS = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True, slots=True)
class Sum:
    """The answers to one question of those who have a place; `hidden`: too few for who does not host."""

    field: SignUpField
    answered: int
    counts: Sequence[tuple[str, int]] = ()
    texts: Sequence[str] = ()  # each different one once, in order
    total: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    hidden: bool = False


def sums(program: Program, standing: Standing, *, smallest: int) -> list[Sum]:
    """Return a sum for each question, in order: two statements. Nothing of fewer than `smallest` people to
    who does not host, and nothing that is for the hosts alone.
    """
    fields = answers.shown_to(standing, sign_up_fields.of(program, gone=True))
    rows = db.session.execute(
        select(SignUpAnswer.field_id, SignUpAnswer.value)
        .join(SignUp, SignUp.id == SignUpAnswer.sign_up_id)
        .where(SignUp.program_id == program.id, SignUp.state == SignUpState.IN)
        .order_by(SignUp.line)
    ).all()
    given: dict[int, list[list[str]]] = {}
    for field_id, value in rows:
        given.setdefault(field_id, []).append(value)
    found = [summed(each, given.get(each.id, [])) for each in fields]
    kept = [each for each in found if each.answered or not each.field.gone_at]
    if standing.is_host:
        return kept
    return [Sum(each.field, 0, hidden=True) if each.answered < smallest else each for each in kept]


def summed(field: SignUpField, given: Iterable[Sequence[str]]) -> Sum:
    """Return the sum of these answers to a question. Pure."""
    said = [value for value in given if value]
    words = [word for value in said for word in value]
    if field.kind in CHOOSES | {FieldKind.YES_NO}:
        offered = field.choices or [*SAYS]
        counted = Counter(words)
        names = [*offered, *(word for word in counted if word not in offered)]
        return Sum(field, len(said), counts=[(SAYS.get(name, name), counted[name]) for name in names])
    if field.kind is FieldKind.NUMBER and words:
        numbers = [Decimal(word.replace(",", ".")) for word in words]
        return Sum(field, len(said), total=sum(numbers, Decimal(0)), least=min(numbers), most=max(numbers))
    return Sum(field, len(said), texts=sorted({*words}, key=str.casefold))
