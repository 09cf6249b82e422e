"""An outline changed line by line: added, changed, moved, taken out."""

from collections.abc import Sequence
from dataclasses import replace

from learnhub.core.errors import Invalid, NotFound
from learnhub.core.text import many_lines, one_line, web_address
from learnhub.courses import outlines, queries, versions
from learnhub.courses.models import Course, CourseVersion, ItemKind
from learnhub.courses.outlines import Line
from learnhub.library import url_keys
from learnhub.people.models import Person

TITLE, NOTE, BODY = 200, 300, 8000  # characters at most
WEEKS, MINUTES, HOURS = 104, 24 * 60, 1000


def line(course: Course, key: str) -> Line:
    """Return one line of the current outline. Raises NotFound."""
    found = next((each for each in lines(course) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def lines(course: Course) -> list[Line]:
    """Return the current outline."""
    return versions.lines(queries.current(course))


def add(actor: Person, course: Course, said: Line, *, into: str = "", version: int) -> CourseVersion:
    """Add a line at the end of the part with the key `into`, or of all. Raises Invalid as `checked` does."""
    there = lines(course)
    made = replace(checked(said), key="")
    place = _end_of(there, into) if into and made.kind is not ItemKind.PART else len(there)
    return versions.write(actor, course, [*there[:place], made, *there[place:]], version=version)


def _end_of(there: Sequence[Line], part: str) -> int:
    """Return the place behind what a part holds; the end where there is no such part."""
    start = next((at for at, each in enumerate(there) if each.key == part), None)
    if start is None:
        return len(there)
    after = (at for at, each in enumerate(there) if at > start and each.kind is ItemKind.PART)
    return next(after, len(there))


def change(actor: Person, course: Course, key: str, said: Line, *, version: int) -> CourseVersion:
    """Say a line anew. Raises NotFound, and Invalid as `checked` does."""
    line(course, key)
    changed = replace(checked(said), key=key)
    wanted = [changed if each.key == key else each for each in lines(course)]
    return versions.write(actor, course, wanted, version=version)


def move(actor: Person, course: Course, key: str, by: int, *, version: int) -> CourseVersion:
    """Move a line up (-1) or down (1); a part takes along what it holds. Raises NotFound."""
    line(course, key)
    return versions.write(actor, course, outlines.moved(lines(course), key, by), version=version)


def take_out(actor: Person, course: Course, key: str, *, version: int) -> CourseVersion:
    """Take a line out; what a part held stays, in the part before. Raises NotFound."""
    line(course, key)
    wanted = [each for each in lines(course) if each.key != key]
    return versions.write(actor, course, wanted, version=version)


def checked(said: Line) -> Line:
    """Return a line as it is stored. Raises Invalid that names the field."""
    title = one_line(said.title)[:TITLE]
    if not title:
        raise Invalid("Give it a title.", field="title")
    address = web_address(one_line(said.url or ""))
    if address and not url_keys.is_address(address):
        raise Invalid("Use the address of a page, as in https://example.org/page.", field="url")
    if said.week is None and said.weekday is not None:
        raise Invalid("Say which week that day is in.", field="week")
    bounds = (
        ("week", said.week, 1, WEEKS),
        ("minutes", said.minutes, 1, MINUTES),
        ("hours", said.hours, 0, HOURS),
    )
    for name, value, least, most in bounds:
        if value is not None and not least <= value <= most:
            raise Invalid(f"Use a number from {least} to {most:,}.", field=name)
    if said.weekday is not None and said.weekday not in range(7):
        raise Invalid("There is no such day of the week.", field="weekday")
    is_part, is_session = said.kind is ItemKind.PART, said.kind is ItemKind.SESSION
    return replace(
        said,
        title=title,
        url=address or None,
        note=one_line(said.note)[:NOTE],
        body=many_lines(said.body)[:BODY],
        weekday=None if is_part else said.weekday,
        at=None if is_part else said.at,
        minutes=said.minutes if is_session else None,
        counts=said.counts and not is_part,
    )
