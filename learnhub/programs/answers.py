"""What people answer at sign-up: read, kept, shown to themselves and to hosts, and forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ScalarSelect, delete, func, select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.text import many_lines, one_line
from learnhub.people.models import Person
from learnhub.programs import places, policies, queries, sign_up_fields
from learnhub.programs.asked_models import CHOOSES, FieldKind, SignUpAnswer, SignUpField
from learnhub.programs.models import SIGNED_UP, Program, Seat, SignUp
from learnhub.programs.queries import Standing

KEPT = timedelta(days=14)  # what is for hosts alone, after the end
LONGEST = {FieldKind.LINE: 200, FieldKind.TEXT: 2000, FieldKind.NUMBER: 20}
Typed = Mapping[str, Sequence[str]]  # what was typed or chosen, by the question's key
Given = Mapping[int, Sequence[str]]  # answers by the question's id


def read(field: SignUpField, typed: Iterable[str]) -> list[str]:
    """Return an answer as it is kept, empty where nothing was answered. Raises Invalid, naming the key.

    A choice that is no longer offered counts as nothing. Pure.
    """
    clean = many_lines if field.kind is FieldKind.TEXT else one_line
    said = [text for text in map(clean, typed) if text]
    if field.kind in CHOOSES:
        said = [choice for choice in field.choices if choice in said]
    elif field.kind is FieldKind.YES_NO:
        said = [text for text in said if text in {"yes", "no"}]
    elif field.kind is FieldKind.NUMBER and said and not _is_number(said[0]):
        raise Invalid("Write a number, such as 3 or 2.5.", field.key)
    kept = said if field.kind is FieldKind.SEVERAL else said[:1]
    if kept and len(kept[0]) > LONGEST.get(field.kind, len(kept[0])):
        raise Invalid(f"Use {LONGEST[field.kind]} characters at most.", field.key)
    if field.required and not kept:
        raise Invalid(
            "Choose one." if field.kind in CHOOSES | {FieldKind.YES_NO} else "Answer this.", field.key
        )
    return kept


def _is_number(text: str) -> bool:
    whole, _, part = text.removeprefix("-").replace(",", ".").partition(".")
    return f"{whole}{part}".isascii() and whole.isdigit() and (part.isdigit() or not part)


def sign_up(actor: Person, program: Program, seat: Seat | None, typed: Typed) -> SignUp:
    """Sign the actor up, with answers. Raises Invalid for an answer that is missing, else as places do."""
    known = sign_up_fields.of(program) if program.asks else ()
    given = {field.id: read(field, typed.get(field.key, ())) for field in known}
    mine = places.sign_up(actor, program, seat)
    keep(mine, given)
    return mine


def answer(actor: Person, program: Program, typed: Typed) -> None:
    """Answer, or change what one answered, until it is over.

    Raises NotFound for who is not on the list, Forbidden once it is over, Invalid as `read` does.
    """
    queries.lock(program)
    mine = queries.signup_of(actor, program)
    if mine is None or mine.state not in SIGNED_UP:
        raise NotFound
    require(policies.may_answer(state=program.state, ends_at=program.ends_at, now=clock.now()))
    keep(mine, {field.id: read(field, typed.get(field.key, ())) for field in sign_up_fields.of(program)})


def of(signups: Sequence[SignUp]) -> dict[int, Given]:
    """Return the answers of each of these, by the id of the sign-up: one SELECT."""
    found: dict[int, dict[int, Sequence[str]]] = {}
    rows = db.session.scalars(
        select(SignUpAnswer).where(SignUpAnswer.sign_up_id.in_([each.id for each in signups]))
    )
    for row in rows:
        found.setdefault(row.sign_up_id, {})[row.field_id] = row.value
    return dict(found)


def shown_to(standing: Standing, fields: Iterable[SignUpField]) -> list[SignUpField]:
    """Leave out what the hosts alone read, for an admin who is none of them."""
    return [field for field in fields if standing.is_host or not field.sensitive]


def count_open(signup_id: int, program_id: int) -> ScalarSelect[int]:
    """Select how many required questions the person has not answered: they came before it was asked."""
    done = select(SignUpAnswer.field_id).where(SignUpAnswer.sign_up_id == signup_id)
    asked = SignUpField.program_id == program_id, SignUpField.gone_at.is_(None), SignUpField.required
    found = select(func.count()).select_from(SignUpField).where(*asked, SignUpField.id.not_in(done))
    return found.scalar_subquery()


def forget_sensitive() -> int:
    """Delete what was for hosts alone, `KEPT` after the end; return how many answers there were."""
    over = select(SignUpField.id).join(Program, Program.id == SignUpField.program_id)
    over = over.where(SignUpField.sensitive, Program.ends_at < clock.now() - KEPT)
    gone = delete(SignUpAnswer).where(SignUpAnswer.field_id.in_(over))
    return len(db.session.execute(gone.returning(SignUpAnswer.field_id)).all())


def forget_of(signup_id: int) -> None:
    """Delete what someone who left the list had told the hosts alone."""
    sensitive = select(SignUpField.id).where(SignUpField.sensitive)
    mine = SignUpAnswer.sign_up_id == signup_id, SignUpAnswer.field_id.in_(sensitive)
    db.session.execute(delete(SignUpAnswer).where(*mine))


def keep(signup: SignUp, given: Given) -> None:
    """Replace the answers to these questions; those to others stay."""
    if not given:
        return
    mine = SignUpAnswer.sign_up_id == signup.id, SignUpAnswer.field_id.in_(given)
    db.session.execute(delete(SignUpAnswer).where(*mine))
    now = clock.now()
    db.session.add_all(
        SignUpAnswer(sign_up_id=signup.id, field_id=id_, value=list(value), at=now)
        for id_, value in given.items()
        if value
    )
    db.session.flush()
