"""Pages of the catalogue, under /courses."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.policy import require
from learnhub.courses import pages, queries, services
from learnhub.courses.forms import CourseForm
from learnhub.courses.models import Course
from learnhub.people import queries as people
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("courses", __name__)


@bp.get("/courses")
@access(employee)
def index() -> Response:
    return page("courses/index.html", **pages.index(actor(), request.args))


@bp.get("/courses/new")
@access(employee)
def new() -> Response:
    return page("courses/edit.html", course=None, form=_form())


@bp.post("/courses/new")
@access(employee)
def create() -> Response:
    form = _form()
    if form.validate():
        with form.blaming():
            made = services.add(actor(), pages.about(form.said()))
            toast("It is in the catalogue now, for everyone. Write its outline, or bring it in from a file.")
            return see(url_for(".show", key=made.key))
    return page("courses/edit.html", status=422, course=None, form=form)


@bp.get("/courses/bin")
@access(employee)
def binned() -> Response:
    return page("courses/bin.html", **pages.binned())


@bp.get("/courses/<key>")
@access(employee)
def show(key: str) -> Response:
    course = queries.course(actor(), key)
    asked = request.args.get("version", type=int)
    version = queries.version(course, asked) if asked else queries.current(course)
    return page("courses/show.html", **pages.show(actor(), course, version))


@bp.get("/courses/<key>/edit")
@access(employee)
def edit(key: str) -> Response:
    course = _editable(key)
    return page("courses/edit.html", course=course, form=_form(**pages.typed(course)))


@bp.post("/courses/<key>/edit")
@access(employee)
def save(key: str) -> Response:
    course, form = _editable(key), _form()
    if form.validate():
        with form.blaming():
            owner = people.named(actor(), form.owner.data or "") or course.owner
            said, version = pages.about(form.said()), form.version.data or 0
            services.edit(actor(), course, said, owner=owner, version=version)
            toast("It is changed.")
            return see(url_for(".show", key=key))
    return page("courses/edit.html", status=422, course=course, form=form)


@bp.post("/courses/<key>/bin")
@access(employee)
def discard(key: str) -> Response:
    course = queries.course(actor(), key)
    services.discard(actor(), course)
    toast(f"“{course.title}” is in the bin for 30 days.", undo=url_for(".restore", key=key))
    return see(url_for(".index"))


@bp.post("/courses/<key>/restore")
@access(employee)
def restore(key: str) -> Response:
    course = queries.course(actor(), key, binned=True)
    services.restore(actor(), course)
    toast(f"“{course.title}” is back.")
    return see(url_for(".show", key=key))


def _editable(key: str) -> Course:
    """Return the course, or refuse with the reason before a form is filled in for nothing."""
    course = queries.course(actor(), key)
    require(services.verdict_on_editing(actor(), course))
    return course


def _form(**values: object) -> CourseForm:
    form = CourseForm(**values)
    form.level.choices = pages.levels()
    return form
