"""The pages on which hosts choose how people come in, and decide about those who await it."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import (
    admission,
    admission_pages,
    approvals,
    kinds,
    series_admission,
    series_pages,
    verdicts,
)
from learnhub.programs.access import editable, hosted
from learnhub.programs.forms import AdmissionForm, DecideForm
from learnhub.programs.models import Program
from learnhub.programs.views.blueprint import bp, url_of
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/admission")
@access(member)
def admitting(key: str) -> Response:
    program = editable(key, Program)
    return _admitting(program, AdmissionForm(data=AdmissionForm.values(admission.of(program))))


@bp.post("/programs/<key>/admission")
@access(member)
def admit(key: str) -> Response:
    program, form = editable(key, Program), AdmissionForm()
    if form.validate():
        with form.comparing():
            wanted, reach, version = form.wanted(), form.reach.reach, form.version.data or 0
            series_admission.change_at(actor(), program, wanted, reach, version=version)
            toast(admission.in_words(admission.of(program)))
            return see(url_of(program, "set_up", "admission"))
    return _admitting(program, form, status=form.refused)


@bp.get("/programs/<key>/approvals")
@access(member)
def deciding(key: str) -> Response:
    return _deciding(key, DecideForm())


@bp.post("/programs/<key>/approvals")
@access(member)
def decide(key: str) -> Response:
    (program, _), form, now = hosted(key), DecideForm(), request.form.get
    chosen = [only] if (only := now("only")) else form.people.data or []
    if form.validate():
        with form.blaming():
            if now("decision") == "decline":
                found = approvals.decline(actor(), program, chosen, reason=form.reason.data or "")
            else:
                found = approvals.approve(actor(), program, chosen)
            toast(admission_pages.decided(found))
            return see(url_of(program, "deciding"))
    return _deciding(key, form, status=422)


def _admitting(program: Program, form: AdmissionForm, *, status: int = 200) -> Response:
    return page(
        "programs/admission.html",
        status=status,
        program=program,
        kind=kinds.of(program),
        form=form,
        reaches=series_pages.reaches(actor(), program),
    )


def _deciding(key: str, form: DecideForm, *, status: int = 200) -> Response:
    program, standing = hosted(key)
    require(verdicts.may_decide(program, standing, clock.now()))
    context = admission_pages.deciding(actor(), program, standing, clock.now())
    return page("programs/approvals.html", status=status, form=form, **context)
