"""The pages of those who take part: sign-up, people."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.core import clock, dates
from learnhub.core.errors import NotFound
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import (
    acceptance,
    answers,
    parts,
    places,
    program_pages,
    promotions,
    sentences,
    verdicts,
)
from learnhub.programs.access import found
from learnhub.programs.forms import AnswersForm, answers_form
from learnhub.programs.models import Program, SignUp
from learnhub.programs.queries import Standing
from learnhub.programs.sign_up_fields import of as fields_of
from learnhub.programs.views.blueprint import bp, seat_named
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/sign-up")
@access(member)
def signing_up(key: str) -> Response:
    program, standing = found(key)
    if standing.has_signed_up:
        return already("You have signed up.", program.url, f"Open {program.title}")
    require(verdicts.may_sign_up(program, standing, clock.now()))
    form = answers_form(fields_of(program))
    return _signing_up(program, standing, form, request.args.get("seat", ""))


@bp.post("/programs/<key>/sign-up")
@access(member)
def sign_up(key: str) -> Response:
    program, standing = found(key)
    seat = request.form.get("seat", "")
    form = answers_form(fields_of(program) if program.asks else ())
    if form.validate():
        with form.blaming():
            answers.sign_up(actor(), program, seat_named(seat), form.typed())
            return see(program.url)
    return _signing_up(program, standing, form, seat, status=422)


@bp.get("/programs/<key>/answers")
@access(member)
def answering(key: str) -> Response:
    program, standing = found(key)
    given = answers.of([_listed(standing)])
    form = answers_form(fields_of(program), next(iter(given.values()), {}))
    return page("programs/answers.html", program=program, form=form)


@bp.post("/programs/<key>/answers")
@access(member)
def answer(key: str) -> Response:
    program, standing = found(key)
    form = answers_form(fields_of(program))
    _listed(standing)
    if form.validate():
        with form.blaming():
            answers.answer(actor(), program, form.typed())
            toast("Your answers are kept.")
            return see(program.url)
    return page("programs/answers.html", status=422, program=program, form=form)


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
    if not standing.has_signed_up:
        return already("You are not on the list.", program.url, f"Open {program.title}")
    return page("programs/withdraw.html", program=program, standing=standing)


@bp.post("/programs/<key>/withdraw")
@access(member)
def withdraw(key: str) -> Response:
    program, standing = found(key)
    frees = standing.is_in and not program.over_by  # else nobody follows, or there was no place to give back
    left = places.withdraw(actor(), program)
    became = promotions.became_of_place(program, left.seat) if frees else ""
    toast(f"You are off the list of {program.title}.{became}")
    return see(program.url)


@bp.get("/programs/<key>/offer")
@access(member)
def offer(key: str) -> Response:
    program, standing = found(key)
    if standing.offered_until is None:
        return already("No place is offered to you now.", program.url, f"Open {program.title}")
    until = dates.moment(standing.offered_until, actor().tz, clock.now())
    return page("programs/offer.html", program=program, until=until)


@bp.post("/programs/<key>/offer/take")
@access(member)
def take_offer(key: str) -> Response:
    program, _ = found(key)
    acceptance.take(actor(), program)
    toast(f"You have a place in {program.title}.")
    return see(program.url)


@bp.post("/programs/<key>/offer/decline")
@access(member)
def decline_offer(key: str) -> Response:
    program, _ = found(key)
    acceptance.decline(actor(), program)
    toast("The place goes to the next in line.")
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


@bp.post("/programs/<key>/parts/<part>/take")
@access(member)
def take_part(key: str, part: str) -> Response:
    program, standing = found(key)
    wanted = parts.still(program, part)
    parts.take(actor(), program, wanted)
    toast(f"You take it: {wanted.name}. The hosts see it.{places.beside_part(actor(), program, standing)}")
    return see(f"{program.url}#parts")


@bp.post("/programs/<key>/parts/<part>/give-back")
@access(member)
def give_part_back(key: str, part: str) -> Response:
    program, _ = found(key)
    wanted = parts.still(program, part)
    parts.give_back(actor(), program, wanted)
    toast(f"Given back: {wanted.name}.")
    return see(f"{program.url}#parts")


def _listed(standing: Standing) -> SignUp:
    """Return the sign-up of who is on the list; for others there is nothing to answer."""
    if standing.signup is None or not standing.has_signed_up:
        raise NotFound
    return standing.signup


def _signing_up(
    program: Program, standing: Standing, form: AnswersForm, seat: str, *, status: int = 200
) -> Response:
    counts = program_pages.counts(program, standing)
    choices = sentences.choices(program, counts, approves=program.approves)
    context: dict[str, Any] = {"program": program, "form": form, "choices": choices}
    context["seat"] = seat or choices[0].seat
    context["over_cap"] = program_pages.over_cap(actor(), program, clock.now())
    return page("programs/sign_up.html", status=status, **context)
