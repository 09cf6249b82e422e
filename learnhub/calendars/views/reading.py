"""The month, the agenda, and the files that calendar programs read."""

from flask import Response as File
from flask import request
from flask.wrappers import Response

from learnhub.calendars import feeds, pages, queries
from learnhub.calendars.views import blueprint
from learnhub.calendars.views.blueprint import bp
from learnhub.core import clock, ics
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access, anyone
from learnhub.web.page import page
from learnhub.web.reader import house


@bp.get("/calendar")
@access(member)
def show() -> Response:
    context = pages.calendar(actor(), clock.now(), request.args, house().first_weekday)
    return page("calendars/show.html", **context)


@bp.get("/calendar/<key>.ics")
@access(member)
def program(key: str) -> File:
    """One program as a file, to add to a calendar."""
    found = queries.program(actor(), key)
    return blueprint.ics(ics.calendar(feeds.of_program(found), name=found.program.title), key)


@bp.get("/calendar/feeds/<secret>.ics")
@access(anyone)
def feed(secret: str) -> File:
    """A feed, read by a calendar program that nobody signs in: the secret in the address opens it."""
    return blueprint.ics(feeds.read(secret, clock.now()), "learnhub")
