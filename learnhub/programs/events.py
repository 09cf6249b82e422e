"""What happens to programs and to those who sign up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgramPublished:
    """It appears in What's on. Nobody is told, but those who asked for it."""

    program_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ProgramChanged:
    """Its title, place or text changed, its dates did not."""

    program_id: int
    by_id: int
    alone: bool = True  # else with others of its series, which is told once: SeriesChanged


@dataclass(frozen=True, slots=True)
class OpennessChanged:
    """It is open to others than before, and so seen by others. Nobody is told."""

    program_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ProgramMoved:
    """A date moved; `due_rev` is the new revision. Everyone on it but who did it is told once."""

    program_id: int
    due_rev: int
    by_id: int
    alone: bool = True  # else with others of its series


@dataclass(frozen=True, slots=True)
class ProgramCancelled:
    """Everyone on it but who did it is told."""

    program_id: int
    by_id: int
    alone: bool = True  # else with others of its series


@dataclass(frozen=True, slots=True)
class SeriesChanged:
    """Several dates of a series changed in one act: `what` is "moved", "cancelled" or "place_changed".

    Everyone on one of them but who did it is told once; `rev` tells this act from the last.
    """

    series_id: int
    rev: int
    what: str
    program_ids: tuple[int, ...]
    by_id: int


@dataclass(frozen=True, slots=True)
class SeriesFollowed:
    """Someone is signed up for each date of a series as it appears; a follower is one time of following."""

    series_id: int
    follower_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SeriesHostAdded:
    """Someone runs a series, and each of its dates to come."""

    series_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class SeriesRoleEnded:
    """Someone hosts a series no more, nor these of its dates: one act, of which they hear once."""

    series_id: int
    program_ids: tuple[int, ...]
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ProgramTakenBack:
    """An import is undone: the program is about to be deleted, and what others keep of it must go first."""

    program_id: int


@dataclass(frozen=True, slots=True)
class HostAdded:
    program_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class SignedUp:
    """Someone has a place."""

    signup_id: int
    program_id: int
    person_id: int
    by_id: int | None = None  # the host who put them on the list, or
    approved: bool = False  # who approved that they had signed up


@dataclass(frozen=True, slots=True)
class Waitlisted:
    """Someone waits for a place."""

    signup_id: int
    program_id: int
    person_id: int
    by_id: int | None = None  # the host who put them on the list, or
    approved: bool = False  # who approved that they had signed up


@dataclass(frozen=True, slots=True)
class Approved:
    """A host approved these sign-ups in one act: some have a place now, some wait for one."""

    program_id: int
    by_id: int
    placed_ids: tuple[int, ...]
    waiting_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """A host declined someone's sign-up, with a reason that they read."""

    signup_id: int
    program_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class Promoted:
    """Those who waited first have a place now, in one act."""

    program_id: int
    signup_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlacesOffered:
    """Those who waited first may each take a place, for a while."""

    program_id: int
    offer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OffersTakenBack:
    """There are fewer places than were offered: these have still to wait, where they are in line."""

    program_id: int
    offer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfferTaken:
    """Someone took the place that was offered."""

    signup_id: int
    program_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class OffersRanOut:
    """These did not take what was offered in time, and are off the waitlist."""

    program_id: int
    signup_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlacesReleased:
    """These had not come when it began: their places go to those who wait."""

    program_id: int
    signup_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withdrew:
    """Someone left the program or its waitlist, `removed` by a host; `by_id` is null for leavers."""

    signup_id: int
    program_id: int
    person_id: int
    removed: bool
    by_id: int | None


@dataclass(frozen=True, slots=True)
class SpeakerAdded:
    """Someone with an account speaks at it."""

    program_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class RoleEnded:
    """Someone with an account hosts it no more, or speaks at it no more."""

    program_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """Someone is there: noted by a host, or by themselves with the code."""

    signup_id: int
    program_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class ArrivalTakenBack:
    """They were not there after all."""

    signup_id: int
    program_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TookPart:
    """Someone does what the hosts asked for."""

    part_id: int
    program_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class GavePartBack:
    """They do not, after all."""

    part_id: int
    program_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Announced:
    """A host told a part of those on the list something; whom it reached stands in rows."""

    announcement_id: int
    program_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AnnouncementDropped:
    """It will not go: its program was called off, or who wrote it hosts it no more."""

    announcement_id: int
    program_id: int
    person_id: int  # who wrote it
    by_id: int | None  # who did what ended it
