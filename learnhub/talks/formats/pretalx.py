"""The schedule of a conference as pretalx and other tools write it (schedule.json): each of its talks."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from learnhub.core import dates
from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import one_line
from learnhub.talks.formats.entries import Entry, links, listed, paragraphs, sheet
from learnhub.talks.formats.texts import text_of

NO_SCHEDULE = "This is no schedule.json: it has no schedule with days and rooms."


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the talks of a schedule, in the order of the file. Raises Invalid for another file."""
    try:
        conference = json.loads(text_of(stream))["schedule"]["conference"]
        days = conference["days"]
    except json.JSONDecodeError as error:
        raise Invalid(f"It cannot be read from line {error.lineno} on: it is no JSON.", "file") from error
    except (KeyError, TypeError, RecursionError) as error:
        raise Invalid(NO_SCHEDULE, "file") from error
    zone = one_line(str(conference.get("time_zone_name") or ""))
    known = zone if zone in dates.zone_names() else ""
    talks = enumerate(_talks(days), start=1)
    return sheet((_entry(number, *each, known) for number, each in talks), "There are no talks in it.")


def _talks(days: Any) -> Iterator[tuple[str, Any]]:
    """Yield each talk with the name of its room."""
    for day in days if isinstance(days, list) else ():
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, talks in rooms.items() if isinstance(rooms, dict) else ():
            for talk in talks if isinstance(talks, list) else ():
                yield room, talk


def _entry(number: int, room: str, talk: Any, zone: str) -> Entry:
    if not isinstance(talk, dict):
        return Entry(number, wrong="It is no talk with a title and a date.")
    starts, wrong = _starts(_text(talk, "date"), zone)
    minutes, unread = _minutes(_text(talk, "duration"))
    files = [_address(each) for name in ("attachments", "links") for each in _each(talk, name)]
    return Entry(
        number,
        title=_text(talk, "title"),
        starts=starts,
        minutes=minutes,
        zone=zone,
        place=one_line(room)[:200],
        link=links(_text(talk, "url")),
        uid=_text(talk, "guid"),
        summary=_text(talk, "subtitle"),
        story=paragraphs([str(talk.get("abstract") or ""), str(talk.get("description") or "")]),
        speakers=listed(_name(each)[:120] for each in _each(talk, "persons")),
        recordings=links(_text(talk, "video_download_url")),
        slides=links(*(each for each in files if each.lower().endswith((".pdf", ".pptx", ".odp", ".key")))),
        wrong=wrong or unread,
    )


def _text(talk: Mapping[str, Any], name: str) -> str:
    return one_line(str(talk.get(name) or ""))


def _each(talk: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = talk.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _name(person: Mapping[str, Any]) -> str:
    said = (_text(person, name) for name in ("public_name", "name", "full_public_name"))
    return next((name for name in said if name), "")


def _address(link: Mapping[str, Any]) -> str:
    return _text(link, "url")


def _starts(said: str, zone: str) -> tuple[str, str]:
    """Return when it starts by the wall of the conference, or the moment where its zone is not known."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return "", f"“{said[:40]}” is no time at which it starts." if said else ""
    if at.tzinfo is not None and zone and dates.is_near(at.date()):
        at = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return at.isoformat(timespec="minutes"), ""


def _minutes(said: str) -> tuple[str, str]:
    """Return the minutes of "01:30"."""
    hours, _, minutes = said.partition(":")
    if not said:
        return "", ""
    if not (hours.isascii() and hours.isdigit() and minutes[:2].isascii() and minutes[:2].isdigit()):
        return "", f"“{said[:40]}” is no length. It is written as 01:30."
    return str(int(hours[:3]) * 60 + int(minutes[:2])), ""
