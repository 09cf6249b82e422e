"""Ticking off, with or without a link to the work, and changing that link."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts import completing as rules
from learnhub.cohorts import handed_in, pages, policies, queries, tick_sentences, ticking
from learnhub.cohorts.forms import WorkForm
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.views.blueprint import back_to, bp, url_of
from learnhub.core import clock
from learnhub.core.errors import NotFound
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.post("/cohorts/<key>/dates/<date>/done")
@access(member)
def tick(key: str, date: str) -> Response:
    (cohort, standing), form = queries.find(actor(), key), WorkForm()
    require(policies.may_choose(is_in=standing.is_in))  # before anything is said of what was typed
    if "completes" not in request.form and _completes(cohort, date):
        if form.link.data:
            return _asking(cohort, date, form, 422)  # what was typed is kept
        return see(url_for(".completing", key=key, date=date, back=request.form.get("back")))
    if form.validate():
        with form.blaming():
            _tick(cohort, date, form.link.data or "")
            return back_to(key, date)
    return _asking(cohort, date, form, 422)


@bp.get("/cohorts/<key>/dates/<date>/done")
@access(member)
def completing(key: str, date: str) -> Response:
    cohort, standing = queries.find(actor(), key)
    require(policies.may_choose(is_in=standing.is_in))
    row = pages.of_date(actor(), cohort, standing, queries.date_of(cohort, date), clock.now())
    if row.is_done:
        return already("It is ticked off already.", url_of(cohort, part=f"d-{date}"), "Open the cohort")
    if row.may_tick is None:
        raise NotFound  # a session
    require(row.may_tick, onward=("Open the cohort", url_of(cohort)))
    return _asking(cohort, date, WorkForm(formdata=None, link=row.link))


@bp.get("/cohorts/<key>/dates/<date>/link")
@access(member)
def linking(key: str, date: str) -> Response:
    cohort, standing = queries.find(actor(), key)
    require(policies.may_choose(is_in=standing.is_in))
    row = queries.row_of(found := queries.date_of(cohort, date), actor().id)
    form = WorkForm(formdata=None, link=row.link if row else "")
    return page("cohorts/link.html", cohort=cohort, date=found, form=form)


@bp.post("/cohorts/<key>/dates/<date>/link")
@access(member)
def link(key: str, date: str) -> Response:
    cohort, form = queries.find(actor(), key)[0], WorkForm()
    handed_in.require_may(actor(), cohort, date)  # before anything is said of what was typed
    if form.validate():
        with form.blaming():
            row = handed_in.say(actor(), cohort, date, form.link.data or "")
            toast("The link stands beside it." if row.link else "The link is taken away.")
            return back_to(key, date)
    found = queries.date_of(cohort, date)
    return page("cohorts/link.html", status=422, cohort=cohort, date=found, form=form)


def _tick(cohort: Cohort, date: str, where: str) -> None:
    had, back = queries.completion(cohort, actor().id) is not None, request.form.get("back")
    row = ticking.tick(actor(), cohort, date)
    if where:
        handed_in.say(actor(), cohort, date, where)
    has = queries.completion(cohort, actor().id) is not None
    undo = url_for(".take_back", key=cohort.key, date=date, back=back, just=1)
    said = tick_sentences.ticked(on_time=bool(row.on_time), completes=has and not had)
    toast(said, undo=undo, press="Take back")


def _asking(cohort: Cohort, date: str, form: WorkForm, status: int = 200) -> Response:
    back = "home" if request.values.get("back") == "home" else ""
    found, completes = queries.date_of(cohort, date), _completes(cohort, date)
    return page(
        "cohorts/completing.html",
        status=status,
        cohort=cohort,
        form=form,
        date=found,
        completes=completes,
        back=back,
    )


def _completes(cohort: Cohort, date: str) -> bool:
    """Whether that tick completes the cohort: nobody presses it who has not read so before."""
    return rules.by_this(cohort, actor(), queries.date_of(cohort, date))
