"""The blueprint that all pages of cohorts share, and what each of them begins with."""

from functools import partial

from flask import Blueprint, url_for

from learnhub.cohorts.models import Cohort
from learnhub.programs import access

bp = Blueprint("cohorts", __name__)
editable = partial(access.editable, kind=Cohort)


def url_of(cohort: Cohort, page: str = "cohorts.show", part: str | None = None) -> str:
    """Return the address of one of its pages, or of a part of that page."""
    return url_for(page, key=cohort.key, _anchor=part)
