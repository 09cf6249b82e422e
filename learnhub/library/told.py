"""A resource as its own page tells of it: columns that are read at once, with what its reader made of it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from learnhub.library.models import Level, LinkState, Lookup, Reading, Resource, ResourceKind


class Somebody(NamedTuple):
    """Who keeps it, or added it."""

    name: str
    left_at: datetime | None


class Told(NamedTuple):
    """What `models.Resource` says of each; then its people, its tags, and the reader's own state and note."""

    id: int
    key: str
    kind: ResourceKind
    title: str
    summary: str
    author: str
    published: str
    level: Level | None
    minutes: int | None
    facts: dict[str, Any]
    url: str | None
    final_url: str | None
    canonical_url: str | None
    url_key: str | None
    work_key: str | None
    owner_id: int
    added_by_id: int
    created_at: datetime
    confirmed_at: datetime | None
    expires_on: date | None
    reported_at: datetime | None
    binned_at: datetime | None
    lookup: Lookup
    link: LinkState
    link_since: datetime | None
    link_checked_at: datetime | None
    next_check_at: datetime | None
    owner: Somebody
    added_by: Somebody
    state: Reading | None
    note: str
    tag_names: tuple[str, ...]


AnyResource = Resource | Told
COLUMNS = tuple(getattr(Resource, name) for name in Told._fields[:-5])
