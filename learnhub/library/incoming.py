"""Resources from files: bookmarks, lists, BibTeX, spreadsheets and pasted links, previewed row by row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from learnhub.core.errors import Invalid
from learnhub.core.policy import YES, Verdict, no
from learnhub.core.refs import Ref
from learnhub.core.sheets import DANGEROUS, Row
from learnhub.core.text import many_lines, one_line, web_address
from learnhub.core.words import count
from learnhub.imports.importer import Checked, Field, Found, Onward, Option, Table
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.library import (
    bringing,
    collection_services,
    queries,
    sentences,
    services,
    taking_back,
    url_keys,
)
from learnhub.library.formats.entries import BELOW, HEADERS, PUBLISHED, moment
from learnhub.library.models import FACTS, Level, ResourceKind
from learnhub.library.queries import Brief
from learnhub.people.models import Person

NAMES: tuple[tuple[str, ...], ...] = (
    ("title", "name"),
    ("url", "link", "uri", "href", "website", "web address"),
    ("kind", "format"),
    ("tags", "tag", "keywords", "labels", "topics", "category"),
    ("summary", "description", "abstract", "notes", "note", "excerpt"),
    ("author", "authors", "creator", "by"),
    ("published", "date", "year", "publication date"),
    ("level", "difficulty"),
    ("minutes", "duration", "reading time"),
    ("language", "lang"),
    ("added", "created", "created at", "date added", "time added", "saved"),
    ("path", "folder", "folders"),
)
FIELDS = (
    *(Field(names[0], label, names) for names, label in zip(NAMES, HEADERS, strict=True)),
    *(Field(name, sentences.FACTS[name], (name,)) for names in FACTS.values() for name in names),
    Field("expires_on", "To be confirmed by", ("expires_on",)),
)
REFUSED = {
    "javascript": "It is a program, not a page (javascript:).",
    "data": "It holds the thing itself, not where it is (data:).",
    "place": "It is a search inside the browser, not a page (place:).",
}
BINNED = "It is in the bin. Take it out there if it is to come back."
KINDS = {label.casefold(): kind for kind, label in sentences.KINDS.items()} | {
    k.value: k for k in ResourceKind
}
LEVELS = {label.casefold(): level for level, label in sentences.LEVELS.items()} | {k.value: k for k in Level}


@dataclass(slots=True)
class Resources:
    """An `imports.importer.Importer`, one for each format. A resource is known by the key of its address."""

    kind: str
    name: str
    help: str
    matched: bool = False
    noun: str = "resource"
    sees: str = "Everyone of the organisation sees the library. Nobody is told of what comes in."
    fields: tuple[Field, ...] = FIELDS
    options: tuple[Option, ...] = (
        Option("tags", "Tags for all of them", help="With commas between them; besides their own."),
        Option(
            "type",
            "Type, where none is said",
            "choice",
            "What says its own keeps it.",
            choices=(("", "By its address"), *((k.value, v) for k, v in sentences.KINDS.items())),
        ),
        Option("collection", "Into a new collection", help="Its name. Folders and headings lie inside it."),
    )

    def least(self, headers: Sequence[str]) -> int:
        return 1

    def check(self, table: Table, actor: Person) -> Checked:
        found = [_read(table, row) for row in table.rows]
        return Checked(_compared(found), {option.name: "" for option in self.options})

    def parse(self, options: Mapping[str, str], actor: Person) -> Mapping[str, Any]:
        kind, name = options.get("type", ""), one_line(options.get("collection"))
        if kind and kind not in KINDS:
            raise Invalid(f"There is no type “{kind}”.", "type")
        if len(name) > collection_services.TITLE:
            raise Invalid(f"Give it a name of {collection_services.TITLE} characters at most.", "collection")
        tags = services.tags_of(options.get("tags", ""))
        return {"tags": tags, "kind": KINDS[kind] if kind else None, "collection": name}

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> Ref | None:
        return bringing.bring(actor, rows, **options)

    def onward(self, batch: ImportBatch) -> Onward | None:
        return Onward("Open the library", "/library?sort=new")

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        kept = taking_back.kept(rows, result)
        if kept and len(kept) == len(rows):
            return no("All of it has been worked on since, so nothing can be taken back.")
        return Verdict(True, _stays(len(kept))) if kept else YES

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Person) -> None:
        taking_back.take_back(result, rows)


def _stays(number: int) -> str:
    since = "it has" if number == 1 else "they have"
    return f"If you undo it, {count(number, 'resource')} will stay: {since} been worked on since."


def _read(table: Table, row: Row) -> Found:
    """Return what one row says, or why it cannot come in."""
    said = {field.name: _bare(table.value(row, field.name)) for field in FIELDS}
    title, url = one_line(said["title"])[: services.TITLE], web_address(one_line(said["url"]))
    shown = title or url_keys.placeholder(url) if url_keys.is_address(url) else title or url
    if reason := _refused(url, title) or _unknown(said):
        return Found(row.number, shown, RowState.ERROR, reason)
    path = [part for part in said["path"].split(BELOW) if part]
    tags = [
        *services.tags_of(f"{said['tags']},".replace(";", ",")),
        *(services.normal_tag(part) for part in path),
    ]
    data = {
        "url": url,
        "key": url_keys.url_key(url) if url else queries.TITLED + title,
        "title": title,
        "kind": KINDS[said["kind"].casefold()].value if said["kind"] else "",
        "tags": list(dict.fromkeys(tag for tag in tags if tag))[: services.TAGS],
        "summary": many_lines(said["summary"])[: services.SUMMARY],
        "author": one_line(said["author"])[: services.AUTHOR],
        "published": said["published"],
        "level": LEVELS[said["level"].casefold()].value if said["level"] else "",
        "minutes": int(said["minutes"]) if said["minutes"] else None,
        "language": one_line(said["language"])[:10],
        "added": added.isoformat() if (added := _moment(said["added"])) else "",
        "paths": [path],
        "facts": {name: said[name] for names in FACTS.values() for name in names if said[name]},
        "expires_on": said["expires_on"],
    }
    return Found(row.number, shown, RowState.NEW, "", data)


def _bare(text: str) -> str:
    """Take away the apostrophe with which our own spreadsheets guard what could be a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:2] in DANGEROUS else text


def _refused(url: str, title: str) -> str:
    """Return why this is nothing to keep; empty where it is."""
    if not url:
        return "" if title else "It has neither an address nor a title."
    scheme = url.partition(":")[0].strip().lower()
    if scheme in REFUSED:
        return REFUSED[scheme]
    if url_keys.is_address(url):
        return ""
    if len(url) > url_keys.LONGEST:
        return f"Its address is longer than {url_keys.LONGEST:,} characters."
    if scheme.isalpha() and scheme not in url_keys.PORTS and ":" in url:
        return f"Only pages of the web can be kept, no {scheme}: addresses."
    return f"“{url[:80]}” is no address of the web."


def _unknown(said: Mapping[str, str]) -> str:
    """Return what no form would take either; empty where all of it is known."""
    if said["kind"] and said["kind"].casefold() not in KINDS:
        return f"There is no type “{said['kind'][:40]}”. The types are {', '.join(sentences.KINDS.values())}."
    if said["level"] and said["level"].casefold() not in LEVELS:
        return f"There is no level “{said['level'][:40]}”. They are {', '.join(sentences.LEVELS.values())}."
    if said["minutes"] and not re.fullmatch(r"[1-9][0-9]{0,4}", said["minutes"]):
        return f"“{said['minutes'][:40]}” is no whole number of minutes."
    if said["published"] and not PUBLISHED.fullmatch(said["published"]):
        return f"“{said['published'][:40]}” is no date. Write 2026, 2026-10 or 2026-10-14."
    if said["added"] and _moment(said["added"]) is None:
        return f"“{said['added'][:40]}” is no day on which it was kept. Write 2026-10-14."
    return "" if _is_day(said["expires_on"]) else f"“{said['expires_on'][:40]}” is no day. Write 2026-10-14."


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _moment(text: str) -> datetime | None:
    """Return when it was kept, as digits or in ISO form; None for what no bookmark can be from."""
    try:
        found = moment(text) or datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)) if found.year in range(1990, 2100) else None


def _compared(found: Sequence[Found]) -> list[Found]:
    """Say which are new; links to one page within the file are one, with the tags and folders of all."""
    coming = [each for each in found if each.state is RowState.NEW]
    known = queries.briefs(each.data["key"] for each in coming)
    works = queries.works(_works(coming))
    first: dict[str, int] = {}
    rows: list[Found] = []
    for each in found:
        key = each.data.get("key", "")
        if each.state is not RowState.NEW:
            rows.append(each)
        elif brief := known.get(key):
            rows.append(_here(each, brief))
        elif key in first:
            rows.append(_joined(rows, first[key], each))
        else:
            first[key] = len(rows)
            rows.append(replace(each, reason=_perhaps(each, works)))
    return rows


def _works(found: Iterable[Found]) -> list[str]:
    return [work for each in found if each.data["url"] and (work := url_keys.work_key(each.data["url"]))]


def _perhaps(found: Found, works: Mapping[str, str]) -> str:
    work = url_keys.work_key(found.data["url"]) if found.data["url"] else None
    title = works.get(work or "")
    return f"Perhaps the same work as “{title}”: merge the two afterwards." if title else ""


def _here(found: Found, brief: Brief) -> Found:
    if brief.is_binned:
        return replace(found, state=RowState.LEFT_OUT, reason=BINNED)
    reason = f"In the library as “{brief.title}”."
    return Found(found.number, found.title, RowState.SAME, reason, found.data, Ref("resource", brief.id))


def _joined(rows: list[Found], at: int, again: Found) -> Found:
    before = rows[at]
    data = dict(before.data)
    data["tags"] = list(dict.fromkeys([*data["tags"], *again.data["tags"]]))[: services.TAGS]
    data["paths"] = [*data["paths"], *again.data["paths"]]
    rows[at] = replace(before, data=data)
    same = "page" if again.data["url"] else "title"
    return replace(
        again, state=RowState.LEFT_OUT, reason=f"The same {same} as in row {before.number}.", data={}
    )


BOOKMARKS = Resources(
    "bookmarks",
    "bookmarks from a browser",
    "In the browser’s bookmark manager: Export bookmarks to HTML. Pinboard, Delicious, Raindrop and Shaarli "
    "write the same file. Tags and folders become tags.",
)
AWESOME = Resources(
    "awesome",
    "a list in Markdown",
    "Such as the README of an “awesome” list: headings become tags, and each “- [title](address) - text” "
    "a resource.",
)
BIBTEX = Resources(
    "bibtex",
    "references from BibTeX",
    "As Zotero, JabRef, Mendeley or DBLP export them. Entries without an address come in too.",
)
RESOURCES = Resources(
    "resources",
    "resources from a spreadsheet",
    "One resource a row, with a title or an address. You choose which column holds what.",
    matched=True,
)
FEED = Resources(
    "feed",
    "entries of a feed",
    "A saved RSS or Atom file. To have what is new come by itself, program leads and admins follow a feed.",
)
PASTED = Resources(
    "links",
    "pasted links",
    "One link a line, or any text with links in it. Their titles and the rest are fetched afterwards.",
)
