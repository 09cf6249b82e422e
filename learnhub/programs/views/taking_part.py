"""The pages of those who take part: sign-up, people."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import places, program_pages
from learnhub.programs.access import found
from learnhub.programs.views.blueprint import bp, seat_named
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.post("/programs/<key>/sign-up")
@access(member)
def sign_up(key: str) -> Response:
    program, _ = found(key)
    places.sign_up(actor(), program, seat_named(request.form.get("seat", "")))
    return see(program.url)


@bp.post("/programs/<key>/seat")
@access(member)
def change_seat(key: str) -> Response:
    program, _ = found(key)
    seat = places.seat_of(program, seat_named(request.form.get("seat", "")))
    places.change_seat(actor(), program, seat)
    return see(program.url)


@bp.get("/programs/<key>/withdraw")
@access(member)
def leave(key: str) -> Response:
    program, standing = found(key)
    if not (standing.is_in or standing.waits):
        return already("You are not on the list.", program.url, f"Open {program.title}")
    return page("programs/withdraw.html", program=program, standing=standing)


@bp.post("/programs/<key>/withdraw")
@access(member)
def withdraw(key: str) -> Response:
    program, _ = found(key)
    places.withdraw(actor(), program)
    toast(f"You are off the list of {program.title}.")
    return see(program.url)


@bp.post("/programs/<key>/name")
@access(member)
def show_name(key: str) -> Response:
    program, _ = found(key)
    places.show_name(actor(), program, shown=request.form.get("shown") == "1")
    return see(program.url)


@bp.get("/programs/<key>/people")
@access(member)
def people(key: str) -> Response:
    context = program_pages.people(actor(), *found(key), clock.now(), request.args)
    return page("programs/people.html", **context)
