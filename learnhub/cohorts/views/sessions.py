"""The page on which facilitators change one session of their cohort, after they saw what that means."""

from flask import url_for
from flask.wrappers import Response

from learnhub.cohorts import date_pages, queries, sessions
from learnhub.cohorts.date_rules import Move, Step
from learnhub.cohorts.forms import SessionForm
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.cohorts.views.blueprint import bp, url_of
from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs.hearing import moved
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/sessions/<date>")
@access(member)
def session(key: str, date: str) -> Response:
    cohort, row = _changed(key, date)
    return _page(cohort, row, _as_it_is(cohort, row))


@bp.post("/cohorts/<key>/sessions/<date>/preview")
@access(member)
def preview_session(key: str, date: str) -> Response:
    (cohort, row), form = _changed(key, date), SessionForm()
    move = _plan(cohort, row, form) if form.validate() else None
    return _page(cohort, row, form, move, status=200 if move else 422)


@bp.post("/cohorts/<key>/sessions/<date>")
@access(member)
def change_session(key: str, date: str) -> Response:
    cohort, _ = queries.hosted(actor(), key)
    form, row = SessionForm(), queries.date_of(cohort, date, Step.SESSION)
    if form.validate():
        with form.comparing():
            version, reason = form.version.data or 0, form.reason.data or ""
            _, told = sessions.change(actor(), cohort, date, form.wanted(), reason=reason, version=version)
            last = next(each for each in queries.changes(cohort) if each.moves)
            undo = url_for("cohorts.undo", key=key, change=last.key)
            toast(moved(told, "The session", "changed", mail=mail.is_set_up(), undo=True), undo=undo)
            return see(url_of(cohort, "cohorts.dates", f"d-{date}"))
    return _page(cohort, row, form, status=form.refused)


def _changed(key: str, date: str) -> tuple[Cohort, CohortDate]:
    """Return a session that the actor may change, with its cohort."""
    cohort, standing = queries.hosted(actor(), key)
    row = queries.date_of(cohort, date, Step.SESSION)
    require(sessions.may_change(cohort, standing, row, clock.now()))
    return cohort, row


def _as_it_is(cohort: Cohort, row: CohortDate) -> SessionForm:
    known = {"place": row.place, "call_url": row.call_url, "minutes": row.minutes, "starts": row.wall}
    return SessionForm(formdata=None, version=cohort.version, **known)


def _plan(cohort: Cohort, row: CohortDate, form: SessionForm) -> Move | None:
    with form.blaming():
        return sessions.plan(cohort, row, form.wanted())
    return None


def _page(
    cohort: Cohort, row: CohortDate, form: SessionForm, move: Move | None = None, status: int = 200
) -> Response:
    shown = date_pages.changing(actor(), cohort, row, move, clock.now())
    return page("cohorts/session.html", status=status, form=form, **shown)
