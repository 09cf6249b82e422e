"""What happens in the library."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResourceAdded:
    """`quiet`: it came with many others; nobody waits for what its page says."""

    resource_id: int
    person_id: int
    quiet: bool


@dataclass(frozen=True, slots=True)
class TakeAwayWritten:
    take_away_id: int
    resource_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TakeAwayRemoved:
    take_away_id: int
    resource_id: int


@dataclass(frozen=True, slots=True)
class ResourcesMerged:
    """Whoever names the one that went names the other from now on."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True, slots=True)
class KeeperChanged:
    """Another keeps it right from now on."""

    resource_id: int
    former_id: int
    keeper_id: int
    by_id: int
    version: int  # of the resource


@dataclass(frozen=True, slots=True)
class ResourceRemoved:
    """Thirty days in the bin are over: nothing of it is left."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class FeedFollowed:
    """It is to be read as soon as may be."""

    feed_id: int


@dataclass(frozen=True, slots=True)
class LinksBroke:
    """Of what this person keeps links lead nowhere, or it is to be confirmed; they were not told of all yet.

    `day` is the ordinal of the day; a person hears once a day of it, and as a rule once a week.
    """

    person_id: int
    day: int
