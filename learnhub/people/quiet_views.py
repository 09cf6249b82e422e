"""Quiet hours of one's own: added, changed and removed."""

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask.wrappers import Response

from learnhub.people import quiet, sentences
from learnhub.people.access import member
from learnhub.people.hours import Window
from learnhub.people.quiet_forms import ChangedQuietForm
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("quiet", __name__)


@bp.get("/settings/quiet/<key>")
@access(member)
def show(key: str) -> Response:
    return _page(key, ChangedQuietForm.of(quiet.own(actor(), key)))


@bp.post("/settings/quiet/<key>")
@access(member)
def save(key: str) -> Response:
    form = ChangedQuietForm(prefix="quiet")
    if form.validate_on_submit():
        with form.comparing():
            others = quiet.change(actor(), key, version=form.version.data, **form.answers())
            return saved("They are changed.", others)
    return _page(key, form, form.refused)


def saved(text: str, overlapped: Sequence[Window] = ()) -> Response:
    """Say what was done, and with which others it overlaps; go back to the settings."""
    also = " and ".join(sentences.window(each) for each in overlapped)
    toast(f"{text} They overlap {also}; all of them hold." if also else text)
    return see(url_for("people.settings", _anchor="quiet-h"))


def _page(key: str, form: ChangedQuietForm, status: int = 200) -> Response:
    row = quiet.own(actor(), key)
    return page("people/quiet.html", status=status, row=row, form=form, window=sentences.window(row.window))
