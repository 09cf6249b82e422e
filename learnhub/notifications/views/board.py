"""The board on which admins see what waits, goes and failed, and try it again or end it."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.words import counted
from learnhub.notifications import by_admins, outages
from learnhub.notifications.sending.channels import chat
from learnhub.notifications.showing import attention, in_chat, to_admins
from learnhub.notifications.telling.kinds import KINDS
from learnhub.notifications.views.blueprint import bp
from learnhub.people.access import admin
from learnhub.people.session import actor
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

DEALS = {"again": (by_admins.try_again, "tried again"), "cancel": (by_admins.call_off, "cancelled")}


@bp.get("/admin/delivery")
@access(admin)
def deliveries() -> Response:
    asked, now = _asked(), clock.now()
    return page(
        "notifications/deliveries.html",
        **asked,
        **_ways(),
        found=to_admins.deliveries(**asked, page=page_number(request.args)),
        per_page=to_admins.PER_PAGE,
        health=outages.health(now),
        rates=to_admins.rates(now),
        waiting=to_admins.waiting(now, asked["who"]),
        why_not=to_admins.why_not(now, asked["who"]) if asked["which"] == "ended" else (),
        chats=in_chat.listed(**asked),
        kinds=KINDS,
    )


def _ways() -> dict[str, Any]:
    """Whether mail can go, and messages in chat to people."""
    return {"ready": mail.is_set_up(), "in_slack": chat.is_set_up()}


def _asked() -> dict[str, Any]:
    """What is asked for; of somebody, whatever became of it."""
    who = request.args.get("q", "").strip()[:100]
    return {"which": request.args.get("show", "all" if who else "waiting"), "who": who}


@bp.get("/admin/delivery/fortnight")
@access(admin)
def fortnight() -> Response:
    budget, rows = attention.of_fortnight(clock.now())
    return page("notifications/fortnight.html", budget=budget, rows=rows)


@bp.post("/admin/delivery/chosen")
@access(admin)
def deal_with() -> Response:
    ids = request.form.getlist("message", type=int)[: to_admins.PER_PAGE]
    chats = request.form.getlist("chat", type=int)[: in_chat.SHOWN]
    deal, done = DEALS.get(request.form.get("do", ""), (None, ""))
    number = deal(actor(), ids, chats) if deal else 0
    done = f"{'is' if number == 1 else 'are'} {done}." if deal else "are changed: say what to do with them."
    toast(f"{counted(number, 'message').capitalize()} {done}")
    show, who = request.form.get("show", "waiting"), request.form.get("q") or None
    return see(url_for(".deliveries", show=show, q=who))
