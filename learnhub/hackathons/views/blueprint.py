"""The blueprint that all pages of hackathons share, and what each of them begins with."""

from functools import partial

from flask import Blueprint, url_for

from learnhub.hackathons.models import Hackathon
from learnhub.programs import access

bp = Blueprint("hackathons", __name__)
editable = partial(access.editable, kind=Hackathon)


def url_of(hackathon: Hackathon, page: str = "hackathons.show", part: str | None = None) -> str:
    """Return the address of one of its pages, or of a part of that page."""
    return url_for(page, key=hackathon.key, _anchor=part)
