"""The dashboard of org leaders, under /dashboard; and how its numbers are kept, for admins."""

from io import BytesIO

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.errors import NotFound
from learnhub.core.sheets import csv_lines, write_xlsx
from learnhub.dashboards import exporting, mailing, pages, recounting
from learnhub.people.access import admin, leader
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("dashboards", __name__)
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/dashboard")
@access(leader)
def index() -> Response:
    return page("dashboards/index.html", **pages.show(actor(), request.args))


@bp.get("/dashboard/of/<name>")
@access(leader)
def made_of(name: str) -> Response:
    return page("dashboards/made_of.html", **pages.made_of(actor(), name, request.args))


@bp.get("/dashboard/cohorts")
@access(leader)
def cohorts() -> Response:
    return page("dashboards/cohorts.html", **pages.cohorts(actor(), request.args))


@bp.get("/dashboard/demos")
@access(leader)
def demos() -> Response:
    return page("dashboards/demos.html", **pages.demos(actor(), request.args))


@bp.get("/dashboard/story")
@access(leader)
def story() -> Response:
    return page("dashboards/story.html", **exporting.story(actor(), request.args))


@bp.get("/dashboard/table.<form>")
@access(leader)
def table(form: str) -> Response:
    """The numbers as a file: what the page says, and no more."""
    headers, rows = exporting.table(actor(), request.args)
    if form not in TYPES:
        raise NotFound
    body = BytesIO()
    if form == "xlsx":
        write_xlsx(body, headers, rows)
    else:
        body.write("".join(csv_lines(headers, rows)).encode())
    return download(body.getvalue(), f"dashboard.{form}", TYPES[form])


@bp.get("/dashboard/mails")
@access(leader)
def mails() -> Response:
    return page("dashboards/mails.html", **mailing.show(actor(), request.args))


@bp.post("/dashboard/mails")
@access(leader)
def keep_mail() -> Response:
    every = request.values.get("every", "")
    here, said = mailing.keep(actor(), request.args, every)
    toast(said)
    return see(f"{url_for('.mails')}?{here}")


@bp.post("/dashboard/mails/<key>/stop")
@access(leader)
def stop_mail(key: str) -> Response:
    again = mailing.stop(actor(), key)
    toast("It comes no more.", undo=url_for(".keep_mail", **again) if again else None)
    return see(url_for(".mails", stopped="yes"))


@bp.get("/admin/numbers")
@access(admin)
def numbers() -> Response:
    return page("dashboards/numbers.html", **recounting.show())


@bp.post("/admin/numbers")
@access(admin)
def rebuild() -> Response:
    recounting.ask(actor())
    toast("The numbers are being counted anew. You can leave this page.")
    return see(url_for(".numbers"))
