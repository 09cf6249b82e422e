"""The pages of those who take part: overview with what is due, ticking off, moving one's own deadline."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts import (
    flags,
    history_pages,
    learning,
    pages,
    pausing,
    policies,
    queries,
    ticking,
)
from learnhub.cohorts.away_pauses import PAUSING
from learnhub.cohorts.forms import BlocksForm, PauseForm, ReasonForm
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.views.blueprint import back_to, bp, url_of
from learnhub.core import clock, dates
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>")
@access(member)
def show(key: str) -> Response:
    shown = pages.show(actor(), key, clock.now(), request.args.get("as", ""))
    held = shown["me"]["kept"] if shown["me"] else []
    return page("cohorts/show.html", blocks=BlocksForm(formdata=None, data=learning.typed(held)), **shown)


@bp.get("/cohorts/<key>/dates/<date>/longer")
@access(member)
def longer(key: str, date: str) -> Response:
    return _longer(key, date, ReasonForm(formdata=None))


@bp.post("/cohorts/<key>/dates/<date>/longer")
@access(member)
def take_longer(key: str, date: str) -> Response:
    (cohort, standing), form = queries.find(actor(), key), ReasonForm()
    require(policies.may_choose(is_in=standing.is_in))  # before anything is said of what was typed
    if form.validate():
        with form.blaming():
            ticking.extend_own(actor(), cohort, date, reason=form.reason.data or "")
            undo = url_for(".give_back", key=key, date=date)
            toast("You have longer. Your facilitators see why; one who manages you does not.", undo=undo)
            return back_to(key, date)
    return _longer(key, date, form, 422)


@bp.post("/cohorts/<key>/dates/<date>/as-before")
@access(member)
def give_back(key: str, date: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    ticking.shorten_own(actor(), cohort, date)
    toast("It is due as before. You can take longer once again.")
    return back_to(key, date)


@bp.get("/cohorts/<key>/history")
@access(member)
def history(key: str) -> Response:
    return page("cohorts/history.html", **history_pages.show(actor(), key, clock.now()))


@bp.get("/cohorts/<key>/pause")
@access(member)
def pausing_page(key: str) -> Response:
    cohort, standing = queries.find(actor(), key)
    require(policies.may_choose(is_in=standing.is_in))
    if pausing.standing_for(cohort, actor()):
        return already("A pause of yours stands already.", url_of(cohort), "Open the cohort")
    return _pausing(cohort, PauseForm(formdata=None, since=dates.local_date(clock.now(), actor().tz)))


@bp.post("/cohorts/<key>/pause")
@access(member)
def pause(key: str) -> Response:
    (cohort, standing), form = queries.find(actor(), key), PauseForm()
    require(policies.may_choose(is_in=standing.is_in))  # before anything is said of what was typed
    if form.validate() and form.until.data:
        with form.blaming():
            toast(PAUSING.pause(actor(), cohort, form.since.data, form.until.data))
            return see(url_of(cohort))
    return _pausing(cohort, form, 422)


@bp.post("/cohorts/<key>/resume")
@access(member)
def resume(key: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    toast(PAUSING.resume(actor(), cohort))
    return see(url_of(cohort))


@bp.post("/cohorts/<key>/flags/<flag>")
@access(member)
def say_of_flag(key: str, flag: str) -> Response:
    cohort, standing = queries.find(actor(), key)
    helped = request.form.get("helped") == "1"
    flags.say(actor(), cohort, standing, flag, helped=helped)
    toast("Noted, with thanks." if helped else "Noted: it says so beside it.")
    whose = request.form.get("person")
    return see(url_for(".person", key=key, person=whose) if whose else url_for(".show", key=key))


def _pausing(cohort: Cohort, form: PauseForm, status: int = 200) -> Response:
    last = dates.local_date(cohort.ends_at, actor().tz)
    return page("cohorts/pause.html", status=status, cohort=cohort, form=form, last=last)


def _longer(key: str, date: str, form: ReasonForm, status: int = 200) -> Response:
    cohort, standing = queries.find(actor(), key)
    row = pages.of_date(actor(), cohort, standing, queries.date_of(cohort, date), clock.now())
    return page("cohorts/longer.html", status=status, cohort=cohort, row=row, form=form)
