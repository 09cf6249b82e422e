"""What happens to talks beyond what happens to every program."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicScheduled:
    """What people voted for is a published talk: they hear of it first."""

    request_id: int
    talk_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class TalkGiven:
    """A talk is over that was not called off."""

    talk_id: int


@dataclass(frozen=True, slots=True)
class FeedbackAnswered:
    """Someone gave feedback, or said what a talk changed; `asked` is the kind of message that asked."""

    talk_id: int
    person_id: int
    asked: str
