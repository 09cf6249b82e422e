"""The pages on which hosts run a talk: its host view, its date."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs.hearing import moved
from learnhub.talks import pages, services
from learnhub.talks.forms import MoveForm
from learnhub.talks.views.blueprint import bp, editable, url_of
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/talks/<key>/host")
@access(member)
def host(key: str) -> Response:
    context = pages.host(actor(), key, clock.now(), request.args)
    return page(context.pop("template"), **context)


@bp.get("/talks/<key>/dates")
@access(member)
def dates(key: str) -> Response:
    talk, plan = editable(key), None
    if not request.args:
        form = MoveForm(starts=talk.starts_wall, minutes=talk.minutes, version=talk.version)
        return page("talks/dates.html", talk=talk, form=form, preview=None)
    form = MoveForm(formdata=request.args)
    if form.version.data != talk.version:
        text = "What would move was worked out from the date before."
        return already("The date has changed since.", url_of(talk, "talks.dates"), "Look at the date", text)
    if form.validate() and form.starts.data:
        with form.blaming():
            plan = pages.move(actor(), talk, form.starts.data, form.minutes.data or 0)
    return page("talks/dates.html", status=200 if plan else 422, talk=talk, form=form, preview=plan)


@bp.post("/talks/<key>/dates")
@access(member)
def move(key: str) -> Response:
    talk, form = editable(key), MoveForm()
    if form.validate():
        with form.blaming():
            told = services.move(actor(), talk, **form.order())
            toast(moved(told, "The date", mail=mail.is_set_up()))
            return see(url_of(talk))
    return page("talks/dates.html", status=422, talk=talk, form=form, preview=None)
