"""The pages of those who take part: overview, sign-up, people."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.hackathons import pages, queries
from learnhub.hackathons.views.blueprint import bp, url_of
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import places
from learnhub.web.access import access
from learnhub.web.page import already, page, page_number, see
from learnhub.web.toasts import toast


@bp.get("/hackathons/<key>")
@access(member)
def show(key: str) -> Response:
    return page("hackathons/show.html", **pages.show(actor(), key, clock.now()))


@bp.post("/hackathons/<key>/sign-up")
@access(member)
def sign_up(key: str) -> Response:
    hackathon = queries.hackathon(actor(), key)
    places.sign_up(actor(), hackathon)
    return see(url_of(hackathon))


@bp.get("/hackathons/<key>/withdraw")
@access(member)
def leave(key: str) -> Response:
    hackathon, standing = queries.find(actor(), key)
    if not (standing.is_in or standing.waits):
        return already("You are not on the list.", url_of(hackathon), f"Open {hackathon.title}")
    return page("hackathons/withdraw.html", **pages.around(actor(), hackathon, standing, clock.now()))


@bp.post("/hackathons/<key>/withdraw")
@access(member)
def withdraw(key: str) -> Response:
    hackathon = queries.hackathon(actor(), key)
    places.withdraw(actor(), hackathon)
    toast(f"You are off the list of {hackathon.title}.")
    return see(url_of(hackathon))


@bp.post("/hackathons/<key>/name")
@access(member)
def show_name(key: str) -> Response:
    hackathon = queries.hackathon(actor(), key)
    places.show_name(actor(), hackathon, shown=request.form.get("shown") == "1")
    return see(url_of(hackathon))


@bp.get("/hackathons/<key>/people")
@access(member)
def people(key: str) -> Response:
    search, number = request.args.get("q", "").strip()[:100], page_number(request.args)
    return page(
        "hackathons/people.html", **pages.people(actor(), key, clock.now(), search=search, number=number)
    )
