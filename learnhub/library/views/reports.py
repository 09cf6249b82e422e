"""A resource that needs a look, in the words of who says so."""

from flask import url_for
from flask.wrappers import Response

from learnhub.library import queries, reports
from learnhub.library.forms import ReportForm
from learnhub.library.views.resources import bp, shown
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import see
from learnhub.web.toasts import toast


@bp.post("/library/<key>/report")
@access(employee)
def report(key: str) -> Response:
    resource, form = queries.resource(actor(), key), ReportForm()
    if not form.validate():
        return shown(resource.key, report=form, status=422)
    reports.say(actor(), resource, form.reason.data or "")
    toast("Thank you. It says on top that it needs a look.")
    return see(url_for(".show", key=resource.key))


@bp.post("/library/<key>/report/take-back")
@access(employee)
def take_report_back(key: str) -> Response:
    resource = queries.resource(actor(), key)
    reports.take_back(actor(), resource)
    toast("Taken back.")
    return see(url_for(".show", key=resource.key))
