"""What's on: everything that runs, comes, or is over."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import pages
from learnhub.programs.views.blueprint import bp
from learnhub.web.access import access
from learnhub.web.page import page
from learnhub.web.reader import house


@bp.get("/whats-on")
@access(member)
def whats_on() -> Response:
    context = pages.whats_on(actor(), clock.now(), request.args, house().first_weekday)
    return page("programs/whats_on.html", **context)
