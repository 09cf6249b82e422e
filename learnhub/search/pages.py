"""What the page of a search shows."""

from typing import Any
from urllib.parse import urlencode

from learnhub.core import kinds
from learnhub.people.models import Person
from learnhub.search import documents, grammar, news, queries, sentences


def results(person: Person, typed: str, *, kind: str = "", page: int = 1) -> dict[str, Any]:
    """Return everything that the page names but its form."""
    typed = " ".join(typed.split())[: grammar.LONGEST]
    kind = kind if kind in documents.kinds() else ""
    found, saved = queries.search(person, typed, kind=kind, page=page), queries.saved(person)
    return {
        "found": found,
        "typed": typed,
        "kind": kind,
        "title": sentences.title(found, typed, kind),
        "lead": sentences.lead(found, typed),
        "choices": choices(found, typed, kind),
        "kind_of": kinds.kind,
        "about": sentences.about,
        "saved": saved,
        "new": news.of(person, saved),
        "per_page": queries.PAGE,
    }


def choices(found: queries.Found, typed: str, chosen: str) -> list[tuple[str, str, int, bool]]:
    """Return the kinds that something was found of, to choose one: text, address, how many, is it chosen."""
    counts = found.counts or {}
    if len(counts) < 2 and not chosen:
        return []
    every = [("All", address(typed), found.everything, not chosen)]
    names = [name for name in {*counts, chosen} if name]
    return every + [
        (each.many, address(typed, each.name), counts.get(each.name, 0), each.name == chosen)
        for each in kinds.in_order(names)
    ]


def address(typed: str, kind: str = "") -> str:
    """Return where this search stands."""
    asked = {name: value for name, value in (("q", typed), ("type", kind)) if value}
    return f"/search?{urlencode(asked)}" if asked else "/search"
