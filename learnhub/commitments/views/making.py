"""Making a commitment, and the list of one's own."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.commitments import pages, partners, queries, services
from learnhub.commitments.forms import HOURS_A_WEEK, NewForm
from learnhub.commitments.views.blueprint import bp, shown
from learnhub.courses import queries as courses
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/commitments")
@access(employee)
def index() -> Response:
    return page("commitments/index.html", **pages.index(actor()))


@bp.get("/commitments/new")
@access(employee)
def new() -> Response:
    chosen = {name: request.args.get(name, "") for name in ("course", "url", "title")}
    hours = request.args.get("hours", HOURS_A_WEEK, type=int)
    return _form(NewForm(formdata=None, hours=hours, finish_on=pages.in_a_month(actor()), **chosen))


@bp.post("/commitments/new")
@access(employee)
def make() -> Response:
    form = NewForm()
    if form.validate():
        with form.blaming():
            course = courses.course(actor(), form.course.data) if form.course.data else None
            made = services.make(actor(), form.terms(course))
            if form.partner.person:
                partners.ask(actor(), queries.find(actor(), made.key), form.partner.person)
            asked = f" {form.partner.person.name} is asked, and can decline." if form.partner.person else ""
            toast(f"Your commitment is made.{asked} Milestones make it easier.")
            return see(url_for(".show", key=made.key))
    return _form(form, status=422)


@bp.get("/commitments/<key>")
@access(employee)
def show(key: str) -> Response:
    return shown(key)


def _form(form: NewForm, *, status: int = 200) -> Response:
    form.course.choices = pages.course_choices(actor())
    return page("commitments/new.html", status=status, form=form, **pages.new(actor(), form.hours.data))
