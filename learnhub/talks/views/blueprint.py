"""The blueprint that all pages of talks share, and what each of them begins with."""

from flask import Blueprint, url_for

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.session import actor
from learnhub.programs import verdicts
from learnhub.programs.models import Seat
from learnhub.programs.queries import Standing
from learnhub.talks import queries
from learnhub.talks.models import Talk

bp = Blueprint("talks", __name__)


def hosted(key: str) -> tuple[Talk, Standing]:
    """Return a talk that the actor runs; refuse others, who know of it."""
    return queries.hosted(actor(), key)


def editable(key: str) -> Talk:
    """Return a talk that the actor may change, or refuse before a form is filled in for nothing."""
    talk, standing = hosted(key)
    require(verdicts.may_edit(talk, standing))
    return talk


def cancellable(key: str) -> Talk:
    """Return a talk that the actor may call off, or refuse before a reason is written for nothing."""
    talk, standing = hosted(key)
    require(verdicts.may_cancel(talk, standing, clock.now()))
    return talk


def enterable(key: str) -> tuple[Talk, Standing]:
    """Return a talk on whose list the actor may put others, or refuse before a name is written."""
    talk, standing = hosted(key)
    require(verdicts.may_enter(talk, standing, clock.now()))
    return talk, standing


def seat_named(value: str) -> Seat | None:
    """Return the kind of place that a form names; none where it names none."""
    return Seat(value) if value in set(Seat) else None


def url_of(talk: Talk, page: str = "show", part: str | None = None) -> str:
    """Return the address of one of its pages, or of a part of that page."""
    return url_for(f"talks.{page}", key=talk.key, _anchor=part)
