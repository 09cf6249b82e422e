"""The blueprint of calendars, and how a calendar file is answered."""

from flask import Blueprint, request
from flask import Response as File

from learnhub.calendars.web_calendars import links

bp = Blueprint("calendars", __name__)
bp.add_app_template_global(links, "web_calendars")


def ics(body: bytes, name: str) -> File:
    """Answer with an iCalendar file; 304 to who has these bytes already."""
    answer = File(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"  # may be kept, and is asked for each time
    answer.add_etag()
    answer.make_conditional(request)
    return answer
