"""The host view of a hackathon: what needs a host now, and where each team is."""

from flask import request
from flask.wrappers import Response

from learnhub.core.sheets import csv_lines
from learnhub.demos import host_pages
from learnhub.demos.views.blueprint import bp
from learnhub.hackathons import queries as hackathons
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import page


@bp.get("/hackathons/<key>/host")
@access(member)
def host(key: str) -> Response:
    return page("demos/host.html", **host_pages.host(actor(), key, request.args))


@bp.get("/hackathons/<key>/host.csv")
@access(member)
def export(key: str) -> Response:
    hackathon, _ = hackathons.hosted(actor(), key)
    lines = csv_lines(host_pages.HEADERS, host_pages.csv_rows(hackathon, actor()))
    return download("".join(lines), f"teams-{hackathon.key}.csv")
