"""The pages on which hosts say what is asked at sign-up, and what they ask help with."""

from functools import partial
from typing import Any

from flask.wrappers import Response

from learnhub.people import skills
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import kinds, parts, series_pages, series_parts, series_sentences, sign_up_fields
from learnhub.programs.access import editable
from learnhub.programs.asked_models import Part, SignUpField
from learnhub.programs.forms import FieldForm
from learnhub.programs.models import Program
from learnhub.programs.part_forms import PartForm
from learnhub.programs.parts import Wanted
from learnhub.programs.views.blueprint import bp, url_of
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/questions/new", endpoint="new_question")
@bp.get("/programs/<key>/questions/<field>")
@access(member)
def edit_question(key: str, field: str | None = None) -> Response:
    program = editable(key, Program)
    asked = sign_up_fields.field(program, field) if field else None
    return _question(program, FieldForm(data=FieldForm.values(asked) if asked else None), asked)


@bp.post("/programs/<key>/questions/new", endpoint="add_question")
@bp.post("/programs/<key>/questions/<field>")
@access(member)
def save_question(key: str, field: str | None = None) -> Response:
    program, form = editable(key, Program), FieldForm()
    asked = sign_up_fields.field(program, field) if field else None
    if form.validate():
        with form.blaming():
            if asked:
                sign_up_fields.change(actor(), program, asked, form.wanted())
            else:
                sign_up_fields.add(actor(), program, form.wanted())
            return _asked(program)
    return _question(program, form, asked, status=422)


@bp.post("/programs/<key>/questions/<field>/up")
@access(member)
def move_question(key: str, field: str) -> Response:
    program = editable(key, Program)
    sign_up_fields.move_up(actor(), program, sign_up_fields.field(program, field))
    return _asked(program)


@bp.post("/programs/<key>/questions/<field>/stop")
@access(member)
def stop_question(key: str, field: str) -> Response:
    program = editable(key, Program)
    asked = sign_up_fields.field(program, field)
    sign_up_fields.stop(actor(), program, asked)
    toast(f"“{asked.label}” is asked no more. Its answers stay.")
    return _asked(program)


@bp.post("/programs/<key>/questions/<field>/again")
@access(member)
def ask_again(key: str, field: str) -> Response:
    program = editable(key, Program)
    asked = sign_up_fields.field(program, field)
    sign_up_fields.ask_again(actor(), program, asked)
    toast(f"“{asked.label}” is asked again, last.")
    return _asked(program)


@bp.get("/programs/<key>/parts/new", endpoint="new_part")
@bp.get("/programs/<key>/parts/<part>")
@access(member)
def edit_part(key: str, part: str | None = None) -> Response:
    program = editable(key, Program)
    asked = parts.part(program, part) if part else None
    known = PartForm.values(Wanted.of(asked), program.starts_wall) if asked else None
    return _part(program, PartForm(data=known), asked)


@bp.post("/programs/<key>/parts/new", endpoint="add_part")
@bp.post("/programs/<key>/parts/<part>")
@access(member)
def save_part(key: str, part: str | None = None) -> Response:
    program, form = editable(key, Program), PartForm()
    asked = None
    with form.comparing():
        asked = parts.still(program, part) if part else None
        if form.validate():
            return _save_part(program, form, asked)
    return _part(program, form, asked, status=form.refused)


@bp.post("/programs/<key>/parts/<part>/remove")
@access(member)
def remove_part(key: str, part: str) -> Response:
    program, reach = editable(key, Program), PartForm().reach.reach
    gone = parts.still(program, part)
    stays = series_parts.remove_at(actor(), program, gone, reach)
    toast(series_sentences.asked_no_more(gone.name, stays))
    return see(url_of(program, "set_up", "parts"))


def _asked(program: Program) -> Response:
    return see(url_of(program, "set_up", "questions"))


def _question(
    program: Program, form: FieldForm, asked: SignUpField | None = None, *, status: int = 200
) -> Response:
    context: dict[str, Any] = {"program": program, "form": form, "asked": asked}
    return page("programs/question.html", status=status, **context)


def _save_part(program: Program, form: PartForm, asked: Part | None) -> Response:
    slot = partial(kinds.of(program).part_slot, program)
    wanted, reach = form.order(form.begins.data or program.starts_wall, slot), form.reach.reach
    if asked:
        series_parts.change_at(actor(), program, asked, wanted, reach, version=form.version.data or 0)
    else:
        series_parts.ask_at(actor(), program, wanted, reach)
        toast(f"Asked for: {wanted.name}. It stands on its page; org leaders find it on Home.")
    return see(url_of(program, "set_up", "parts"))


def _part(
    program: Program,
    form: PartForm,
    asked: Part | None = None,
    *,
    status: int = 200,
) -> Response:
    may = parts.may_remove(asked) if asked else None
    context: dict[str, Any] = {"program": program, "form": form, "part": asked, "may_remove": may}
    context["kind"] = kinds.of(program)
    context |= {"known": skills.known(actor()), "reaches": series_pages.reaches(actor(), program)}
    return page("programs/part.html", status=status, **context)
