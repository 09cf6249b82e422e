"""Search over many documents, against a bare query of the same index and a plain page of 50 rows, in one run.

    python -m benchmarks.search [--rows 100000] [--rounds 3] [--database sqlite] [--folder DIR] [--json FILE]

In turn, for each question: the page as somebody signed in gets it (`page`), what is inside of it (`search`),
the query alone, which gives the best ids and how many there are of each kind (`query`), a bare query of the
index for the best twenty (`bare`), the reference page of one indexed query and 50 rows rendered (`l4`), and,
once, a look through all rows with LIKE for how many there are of each kind, as the page says (`like`).
Milliseconds of CPU of this process, and of PostgreSQL's. `--folder` keeps what was written, to use it again.
"""

import argparse
import json
import shutil
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

import app as composition
from benchmarks import kept
from benchmarks.meters import Watch
from benchmarks.search_corpus import questions, texts
from learnhub.core import clock, migrate, refs
from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.core.transaction import transaction
from learnhub.people import services as people
from learnhub.people.models import Person
from learnhub.search import documents, matching, queries, services
from learnhub.search.audiences import EVERYONE
from learnhub.search.documents import Document
from learnhub.search.folding import tagged
from learnhub.search.grammar import parse
from learnhub.search.models import SearchAudience, SearchDocument
from learnhub.settings import Settings
from tests.support import folders
from tests.support.browsers import browser

BATCH = 2000
PAGE = """<!doctype html><title>L4</title><table>{% for row in rows %}
<tr><td><a href="/x/{{ row.id }}">{{ row.title }}</a></td>
<td>{{ row.kind }}</td><td>{{ row.updated_at }}</td></tr>
{% endfor %}</table>"""
BARE = {
    "sqlite": "SELECT rowid FROM search_index WHERE search_index MATCH :query ORDER BY rank LIMIT 20",
    "postgres": "SELECT id FROM search_document, CAST(:query AS tsquery) AS q WHERE vector @@ q "
    "ORDER BY ts_rank(vector, q) DESC LIMIT 20",
}
Times = dict[str, dict[str, list[float]]]


def application(url: str, folder: Path) -> Flask:
    """Build LearnHub on that database, with the reference page beside it."""
    migrate.upgrade(url)
    app = composition.create_app(Settings(secret_key="bench", database_url=url, data=folder, testing=True))

    template = app.jinja_env.from_string(PAGE)

    def l4() -> str:
        newest = select(SearchDocument).order_by(SearchDocument.id.desc()).limit(50)
        return template.render(rows=db.session.scalars(newest).all())

    l4.access = None  # no page of ours
    app.add_url_rule("/l4", "l4", l4)
    return app


def filled(rows: int, *, at_once: bool) -> float:
    """Have so many documents there; return how many a second were written, 0 where they were there before."""
    refs.CARDS.given["note"] = cards
    documents.DOCUMENTS.given["note"] = lambda _ids: []
    there = db.session.scalar(select(func.count()).where(SearchDocument.kind == "note")) or 0
    db.session.remove()
    if there == rows:
        return 0
    if there:
        raise SystemExit(f"There are {there:,} documents of {rows:,}. Give another folder.")
    with transaction():
        people.create_person(name="Ada", email="ada@example.org")
        other = people.create_person(name="Bob", email="bob@example.org").id
    return (fill_at_once if at_once else fill)(rows, other)


def fill(rows: int, other: int) -> float:
    """Write the documents as features do; return how many a second."""
    waiting: dict[int, Document] = {}
    documents.DOCUMENTS.given["note"] = lambda ids: [waiting[id_] for id_ in ids or () if id_ in waiting]
    began = time.perf_counter()
    for document in texts(rows, private_to=other):
        waiting[document.ref.id] = document
        if len(waiting) == BATCH or document.ref.id == rows:
            with transaction():
                services.write([each.ref for each in waiting.values()])
            waiting.clear()
    return rows / (time.perf_counter() - began)


def fill_at_once(rows: int, other: int) -> float:
    """Write as many rows as features would, without their code: a million would take it hours."""
    began, some = time.perf_counter(), list[Document]()
    for document in texts(rows, private_to=other):
        some.append(document)
        if len(some) == BATCH or document.ref.id == rows:
            with transaction():
                db.session.execute(insert(SearchDocument), [*map(_row, some)])
                db.session.execute(
                    insert(SearchAudience),
                    [
                        {"document_id": each.ref.id + BATCH, "token": to}
                        for each in some
                        for to in each.audience - {EVERYONE}
                    ],
                )
            some.clear()
    return rows / (time.perf_counter() - began)


def _row(document: Document) -> dict[str, object]:
    """Return the columns; the invented words are folded as they are."""
    return {
        "id": document.ref.id + BATCH,  # past those of people
        "kind": document.ref.kind,
        "object_id": document.ref.id,
        "title": document.title,
        "body": document.body,
        "updated_at": clock.now(),
        "everyone_since": services.ALWAYS if EVERYONE in document.audience else None,
        "title_words": document.title,
        "tag_words": " ".join(tagged(document.tags)),
        "body_words": document.body,
    }


def cards(ids: Sequence[int], _person: Any) -> Mapping[int, Card]:
    """Return cards of notes by one SELECT, as a feature does."""
    wanted = select(SearchDocument.object_id, SearchDocument.title)
    wanted = wanted.where(SearchDocument.kind == "note", SearchDocument.object_id.in_(ids))
    return {id_: Card(title, f"/notes/{id_}") for id_, title in db.session.execute(wanted)}


def settle_down(name: str) -> None:
    """Let the database look at its tables, as it does by itself in time."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if name == "sqlite":
            connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
        connection.execute(text("ANALYZE" if name == "sqlite" else "VACUUM ANALYZE"))


def measure(app: Flask, name: str, watch: Watch, rounds: int) -> Times:
    """Ask everything `rounds` times, after one that is not counted."""
    ada = db.session.scalars(select(Person).where(Person.name == "Ada")).one()
    client, plain = browser(app, ada), app.test_client()
    asked = [(kind, typed) for kind, every in questions().items() for typed in every]
    found: Times = {}
    with db.engine.connect() as connection:

        def ways(typed: str) -> dict[str, Callable[[], object]]:
            index, like, words = built(typed, ada)
            return {
                "page": lambda: client.get("/search", query_string={"q": typed}),
                "search": lambda: queries.search(ada, typed),
                "query": lambda: queries.ids(ada, typed, kind="note"),
                "bare": lambda: connection.execute(text(BARE[name]), {"query": index}).all(),
                "l4": lambda: plain.get("/l4"),
                "like": lambda: connection.execute(text(like), words).all(),
            }

        for turn in range(rounds + 1):
            for kind, typed in asked:
                for way, act in ways(typed).items():
                    if way == "like" and turn != 1:
                        continue
                    took = watch.cpu(act)
                    if turn:
                        found.setdefault(kind, {}).setdefault(way, []).append(took)
    return found


def built(typed: str, person: Person) -> tuple[str, str, dict[str, str]]:
    """Return a question as the index is asked, and as LIKE is."""
    words = {f"w{place}": f"%{each.strip('-#')}%" for place, each in enumerate(typed.split())}
    where = " AND ".join(f"(title LIKE :{name} OR body LIKE :{name})" for name in words)
    like = f"SELECT kind, count(*) FROM search_document WHERE {where} GROUP BY kind"  # noqa: S608  (ours)
    return matching.matching(parse(typed), person).words.text, like, words


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(len(times) * 0.95))]


def report(found: Times) -> dict[str, Any]:
    """Return medians and p95 by kind of question and over all, and the two ratios that count."""
    found = {
        **found,
        "all": {way: [each for kind in found.values() for each in kind[way]] for way in found["a rare word"]},
    }
    lines = {
        kind: {way: [round(statistics.median(took), 2), round(p95(took), 2)] for way, took in ways.items()}
        for kind, ways in found.items()
    }
    every = lines["all"]
    return {
        "p50 and p95, ms": lines,
        "p95 of the search / (bare + L4)": round(every["search"][1] / (every["bare"][1] + every["l4"][1]), 2),
        "p95 of the page / (bare + L4)": round(every["page"][1] / (every["bare"][1] + every["l4"][1]), 2),
        "p95 of the query / (bare + L4)": round(every["query"][1] / (every["bare"][1] + every["l4"][1]), 2),
        "p50 of LIKE / of the query": round(every["like"][0] / every["query"][0], 1),
        "p50 of LIKE / of the search": round(every["like"][0] / every["search"][0], 1),
        "p50 of LIKE / of the page": round(every["like"][0] / every["page"][0], 1),
    }


def measured(name: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Write what is not there yet, and measure on it."""
    with kept.databases(name, folder, ["bench"]) as (urls, watch):
        app = application(urls["bench"], folder)
        with app.app_context():
            speed = filled(options.rows, at_once=options.at_once)
            if speed:
                settle_down(name)
            found = measure(app, name, watch, options.rounds)
            db.session.remove()
            db.engine.dispose()
    return {"written a second": round(speed)} | report(found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--at-once", action="store_true", help="write rows without the features' code")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=sorted(BARE), action="append")
    parser.add_argument("--folder", type=Path, help="where what is written stays")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {}
    for name in options.database or sorted(BARE, reverse=True):
        folder = options.folder or folders.make("lhb")
        try:
            results[name] = measured(name, folder, options)
        finally:
            if not options.folder:
                shutil.rmtree(folder, ignore_errors=True)
        print(name, json.dumps(results[name], indent=1))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
