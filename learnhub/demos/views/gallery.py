"""The gallery of a hackathon."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.demos import gallery_pages, services
from learnhub.demos.views.blueprint import bp
from learnhub.hackathons import queries as hackathons
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/hackathons/<key>/gallery")
@access(member)
def gallery(key: str) -> Response:
    return page("demos/gallery.html", **gallery_pages.index(actor(), key, request.args))


@bp.post("/hackathons/<key>/gallery")
@access(member)
def release(key: str) -> Response:
    hackathon, _ = hackathons.hosted(actor(), key)
    opened = request.form.get("opened") == "1"
    services.release_gallery(actor(), hackathon, opened=opened)
    toast("The gallery is open to everyone." if opened else "The gallery is closed again.")
    return see(url_for(".gallery", key=key))
