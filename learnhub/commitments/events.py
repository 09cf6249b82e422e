"""What happens in commitments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartnerAsked:
    commitment_id: int
    partner_id: int
    by_id: int
    rev: int


@dataclass(frozen=True, slots=True)
class PartnerAnswered:
    commitment_id: int
    partner_id: int
    person_id: int
    agreed: bool
    rev: int


@dataclass(frozen=True, slots=True)
class PartnerGone:
    """Is asked no more: took it back, or was let go."""

    commitment_id: int
    partner_id: int


@dataclass(frozen=True, slots=True)
class MilestoneNear:
    """Due soon, today, or overdue: see the stages of `policies`. `to_partners` where they agreed to hear."""

    milestone_id: int
    commitment_id: int
    person_id: int
    rev: int
    stage: int
    to_partners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MilestoneSettled:
    """Done, or on another day."""

    milestone_id: int
    commitment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class WeekNoteAsked:
    commitment_id: int
    person_id: int
    week: int


@dataclass(frozen=True, slots=True)
class WeekNoted:
    """A check-in was written; its partners may read it."""

    commitment_id: int
    person_id: int
    week: int
    partners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommitmentDone:
    commitment_id: int
    person_id: int
    partners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommitmentConfirmed:
    commitment_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class CommitmentEnded:
    commitment_id: int
    person_id: int
