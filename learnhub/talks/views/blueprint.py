"""The blueprint that all pages of talks share, and what each of them begins with."""

from functools import partial

from flask import Blueprint, url_for

from learnhub.people.session import actor
from learnhub.programs import access
from learnhub.programs.queries import Standing
from learnhub.talks import queries
from learnhub.talks.models import Talk

bp = Blueprint("talks", __name__)
editable = partial(access.editable, kind=Talk)


def hosted(key: str) -> tuple[Talk, Standing]:
    """Return a talk that the actor runs; refuse others, who know of it."""
    return queries.hosted(actor(), key)


def url_of(talk: Talk, page: str = "talks.show", part: str | None = None) -> str:
    """Return the address of one of its pages, or of a part of that page."""
    return url_for(page, key=talk.key, _anchor=part)
