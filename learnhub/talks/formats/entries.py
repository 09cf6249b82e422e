"""What every format says of a talk, and how it lies in the columns of an import."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from learnhub.core.dates import is_near
from learnhub.core.sheets import Sheet, of_entries
from learnhub.core.text import many_lines, one_line

MOST = 2_000  # talks in a file
MOST_SPEAKERS = 20  # of one talk
BELOW = "\n"  # between names and between addresses: none of them has it
NO_DAY = "It does not say on which day it is."
BEFORE, AFTER = 2000, 2199  # the years with which LearnHub deals
_BETWEEN_NAMES = re.compile(r"\s*(?:[;\n]|,|\s&\s|\s\+\s|\sand\s|\sund\s)\s*")
_NOBODY = {"", "tba", "tbd", "tbc", "n/a", "-", "?", "none", "nobody"}
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One talk of a file, as it is written there. `number` is the line that it begins in.

    `starts` is a day, a time by the wall of `zone`, or a moment with its offset, in ISO form. `wrong` says
    why it cannot come in, `off` why it is left out.
    """

    number: int
    title: str = ""
    starts: str = ""
    minutes: str = ""
    zone: str = ""
    place: str = ""
    call_url: str = ""
    link: str = ""  # the page about it elsewhere
    uid: str = ""  # by which the program that wrote the file knows it
    summary: str = ""
    story: str = ""
    speakers: str = ""  # names, with BELOW between them
    recordings: str = ""  # addresses, with BELOW between them
    slides: str = ""
    recorded: str = ""  # "yes": said at sign-up
    wrong: str = ""
    off: str = ""


HEADERS = [each.name for each in fields(Entry)][1:]


def sheet(entries: Iterable[Entry], nothing: str) -> Sheet:
    """Return the entries as rows. Raises Invalid, with the words `nothing`, where there is none."""
    return of_entries(Entry, entries, nothing, most=MOST, many=f"The file has more than {MOST:,} talks.")


def names(*said: str) -> str:
    """Return the names in texts such as "Ada & Bob, Eve", each once; those still to be found stay out."""
    found = [one_line(name)[:120] for text in said for name in _BETWEEN_NAMES.split(many_lines(text))]
    known = dict.fromkeys(name for name in found if name.casefold() not in _NOBODY)
    return BELOW.join([*known][:MOST_SPEAKERS])


def listed(found: Iterable[str]) -> str:
    """Return names or addresses as one cell, each once."""
    return BELOW.join(dict.fromkeys(line for text in found if (line := one_line(text))))


def links(*said: str) -> str:
    """Return the addresses of the web in these texts."""
    return listed(address for text in said for address in _LINK.findall(text))


def where(text: str) -> tuple[str, str]:
    """Return a room and a call link, of what a file says is the place."""
    flat = one_line(text)
    if flat.casefold() in {"online", "online event", "virtual", "remote"}:
        return "Online", ""
    call = links(flat).partition(BELOW)[0]
    return one_line(flat.replace(call, "")).strip(" ,;()")[:200] if call else flat[:200], call[:500]


def wrong_day(starts: str) -> str:
    """Return why this is no time at which a talk can begin; empty where it is."""
    if not starts:
        return NO_DAY
    try:
        day = datetime.fromisoformat(starts).date() if "T" in starts else date.fromisoformat(starts)
    except ValueError:
        return f"“{starts[:40]}” is no day. Write 2026-10-14, or 2026-10-14T12:15 with the time."
    return "" if is_near(day) else f"It is in the year {day.year}, and only {BEFORE} to {AFTER} can come in."


def paragraphs(said: Iterable[str]) -> str:
    """Return those texts that say something, one below the other."""
    return "\n\n".join(text for each in said if (text := many_lines(each)))
