"""What happens in cohorts beyond what happens to every program."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeadlineDone:
    """Someone did what was due, `at` that moment in ISO; `by_id` is a facilitator where one marked it."""

    date_id: int
    cohort_id: int
    person_id: int
    by_id: int
    at: str


@dataclass(frozen=True, slots=True)
class DeadlineTakenBack:
    """It was not done after all."""

    date_id: int
    cohort_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class DeadlineExtended:
    """Someone has longer for these, by one act; `by_id` is themselves where they took it."""

    date_ids: tuple[int, ...]
    cohort_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ExtensionTakenBack:
    """These are due for someone as before, by one act; `by_id` is themselves where they gave it back."""

    date_ids: tuple[int, ...]
    cohort_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class DeadlineWaived:
    """Someone need not do it, or, without `waived`, must after all."""

    date_id: int
    cohort_id: int
    person_id: int
    by_id: int
    waived: bool = True


@dataclass(frozen=True, slots=True)
class CohortCompleted:
    """Someone has done what its rule asks for."""

    completion_id: int
    cohort_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class CohortNotCompleted:
    """It was taken back: less is done than its rule asks for."""

    cohort_id: int
    person_id: int
    by_id: int | None = None  # who took something back; None where its rule asks for more


@dataclass(frozen=True, slots=True)
class PodMade:
    """These people study together from now on."""

    pod_id: int
    cohort_id: int
    by_id: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PodNoteWritten:
    """Somebody wrote a few words to one of their pod, or an org leader and who facilitates to one another."""

    note_id: int
    cohort_id: int
    by_id: int
    to_id: int
    of_pod: bool = True


@dataclass(frozen=True, slots=True)
class PodMeetingSuggested:
    """Somebody suggested times to meet to their pod."""

    meeting_id: int
    cohort_id: int
    by_id: int
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingAnswered:
    """One of them said which fit; `to` are those who can fix one."""

    meeting_id: int
    cohort_id: int
    by_id: int
    to: tuple[int, ...]
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingFixed:
    """One of the times was fixed."""

    meeting_id: int
    cohort_id: int
    by_id: int
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingCancelled:
    """It was called off, suggested or fixed."""

    meeting_id: int
    cohort_id: int
    by_id: int
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingMoved:
    """It is at another time or place, or other times were suggested while none was fixed."""

    meeting_id: int
    cohort_id: int
    by_id: int
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingJoined:
    """Somebody came into the pod, and is asked about its times, or has the fixed one."""

    meeting_id: int
    cohort_id: int
    person_id: int
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingLeft:
    """These are of the pod no more, which meets without them at what was fixed."""

    meeting_id: int
    cohort_id: int
    people: tuple[int, ...]
    rev: int


@dataclass(frozen=True, slots=True)
class PodMeetingEnded:
    """It is off, for fewer than two of the pod are left; `by_id` left it, or the pod was ended."""

    meeting_id: int
    cohort_id: int
    by_id: int | None
    rev: int


@dataclass(frozen=True, slots=True)
class PodLeft:
    """These people are of their pod there no more."""

    cohort_id: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PodJoined:
    """A facilitator put somebody into a pod with these `mates`; `place` is new each time."""

    pod_id: int
    cohort_id: int
    by_id: int
    person_id: int
    mates: tuple[int, ...]
    place: int


@dataclass(frozen=True, slots=True)
class PodParted:
    """A facilitator took somebody out of a pod in which these `mates` stay; `place` was theirs."""

    pod_id: int
    cohort_id: int
    by_id: int
    person_id: int
    mates: tuple[int, ...]
    place: int


@dataclass(frozen=True, slots=True)
class PodEnded:
    """By what a facilitator did a pod is no more; these are in none. `place`: the newest that was in it, as
    somebody can be taken out of the same pod again.
    """

    pod_id: int
    cohort_id: int
    by_id: int
    people: tuple[int, ...]
    place: int


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Somebody said how their week went, or said it anew; `week` is the ordinal of its Monday."""

    check_in_id: int
    cohort_id: int
    person_id: int
    week: int


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """By the published rules somebody has a flag; they hear before anybody sees it.

    `day` is an ordinal: several in one day are told once.
    """

    cohort_id: int
    person_id: int
    day: int


@dataclass(frozen=True, slots=True)
class PodMateLate:
    """Something of somebody is overdue for two days; those of their pod hear, as was agreed."""

    escalation_id: int
    cohort_id: int
    person_id: int
    mates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListedToFacilitators:
    """What is overdue for four days stands in a facilitator's list of that day, an ordinal."""

    host_id: int
    day: int


@dataclass(frozen=True, slots=True)
class CohortPaused:
    """Somebody rests in a cohort until a day, or chose to from a later one on; said again as that begins."""

    pause_id: int
    cohort_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class CohortResumed:
    """They go on before that day, or took back that they would rest."""

    pause_id: int
    cohort_id: int
    person_id: int
