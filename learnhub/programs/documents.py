"""Programs to be found: what is the same for each kind of them. A kind says which, and by what else."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program
from learnhub.search.documents import Document

# ids, or None for all there are → what else they are found by
Told = Callable[[Sequence[int] | None], Mapping[int, str]]


def of(
    kind: str, ids: Sequence[int] | None, *wanted: ColumnElement[bool], told: Told | None = None
) -> Iterator[Document]:
    """Give those of one kind: once published to whom they are for, before that to their hosts."""
    columns = Program.id, Program.title, Program.summary, Program.story
    moments = Program.published_at, Program.created_at
    if ids is not None:
        wanted = *wanted, Program.id.in_(ids)
    more = told(ids) if told else {}
    rows = select(*columns, *moments, Program.is_limited).where(Program.kind == kind, *wanted)
    for row in db.session.execute(rows):
        parts = row.summary, more.get(row.id), row.story
        yield Document(
            Ref(kind, row.id),
            title=row.title,
            body="\n\n".join(part for part in parts if part),
            audience=audience(row.id, row.published_at, is_limited=row.is_limited),
            updated_at=row.published_at or row.created_at,
        )
