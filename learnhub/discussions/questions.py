"""Questions while something goes on: asked, voted for, marked, answered. The database settles what races."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, update

from learnhub.core import audit, clock, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line
from learnhub.discussions import askers, policies
from learnhub.discussions.events import QuestionAnswered
from learnhub.discussions.models import ASKED_AT_MOST, Asking, Question, QuestionState, QuestionVote
from learnhub.people.models import Person
from learnhub.search import services as search

TEXT, ANSWER = 300, 4000  # characters


@dataclass(frozen=True, slots=True)
class Floor:
    """Where and until when questions are asked, and what somebody is to it; the feature above says so."""

    ref: Ref
    closes_at: datetime
    is_on: bool  # it takes place
    leads: bool  # the person marks, hides, pins and answers

    def may_ask(self, now: datetime) -> Verdict:
        """Return whether questions are asked and voted for now."""
        return policies.may_ask(is_on=self.is_on, closes_at=self.closes_at, now=now)


class Mark(StrEnum):
    """What who leads makes of a question."""

    OPEN = "open"  # again
    ANSWERED = "answered"
    HIDDEN = "hidden"
    PINNED = "pinned"
    UNPINNED = "unpinned"


def ask(actor: Person, floor: Floor, text: str, *, unnamed: bool = False) -> Question:
    """Ask a question; `unnamed` keeps nothing of who asked, so that it cannot be taken back either.

    Raises Invalid for an empty text, Forbidden while it is not open and for one question too many.
    """
    require(floor.may_ask(clock.now()))
    said = one_line(text)[:TEXT]
    if not said:
        raise Invalid("Write your question first.", "text")
    _count(actor, floor)
    author_id = None if unnamed else actor.id
    made = Question(ref_kind=floor.ref.kind, ref_id=floor.ref.id, text=said, author_id=author_id)
    db.session.add(made)
    db.session.flush()
    search.changed(Ref("question", made.id))
    return made


def _count(actor: Person, floor: Floor) -> None:
    """Count one more question of this person, or refuse: one statement, so that no two pass at once."""
    ref, asker = floor.ref, askers.asker(actor, floor.ref)
    row = insert(Asking).values(ref_kind=ref.kind, ref_id=ref.id, asker=asker, asked=1, until=floor.closes_at)
    row = row.on_conflict_do_update(
        index_elements=["ref_kind", "ref_id", "asker"],
        set_={"asked": Asking.asked + 1},
        where=Asking.asked < ASKED_AT_MOST,
    )
    counted = db.session.scalar(row.returning(Asking.asked))
    require(policies.may_ask_more(asked=ASKED_AT_MOST if counted is None else 0))


def vote(actor: Person, floor: Floor, question: Question, *, wanted: bool = True) -> None:
    """Vote for a question, or take the vote back; a second time changes nothing."""
    require(policies.may_vote(open_now=floor.may_ask(clock.now()), state=question.state))
    if wanted:
        row = insert(QuestionVote).values(question_id=question.id, person_id=actor.id)
        db.session.execute(row.on_conflict_do_nothing(index_elements=["question_id", "person_id"]))
    else:
        mine = QuestionVote.question_id == question.id, QuestionVote.person_id == actor.id
        db.session.execute(delete(QuestionVote).where(*mine))


def mark(actor: Person, floor: Floor, question: Question, to: Mark, *, pin_again: bool = False) -> None:
    """Mark as answered, open again, hide, pin: one question is pinned at a time.

    `pin_again`: it had the pin, and gets it back unless another has it by now.
    """
    require(policies.may_lead(leads=floor.leads))
    require(policies.may_be_marked(state=question.state))
    pinned = Question.ref_kind == floor.ref.kind, Question.ref_id == floor.ref.id, Question.pinned.is_(True)
    if to is Mark.PINNED:
        db.session.execute(update(Question).where(*pinned).values(pinned=False))
    is_free = pin_again and db.session.scalar(select(Question.id).where(*pinned)) is None
    question.pinned = to is Mark.PINNED or is_free
    if to in {Mark.OPEN, Mark.ANSWERED, Mark.HIDDEN}:
        question.state = QuestionState(to.value)
    db.session.flush()
    if to is Mark.HIDDEN:
        audit.record(actor.id, "question.hidden", Ref("question", question.id))
    search.changed(Ref("question", question.id))


def answer(actor: Person, floor: Floor, question: Question, text: str, *, version: int) -> None:
    """Write the answer below a question, which is answered then; an empty text takes it away.

    Raises Conflict with both texts where somebody wrote one meanwhile.
    """
    require(policies.may_lead(leads=floor.leads))
    require(policies.may_be_marked(state=question.state))
    said = many_lines(text)[:ANSWER]
    free = Question.id == question.id, Question.answer_version == version
    values = {"answer": said, "answered_by_id": actor.id if said else None, "answer_version": version + 1}
    written = db.session.execute(update(Question).where(*free).values(**values).returning(Question.id)).all()
    if not written:
        raise Conflict(
            "Somebody else answered while you wrote. Nothing of yours was saved.",
            theirs={"Answer": question.answer},
            yours={"Answer": said},
        )
    db.session.refresh(question)
    if said:
        question.state, question.pinned = QuestionState.ANSWERED, False
    db.session.flush()
    search.changed(Ref("question", question.id))
    if said and question.author_id is not None:
        events.publish(QuestionAnswered(question.id, question.author_id, actor.id))


def withdraw(actor: Person, question: Question) -> None:
    """Take one's own question back; it can be put back."""
    require(policies.may_withdraw(is_author=question.author_id == actor.id))
    require(policies.may_be_marked(state=question.state))
    question.state, question.pinned = QuestionState.WITHDRAWN, False
    db.session.flush()
    search.changed(Ref("question", question.id))


def put_back(actor: Person, question: Question) -> None:
    """Undo taking it back; nothing of what was hidden."""
    require(policies.may_withdraw(is_author=question.author_id == actor.id))
    if question.state is QuestionState.WITHDRAWN:
        question.state = QuestionState.ANSWERED if question.answer else QuestionState.OPEN
    db.session.flush()
    search.changed(Ref("question", question.id))


def extend(ref: Ref, until: datetime) -> None:
    """Questions are asked until another moment now: who asked how often is kept as long, the same for all."""
    theirs = Asking.ref_kind == ref.kind, Asking.ref_id == ref.id
    db.session.execute(update(Asking).where(*theirs).values(until=until))


def forget(ref: Ref) -> None:
    """Delete the questions about a thing of which nothing is left."""
    theirs = select(Question.id).where(Question.ref_kind == ref.kind, Question.ref_id == ref.id)
    ids = [*db.session.scalars(theirs)]
    for gone in (
        delete(QuestionVote).where(QuestionVote.question_id.in_(ids)),
        delete(Question).where(Question.id.in_(ids)),
        delete(Asking).where(Asking.ref_kind == ref.kind, Asking.ref_id == ref.id),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
    search.gone(*(Ref("question", id_) for id_ in ids))
