"""Every SELECT about questions. Whoever asks may see what they are asked about; that is settled before."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import aliased

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.discussions.models import Question, QuestionState, QuestionVote
from learnhub.people.models import Person

SEEN = (QuestionState.OPEN, QuestionState.ANSWERED)


class Asked(NamedTuple):
    """A question as one person sees it. `by` is None where it was asked without a name."""

    key: str
    text: str
    state: QuestionState
    pinned: bool
    votes: int
    voted: bool
    mine: bool
    by: str | None
    answer: str
    answered_by: str | None


def asked(person: Person, ref: Ref, *, leads: bool) -> list[Asked]:
    """Return the questions about a thing: the pinned one, then those with the most votes, the oldest first.

    One SELECT. What was hidden is seen by who leads, what was taken back by who asked.
    """
    rows = db.session.execute(*kept(_about, ref.kind, ref.id, person.id)).all()
    found = [Asked(key, text, state, *rest) for key, text, state, *rest in rows]
    return [each for each in found if _sees(each, leads=leads)]


def first(person: Person, ref: Ref, most: int, *, waiting: bool) -> tuple[list[Asked], int]:
    """Return at most so many of the questions that everyone sees, and how many there are: one SELECT.

    `waiting`: of those that are open alone; else those with an answer come first.
    """
    asked = kept(_first, ref.kind, ref.id, person.id, most=most, waiting=waiting)
    rows = db.session.execute(*asked).all()
    found = [Asked(*row[:-1]) for row in rows]
    shown = [each for each in found if each.state is QuestionState.OPEN] if waiting else found
    return shown, rows[0][-1] if rows else 0


def _first(kind: str, id_: int, reader: int, *, most: int, waiting: bool) -> Select[Any]:
    behind = Question.state != QuestionState.OPEN if waiting else Question.answer == ""
    seen = _ordered(kind, id_, reader, behind).where(Question.state.in_(SEEN))
    return seen.add_columns(func.count().over()).limit(most)


def count(ref: Ref) -> int:
    """Return how many questions about a thing everyone sees."""
    return db.session.scalar(*kept(_counted, ref.kind, ref.id)) or 0


def _counted(kind: str, id_: int) -> Select[int]:
    about = Question.ref_kind == kind, Question.ref_id == id_
    return select(func.count()).where(*about, Question.state.in_(SEEN))


def _about(kind: str, id_: int, reader: int) -> Select[Any]:
    return _ordered(kind, id_, reader)


def _ordered(kind: str, id_: int, reader: int, *before: ColumnElement[bool]) -> Select[Any]:
    """Select what `Asked` has, in its order, and `before` it by these."""
    answerer = aliased(Person)
    about = Question.ref_kind == kind, Question.ref_id == id_
    votes = (
        select(QuestionVote.question_id, func.count().label("votes"))
        .join(Question, Question.id == QuestionVote.question_id)
        .where(*about)
        .group_by(QuestionVote.question_id)
        .subquery()
    )
    mine = select(QuestionVote.question_id).where(
        QuestionVote.question_id == Question.id, QuestionVote.person_id == reader
    )
    count = func.coalesce(votes.c.votes, 0)
    return (
        select(Question.key, Question.text, Question.state, Question.pinned, count, mine.exists())
        .add_columns(func.coalesce(Question.author_id == reader, false()), Person.name)
        .add_columns(Question.answer, answerer.name)
        .outerjoin(votes, votes.c.question_id == Question.id)
        .outerjoin(Person, Person.id == Question.author_id)
        .outerjoin(answerer, answerer.id == Question.answered_by_id)
        .where(*about)
        .order_by(*before, Question.pinned.desc(), count.desc(), Question.id)
    )


def _sees(each: Asked, *, leads: bool) -> bool:
    if each.state is QuestionState.WITHDRAWN:
        return each.mine
    return each.state in SEEN or leads


def question(ref: Ref, key: str, *, leads: bool, person: Person) -> Question:
    """Return the question with that key about that thing. Raises NotFound for what the person may not see."""
    found = db.session.scalar(
        select(Question).where(Question.key == key, Question.ref_kind == ref.kind, Question.ref_id == ref.id)
    )
    if found is None:
        raise NotFound
    own = found.author_id == person.id and found.state is QuestionState.WITHDRAWN
    hidden = found.state is QuestionState.HIDDEN and leads
    if found.state not in SEEN and not own and not hidden:
        raise NotFound
    return found


def seen(kind: str, ids: Sequence[int] | None) -> Select[Question]:
    """Select these questions about things of that kind, or all; not what is hidden or was taken back.

    For cards and documents of the feature above, which adds what it knows of the things.
    """
    wanted = select(Question).where(Question.ref_kind == kind, Question.state.in_(SEEN))
    return (wanted if ids is None else wanted.where(Question.id.in_(ids))).order_by(Question.id)
