"""Outlines in YAML: a schedule of weeks with sessions and homework, or a table of contents.

Nothing is constructed: nodes are read as text, so that no tag makes an object.
"""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import one_line
from learnhub.courses.formats.entries import Entry, sheet
from learnhub.library.formats.entries import text_of

NOTHING = "There is no outline in it: neither weeks with sessions, nor parts with a title and sections."
TWICE = "The file names “homework” twice in this week, and only the last of them counts. Add it by hand."
NONE = "Perhaps there is none: look at it after it came in."
CANCELLED = re.compile(r"\bcancell?ed\b", re.IGNORECASE)
NO_CLASS = re.compile(r"\bnone\b|\bno class\b|\bbreak\b|\bholiday\b", re.IGNORECASE)
BRACKETS = re.compile(r"[\[\]\\]")
LINKED = ("topics", "pre_readings", "readings", "videos", "extra_resources")


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the lines of a schedule. Raises Invalid, with the line, for what cannot be read."""
    text = text_of(stream)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f" from line {mark.line + 1} on" if mark else ""
        raise Invalid(f"It cannot be read{at}: {one_line(error.problem)[:100]}.", "file") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Invalid("It cannot be read: it is no YAML.", "file") from error
    if isinstance(root, SequenceNode):
        return sheet(_contents(root), NOTHING)
    return sheet(_weeks(root), NOTHING)


def _weeks(root: Node | None) -> Iterator[Entry]:
    for week in _listed(root, "weeks"):
        if not isinstance(week, MappingNode):
            continue
        offset = _text(week, "week_offset")
        number = str(int(offset) + 1) if offset.isascii() and offset.isdigit() and len(offset) < 4 else ""
        named = [value for key, value in week.value if getattr(key, "value", "") == "homework"]
        yield from (_session(each, number) for each in _listed(week, "sessions"))
        for place, held in enumerate(named):
            lost = TWICE if place < len(named) - 1 else ""
            yield from (_homework(each, number, lost) for each in _nodes(held))


def _session(node: Node, week: str) -> Entry:
    title = _text(node, "title")
    if CANCELLED.search(title):
        return Entry(
            _line(node), "No session", week=week, weekday=_text(node, "day"), note=title, counts="no"
        )
    none = bool(NO_CLASS.search(title))
    return Entry(
        _line(node),
        title,
        week=week,
        weekday=_text(node, "day"),
        minutes=_text(node, "minutes"),
        body=_body(node),
        counts="no" if none else "",
        perhaps=NONE if none else "",
    )


def _homework(node: Node, week: str, lost: str) -> Entry:
    day = _text(node, "due") or _text(node, "out") or _text(node, "day")
    dated = day[:10] if re.match(r"\d{4}-\d\d-\d\d", day) else ""
    title, weekday = _text(node, "title"), "" if dated else day
    where = "" if dated else week
    hours = _text(node, "hours")
    return Entry(
        _line(node),
        title,
        "deliverable",
        where,
        weekday,
        dated,
        hours=hours,
        off=lost,
        url=_text(node, "link"),
    )


def _body(node: Node) -> str:
    """Return topics, readings and videos as a list in Markdown."""
    lines = []
    for name in LINKED:
        for each in [*_listed(node, name), *_listed(node, name.capitalize())]:
            title, link = _text(each, "desc") or _text(each, "title"), _text(each, "link")
            plain = BRACKETS.sub("", title)
            if plain:
                lines.append(
                    f"- [{plain}]({link})" if re.match(r"https?://[^\s()]+$", link) else f"- {plain}"
                )
    return "\n".join(lines)[:8000]


def _contents(root: SequenceNode) -> Iterator[Entry]:
    """A table of contents: each part takes a week, and its lessons are what it is about."""
    for number, part in enumerate(root.value, start=1):
        if isinstance(part, MappingNode) and _text(part, "title"):
            lessons = [one_line(_text(each, "title")) for each in _listed(part, "sections")]
            body = "\n".join(f"- {BRACKETS.sub('', title)}" for title in lessons if title)
            yield Entry(_line(part), _text(part, "title"), "part", str(number), body=body[:8000])
        else:
            yield Entry(_line(part), wrong="It is no part with a title.")


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _text(node: Node | None, name: str) -> str:
    """Return what stands under a name, as one line; empty for null and for anything but text."""
    pairs = node.value if isinstance(node, MappingNode) else ()
    found = next((value for key, value in pairs if getattr(key, "value", None) == name), None)
    if not isinstance(found, ScalarNode) or found.tag.endswith(":null"):
        return ""
    return one_line(found.value)


def _listed(node: Node | None, name: str) -> Sequence[Node]:
    pairs = node.value if isinstance(node, MappingNode) else ()
    return _nodes(next((value for key, value in pairs if getattr(key, "value", None) == name), None))


def _nodes(node: Node | None) -> Sequence[Node]:
    return node.value if isinstance(node, SequenceNode) else ()
