"""The blueprint that all pages of goals share, and what each of them begins with."""

from flask import Blueprint, url_for
from flask.wrappers import Response

from learnhub.core.policy import require
from learnhub.goals import queries, services
from learnhub.goals.models import Goal
from learnhub.goals.sentences import number
from learnhub.people.session import actor
from learnhub.web.page import see
from learnhub.web.toasts import toast

bp = Blueprint("goals", __name__)
bp.add_app_template_filter(number, "plainly")


def readable(key: str) -> Goal:
    """Return the goal of that key."""
    return queries.goal(actor(), key)


def editable(key: str) -> Goal:
    """Return the goal, or refuse with the reason before a form is filled in for nothing."""
    goal = readable(key)
    require(services.verdict_on_editing(actor(), goal))
    return goal


def continuable(key: str) -> Goal:
    """Return a goal that the actor may copy to its next period, or refuse before anything is chosen."""
    goal = readable(key)
    require(services.verdict_on_going_on(actor(), goal))
    return goal


def done(text: str, goal: Goal, page: str = "show") -> Response:
    """Say what happened, and lead on to a page of the goal."""
    toast(text)
    return see(url_for(f"goals.{page}", key=goal.key))
