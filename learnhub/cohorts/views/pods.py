"""Pods: made, ended, and somebody moved to another."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts import check_in_pages, pod_moves, pod_pages, pods, policies, queries
from learnhub.cohorts.check_in_forms import MoveToPodForm, PodForm
from learnhub.cohorts.pod_moves import Around, Place
from learnhub.cohorts.views.blueprint import bp, theirs
from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/pods")
@access(member)
def making_pods(key: str) -> Response:
    wanted = request.args.get("propose") == "1"
    return _pods(check_in_pages.host(actor(), key, clock.now(), wanted=wanted))


@bp.post("/cohorts/<key>/pods")
@access(member)
def make_pods(key: str) -> Response:
    (cohort, standing), form = queries.hosted(actor(), key), PodForm()
    groups = [each.split() for each in request.values.getlist("group")] or [form.people.data or []]
    with form.blaming():
        for group in groups:
            pods.make(actor(), cohort, standing, group)
        toast("They hear of each other now.")
        return see(url_for(".making_pods", key=key))
    return _pods(check_in_pages.host(actor(), key, clock.now(), wanted=False), form, 422)


@bp.get("/cohorts/<key>/pods/<pod>/end")
@access(member)
def ending_pod(key: str, pod: str) -> Response:
    cohort, standing = queries.hosted(actor(), key)
    require(policies.may_see_progress(is_host=standing.is_host))
    found = pods.named(cohort, pod)
    if found is None:
        return already("That pod has ended.", url_for(".making_pods", key=key), "See the pods")
    return page("cohorts/end_pod.html", **pod_pages.ending(cohort, found))


@bp.post("/cohorts/<key>/pods/<pod>/end")
@access(member)
def end_pod(key: str, pod: str) -> Response:
    cohort, standing = queries.hosted(actor(), key)
    people = pods.dissolve(actor(), cohort, standing, pod)
    group = " ".join(each.key for each in people)
    toast(pod_pages.ended(people), undo=url_for(".make_pods", key=key, group=group))
    return see(url_for(".making_pods", key=key))


@bp.get("/cohorts/<key>/pods/people/<person>")
@access(member)
def moving_to_pod(key: str, person: str) -> Response:
    to = request.args.get("to", "")
    return _moving(key, person, MoveToPodForm(formdata=None, to=to), to)


@bp.post("/cohorts/<key>/pods/people/<person>")
@access(member)
def move_to_pod(key: str, person: str) -> Response:
    (cohort, standing), form = queries.hosted(actor(), key), MoveToPodForm()
    them, to = queries.member_named(cohort, person).person, request.values.get("to", "")
    with form.blaming():
        was, place = pod_moves.move(actor(), cohort, standing, them, to)
        toast(pod_pages.moved(them, place), undo=_way_back(key, was, place))
        return see(url_for(".making_pods", key=key))
    return _moving(key, person, form, "", 422)


@bp.post("/cohorts/<key>/pods/people/<person>/back")
@access(member)
def put_back_in_pod(key: str, person: str) -> Response:
    cohort, them = theirs(key, person)
    _, standing = queries.hosted(actor(), key)
    mates = pod_moves.put_back(actor(), cohort, standing, them, request.args.getlist("mate"))
    toast(pod_pages.put_back(them, mates))
    return see(url_for(".making_pods", key=key))


def _way_back(key: str, was: Around, place: Place) -> str:
    """Return the address that undoes it; who changed places does so once more."""
    them = was.person.key
    if place.other is not None:
        return url_for(".move_to_pod", key=key, person=them, to=place.other.key)
    return url_for(".put_back_in_pod", key=key, person=them, mate=[each.key for each in was.mates])


def _pods(shown: dict[str, Any], form: PodForm | None = None, status: int = 200) -> Response:
    offered = (form or PodForm(formdata=None)).offer(shown["free"])
    return page("cohorts/pods.html", status=status, form=offered, **shown)


def _moving(key: str, person: str, form: MoveToPodForm, to: str, status: int = 200) -> Response:
    shown = pod_pages.moving(actor(), key, person, to)
    if to and shown["place"] is None:
        form.to.errors = [pod_moves.TAKEN]
    return page("cohorts/move_pod.html", status=status, form=form.offer(shown["options"]), **shown)
