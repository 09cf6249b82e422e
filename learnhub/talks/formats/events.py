"""Lists of events in YAML, as meetups keep them for their pages, and our own JSON, which is YAML too.

Nothing is constructed: nodes are read as text, so that no tag makes an object, and what an alias points at is
looked at where a talk has it, never unfolded.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import many_lines, one_line
from learnhub.talks.formats.entries import BELOW, Entry, links, listed, names, paragraphs, sheet, where
from learnhub.talks.formats.texts import text_of

MOST_BYTES = 1024 * 1024
MOST_PARTS = 50  # talks of one event
PLAIN = "tag:yaml.org,2002:"
NO_LIST = "This is no list of events: each begins with a dash, and has a title and a date."
MAKES = "It asks to make an object (“{}”), and only text is read."
NULLS = {"", "~", "null", "none"}
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:\d\d)?")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?.*")


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the events of a file. Raises Invalid, with the line, for what cannot be read."""
    text = text_of(stream, MOST_BYTES)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)  # that in C dies of "[" * 100,000
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f" from line {mark.line + 1} on" if mark else ""
        raise Invalid(f"It cannot be read{at}: {one_line(error.problem)[:100]}.", "file") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Invalid("It cannot be read: it is no YAML.", "file") from error
    if not isinstance(root, SequenceNode):
        raise Invalid(NO_LIST, "file")
    return sheet(map(_entry, root.value), NO_LIST)


def _entry(node: Node) -> Entry:
    line = node.start_mark.line + 1
    if not isinstance(node, MappingNode):
        return Entry(line, wrong="It is no event with a title and a date.")
    said, parts = _said(node), _parts(node)
    makes = next((tag for tag in _tags(node) if not tag.startswith(PLAIN) or "python" in tag), "")
    if makes:
        return Entry(line, title=one_line(said.get("title")), wrong=MAKES.format(makes[-60:]))
    starts, wrong = _starts(said)
    place, call = where(said.get("address") or said.get("place") or said.get("host") or "")
    return Entry(
        line,
        title=one_line(said.get("title")),
        starts=starts,
        minutes=said.get("minutes", ""),
        zone=one_line(said.get("zone")),
        place=place,
        call_url=call or one_line(said.get("call_link")),
        link=one_line(said.get("event_link") or said.get("url")),
        summary=one_line(said.get("summary")),
        story=many_lines(said.get("description")) or _story(said, parts),
        speakers=listed(_list(node, "speakers")) or names(*(part.get("speaker", "") for part in parts)),
        recordings=links(*(part.get("recording", "") for part in parts)),
        slides=links(*(part.get("file", "") for part in parts)),
        recorded="yes" if said.get("recorded", "").lower() in {"true", "yes"} else "",
        wrong=wrong,
    )


def _said(node: MappingNode) -> dict[str, str]:
    """Return what stands under each name, as text."""
    return {
        key.value: value.value
        for key, value in node.value
        if isinstance(key, ScalarNode) and isinstance(value, ScalarNode) and value.value.lower() not in NULLS
    }


def _under(node: MappingNode, name: str) -> Sequence[Node]:
    found = next((value for key, value in node.value if getattr(key, "value", None) == name), None)
    return found.value[:MOST_PARTS] if isinstance(found, SequenceNode) else ()


def _parts(node: MappingNode) -> list[dict[str, str]]:
    return [_said(part) for part in _under(node, "talks") if isinstance(part, MappingNode)]


def _list(node: MappingNode, name: str) -> list[str]:
    return [each.value for each in _under(node, name) if isinstance(each, ScalarNode)]


def _tags(node: MappingNode) -> Iterator[str]:
    yield node.tag
    for key, value in node.value:
        yield key.tag
        yield value.tag


def _starts(said: Mapping[str, str]) -> tuple[str, str]:
    """Return the day, with the time where one is said; and what is wrong with them."""
    day = _DAY.fullmatch(one_line(said.get("date")))
    if day is None:
        return one_line(said.get("date")), ""
    time = one_line(said.get("start") or said.get("time") or day[2])
    if not time:
        return day[1], ""
    clock = _TIME.fullmatch(time)
    if clock is None:
        return day[1], f"“{time[:40]}” is no time. Write 18:00."
    return f"{day[1]}T{int(clock[1]):02}:{clock[2]}", ""


def _story(said: Mapping[str, str], parts: Sequence[Mapping[str, str]]) -> str:
    """Return what it was about in Markdown, of its talks."""
    talks = [
        f"- **{one_line(part.get('title'))}**"
        + (f", by {one_line(part['speaker'])}" if part.get("speaker") else "")
        for part in parts
        if part.get("title")
    ]
    host = one_line(said.get("host"))
    return paragraphs(["\n".join(talks), f"Hosted by {host}." if host and host != "online" else ""])


def write_yaml(entries: Iterable[Entry]) -> bytes:
    """Return a list of events that `read` reads."""
    said: bytes = yaml.safe_dump(
        [*map(_event, entries)], sort_keys=False, allow_unicode=True, width=110, encoding="utf-8"
    )
    return said


def write_json(entries: Iterable[Entry]) -> bytes:
    """Return the same list as JSON."""
    return f"{json.dumps([*map(_event, entries)], ensure_ascii=False, indent=1)}\n".encode()


def _event(entry: Entry) -> dict[str, Any]:
    day, _, time = entry.starts.partition("T")
    speakers = [name for name in entry.speakers.split(BELOW) if name]
    said: dict[str, Any] = {
        "title": entry.title,
        "date": day,
        "start": time,
        "minutes": int(entry.minutes),
        "zone": entry.zone,
        "host": entry.place,
        "call_link": entry.call_url,
        "event_link": entry.link,
        "summary": entry.summary,
        "description": entry.story,
        "recorded": entry.recorded == "yes",
        "speakers": speakers,
        "talks": list(_talks(entry, " & ".join(speakers))),
    }
    return {name: value for name, value in said.items() if value}


def _talks(entry: Entry, speakers: str) -> Iterator[dict[str, str]]:
    recordings = [each for each in entry.recordings.split(BELOW) if each]
    slides = [each for each in entry.slides.split(BELOW) if each]
    for place in range(max(len(recordings), len(slides), 1)):
        said = {
            "title": entry.title,
            "speaker": speakers,
            "recording": recordings[place] if place < len(recordings) else "",
            "file": slides[place] if place < len(slides) else "",
        }
        yield {name: value for name, value in said.items() if value}
