"""The blueprint that all pages of hackathons share, and what each of them begins with."""

from datetime import datetime

from flask import Blueprint, url_for

from learnhub.core import clock, dates
from learnhub.core.policy import require
from learnhub.hackathons import queries
from learnhub.hackathons.models import Hackathon
from learnhub.people.session import actor
from learnhub.programs import verdicts
from learnhub.programs.queries import Standing
from learnhub.web.reader import today

bp = Blueprint("hackathons", __name__)


@bp.app_template_filter("wall")
def wall(value: datetime) -> str:
    """Word a wall time: "Wed 2 Dec, 10:00"; the page says in which zone."""
    return f"{dates.day(value.date(), today())}, {value:%H:%M}"


def hosted(key: str) -> tuple[Hackathon, Standing]:
    """Return a hackathon that the actor runs; refuse others, who know of it."""
    return queries.hosted(actor(), key)


def editable(key: str) -> Hackathon:
    """Return a hackathon that the actor may change, or refuse before a form is filled in for nothing."""
    hackathon, standing = hosted(key)
    require(verdicts.may_edit(hackathon, standing))
    return hackathon


def cancellable(key: str) -> Hackathon:
    """Return a hackathon that the actor may call off, or refuse before a reason is written for nothing."""
    hackathon, standing = hosted(key)
    require(verdicts.may_cancel(hackathon, standing, clock.now()))
    return hackathon


def enterable(key: str) -> tuple[Hackathon, Standing]:
    """Return a hackathon on whose list the actor may put others, or refuse before a name is written."""
    hackathon, standing = hosted(key)
    require(verdicts.may_enter(hackathon, standing, clock.now()))
    return hackathon, standing


def url_of(hackathon: Hackathon, page: str = "show", part: str | None = None) -> str:
    """Return the address of one of its pages, or of a part of that page."""
    return url_for(f"hackathons.{page}", key=hackathon.key, _anchor=part)
