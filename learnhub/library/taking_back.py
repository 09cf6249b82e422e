"""Undoing an import: what it brought goes, but never what has been worked on since."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select
from sqlalchemy.orm import aliased

from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.points import Several
from learnhub.core.refs import Ref
from learnhub.discussions.models import Comment
from learnhub.goals import queries as goals
from learnhub.imports.models import BatchState, ImportBatch, ImportRow, RowState
from learnhub.library.events import ResourceRemoved
from learnhub.library.models import Alias, Collection, Resource, ResourceTag, Standing, Step, TakeAway
from learnhub.search import services as search

BATCH = 200
STAYS = "It stays: it has been worked on since it came in."
Names = Callable[[Sequence[int]], Iterable[int]]
NAMED: Several[Names] = Several("which of these resources something names")


def kept(rows: Sequence[ImportRow], result: Ref | None) -> set[int]:
    """Return which resources of these rows somebody has worked on since: they stay.

    Edited, put into the bin, tagged, taken away from, saved, tied, collected, merged, shown, talked about,
    reported, or in another's file as well.
    """
    mine = {row.ref_id: row for row in rows if row.ref_kind == "resource" and row.ref_id is not None}
    if not mine:
        return set()
    brought = _brought(rows[0].batch_id)
    has: dict[int, set[str]] = {
        id_: set() for id_ in db.session.scalars(select(Resource.id).where(Resource.id.in_(brought)))
    }
    tags = select(ResourceTag.resource_id, ResourceTag.tag).where(ResourceTag.resource_id.in_(brought))
    for id_, tag in db.session.execute(tags):
        has[id_].add(tag)
    touched = {id_ for id_, row in mine.items() if id_ in has and has[id_] != set(row.data["tags"])}
    worked_on = _is_worked_on(rows[0].batch_id, result)
    touched |= set(db.session.scalars(select(Resource.id).where(Resource.id.in_(brought), worked_on)))
    return touched.union(*(named([*mine]) for named in NAMED.given)) & mine.keys()


def _brought(batch_id: int) -> Select[int | None]:
    new = (ImportRow.batch_id == batch_id, ImportRow.state == RowState.NEW)
    return select(ImportRow.ref_id).where(*new, ImportRow.ref_kind == "resource")


def _is_worked_on(batch_id: int, result: Ref | None) -> ColumnElement[bool]:
    in_file = exists().where(
        ImportRow.ref_kind == "resource",
        ImportRow.ref_id == Resource.id,
        ImportRow.batch_id == ImportBatch.id,
        ImportBatch.id != batch_id,
        ImportBatch.state == BatchState.APPLIED,
    )
    collected = [Step.ref_kind == "resource", Step.ref_id == Resource.id]
    if result is not None:
        collected.append(Step.collection_id.not_in(_shelves(result)))
    return or_(
        Resource.version != 1,
        Resource.binned_at.is_not(None),
        Resource.reported_at.is_not(None),
        exists().where(TakeAway.resource_id == Resource.id),
        exists().where(Standing.resource_id == Resource.id),
        exists().where(Alias.resource_id == Resource.id, Alias.key.is_not(None)),
        exists().where(*collected),
        exists().where(Comment.ref_kind == "resource", Comment.ref_id == Resource.id),
        goals.is_tied("resource", Resource.id),
        in_file,
    )


def _shelves(result: Ref) -> Select[int]:
    """The collections that came with an import: one person's, of one moment."""
    root = aliased(Collection)
    same = and_(root.owner_id == Collection.owner_id, root.created_at == Collection.created_at)
    return select(Collection.id).join(root, same).where(root.id == result.id)


def take_back(result: Ref | None, rows: Sequence[ImportRow]) -> None:
    """Delete what these rows brought, but what has been worked on since; its rows say so."""
    stay = kept(rows, result)
    gone = [
        row.ref_id for row in rows if row.ref_kind == "resource" and row.ref_id and row.ref_id not in stay
    ]
    if result is not None:
        _take_shelves_back(result, rows)
    for start in range(0, len(gone), BATCH):
        _delete(gone[start : start + BATCH])
    for row in rows:
        if row.ref_id in stay:
            row.state, row.reason = RowState.SAME, STAYS
    db.session.flush()


def take_back_alone(ids: Sequence[int], batch_id: int) -> None:
    """Delete those of these resources that nobody has worked on; they came along with something else."""
    tagged = exists().where(ResourceTag.resource_id == Resource.id)
    wanted = select(Resource.id).where(Resource.id.in_(ids), ~tagged, ~_is_worked_on(batch_id, None))
    gone = set(db.session.scalars(wanted)).difference(*(named(ids) for named in NAMED.given))
    for start in range(0, len(gone), BATCH):
        _delete(sorted(gone)[start : start + BATCH])


def _take_shelves_back(result: Ref, rows: Sequence[ImportRow]) -> None:
    """Delete the collections that came with it, unless one was changed or holds what the file had not."""
    own = [*db.session.scalars(select(Collection).where(Collection.id.in_(_shelves(result))))]
    ids = [each.id for each in own]
    in_file = select(ImportRow.ref_id).where(
        ImportRow.batch_id == rows[0].batch_id, ImportRow.ref_kind == "resource"
    )
    strange = exists().where(
        Step.collection_id.in_(ids),
        or_(
            and_(Step.ref_kind == "resource", Step.ref_id.not_in(in_file)),
            and_(Step.ref_kind == "collection", Step.ref_id.not_in(ids)),
            Step.ref_kind.not_in(("resource", "collection")),
            Step.note != "",
        ),
    )
    elsewhere = exists().where(
        Step.ref_kind == "collection", Step.ref_id.in_(ids), Step.collection_id.not_in(ids)
    )
    tied = exists().where(Collection.id.in_(ids), goals.is_tied("collection", Collection.id))
    if any(each.version != 1 for each in own) or db.session.scalar(select(or_(strange, elsewhere, tied))):
        return
    db.session.execute(delete(Step).where(Step.collection_id.in_(ids)))
    for each in own:
        search.gone(Ref("collection", each.id))
        db.session.delete(each)
    db.session.flush()


def _delete(ids: Sequence[int]) -> None:
    db.session.execute(delete(Step).where(Step.ref_kind == "resource", Step.ref_id.in_(ids)))
    db.session.execute(delete(Resource).where(Resource.id.in_(ids)))  # tags and addresses go with them
    for id_ in ids:
        events.publish(ResourceRemoved(id_))
    search.gone(*(Ref("resource", id_) for id_ in ids))
