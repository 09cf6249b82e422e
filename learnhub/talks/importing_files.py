"""How each kind of file with talks in it is asked for and read."""

from learnhub.imports.importer import Source
from learnhub.talks.formats import calendar

TRAIL = (("What’s on", "/whats-on"), ("Bring in", "/talks/bring-in"))
CALENDAR = Source(
    calendar.read,
    "An .ics file, up to 10 MB and 2,000 events.",
    ".ics,.ical,text/calendar",
    "Choose an .ics file.",
    has_columns=False,
    trail=TRAIL,
)
