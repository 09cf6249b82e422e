"""The blueprint of calendars, and how a calendar file is answered."""

from flask import Blueprint, request
from flask import Response as File

bp = Blueprint("calendars", __name__)


def ics(body: bytes, name: str) -> File:
    """Answer with an iCalendar file; 304 to who has these bytes already."""
    answer = File(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"  # may be kept, and is asked for each time
    answer.add_etag()
    answer.make_conditional(request)
    return answer
