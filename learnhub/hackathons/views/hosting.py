"""The pages on which hosts run a hackathon: dates, sign-ups, calling it off."""

from typing import Any

from flask import Response as File
from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.sheets import csv_lines
from learnhub.hackathons import pages, services
from learnhub.hackathons.forms import EnterForm, ReasonForm, ShiftForm, move_form
from learnhub.hackathons.models import Hackathon
from learnhub.hackathons.views.blueprint import bp, cancellable, editable, enterable, hosted, url_of
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import places, verdicts
from learnhub.programs import queries as programs
from learnhub.programs import services as program_services
from learnhub.programs.models import ON_IT, ProgramState
from learnhub.web.access import access
from learnhub.web.page import already, page, page_number, see
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
        return see(url_of(hackathon, "dates"))
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
            toast(pages.moved_words(told))
            return see(url_of(hackathon))
    plan = pages.move(actor(), hackathon, form.wanted()) if form.shut.errors else None
    context: dict[str, Any] = {"hackathon": hackathon, "form": form, "spans": spans, "preview": plan}
    return page("hackathons/dates.html", status=422, shift=ShiftForm(formdata=None), **context)


@bp.get("/hackathons/<key>/cancel")
@access(member)
def call_off(key: str) -> Response:
    if (hackathon := hosted(key)[0]).state is ProgramState.CANCELLED:
        return already(f"{hackathon.title} is cancelled.", url_of(hackathon), "Open its page")
    told = verdicts.told(actor(), cancellable(key))
    return page("hackathons/cancel.html", hackathon=hackathon, form=ReasonForm(), **told)


@bp.post("/hackathons/<key>/cancel")
@access(member)
def cancel(key: str) -> Response:
    hackathon, form = cancellable(key), ReasonForm()
    if form.validate():
        program_services.cancel(actor(), hackathon, reason=form.reason.data or "")
        toast(f"{hackathon.title} is cancelled.")
        return see(url_of(hackathon))
    told = verdicts.told(actor(), hackathon)
    return page("hackathons/cancel.html", status=422, hackathon=hackathon, form=form, **told)


@bp.get("/hackathons/<key>/sign-ups")
@access(member)
def sign_ups(key: str) -> Response:
    hackathon, standing = hosted(key)
    wanted = {name: request.args.get(name, "").strip()[:100] for name in ("state", "q")}
    context = pages.sign_ups(
        actor(),
        hackathon,
        standing,
        clock.now(),
        state=wanted["state"],
        search=wanted["q"],
        number=page_number(request.args),
    )
    return page("hackathons/sign_ups.html", **context)


@bp.get("/hackathons/<key>/sign-ups/new")
@access(member)
def entering(key: str) -> Response:
    hackathon, standing = enterable(key)
    return page("hackathons/enter.html", hackathon=hackathon, standing=standing, form=EnterForm())


@bp.post("/hackathons/<key>/sign-ups/new")
@access(member)
def enter(key: str) -> Response:
    (hackathon, standing), form = enterable(key), EnterForm()
    if form.validate() and form.person.person:
        with form.blaming():
            entered = places.enter(actor(), hackathon, form.person.person)
            toast(pages.entered_words(entered))
            return see(url_of(hackathon, "sign_ups"))
    return page("hackathons/enter.html", status=422, hackathon=hackathon, standing=standing, form=form)


@bp.post("/hackathons/<key>/sign-ups/close")
@access(member)
def close_sign_up(key: str) -> Response:
    hackathon = editable(key)
    closed = request.form.get("closed") == "1"
    program_services.close_sign_up(actor(), hackathon, closed=closed)
    toast("Sign-up is closed." if closed else "Sign-up is open again.")
    return see(url_of(hackathon, "sign_ups"))


@bp.post("/hackathons/<key>/sign-ups/open")
@access(member)
def open_sign_up(key: str) -> Response:
    hackathon = editable(key)
    services.open_sign_up(actor(), hackathon)
    draft = hackathon.state is ProgramState.DRAFT
    toast("Sign-up opens as soon as you publish." if draft else "Sign-up is open.")
    return see(url_of(hackathon))


@bp.get("/hackathons/<key>/sign-ups.csv")
@access(member)
def export(key: str) -> File:
    hackathon, _ = hosted(key)
    lines = csv_lines(pages.CSV_HEADERS, pages.csv_rows(hackathon, actor()))
    headers = {
        "Content-Disposition": f'attachment; filename="sign-ups-{hackathon.key}.csv"',
        "Cache-Control": "no-store",
    }
    return File("".join(lines), mimetype="text/csv", headers=headers)


@bp.get("/hackathons/<key>/sign-ups/<person>/remove")
@access(member)
def take_off(key: str, person: str) -> Response:
    hackathon = editable(key)
    signup = programs.signup_named(hackathon, person)
    if signup.state not in ON_IT:
        said = f"{signup.person.name} is not on the list."
        return already(said, url_of(hackathon, "sign_ups"), "Open sign-ups")
    return page("hackathons/remove.html", hackathon=hackathon, signup=signup, form=ReasonForm())


@bp.post("/hackathons/<key>/sign-ups/<person>/remove")
@access(member)
def remove(key: str, person: str) -> Response:
    hackathon, form = editable(key), ReasonForm()
    signup = programs.signup_named(hackathon, person)
    if form.validate():
        places.remove(actor(), hackathon, signup, reason=form.reason.data or "")
        toast(f"{signup.person.name} is off the list.")
        return see(url_of(hackathon, "sign_ups"))
    return page("hackathons/remove.html", status=422, hackathon=hackathon, signup=signup, form=form)


def _moved(hackathon: Hackathon) -> Response:
    """Answer a preview of dates that no longer stand: it would be of another move than was asked for."""
    text = "What would move was worked out from the dates before."
    return already("The dates have changed since.", url_of(hackathon, "dates"), "Look at the dates", text)
