"""What the editor of an outline shows, and the page of what changed from version to version."""

from itertools import pairwise
from typing import Any

from learnhub.courses import outlines, queries, sentences, versions
from learnhub.courses.models import Course

SHOWN = 6  # versions at once: an outline is read for each


def editor(course: Course) -> dict[str, Any]:
    """The outline as one changes it; `into` are its parts, for the form of a new line."""
    version = queries.current(course)
    lines = versions.lines(version)
    parts = [line for line in lines if line.kind == "part"]
    return {
        "course": course,
        "version": version,
        "lines": lines,
        "parts": outlines.parts(lines),
        "load": outlines.load(lines),
        "into": [("", "At the end"), *((part.key, part.title) for part in parts)],
        "last_part": parts[-1].key if parts else "",
        "say": sentences,
    }


def changes(course: Course) -> dict[str, Any]:
    """Each version with what changed since the one before it, the latest first."""
    every = queries.versions(course)
    lines = {version.id: versions.lines(version) for version in every[:SHOWN]}
    steps = [
        (newer, outlines.diff(lines[older.id], lines[newer.id])) for newer, older in pairwise(every[:SHOWN])
    ]
    return {
        "course": course,
        "first": every[-1],
        "steps": steps,
        "say": sentences,
        "more": len(every) > SHOWN,
    }


def typed(line: outlines.Line) -> dict[str, Any]:
    """Return a line as its form has it."""
    day = "" if line.weekday is None else str(line.weekday)
    return {**line.as_data(), "kind": line.kind.value, "weekday": day}
