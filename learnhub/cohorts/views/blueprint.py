"""The blueprint that all pages of cohorts share, and what each of them begins with."""

from functools import partial

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.cohorts import policies, queries
from learnhub.cohorts.models import Cohort
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.people.session import actor
from learnhub.programs import access
from learnhub.web.page import see

bp = Blueprint("cohorts", __name__)
editable = partial(access.editable, kind=Cohort)


def url_of(cohort: Cohort, page: str = "cohorts.show", part: str | None = None) -> str:
    """Return the address of one of its pages, or of a part of that page."""
    return url_for(page, key=cohort.key, _anchor=part)


def back_to(key: str, date: str) -> Response:
    """Return to the line that changed, or to Home where it was ticked off there."""
    if request.values.get("back") == "home":
        return see(url_for("home.index"))
    return see(url_for("cohorts.show", key=key, _anchor=f"d-{date}"))


def theirs(key: str, person: str) -> tuple[Cohort, Person]:
    """Return a cohort that the actor facilitates and somebody in it; refuse others, who know of it."""
    cohort, standing = queries.hosted(actor(), key)
    require(policies.may_see_progress(is_host=standing.is_host))
    return cohort, queries.member_named(cohort, person).person
