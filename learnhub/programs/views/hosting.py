"""The pages on which hosts run a program: who is on its list, and calling it off."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.sheets import csv_lines
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import (
    kinds,
    looking,
    offers,
    places,
    program_pages,
    promotions,
    sentences,
    services,
    verdicts,
    waitlists,
)
from learnhub.programs.access import cancellable, editable, enterable, hosted, read
from learnhub.programs.forms import EnterForm, ReasonForm
from learnhub.programs.models import ON_IT, Program, ProgramState, SignUp
from learnhub.programs.views.blueprint import bp, list_of, seat_named
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/cancel")
@access(member)
def call_off(key: str) -> Response:
    if (program := hosted(key)[0]).state is ProgramState.CANCELLED:
        return already(f"{program.title} is cancelled.", program.url, "Open its page")
    told = verdicts.told_by_name(actor(), cancellable(key))
    return page("programs/cancel.html", program=program, form=ReasonForm(), **told)


@bp.post("/programs/<key>/cancel")
@access(member)
def cancel(key: str) -> Response:
    program, form = cancellable(key), ReasonForm()
    if form.validate():
        services.cancel(actor(), program, reason=form.reason.data or "")
        toast(f"{program.title} is cancelled.")
        return see(program.url)
    told = verdicts.told_by_name(actor(), program)
    return page("programs/cancel.html", status=422, program=program, form=form, **told)


@bp.get("/programs/<key>/sign-ups")
@access(member)
def sign_ups(key: str) -> Response:
    context = program_pages.sign_ups(actor(), *hosted(key), clock.now(), request.args)
    return page(context.pop("template"), **context)


@bp.post("/programs/<key>/look")
@access(member)
def look(key: str) -> Response:
    program, _ = hosted(key)
    looking.look(actor(), program)
    toast("The list is open to you for an hour. Its hosts see that you opened it.")
    arrivals = f"{program.url}/arrivals"
    return see(arrivals if request.form.get("to") == arrivals else list_of(program))


@bp.get("/programs/<key>/sign-ups/new")
@access(member)
def entering(key: str) -> Response:
    return _entering(*enterable(key), EnterForm())


@bp.post("/programs/<key>/sign-ups/new")
@access(member)
def enter(key: str) -> Response:
    (program, standing), form = enterable(key), EnterForm()
    if form.validate() and form.person.person:
        with form.blaming():
            seat = seat_named(request.form.get("seat", ""))
            entered = places.enter(actor(), program, form.person.person, seat)
            place = waitlists.place_in_line(entered)
            toast(sentences.entered(entered.person.name, entered.state, place))
            return see(list_of(program))
    return _entering(program, standing, form, status=422)


@bp.post("/programs/<key>/sign-ups/close")
@access(member)
def close_sign_up(key: str) -> Response:
    program = editable(key, Program)
    closed = request.form.get("closed") == "1"
    services.close_sign_up(actor(), program, closed=closed)
    toast("Sign-up is closed." if closed else "Sign-up is open again.")
    return see(list_of(program))


@bp.get("/programs/<key>/sign-ups/answers")
@access(member)
def sums(key: str) -> Response:
    return page("programs/sums.html", **program_pages.sums(actor(), *read(key), clock.now()))


@bp.get("/programs/<key>/sign-ups.csv")
@access(member)
def export(key: str) -> Response:
    program, standing = read(key)
    rows = csv_lines(*program_pages.csv_table(program, standing, actor()))
    return download("".join(rows), f"sign-ups-{program.key}.csv")


@bp.get("/programs/<key>/sign-ups/remove")
@access(member)
def take_off(key: str) -> Response:
    program, chosen = _chosen(key)
    if there := [each for each in chosen if each.state in ON_IT]:
        return _asking(program, there, ReasonForm())
    name = kinds.of(program).list_name
    said = sentences.off_the_list(chosen, "not on") if chosen else "Nobody is chosen."
    text = "" if chosen else "Tick who is to leave the list, or press “Take off” beside one."
    return already(said, list_of(program), f"Open {name[:1].lower()}{name[1:]}", text)


@bp.post("/programs/<key>/sign-ups/remove")
@access(member)
def remove(key: str) -> Response:
    (program, chosen), form = _chosen(key), ReasonForm()
    if not form.validate():
        return _asking(program, chosen, form, status=422)
    gone = places.remove(actor(), program, *chosen, reason=form.reason.data or "")
    undo = url_for(".put_back", key=key, person=[each.person.key for each in gone])
    toast(sentences.off_the_list(gone), undo=undo)
    return see(list_of(program))


@bp.post("/programs/<key>/sign-ups/back")
@access(member)
def put_back(key: str) -> Response:
    program, chosen = _chosen(key)
    back = places.put_back(actor(), program, *chosen)
    toast(sentences.put_back(back))
    return see(list_of(program))


def _chosen(key: str) -> tuple[Program, Sequence[SignUp]]:
    """Return the program, for who may change its list, and the sign-ups of those whom the address names."""
    program = editable(key, Program)
    read(key)
    return program, waitlists.named(program, request.args.getlist("person"))


def _asking(program: Program, chosen: Sequence[SignUp], form: ReasonForm, *, status: int = 200) -> Response:
    names, offered = promotions.would_move_up(program, chosen), offers.are_made(program, clock.now())
    moving = sentences.moving_up(names, offered=offered)
    context = _list(program) | {"form": form, "chosen": chosen, "moving": moving}
    return page("programs/remove.html", status=status, **context)


def _list(program: Program) -> dict[str, Any]:
    return {"program": program, "kind": kinds.of(program)}


def _entering(program: Program, standing: Any, form: EnterForm, *, status: int = 200) -> Response:
    lead = sentences.entering(program, standing)
    waits = len(program.seats) == 1 and (program.is_full or standing.waiting)
    context = _list(program) | {"form": form, "lead": lead, "waits": waits}
    return page("programs/enter.html", status=status, **context)
