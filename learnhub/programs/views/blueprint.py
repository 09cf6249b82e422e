"""The blueprint that the pages of all programs share."""

from datetime import datetime

from flask import Blueprint, url_for

from learnhub.core import dates
from learnhub.programs import kinds
from learnhub.programs.models import Program, Seat
from learnhub.web.reader import today

bp = Blueprint("programs", __name__)


@bp.app_template_filter("wall")
def wall(value: datetime, until: datetime | None = None) -> str:
    """Word a wall time: "Wed 2 Dec, 10:00", "Wed 2 Dec, 10:00 – 12:00"; the page says in which zone."""
    said = f"{dates.day(value.date(), today())}, {value:%H:%M}"
    if until is None:
        return said
    return f"{said} – {f'{until:%H:%M}' if until.date() == value.date() else wall(until)}"


@bp.app_template_global("list_of")
def list_of(program: Program) -> str:
    """Return where its hosts find who is on it."""
    return url_for(kinds.of(program).list_page, key=program.key)


@bp.app_template_global("desk_of")
def desk_of(program: Program) -> str:
    """Return where its hosts write to people from."""
    kind = kinds.of(program)
    return url_for(kind.desk_page or kind.list_page, key=program.key)


@bp.app_template_global("crumbs_of")
def crumbs_of(program: Program) -> list[tuple[str, str] | str]:
    """Return what leads to a program's page, that page with it."""
    return [("What’s on", url_for("programs.whats_on")), (program.title, program.url)]


def url_of(program: Program, page: str, part: str | None = None) -> str:
    """Return the address of one of the pages that all programs have, or of a part of it."""
    return url_for(f"programs.{page}", key=program.key, _anchor=part)


def seat_named(value: str) -> Seat | None:
    """Return the kind of place that a form names; none where it names none."""
    return Seat(value) if value in set(Seat) else None
