"""The editor of an outline, what changed between its versions, and completions, under /courses."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.policy import require
from learnhub.core.text import whole_number
from learnhub.courses import completions, editing, outline_pages, queries, services
from learnhub.courses.models import Course
from learnhub.courses.outline_forms import CompletionForm, LineForm
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("outlines", __name__)


@bp.get("/courses/<key>/outline")
@access(employee)
def show(key: str) -> Response:
    return _show(_editable(key))


@bp.post("/courses/<key>/outline")
@access(employee)
def add(key: str) -> Response:
    course, form = _editable(key), LineForm()
    if form.validate():
        with form.blaming():
            into, version = form.into.data or "", form.version.data or 0
            editing.add(actor(), course, form.said(), into=into, version=version)
            return see(url_for(".show", key=key, _anchor="add-h"))
    return _show(course, form, status=422)


@bp.get("/courses/<key>/outline/<line>")
@access(employee)
def line(key: str, line: str) -> Response:
    course = _editable(key)
    found = editing.line(course, line)
    form = LineForm(formdata=None, data=outline_pages.typed(found), version=course.version)
    return page("courses/line.html", course=course, line=found, form=form)


@bp.post("/courses/<key>/outline/<line>")
@access(employee)
def change(key: str, line: str) -> Response:
    course, form = _editable(key), LineForm()
    found = editing.line(course, line)
    if form.validate():
        with form.blaming():
            editing.change(actor(), course, line, form.said(), version=form.version.data or 0)
            return see(url_for(".show", key=key, _anchor=f"l-{line}"))
    return page("courses/line.html", status=422, course=course, line=found, form=form)


@bp.post("/courses/<key>/outline/<line>/move")
@access(employee)
def move(key: str, line: str) -> Response:
    by = -1 if request.form.get("to") == "up" else 1
    editing.move(actor(), _editable(key), line, by, version=_version())
    return see(url_for(".show", key=key, _anchor=f"l-{line}"))


@bp.post("/courses/<key>/outline/<line>/take-out")
@access(employee)
def take_out(key: str, line: str) -> Response:
    course = _editable(key)
    title = editing.line(course, line).title
    editing.take_out(actor(), course, line, version=_version())
    toast(f"“{title}” is taken out.")
    return see(url_for(".show", key=key))


@bp.get("/courses/<key>/changes")
@access(employee)
def changes(key: str) -> Response:
    course = queries.course(actor(), key)
    return page("courses/changes.html", **outline_pages.changes(course))


@bp.get("/courses/<key>/completed")
@access(employee)
def completing(key: str) -> Response:
    course = queries.course(actor(), key)
    form = CompletionForm(obj=queries.completion(actor(), course, removed=True))
    return page("courses/completed.html", course=course, form=form)


@bp.post("/courses/<key>/completed")
@access(employee)
def complete(key: str) -> Response:
    course, form = queries.course(actor(), key), CompletionForm()
    if form.validate():
        with form.blaming():
            completions.complete(actor(), course, form.said())
            toast("It is kept. Thank you for what you wrote.")
            return see(url_for("courses.show", key=key, _anchor="reviews"))
    return page("courses/completed.html", status=422, course=course, form=form)


@bp.post("/courses/<key>/completed/take-back")
@access(employee)
def take_back(key: str) -> Response:
    completions.take_back(actor(), queries.course(actor(), key))
    toast("It is taken back.", undo=url_for(".put_back", key=key))
    return see(url_for("courses.show", key=key))


@bp.post("/courses/<key>/completed/put-back")
@access(employee)
def put_back(key: str) -> Response:
    completions.put_back(actor(), queries.course(actor(), key))
    return see(url_for("courses.show", key=key))


def _show(course: Course, form: LineForm | None = None, *, status: int = 200) -> Response:
    shown = outline_pages.editor(course)
    form = form or LineForm(formdata=None, version=course.version, into=shown["last_part"], kind="session")
    form.into.choices = shown["into"]
    return page("courses/outline.html", status=status, form=form, **shown)


def _editable(key: str) -> Course:
    """Return the course, or refuse with the reason before anything is typed for nothing."""
    course = queries.course(actor(), key)
    require(services.verdict_on_editing(actor(), course))
    return course


def _version() -> int:
    return whole_number(request.form.get("version")) or 0
