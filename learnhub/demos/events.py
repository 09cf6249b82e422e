"""What happens to demos."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoSaved:
    demo_id: int
    team_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class DemoSubmitted:
    demo_id: int
    team_id: int
    hackathon_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class DemoReopened:
    """A submitted demo is a draft again."""

    demo_id: int
    team_id: int
    hackathon_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SnapshotsTaken:
    """Submitting has closed, and what stood is kept."""

    hackathon_id: int


@dataclass(frozen=True, slots=True)
class DemosImported:
    """A past hackathon came in, quietly."""

    hackathon_id: int


@dataclass(frozen=True, slots=True)
class GalleryReleased:
    """A host opened the gallery before its time, or closed it again."""

    hackathon_id: int


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """Something was said of what becomes of a demo; `new_owner_id` where somebody else decides now."""

    follow_up_id: int
    demo_id: int
    hackathon_id: int
    by_id: int
    adopted: bool
    new_owner_id: int | None
    version: int
