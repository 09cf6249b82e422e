"""Talks from files: calendars, lists of events and conference schedules, previewed row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from learnhub.core import dates
from learnhub.core.errors import Invalid
from learnhub.core.policy import YES, Verdict, no
from learnhub.core.refs import Ref
from learnhub.core.text import whole_number
from learnhub.core.words import count
from learnhub.imports.importer import Checked, Field, Found, Onward, Option, Table
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.people.models import Person
from learnhub.talks import importing_rows as rows_of
from learnhub.talks import importing_store as stored
from learnhub.talks.formats.entries import HEADERS
from learnhub.talks.importing_rows import LONGEST, SHORTEST
from learnhub.talks.templates import LUNCH

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
ZONE = Option("zone", "Time zone", "zone", "Of the times for which the file names none.")
STARTS = Option("starts", "They start at", help="Where the file says the day alone. Such as 18:00.")
MINUTES = Option("minutes", "Minutes", help="How long they take, where the file does not say.")
FIND = Option(
    "people",
    "Name speakers by their account",
    "yes",
    "Where exactly one person here has that name. All others are kept as names.",
)
MATERIALS = Option(
    "materials",
    "Recordings and slides into the library",
    "yes",
    "Tick it where those who speak agreed. Otherwise they stay out.",
)


@dataclass(slots=True)
class Talks:
    """An `imports.importer.Importer`, one for each format. `importing_rows` says by what a talk is known."""

    kind: str
    name: str
    help: str
    noun: str = "talk"
    sees: str = (
        "Everyone of the organisation sees them, and you host them. What is over comes in as over, what is "
        "still to come takes sign-ups, and nobody is told of either."
    )
    fields: tuple[Field, ...] = tuple(Field(name, name, (name,)) for name in HEADERS)
    options: tuple[Option, ...] = (ZONE, STARTS, MINUTES, FIND, MATERIALS)
    matched: bool = False

    def least(self, headers: Sequence[str]) -> int:
        return 1

    def check(self, table: Table, actor: Person) -> Checked:
        rows = rows_of.compared([rows_of.read(table, row) for row in table.rows])
        coming = [row.data for row in rows if row.state is RowState.NEW]
        here = rows_of.people(name for data in coming for name in data["speakers"])
        options: dict[str, str] = {}
        if any(not data["zone"] for data in coming):
            options["zone"] = actor.zone
        if any(rows_of.is_day(data["starts"]) for data in coming):
            options["starts"] = f"{LUNCH.at:%H:%M}"
        if any(data["minutes"] is None for data in coming):
            options["minutes"] = str(LUNCH.minutes)
        if here:
            options["people"] = "yes"
        if any(data["recordings"] or data["slides"] for data in coming):
            options["materials"] = ""
        return Checked(rows, options, _notes(rows, len(here)))

    def parse(self, options: Mapping[str, str], actor: Person) -> Mapping[str, Any]:
        zone = options.get("zone", actor.zone)
        if zone not in dates.zone_names():
            raise Invalid("Choose the time zone.", "zone")
        starts = options.get("starts", "12:00").strip()
        if not _CLOCK.fullmatch(starts):
            raise Invalid("Write a time such as 18:00.", "starts")
        minutes = whole_number(options.get("minutes", str(LUNCH.minutes))) or 0
        if not SHORTEST <= minutes <= LONGEST:
            raise Invalid(f"Use {SHORTEST} to {LONGEST} minutes.", "minutes")
        hour, _, minute = starts.partition(":")
        return {
            "zone": zone,
            "at": time(int(hour), int(minute)),
            "minutes": minutes,
            "find": options.get("people") == "yes",
            "show": options.get("materials") == "yes",
        }

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> Ref | None:
        stored.write(actor, rows, **options)
        return None

    def onward(self, batch: ImportBatch) -> Onward | None:
        return Onward("See what is over", "/whats-on?when=past")

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        kept = stored.built_upon(rows)
        if kept and len(kept) == len(rows):
            return no("All of it has been worked on since, so nothing can be taken back.")
        verb = "has" if len(kept) == 1 else "have"
        stays = f"If you undo it, {count(len(kept), 'talk')} will stay: {verb} been worked on since."
        return Verdict(True, stays) if kept else YES

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Person) -> None:
        stored.take_back(rows)


def _notes(rows: Sequence[Found], here: int) -> list[str]:
    speakers = {name for row in rows if row.state is RowState.NEW for name in row.data["speakers"]}
    if not speakers:
        return []
    notes = [f"{count(len(speakers), 'speaker')} {'comes' if len(speakers) == 1 else 'come'} with them."]
    if here:
        notes.append(f"{count(here, 'name')} of theirs {'is' if here == 1 else 'are'} of a person here.")
    return notes


CALENDAR = Talks(
    "calendar",
    "talks from a calendar",
    "An iCalendar file (.ics), as Google Calendar, Outlook, Meetup and LearnHub write it. Each event becomes "
    "a talk, with the speakers that its description names; what repeats comes in date by date, up to a year "
    "ahead.",
)
EVENTS = Talks(
    "events",
    "talks from a list of events",
    "A list in YAML with title and date, and where there are any host, event_link, description and talks "
    "with title, speaker, recording and file; or the YAML or JSON that LearnHub writes.",
)
SCHEDULE = Talks(
    "schedule",
    "talks of a conference",
    "The schedule.json of pretalx or frab: each talk with its room, its speakers and its abstract.",
)
# What the page that leads to them calls them, the most usual first: kind, name, note, icon.
WAYS = (
    (
        CALENDAR.kind,
        "A calendar",
        "Of Google, Outlook, Meetup or LearnHub, as an .ics file.",
        "calendar-days",
    ),
    (
        EVENTS.kind,
        "A list of events",
        "YAML with talks and speakers, or what LearnHub wrote as JSON.",
        "list",
    ),
    (SCHEDULE.kind, "A conference", "Its schedule.json, of pretalx for instance.", "presentation"),
)
