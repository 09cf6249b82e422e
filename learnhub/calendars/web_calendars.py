"""Links that open a web calendar with a date filled in: plain ones, so nothing is sent before a press."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from learnhub.calendars import happenings
from learnhub.calendars.queries import Dated
from learnhub.cohorts.models import Cohort
from learnhub.core import ics
from learnhub.programs.models import Program

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = (
    ("Outlook.com", "https://outlook.live.com/calendar/deeplink/compose"),
    ("Microsoft 365", "https://outlook.office.com/calendar/deeplink/compose"),
)


class Link(NamedTuple):
    """Where it leads, and what the link says."""

    label: str
    url: str


def links(program: Program) -> tuple[Link, ...]:
    """Return a link for each of the usual web calendars. Templates know it as `web_calendars`.

    None for a cohort: one link is one date, and its file has all of its sessions.
    """
    if isinstance(program, Cohort):
        return ()
    return _links(happenings.program(Dated(program), ""))


@lru_cache(maxsize=500)
def _links(happening: ics.Happening) -> tuple[Link, ...]:
    """What they say of one date, whoever reads it: to spell it out took longer than to find the date."""
    return Link("Google Calendar", _google(happening)), *(_outlook(*each, happening) for each in OUTLOOK)


def _google(happening: ics.Happening) -> str:
    if days := happening.days:
        dates = f"{days[0]:%Y%m%d}/{days[1]:%Y%m%d}"
    else:
        dates = f"{ics.utc(happening.starts_at)}/{ics.utc(happening.ends_at)}"
    said = {"action": "TEMPLATE", "text": happening.title, "dates": dates, "ctz": happening.zone.key}
    return f"{GOOGLE}?{urlencode(said | {'details': happening.text, 'location': happening.place})}"


def _outlook(label: str, url: str, happening: ics.Happening) -> Link:
    said = {"path": "/calendar/action/compose", "rru": "addevent", "subject": happening.title}
    if days := happening.days:
        said |= {"startdt": days[0].isoformat(), "enddt": days[1].isoformat(), "allday": "true"}
    else:
        starts, ends = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (happening.starts_at, happening.ends_at))
        said |= {"startdt": starts, "enddt": ends}
    return Link(label, f"{url}?{urlencode(said | {'body': happening.text, 'location': happening.place})}")
