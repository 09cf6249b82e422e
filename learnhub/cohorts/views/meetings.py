"""When one's pod meets: suggested, answered, fixed, moved and cancelled."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.cohorts import meeting_pages, meeting_queries, meetings, pod_notes, policies, queries
from learnhub.cohorts.meeting_forms import MeetForm, MoveForm
from learnhub.cohorts.meeting_models import PodMeeting
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.views.blueprint import bp, url_of
from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.core.text import whole_number
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

NOTHING = "Nothing was ticked, so nothing was changed. Tick what fits you, or say that none does."


@bp.get("/cohorts/<key>/meet")
@access(member)
def meeting(key: str) -> Response:
    cohort, standing = queries.find(actor(), key)
    require(policies.may_choose(is_in=standing.is_in), onward=("Open its page", cohort.url))
    pod = pod_notes.around(cohort, actor(), clock.now())
    shown = meeting_pages.of_pod(actor(), cohort, pod, clock.now())
    if shown["meeting"] is not None:
        return _said(cohort, shown["may_suggest"].reason)
    require(shown["may_suggest"], onward=("See your pod", f"{cohort.url}#pod-h"))
    return _page(cohort, MeetForm.of(meeting_pages.walls(actor(), cohort)))


@bp.post("/cohorts/<key>/meet")
@access(member)
def suggest(key: str) -> Response:
    (cohort, _), form = queries.find(actor(), key), MeetForm()
    if form.validate():
        with form.blaming():
            meetings.suggest(actor(), cohort, form.wanted())
            return _said(cohort, "Your pod is asked which of these fit.")
    return _page(cohort, form, 422)


@bp.post("/cohorts/<key>/meet/<meeting>/fits")
@access(member)
def say_what_fits(key: str, meeting: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    found = meeting_queries.named(cohort, actor(), meeting)
    places = [place for each in request.form.getlist("time") if (place := whole_number(each)) is not None]
    places = [] if (none := "none" in request.form) else places
    if not places and not none:
        return _said(cohort, NOTHING)
    meetings.answer(actor(), found, places, rev=_rev())
    who = "Your pod" if found.is_for(actor().id) else found.by.called
    return _said(
        cohort,
        f"{who} hears which fit you." if places else "Noted: none of them fits. You can suggest other times.",
    )


@bp.post("/cohorts/<key>/meet/<meeting>/fix")
@access(member)
def fix_meeting(key: str, meeting: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    place = whole_number(request.form.get("time"))
    found = meeting_queries.named(cohort, actor(), meeting)
    meetings.fix(actor(), found, -1 if place is None else place, rev=_rev())
    return _said(cohort, "You meet then. Your pod hears, and it stands in everybody’s calendar.")


@bp.get("/cohorts/<key>/meet/<meeting>/move")
@access(member)
def moving(key: str, meeting: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    found, now = meeting_queries.named(cohort, actor(), meeting), clock.now()
    is_over = not meeting_queries.stands(found, now)
    if not (may := policies.may_move_meeting(state=found.state, is_over=is_over)):
        return _said(cohort, may.reason)
    return _moving(cohort, found, _form(found).of(meeting_pages.walls_of(found, actor(), now), found))


@bp.post("/cohorts/<key>/meet/<meeting>/move")
@access(member)
def move_meeting(key: str, meeting: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    found = meeting_queries.named(cohort, actor(), meeting)
    form = _form(found)()
    if form.validate():
        with form.comparing():
            kept = meetings.move(actor(), found, form.wanted(), rev=_rev() or 0)
            return _said(cohort, meeting_pages.moved(found, kept))
    return _moving(cohort, found, form, form.refused)


@bp.post("/cohorts/<key>/meet/<meeting>/cancel")
@access(member)
def cancel_meeting(key: str, meeting: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    found = meeting_queries.named(cohort, actor(), meeting)
    meetings.cancel(actor(), found, rev=_rev())
    was_fixed = found.starts_at is not None
    text = (
        "It is cancelled. Your pod hears, and calendars drop it."
        if was_fixed
        else "Taken back. Your pod hears."
    )
    return _said(cohort, text)


def _form(meeting: PodMeeting) -> type[MoveForm]:
    return MoveForm if meeting.starts_at else MeetForm


def _rev() -> int | None:
    """Which state of it the page showed."""
    return request.form.get("rev", type=int)


def _page(cohort: Cohort, form: MeetForm, status: int = 200) -> Response:
    mates = pod_notes.mates(cohort, actor())
    return page("cohorts/meet.html", status=status, cohort=cohort, form=form, mates=mates, meeting=None)


def _moving(cohort: Cohort, found: PodMeeting, form: MoveForm, status: int = 200) -> Response:
    rev = found.rev if form.conflict or status == 200 else _rev()
    mates = pod_notes.mates(cohort, actor())
    shown: dict[str, Any] = {"cohort": cohort, "form": form, "mates": mates, "meeting": found, "rev": rev}
    return page("cohorts/meet.html", status=status, **shown)


def _said(cohort: Cohort, text: str) -> Response:
    toast(text)
    return see(url_of(cohort, "cohorts.show", "pod-h"))
