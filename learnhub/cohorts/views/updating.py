"""The page on which facilitators see what a newer outline would change in their cohort, and take it."""

from flask.wrappers import Response

from learnhub.cohorts import date_pages, queries, updating
from learnhub.cohorts.forms import UpdateForm
from learnhub.cohorts.views.blueprint import bp, url_of
from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs.hearing import moved
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/update")
@access(member)
def update(key: str) -> Response:
    cohort, standing = queries.hosted(actor(), key)
    found = updating.offered(cohort, clock.now())
    if found is None:
        return already("The cohort runs the newest outline.", url_of(cohort), f"Open {cohort.title}")
    form = UpdateForm(formdata=None, number=found.version.number, version=cohort.version)
    return page(
        "cohorts/update.html", form=form, **date_pages.update(actor(), cohort, standing, found, clock.now())
    )


@bp.post("/cohorts/<key>/update")
@access(member)
def take_update(key: str) -> Response:
    cohort, _ = queries.hosted(actor(), key)
    form = UpdateForm()
    told = updating.take(actor(), cohort, form.number.data or 0, version=form.version.data or 0)
    toast(moved(told, "The outline", mail=mail.is_set_up()))
    return see(url_of(cohort))
