"""Cards of hackathons, for whoever names one."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.hackathons import queries
from learnhub.people.models import Person
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program
from learnhub.search.documents import Document


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give hackathons to be found: once they are published by everyone, before that by their hosts."""
    columns = (
        Program.id,
        Program.title,
        Program.summary,
        Program.story,
        Program.published_at,
        Program.is_limited,
    )
    wanted = select(*columns, Program.created_at).where(Program.kind == "hackathon")
    if ids is not None:
        wanted = wanted.where(Program.id.in_(ids))
    for id_, title, summary, story, published_at, is_limited, created_at in db.session.execute(wanted):
        yield Document(
            Ref("hackathon", id_),
            title=title,
            body="\n\n".join(part for part in (summary, story) if part),
            audience=audience(id_, published_at, is_limited=is_limited),
            updated_at=published_at or created_at,
        )


def named(person: Person, key: str) -> Ref:
    """Return how others name the hackathon with that key. Raises NotFound for what they may not know of."""
    return Ref("hackathon", queries.hackathon(person, key).id)
