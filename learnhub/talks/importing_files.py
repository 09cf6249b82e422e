"""How each kind of file with talks in it is asked for and read."""

from learnhub.imports.importer import Source
from learnhub.talks import importing
from learnhub.talks.formats import calendar, events, pretalx

TRAIL = (("What’s on", "/whats-on"), ("Bring in", "/talks/bring-in"))
CALENDAR = Source(
    calendar.read,
    "An .ics file, up to 10 MB and 2,000 events.",
    ".ics,.ical,text/calendar",
    "Choose an .ics file.",
    has_columns=False,
    trail=TRAIL,
)
EVENTS = Source(
    events.read,
    "A YAML file or our own JSON, up to 1 MB and 2,000 events.",
    ".yml,.yaml,.json,application/yaml,application/json",
    "Choose a YAML file.",
    has_columns=False,
    trail=TRAIL,
)
SCHEDULE = Source(
    pretalx.read,
    "A schedule.json, up to 10 MB and 2,000 talks.",
    ".json,application/json",
    "Choose a schedule.json.",
    has_columns=False,
    trail=TRAIL,
)
CONNECTED = ((importing.CALENDAR, CALENDAR), (importing.EVENTS, EVENTS), (importing.SCHEDULE, SCHEDULE))
