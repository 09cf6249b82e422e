"""A kind of its own to be found: notes, of which each test says what they are and who sees them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from itertools import count
from typing import Any

import pytest
from flask import Flask

from learnhub.core import refs
from learnhub.core.db import WRITING
from learnhub.core.refs import Card, Ref
from learnhub.search import documents, services
from learnhub.search.documents import Document
from tests.support.rows import many

Put = Callable[..., Ref]


@pytest.fixture
def put(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Put:
    """`put("Title", "Body", tags=…, audience=…)` makes a note that everybody finds, and returns its Ref."""
    things: dict[int, Document] = {}
    numbers = count(1)

    def provide(ids: Sequence[int] | None) -> list[Document]:
        return [thing for id_, thing in things.items() if ids is None or id_ in ids]

    def cards(ids: Sequence[int], _person: Any) -> Mapping[int, Card]:
        return {id_: Card(things[id_].title, f"/notes/{id_}") for id_ in ids if id_ in things}

    def note(title: str, body: str = "", audience: Sequence[str] = ("all",), **over: Any) -> Ref:
        ref = Ref("note", next(numbers))
        things[ref.id] = Document(ref, title, body, audience=frozenset(audience), **over)
        with nullcontext() if WRITING.get() else many():
            services.changed(ref)
        return ref

    monkeypatch.setitem(documents.DOCUMENTS.given, "note", provide)
    monkeypatch.setitem(refs.CARDS.given, "note", cards)
    return note
