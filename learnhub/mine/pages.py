"""What *My learning* shows and gives along: to one person, of themselves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from learnhub.activity.models import ActKind
from learnhub.commitments import pages as commitments
from learnhub.core import clock, dates, kinds, words
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.text import whole_number
from learnhub.mine import queries
from learnhub.people.models import Person
from learnhub.programs.models import Program
from learnhub.web.addresses import whole
from learnhub.web.page import page_number

DID = {
    ActKind.ATTENDED: "Came",
    ActKind.SUBMITTED: "Handed in",
    ActKind.DEMOED: "Showed",
    ActKind.HOSTED: "Hosted",
    ActKind.SPOKE: "Spoke",
    ActKind.TOOK_PART: "Took a part",
    ActKind.TOOK_AWAY: "Used",
    ActKind.ANSWERED: "Helped",
    ActKind.CHECKED_IN: "Checked in",
    ActKind.COMPLETED: "Completed",
}
HEADERS = ("When", "Time zone", "What", "Kind", "Title", "Part of", "Address")


def learning(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page: what one is in, did, completed, and said."""
    asked = page_number(args)
    found, total = queries.things(person, asked)
    by_kind = queries.counts(person)
    first = queries.first_act(person) if total else None
    return {
        "years": _years(first, person) if first else [],
        "title": f"{words.counted(total, 'thing').capitalize()} that you took part in."
        if total
        else "Your learning begins.",
        "things_done": [(each, _said(each.did)) for each in found],
        "number": within(asked, total, queries.PAGE),
        "per_page": queries.PAGE,
        "total": total,
        "figures": [
            (words.figure(number), _counted(kind, number)) for kind in DID if (number := by_kind.get(kind))
        ],
        "joined": _each_once(queries.joined(person))[:8],
        "certificates": queries.certificates(person),
        "changed": queries.changed(person),
        "commitments": commitments.index(person)["rows"][:5],
    }


def _years(first: datetime, person: Person) -> list[tuple[str, str]]:
    """The years to take along, the latest first, below all of them."""
    last, earliest = (dates.local_date(at, person.tz).year for at in (clock.now(), first))
    return [("", "All years"), *((str(year), str(year)) for year in range(last, earliest - 1, -1))]


def _counted(kind: ActKind, number: int) -> str:
    """Name so many acts of a kind below their figure: what was used says nothing without its thing."""
    if kind is ActKind.TOOK_AWAY:
        return "take-away" if number == 1 else "take-aways"
    return DID[kind].lower()


def _each_once(joined: Sequence[Program]) -> list[Program]:
    """Return the programs, of a series the latest date alone."""
    seen: set[int] = set()
    once = []
    for each in joined:
        if each.series_id is None:
            once.append(each)
        elif each.series_id not in seen:
            seen.add(each.series_id)
            once.append(each)
    return once


def _said(did: list[tuple[ActKind, int]]) -> str:
    """ "Came, handed in 4 times"."""
    order = [*DID]
    acts = sorted(did, key=lambda each: order.index(each[0]))
    return words.sentence(
        ", ".join(DID[act].lower() + (f" {number} times" if number > 1 else "") for act, number in acts)
    )


def year_of(args: Mapping[str, str]) -> int | None:
    """Return the year that is asked for, None for all. Raises NotFound for what is no year."""
    asked = args.get("year", "")
    year = whole_number(asked)
    if not asked:
        return None
    if year is None or not dates.is_near(date(min(max(year, 1), 9999), 1, 1)):
        raise NotFound
    return year


def csv_rows(person: Person, year: int | None) -> Iterator[list[str]]:
    """Yield what the person did, for a spreadsheet; times are theirs, and say of which zone."""
    for row in queries.acts(person, year):
        when = row.at.astimezone(person.tz).strftime("%Y-%m-%d %H:%M")
        where = whole(row.url) if row.url else ""
        kind = kinds.kind(row.what).word
        yield [when, person.zone, DID[row.kind], kind, row.title, row.within, where]


def exported(person: Person, year: int | None) -> dict[str, Any]:
    """Return *My learning* as data: of a year what was done in it, and all the rest."""
    acts = queries.acts(person, year)
    return {
        "person": {"name": person.name, "email": person.email},
        "did": [
            {
                "at": row.at.isoformat(),
                "what": row.kind.value,
                "kind": row.what,
                "title": row.title,
                "within": row.within,
                "path": row.url,
            }
            for row in acts
        ],
        "joined": [
            {"title": row.title, "kind": row.kind, "path": row.url, "starts_at": row.starts_at.isoformat()}
            for row in queries.joined(person)
        ],
        "completed": [
            {"title": title, "path": path, "at": at.isoformat()}
            for title, path, at in queries.certificates(person)
        ],
        "said": [
            {"title": row.title, "answer": row.answer, "what": row.what, "at": row.at.isoformat()}
            for row in queries.changed(person)
        ],
    }
