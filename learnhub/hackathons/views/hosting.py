"""The pages on which hosts move a hackathon's dates."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.hackathons import pages, services
from learnhub.hackathons.forms import ShiftForm, move_form
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.views.blueprint import bp, editable, url_of
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs.hearing import moved
from learnhub.programs.models import ProgramState
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/hackathons/<key>/dates")
@access(member)
def dates(key: str) -> Response:
    hackathon = editable(key)
    spans = services.spans(hackathon)
    form = move_form([span.kind for span in spans], **pages.window_values(spans), along=True)
    form.version.data = hackathon.version
    context: dict[str, Any] = {"hackathon": hackathon, "form": form, "spans": spans, "preview": None}
    return page("hackathons/dates.html", shift=ShiftForm(formdata=None), **context)


@bp.get("/hackathons/<key>/dates/shift")
@access(member)
def shift(key: str) -> Response:
    hackathon, asked = editable(key), ShiftForm(formdata=request.args)
    if asked.version.data and asked.version.data != hackathon.version:
        return _moved(hackathon)
    spans, plan = services.spans(hackathon), None
    if asked.validate():
        with asked.blaming():
            wanted = pages.shift(hackathon, asked.days.data or 0, clock.now())
            plan = pages.move(actor(), hackathon, wanted)
    filled = pages.window_values([new for _, new in plan["pairs"]] if plan else spans)
    form = move_form([span.kind for span in spans], formdata=None, **filled, along=True)
    form.version.data = hackathon.version
    context: dict[str, Any] = {"hackathon": hackathon, "form": form, "spans": spans, "preview": plan}
    return page("hackathons/dates.html", status=200 if plan else 422, shift=asked, **context)


@bp.get("/hackathons/<key>/dates/preview")
@access(member)
def preview(key: str) -> Response:
    hackathon = editable(key)
    if not request.args:
        return see(url_of(hackathon, "hackathons.dates"))
    spans, plan = services.spans(hackathon), None
    form = move_form([span.kind for span in spans], formdata=request.args)
    if form.version.data and form.version.data != hackathon.version:
        return _moved(hackathon)
    if form.validate():
        with form.blaming():
            plan = pages.move(actor(), hackathon, form.wanted(), along=form.along.data)
    status = 200 if plan else 422
    context: dict[str, Any] = {"hackathon": hackathon, "form": form, "spans": spans, "preview": plan}
    return page("hackathons/dates.html", status=status, shift=ShiftForm(formdata=None), **context)


@bp.post("/hackathons/<key>/dates")
@access(member)
def move(key: str) -> Response:
    hackathon = editable(key)
    spans = services.spans(hackathon)
    form = move_form([span.kind for span in spans])
    if form.validate():
        with form.blaming():
            told = services.move(actor(), hackathon, **form.order())
            toast(moved(told, "The dates", mail=mail.is_set_up()))
            return see(url_of(hackathon))
    plan = pages.move(actor(), hackathon, form.wanted()) if form.shut.errors else None
    context: dict[str, Any] = {"hackathon": hackathon, "form": form, "spans": spans, "preview": plan}
    return page("hackathons/dates.html", status=422, shift=ShiftForm(formdata=None), **context)


@bp.post("/hackathons/<key>/sign-ups/open")
@access(member)
def open_sign_up(key: str) -> Response:
    hackathon = editable(key)
    services.open_now(actor(), hackathon, WindowKind.SIGN_UP)
    draft = hackathon.state is ProgramState.DRAFT
    toast("Sign-up opens as soon as you publish." if draft else "Sign-up is open.")
    return see(url_of(hackathon))


@bp.post("/hackathons/<key>/teams/open")
@access(member)
def open_forming(key: str) -> Response:
    hackathon = editable(key)
    services.open_now(actor(), hackathon, WindowKind.FORMING)
    toast("Teams can be made now.")
    return see(f"{hackathon.url}/teams")


def _moved(hackathon: Hackathon) -> Response:
    """Answer a preview of dates that no longer stand: it would be of another move than was asked for."""
    text = "What would move was worked out from the dates before."
    return already(
        "The dates have changed since.", url_of(hackathon, "hackathons.dates"), "Look at the dates", text
    )
