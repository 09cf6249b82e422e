"""The pages of a series: what it is and when, publishing it, following it."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import (
    policies,
    series,
    series_pages,
    series_queries,
    series_questions,
    series_sentences,
)
from learnhub.programs.forms import AnswersForm, answers_form
from learnhub.programs.series_models import Series
from learnhub.programs.series_queries import SeriesStanding
from learnhub.programs.views.blueprint import bp
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/series/<key>")
@access(member)
def series_page(key: str) -> Response:
    return page("programs/series.html", **series_pages.show(actor(), key, clock.now()))


@bp.post("/series/<key>/publish")
@access(member)
def publish_series(key: str) -> Response:
    found = series_queries.hosted(actor(), key)
    series.publish(actor(), found)
    toast(f"{found.title} is published. Nobody was told.")
    return see(found.url)


@bp.post("/series/<key>/discard")
@access(member)
def discard_series(key: str) -> Response:
    found = series_queries.hosted(actor(), key)
    series.discard(actor(), found)
    toast(f"The draft of {found.title} is gone.")
    return see("/whats-on")


@bp.get("/series/<key>/follow")
@access(member)
def following(key: str) -> Response:
    found, standing = series_queries.find(actor(), key)
    require(policies.may_follow(is_guest=False, is_published=found.published_at is not None))
    given = dict(enumerate(series_questions.given(found, standing.follows)))
    return _following(found, standing, answers_form(series_questions.of(found), given))


@bp.post("/series/<key>/follow")
@access(member)
def follow(key: str) -> Response:
    found, standing = series_queries.find(actor(), key)
    form, online = answers_form(series_questions.of(found)), request.form.get("seat") == "online"
    if form.validate():
        with form.blaming():
            entered = series.follow(actor(), found, online=online, typed=form.typed())
            said = series_sentences.followed(found, entered)
            toast("Your answers are kept." if standing.follows and found.asked else said)
            return see(found.url)
    return _following(found, standing, form, status=422)


@bp.get("/series/<key>/unfollow")
@access(member)
def unfollowing(key: str) -> Response:
    found, standing = series_queries.find(actor(), key)
    if standing.follows is None:
        return already("You do not follow it.", found.url, f"Open {found.title}")
    places = len(series_queries.on_list(actor(), found, clock.now()))
    return page("programs/unfollow.html", series=found, places=places)


@bp.post("/series/<key>/unfollow")
@access(member)
def unfollow(key: str) -> Response:
    found, _ = series_queries.find(actor(), key)
    left = series.unfollow(actor(), found, give_back=request.form.get("give_back") == "1")
    toast(series_sentences.unfollowed(found, left))
    return see(found.url)


def _following(found: Series, standing: SeriesStanding, form: AnswersForm, *, status: int = 200) -> Response:
    seat = "online" if request.values.get("seat") == "online" else "on_site"
    context: dict[str, Any] = {"series": found, "standing": standing, "form": form, "seat": seat}
    return page("programs/follow.html", status=status, **context)
