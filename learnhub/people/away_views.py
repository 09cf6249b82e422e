"""Back from days away, and what is paused for them."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core import clock, dates
from learnhub.people import away_pauses, profiles, sentences
from learnhub.people.access import member
from learnhub.people.models import Person
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import see
from learnhub.web.toasts import toast

bp = Blueprint("away", __name__)


@bp.post("/settings/back")
@access(member)
def back() -> Response:
    me, now = actor(), clock.now()
    began = me.away_from is None or me.away_from <= dates.local_date(now, me.tz)
    profiles.set_away(me, until=None)
    rests = any(each.rests for each in away_pauses.beside(me, now))
    return saved(sentences.back(began=began, rests=rests))


@bp.post("/settings/away/pause")
@access(member)
def pause() -> Response:
    return saved(away_pauses.pause(actor(), request.form.get("of", ""), clock.now()))


@bp.post("/settings/away/resume")
@access(member)
def resume() -> Response:
    return saved(away_pauses.resume(actor(), request.form.get("of", ""), clock.now()))


def saved(text: str) -> Response:
    """Say what was done, and show the days away again."""
    toast(text)
    return see(url_for("people.settings", _anchor="away-h"))


def shown(me: Person) -> dict[str, Any]:
    """Return what stands about the days away, with what runs on in them."""
    now = clock.now()
    return {"away_said": sentences.away(me, now), "runs": away_pauses.beside(me, now)}
