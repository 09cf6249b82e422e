"""Resources and collections as what serves a goal: whoever may change one may say which."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import lazyload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.goals import queries as goals
from learnhub.goals.tieable import Asked, Served, Thing
from learnhub.library import collection_services, policies, sentences
from learnhub.library.models import Collection, Resource
from learnhub.people.models import Kind, Person


def _one(person: Person, key: str) -> Thing:
    found = _things(person, Resource.key == key, most=1)
    if not found:
        raise NotFound
    return found[0]


def _some(person: Person, asked: Asked) -> Sequence[Thing]:
    wanted: list[ColumnElement[bool]] = []
    if asked.words:
        wanted.append(Resource.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        wanted.append(~goals.is_tied("resource", Resource.id))
    return _things(person, *wanted, most=asked.most, skip=asked.skip)


def _things(person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
    is_guest = person.kind is Kind.GUEST
    if is_guest:
        return []
    may = bool(policies.may_edit(is_guest=is_guest, is_binned=False))
    rows = db.session.execute(
        select(Resource.id, Resource.key, Resource.title, Resource.kind, func.count().over())
        .where(Resource.binned_at.is_(None), *wanted)
        .order_by(Resource.created_at.desc(), Resource.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [
        Thing(Ref("resource", id_), key, title, sentences.KINDS[kind], may, of)
        for id_, key, title, kind, of in rows
    ]


RESOURCES = Served("Resource", "Resources", "file-text", one=_one, some=_some)


def _collection(person: Person, key: str) -> Thing:
    found = _collections(person, Collection.key == key, most=1)
    if not found:
        raise NotFound
    return found[0]


def _some_collections(person: Person, asked: Asked) -> Sequence[Thing]:
    wanted: list[ColumnElement[bool]] = []
    if asked.words:
        wanted.append(Collection.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        wanted.append(~goals.is_tied("collection", Collection.id))
    return _collections(person, *wanted, most=asked.most, skip=asked.skip)


def _collections(person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
    if person.kind is Kind.GUEST:
        return []
    rows = db.session.execute(
        select(Collection, func.count().over())
        .options(lazyload("*"))
        .where(Collection.binned_at.is_(None), *wanted)
        .order_by(Collection.created_at.desc(), Collection.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [
        Thing(
            Ref("collection", row.id),
            row.key,
            row.title,
            "Path" if row.is_path else "Collection",
            bool(collection_services.verdict_on_arranging(person, row)),
            of,
        )
        for row, of in rows
    ]


COLLECTIONS = Served("Collection", "Collections", "library", one=_collection, some=_some_collections)
