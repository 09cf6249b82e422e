"""What happens in threads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommentWritten:
    """`mentioned` are people who may read it; they hear that, and not also that there is something new."""

    comment_id: int
    thread_id: int
    by_id: int
    mentioned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PeopleMentioned:
    """Somebody was named in what was written before."""

    comment_id: int
    thread_id: int
    by_id: int
    mentioned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """An answer is written below a live question whose asker gave their name."""

    question_id: int
    asker_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AnswerAccepted:
    """Who asked says that this reply answers it."""

    comment_id: int
    thread_id: int
    by_id: int
