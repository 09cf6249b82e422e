"""The pages on which hosts run a talk: its date, its sign-ups, calling it off."""

from typing import Any

from flask import Response as File
from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.sheets import csv_lines
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import places, verdicts
from learnhub.programs import queries as programs
from learnhub.programs import services as program_services
from learnhub.programs.models import ON_IT, ProgramState
from learnhub.talks import pages, sentences, services
from learnhub.talks.forms import EnterForm, MoveForm, ReasonForm
from learnhub.talks.views.blueprint import bp, cancellable, editable, enterable, hosted, seat_named, url_of
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import already, page, page_number, see
from learnhub.web.toasts import toast


@bp.get("/talks/<key>/host")
@access(member)
def host(key: str) -> Response:
    context = pages.host(actor(), key, clock.now(), request.args, page_number(request.args))
    return page("talks/host.html", **context)


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
        return already("The date has changed since.", url_of(talk, "dates"), "Look at the date", text)
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
            toast(sentences.moved(told, mail=mail.is_set_up()))
            return see(url_of(talk))
    return page("talks/dates.html", status=422, talk=talk, form=form, preview=None)


@bp.get("/talks/<key>/cancel")
@access(member)
def call_off(key: str) -> Response:
    if (talk := hosted(key)[0]).state is ProgramState.CANCELLED:
        return already(f"{talk.title} is cancelled.", url_of(talk), "Open its page")
    told = verdicts.told(actor(), cancellable(key))
    return page("talks/cancel.html", talk=talk, form=ReasonForm(), **told)


@bp.post("/talks/<key>/cancel")
@access(member)
def cancel(key: str) -> Response:
    talk, form = cancellable(key), ReasonForm()
    if form.validate():
        program_services.cancel(actor(), talk, reason=form.reason.data or "")
        toast(f"{talk.title} is cancelled.")
        return see(url_of(talk))
    return page("talks/cancel.html", status=422, talk=talk, form=form, **verdicts.told(actor(), talk))


@bp.get("/talks/<key>/sign-ups/new")
@access(member)
def entering(key: str) -> Response:
    talk, standing = enterable(key)
    return page("talks/enter.html", talk=talk, standing=standing, form=EnterForm())


@bp.post("/talks/<key>/sign-ups/new")
@access(member)
def enter(key: str) -> Response:
    (talk, standing), form = enterable(key), EnterForm()
    if form.validate() and form.person.person:
        with form.blaming():
            seat = seat_named(request.form.get("seat", ""))
            entered = places.enter(actor(), talk, form.person.person, seat)
            place = programs.place_in_line(entered)
            toast(sentences.entered(entered.person.name, entered.state, place))
            return see(url_of(talk, "host"))
    return page("talks/enter.html", status=422, talk=talk, standing=standing, form=form)


@bp.post("/talks/<key>/sign-ups/close")
@access(member)
def close_sign_up(key: str) -> Response:
    talk = editable(key)
    closed = request.form.get("closed") == "1"
    program_services.close_sign_up(actor(), talk, closed=closed)
    toast("Sign-up is closed." if closed else "Sign-up is open again.")
    return see(url_of(talk, "host"))


@bp.get("/talks/<key>/sign-ups.csv")
@access(member)
def export(key: str) -> File:
    talk, _ = hosted(key)
    lines = csv_lines(pages.CSV_HEADERS, pages.csv_rows(talk, actor()))
    headers = {
        "Content-Disposition": f'attachment; filename="sign-ups-{talk.key}.csv"',
        "Cache-Control": "no-store",
    }
    return File("".join(lines), mimetype="text/csv", headers=headers)


@bp.get("/talks/<key>/sign-ups/<person>/remove")
@access(member)
def take_off(key: str, person: str) -> Response:
    talk = editable(key)
    signup = programs.signup_named(talk, person)
    if signup.state not in ON_IT:
        said = f"{signup.person.name} is not on the list."
        return already(said, url_of(talk, "host"), "Open the host view")
    return page("talks/remove.html", talk=talk, signup=signup, form=ReasonForm())


@bp.post("/talks/<key>/sign-ups/<person>/remove")
@access(member)
def remove(key: str, person: str) -> Response:
    talk, form = editable(key), ReasonForm()
    signup = programs.signup_named(talk, person)
    if form.validate():
        places.remove(actor(), talk, signup, reason=form.reason.data or "")
        toast(f"{signup.person.name} is off the list.")
        return see(url_of(talk, "host"))
    context: dict[str, Any] = {"talk": talk, "signup": signup, "form": form}
    return page("talks/remove.html", status=422, **context)
