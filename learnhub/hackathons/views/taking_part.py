"""The page of those who take part."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.hackathons import pages
from learnhub.hackathons.views.blueprint import bp
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page


@bp.get("/hackathons/<key>")
@access(member)
def show(key: str) -> Response:
    return page("hackathons/show.html", **pages.show(actor(), key, clock.now(), request.args.get("as", "")))
