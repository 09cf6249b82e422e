"""What happens in cohorts beyond what happens to every program."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeadlineDone:
    """Someone did what was due; `by_id` is a facilitator where one marked it."""

    date_id: int
    cohort_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class DeadlineTakenBack:
    """It was not done after all."""

    date_id: int
    cohort_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class DeadlineExtended:
    """Someone has longer, or need not do it: then `waived`."""

    date_id: int
    cohort_id: int
    person_id: int
    by_id: int
    waived: bool = False
