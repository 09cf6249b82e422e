"""What a file brings into the library: written 200 at once, in one transaction, and telling nobody."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.imports.models import ImportRow, RowState
from learnhub.library import collection_services as collections
from learnhub.library import queries, services
from learnhub.library.events import ResourceAdded
from learnhub.library.models import Collection, Level, Resource, ResourceKind, ResourceTag, Step
from learnhub.people.models import Person
from learnhub.search import services as search

BATCH = 200


def bring(
    actor: Person,
    rows: Sequence[ImportRow],
    *,
    tags: Sequence[str] = (),
    kind: ResourceKind | None = None,
    collection: str = "",
) -> Ref | None:
    """Add the resources of these rows, each with `tags` besides its own; return the collection asked for.

    What came to the library since the file was read stays as it is there.
    """
    require(services.verdict_on_reading(actor))
    for start in range(0, len(rows), BATCH):
        _bring(actor, rows[start : start + BATCH], tags, kind)
    if not collection or not rows:
        return None
    return Ref("collection", _shelve(actor, collection, rows).id)


def _bring(actor: Person, rows: Sequence[ImportRow], tags: Sequence[str], kind: ResourceKind | None) -> None:
    known = queries.known_keys([row.data["key"] for row in rows if row.data["url"]])
    made: list[tuple[ImportRow, Resource]] = []
    for row in rows:
        if there := known.get(row.data["key"]):
            row.state, row.reason = RowState.SAME, "It came to the library since the file was read."
            row.ref_kind, row.ref_id = "resource", there
            continue
        made.append((row, _draft(actor, row, tags, kind)))
    db.session.add_all([resource for _, resource in made])
    db.session.flush()
    for row, resource in made:
        row.ref_kind, row.ref_id = "resource", resource.id
        if tags:
            row.data = {**row.data, "tags": resource.tag_names}
        events.publish(ResourceAdded(resource.id, actor.id, quiet=True))
    search.changed(*(Ref("resource", resource.id) for _, resource in made))
    db.session.flush()


def _draft(actor: Person, row: ImportRow, tags: Sequence[str], kind: ResourceKind | None) -> Resource:
    said: dict[str, Any] = row.data
    text = services.Text(
        title=said["title"],
        kind=ResourceKind(said["kind"]) if said["kind"] else kind,
        summary=said["summary"],
        author=said["author"],
        published=said["published"],
        level=Level(said["level"]) if said["level"] else None,
        minutes=said["minutes"],
        language=said["language"],
        facts=said["facts"],
        expires_on=date.fromisoformat(said["expires_on"]) if said["expires_on"] else None,
    )
    resource = services.draft(actor, said["url"], text)
    if said["added"]:
        resource.created_at = min(datetime.fromisoformat(said["added"]), clock.now())
    wanted = dict.fromkeys([*tags, *said["tags"]])
    resource.tags = [ResourceTag(tag=tag) for tag in sorted([*wanted][: services.TAGS])]
    return resource


def _shelve(actor: Person, name: str, rows: Sequence[ImportRow]) -> Collection:
    """Put all of the file that the library has now into a collection; each folder is one inside."""
    same = select(ImportRow).where(
        ImportRow.batch_id == rows[0].batch_id,
        ImportRow.state == RowState.SAME,
        ImportRow.ref_kind == "resource",
    )
    everything = {row.id: row for row in [*rows, *db.session.scalars(same)]}
    root = collections.create(actor, title=name)
    inside: dict[tuple[str, ...], list[int]] = {}
    for row in sorted(everything.values(), key=lambda row: (row.number, row.id)):
        for path in row.data["paths"]:
            inside.setdefault(tuple(path), []).append(row.ref_id or 0)
    shelves: dict[tuple[str, ...], Collection] = {(): root}
    for path in inside:
        _folder(actor, shelves, path)
    for path, ids in inside.items():
        _fill(actor, shelves[path], [*dict.fromkeys(ids)])
    return root


def _folder(actor: Person, shelves: dict[tuple[str, ...], Collection], path: tuple[str, ...]) -> Collection:
    """Return the collection of that folder: its identity is the whole path, for two may have one name."""
    if path in shelves:
        return shelves[path]
    above = _folder(actor, shelves, path[:-1])
    if len(path) >= collections.DEPTH:
        shelves[path] = above  # deeper than anybody could follow: it lies in the folder above
        return above
    made = shelves[path] = collections.create(actor, title=path[-1], at=above.created_at)
    collections.put_in(actor, above, Ref("collection", made.id))
    return made


def _fill(actor: Person, of: Collection, ids: Sequence[int]) -> None:
    """Put resources behind what is in it. What one collection cannot hold goes on in another inside it."""
    there = collections.steps(of)
    has = {step.ref for step in there}
    new = [id_ for id_ in ids if Ref("resource", id_) not in has]
    room = collections.MOST - len(there)
    now, rest = (new, []) if len(new) <= room else (new[: room - 1], new[room - 1 :])
    last = there[-1].position if there else 0
    db.session.add_all(
        Step(collection_id=of.id, position=last + place, ref_kind="resource", ref_id=id_)
        for place, id_ in enumerate(now, start=1)
    )
    db.session.flush()
    for number, some in enumerate(_parts(rest), start=2):
        more = collections.create(actor, title=f"{of.title}, part {number}", at=of.created_at)
        collections.put_in(actor, of, Ref("collection", more.id))
        _fill(actor, more, some)


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (ids[start : start + collections.MOST] for start in range(0, len(ids), collections.MOST))
