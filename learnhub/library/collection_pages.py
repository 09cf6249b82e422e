"""What the pages about collections show."""

import re
from collections.abc import Callable
from typing import Any

from learnhub.core import clock, dates, refs, words
from learnhub.core.dates import Block
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.paging import within
from learnhub.core.points import OneEach
from learnhub.core.refs import Card, Ref
from learnhub.core.text import web_address
from learnhub.goals import tie_pages
from learnhub.library import collection_services, queries, sentences, services, url_keys
from learnhub.library.models import Collection, Resource, Step
from learnhub.people.models import Person
from learnhub.web.addresses import whole

INSIDE = re.compile(r"/([a-z]+)/([a-z2-9]{10})(?:[/?#]|$)")
Named = Callable[[Person, str], Ref]  # of a key what it names, for those who may know of it
STEPS: OneEach[Named] = OneEach("what else can be a step of a collection, by the first word of its address")
ICONS = {
    "collection": "library",
    "hackathon": "rocket",
    "talk": "presentation",
    "cohort": "graduation-cap",
    "course": "graduation-cap",
}


def index(person: Person, page: int) -> dict[str, Any]:
    """One page of the collections, with how far the reader has come."""
    total, paths = collection_services.count()
    number, most = within(page, total, collection_services.LISTED), collection_services.LISTED
    found = collection_services.collections(person, most, skip=(number - 1) * most)
    rows = [(row, count, note(row, count, done)) for row, count, done in found]
    return {"rows": rows, "paths": paths, "total": total, "number": number, "per_page": most}


def note(row: Collection, count: int, done: int) -> str:
    """ "path, 9 steps, you are at 6"."""
    if not row.is_path:
        return f"{words.count(count, 'thing')}, owned by {row.owner.name}"
    said = f"path, {words.count(count, 'step')}"
    if not count or not done:
        return said
    return f"{said}, done" if done == count else f"{said}, you are at {done + 1}"


def show(person: Person, of: Collection) -> dict[str, Any]:
    """A collection's page: what it holds, in order, and what the reader has done of it."""
    steps = collection_services.steps(of)
    cards = refs.cards([step.ref for step in steps], person)
    resources = {row.id: row for row in queries.visible(person, _ids(steps))}
    done = collection_services.done(person, list(resources))
    rows = [_row(step, cards[step.ref], resources, done) for step in steps if step.ref in cards]
    finished = sum(row["done"] for row in rows)
    ahead = (row | {"number": number} for number, row in enumerate(rows, start=1) if not row["done"])
    today = clock.now().astimezone(person.tz).date()
    may = collection_services.verdict_on_arranging(person, of)
    return {
        "collection": of,
        "today_here": today,
        "rows": rows,
        "finished": finished,
        "next": next(ahead, None) if of.is_path else None,
        "block_of_progress": _block(of, len(rows), finished)
        or dates.block(of.created_at, None, person.tz, today),
        "may_arrange": may,
        **tie_pages.serves(person, Ref("collection", of.id), may=bool(may)),
        "say": sentences,
    }


def one_step(person: Person, of: Collection, id_: int) -> dict[str, Any]:
    """A step's page: what it is. Raises NotFound for what the person may not see."""
    found = collection_services.step(of, id_)
    card = refs.cards([found.ref], person).get(found.ref)
    if card is None:
        raise NotFound
    return {"step": found, "card": card}


def _ids(steps: Any) -> list[int]:
    return [step.ref_id for step in steps if step.ref_kind == "resource"]


def _row(step: Step, card: Card, resources: dict[int, Resource], done: frozenset[int]) -> dict[str, Any]:
    resource = resources.get(step.ref_id) if step.ref_kind == "resource" else None
    return {
        "step": step,
        "card": card,
        "icon": sentences.ICONS[resource.kind] if resource else ICONS.get(step.ref_kind, "link"),
        "about": sentences.about(resource) if resource else card.state,
        "done": resource is not None and resource.id in done,
    }


def _block(of: Collection, count: int, done: int) -> Block | None:
    if not of.is_path or not count:
        return None
    if done == count:
        return Block("Done", str(count), f"of {count}")
    return Block("You are at", str(done + 1), f"of {count}")


def named(person: Person, text: str) -> Ref:
    """Return what an address names: something here, or a page, which is added if it is new.

    Raises Invalid for what is neither.
    """
    own = INSIDE.match(text.removeprefix(whole("")))
    if own and own[1] == "library":
        return Ref("resource", queries.resource(person, own[2]).id)
    if own and own[1] == "collections":
        return Ref("collection", collection_services.collection(person, own[2]).id)
    if own and own[1] in STEPS.given:
        return STEPS.given[own[1]](person, own[2])
    if not url_keys.is_address(web_address(text)):
        raise Invalid("Use an address, as in https://example.org/page.", field="address")
    return Ref("resource", services.add(person, text).id)
