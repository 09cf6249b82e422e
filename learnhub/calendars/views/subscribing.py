"""The pages on which people make the address of a feed, and see it once."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.calendars import feeds
from learnhub.calendars.views.blueprint import bp
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web import codes
from learnhub.web.access import access
from learnhub.web.page import page


@bp.get("/settings/calendar")
@access(member)
def subscribing() -> Response:
    wanted = feeds.subject(actor(), request.args.get("kind", ""), request.args.get("key", ""))
    return page("calendars/subscribe.html", subject=wanted, open=feeds.of(actor(), wanted.about), url=None)


@bp.post("/settings/calendar")
@access(member)
def subscribe() -> Response:
    """The answer shows the secret, this once: no redirect could carry it."""
    wanted = feeds.subject(actor(), request.form.get("kind", ""), request.form.get("key", ""))
    url = feeds.make(actor(), wanted)
    opens = f"webcal://{url.partition('://')[2]}"
    shown: dict[str, Any] = {"url": url, "opens": opens, "picture": codes.picture(opens)}
    answer = page("calendars/subscribe.html", subject=wanted, open=feeds.of(actor(), wanted.about), **shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer
