"""What happens to those who are stuck."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpPutOff:
    """Somebody looks at it again by themselves first."""

    request_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """These people were asked; `by_id` is who passed it on to them, or who is stuck; `day` is an ordinal."""

    request_id: int
    people: tuple[int, ...]
    by_id: int
    day: int


@dataclass(frozen=True, slots=True)
class HelpTaken:
    """One of them looks at it."""

    request_id: int
    asker_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """Something was written; `hear` are those who wait for it: who asked, or everyone who helps."""

    request_id: int
    answer_id: int
    hear: tuple[int, ...]
    by_id: int
    by_asker: bool


@dataclass(frozen=True, slots=True)
class HelpNoLonger:
    """Somebody need not look at it any more: passed on, not this week."""

    request_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class HelpEnded:
    """It is solved or was withdrawn; `helper_id` is whose answer helped."""

    request_id: int
    by_id: int
    helper_id: int | None
