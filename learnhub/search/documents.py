"""What features give to be searched: a document for each thing, and who may find it from when on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from learnhub.core.points import OneEach
from learnhub.core.refs import Ref


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found of one thing.

    `audience` are tokens, as `audiences` says; `later` are those that begin to count at a moment, such as
    everyone's when a gallery opens. `type` is what `type:` asks for beside the kind: "paper".
    """

    ref: Ref
    title: str
    body: str = ""  # plain text or Markdown
    tags: Sequence[str] = ()
    audience: frozenset[str] = frozenset()
    language: str = ""  # "en"; empty where nobody knows
    updated_at: datetime | None = None  # None: now
    type: str = ""
    later: Mapping[str, datetime] = field(default_factory=dict)


# ids, or None for all there are → their documents; what has none cannot be found
Provider = Callable[[Sequence[int] | None], Iterable[Document]]
DOCUMENTS: OneEach[Provider] = OneEach("what can be found, by the kind of its refs")


def kinds() -> list[str]:
    """Return the kinds that can be searched."""
    return [*DOCUMENTS.given]


def of(kind: str, ids: Sequence[int] | None = None) -> Iterable[Document]:
    """Return the documents of these things of one kind, or of all; none of a kind that nobody gives."""
    provider = DOCUMENTS.given.get(kind)
    return provider(ids) if provider else ()
