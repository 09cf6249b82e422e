"""The page on which one lets a calendar keep mail away."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people import focus, sentences
from learnhub.people.access import member
from learnhub.people.quiet_forms import CalendarForm
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.rate_limits import limited
from learnhub.web.toasts import toast

bp = Blueprint("focus", __name__)


@bp.get("/settings/focus")
@access(member)
def show() -> Response:
    feed = focus.of(actor())
    said = {"counts": "word" if feed.word else "busy", "word": feed.word or "Focus"} if feed else {}
    return _page(CalendarForm(formdata=None, **said))


@bp.post("/settings/focus")
@access(member)
@limited
def give() -> Response:
    form = CalendarForm()
    if form.validate_on_submit():
        with form.comparing():
            focus.give(actor(), **form.said())
            return see(url_for(".show"))
    return _page(form, form.refused)


@bp.post("/settings/focus/confirm")
@access(member)
def confirm() -> Response:
    focus.confirm(actor(), request.form.get("was", ""))
    toast("Mail stays away in these hours.")
    return see(url_for(".show"))


@bp.post("/settings/focus/again")
@access(member)
def again() -> Response:
    focus.ask_again(actor())
    toast("It is being read.")
    return see(url_for(".show"))


@bp.post("/settings/focus/end")
@access(member)
def end() -> Response:
    focus.end(actor())
    toast("Your calendar is forgotten, and what came from it.")
    return see(url_for("people.settings", _anchor="quiet-h"))


def _page(form: CalendarForm, status: int = 200) -> Response:
    me, now = actor(), clock.now()
    feed = focus.of(me)
    found = [each.block for each in focus.blocks(feed)] if feed else []
    days = sentences.focus_days(found, me.tz, now)
    late = focus.is_late(feed, now)
    known: dict[str, Any] = {"feed": feed, "late": late, "count": len(found), "days": days}
    response = page("people/focus.html", status=status, me=me, form=form, **known)
    response.headers["Cache-Control"] = "no-store"
    return response
