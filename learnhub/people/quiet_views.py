"""Quiet hours of one's own: added, changed and removed."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, url_for
from flask.wrappers import Response

from learnhub.people import quiet, sentences
from learnhub.people.access import member
from learnhub.people.hours import Window
from learnhub.people.quiet_forms import QuietForm
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("quiet", __name__)


@bp.get("/settings/quiet/<key>")
@access(member)
def show(key: str) -> Response:
    row = quiet.own(actor(), key)
    said: dict[str, Any] = {"starts": row.starts, "ends": row.ends, "days": [*row.days]}
    return _page(key, QuietForm(formdata=None, prefix="quiet", **said))


@bp.post("/settings/quiet/<key>")
@access(member)
def save(key: str) -> Response:
    form = QuietForm(prefix="quiet")
    if form.validate_on_submit():
        with form.blaming():
            return saved("They are changed.", quiet.change(actor(), key, **form.answers()))
    return _page(key, form, 422)


def saved(text: str, overlapped: Sequence[Window] = ()) -> Response:
    """Say what was done, and with which others it overlaps; go back to the settings."""
    also = " and ".join(sentences.window(each) for each in overlapped)
    toast(f"{text} They overlap {also}; all of them hold." if also else text)
    return see(url_for("people.settings", _anchor="quiet-h"))


def _page(key: str, form: QuietForm, status: int = 200) -> Response:
    window = sentences.window(quiet.own(actor(), key).window)
    return page("people/quiet.html", status=status, key=key, form=form, window=window)
