"""Outlines and courses from files: the ways in, and the page on which what was read is put right."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.courses import correcting, incoming
from learnhub.courses.outlines import DAYS
from learnhub.courses.sentences import KINDS
from learnhub.imports import queries
from learnhub.imports.models import ImportRow
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

bp = Blueprint("bringing", __name__)


@bp.get("/courses/bring-in")
@access(employee)
def bring_in() -> Response:
    context: dict[str, Any] = {"title": "Bring in courses", "crumb": ("Courses", url_for("courses.index"))}
    return page("imports/bring_in.html", ways=incoming.WAYS, place="the catalogue has", **context)


@bp.get("/courses/bring-in/<key>")
@access(employee)
def correcting_page(key: str) -> Response:
    return _page(key)


@bp.post("/courses/bring-in/<key>")
@access(employee)
def correct(key: str) -> Response:
    batch, number = correcting.batch(actor(), key), page_number(request.args)
    wrong = correcting.save(queries.rows_page(batch, None, number), _typed())
    if wrong:
        return see(url_for(".correcting_page", key=key, page=number, wrong=wrong))
    toast("It is put right. Look at it once more, then bring it in.")
    return see(url_for("imports.show", key=key))


def _page(key: str) -> Response:
    batch, number = correcting.batch(actor(), key), page_number(request.args)
    counts = queries.counts(batch)
    rows = [(row, correcting.shown(row)) for row in queries.rows_page(batch, None, number) if _is_open(row)]
    return page(
        "courses/correct.html",
        batch=batch,
        rows=rows,
        number=number,
        per_page=queries.PER_PAGE,
        total=sum(counts.values()),
        kinds=[(kind.value, label) for kind, label in KINDS.items()],
        days=["", *DAYS],
    )


def _is_open(row: ImportRow) -> bool:
    return row.state in correcting.STATES


def _typed() -> dict[int, dict[str, str]]:
    """Return what was typed, by the id of its row: a field is called "title-17"."""
    found: dict[int, dict[str, str]] = {}
    for name, value in request.form.items():
        asked, _, id_ = name.rpartition("-")
        if id_.isascii() and id_.isdigit() and len(id_) < 12:
            found.setdefault(int(id_), {})[asked] = value
    return found
