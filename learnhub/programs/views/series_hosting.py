"""The pages on which hosts say what holds for each date of a series: who runs it, what is asked."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import (
    hearing,
    series_exceptions,
    series_hosts,
    series_pages,
    series_queries,
    series_questions,
)
from learnhub.programs.asked_models import SignUpField
from learnhub.programs.forms import FieldForm, HostForm
from learnhub.programs.series_models import Series
from learnhub.programs.views.blueprint import bp
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/series/<key>/set-up")
@access(member)
def set_up_series(key: str) -> Response:
    return _set_up(series_queries.hosted(actor(), key), HostForm())


@bp.post("/series/<key>/later")
@access(member)
def change_later_date(key: str) -> Response:
    series, starts = series_queries.hosted(actor(), key), request.form.get("starts", "")
    if request.form.get("on") == "1":
        series_exceptions.put_back(actor(), series, starts)
        toast("It is put back: it takes place.")
    else:
        series_exceptions.call_off(actor(), series, starts)
        toast("It is left out: nothing takes place on that date. Nobody was told.")
    return _back(series, "later") if series.published_at else see(series.url)


@bp.post("/series/<key>/hosts")
@access(member)
def add_series_host(key: str) -> Response:
    series, form = series_queries.hosted(actor(), key), HostForm()
    if form.validate() and form.host.person:
        with form.blaming():
            said = {"already": series_queries.is_host(form.host.person, series), "mail": mail.is_set_up()}
            series_hosts.add(actor(), series, form.host.person)
            toast(hearing.after_series_role(actor(), form.host.person, **said))
            return _back(series, "hosts")
    return _set_up(series, form, status=422)


@bp.post("/series/<key>/hosts/<person>/remove")
@access(member)
def remove_series_host(key: str, person: str) -> Response:
    series = series_queries.hosted(actor(), key)
    gone = series_queries.host_named(series, person)
    series_hosts.remove(actor(), series, gone)
    toast(f"{gone.name} no longer hosts it.")
    return see(series.url) if gone == actor() else _back(series, "hosts")


@bp.get("/series/<key>/questions/new")
@access(member)
def new_series_question(key: str) -> Response:
    return _question(series_queries.hosted(actor(), key), FieldForm())


@bp.post("/series/<key>/questions/new")
@access(member)
def add_series_question(key: str) -> Response:
    series, form = series_queries.hosted(actor(), key), FieldForm()
    if form.validate():
        with form.blaming():
            series_questions.add(actor(), series, form.wanted())
            return _back(series, "questions")
    return _question(series, form, status=422)


@bp.get("/series/<key>/questions/<field>")
@access(member)
def edit_series_question(key: str, field: str) -> Response:
    series = series_queries.hosted(actor(), key)
    asked = series_questions.question(series, field)
    return _question(series, FieldForm(data=FieldForm.values(asked)), asked)


@bp.post("/series/<key>/questions/<field>")
@access(member)
def save_series_question(key: str, field: str) -> Response:
    series, form = series_queries.hosted(actor(), key), FieldForm()
    asked = series_questions.question(series, field)
    if form.validate():
        with form.blaming():
            series_questions.change(actor(), series, field, form.wanted())
            return _back(series, "questions")
    return _question(series, form, asked, status=422)


@bp.post("/series/<key>/questions/<field>/up")
@access(member)
def move_series_question(key: str, field: str) -> Response:
    series = series_queries.hosted(actor(), key)
    series_questions.move_up(actor(), series, field)
    return _back(series, "questions")


@bp.post("/series/<key>/questions/<field>/stop")
@access(member)
def stop_series_question(key: str, field: str) -> Response:
    series = series_queries.hosted(actor(), key)
    gone = series_questions.stop(actor(), series, field)
    toast(f"“{gone.label}” is asked no more. Its answers stay.")
    return _back(series, "questions")


def _back(series: Series, part: str) -> Response:
    return see(url_for("programs.set_up_series", key=series.key, _anchor=part))


def _set_up(series: Series, form: HostForm, *, status: int = 200) -> Response:
    context = series_pages.set_up(actor(), series)
    return page("programs/series_set_up.html", status=status, host_form=form, **context)


def _question(
    series: Series, form: FieldForm, asked: SignUpField | None = None, *, status: int = 200
) -> Response:
    return page("programs/series_question.html", status=status, series=series, form=form, asked=asked)
