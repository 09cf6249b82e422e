"""The inbox, and what is done with several of its messages at once: each of it can be taken back."""

from datetime import datetime

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.words import counted
from learnhub.notifications import inboxes, queries
from learnhub.notifications.policies import Snooze
from learnhub.notifications.telling import wording
from learnhub.notifications.views.blueprint import bp
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

NONE = "No message was ticked. Tick some first."
TOO_SOON = "No message was snoozed: they are due before that."
HEARD = "Nothing was muted: they are of no program, or muted already."


@bp.get("/inbox")
@access(member)
def inbox() -> Response:
    me, now = actor(), clock.now()
    found = queries.inbox(me, page_number(request.args), now)
    rows = [(row, wording.words(row.reminder, found.tale, me.tz, now)) for row in found.rows if row.reminder]
    return page(
        "notifications/inbox.html",
        found=found,
        rows=rows,
        number=found.page,
        per_page=queries.PER_PAGE,
    )


@bp.post("/inbox/<key>/read")
@access(member)
def read(key: str) -> Response:
    inboxes.mark_read(actor(), queries.delivery(actor(), key))
    return _back()


@bp.post("/inbox/read")
@access(member)
def read_all() -> Response:
    toast("Everything is marked as read.", undo=_new_again(inboxes.mark_all_read(actor())))
    return see(url_for(".inbox"))


@bp.post("/inbox/chosen")
@access(member)
def chosen() -> Response:
    keys, what = request.form.getlist("key")[: queries.PER_PAGE], request.form.get("do", "")
    if not keys:
        toast(NONE)
    elif what in set(Snooze):
        went = inboxes.snooze(actor(), keys, Snooze(what))
        _said(len(went), "message", "snoozed", url_for(".wake", key=went), TOO_SOON)
    elif what == "mute":
        muted = inboxes.mute_those(actor(), keys)
        _said(len(muted), "program", "muted", url_for(".unmute_those", key=muted), HEARD)
    else:
        number, at = inboxes.read(actor(), keys)
        _said(number, "message", "marked as read", _new_again(at), NONE)
    return _back()


@bp.post("/inbox/unread")
@access(member)
def unread() -> Response:
    number = inboxes.unread(actor(), request.args.get("at", ""))
    toast(f"{counted(number, 'message').capitalize()} new again.")
    return _back()


@bp.post("/inbox/wake")
@access(member)
def wake() -> Response:
    number = inboxes.wake(actor(), request.args.getlist("key")[: queries.PER_PAGE])
    toast(f"{counted(number, 'message').capitalize()} back in the inbox.")
    return _back()


@bp.post("/inbox/unmute")
@access(member)
def unmute_those() -> Response:
    number = inboxes.unmute_those(actor(), request.args.getlist("key")[: queries.PER_PAGE])
    toast(f"You hear of {counted(number, 'program')} again.")
    return _back()


def _said(number: int, noun: str, what: str, undo: str, none: str) -> None:
    toast(f"{counted(number, noun).capitalize()} {what}." if number else none, undo=undo if number else None)


def _new_again(at: datetime) -> str:
    return url_for("notifications.unread", at=at.isoformat())


def _back() -> Response:
    return see(url_for("notifications.inbox", page=request.values.get("page", type=int)))
