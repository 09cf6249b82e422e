"""ical.js, the library by which Thunderbird reads calendars: what it understands of a file."""

import json
import shutil
import subprocess
from dataclasses import dataclass

from tests.support import need, npm

VERSION = "2.2.1"
CHECKSUM = "396c1349c899974b1048460e3c7495ec394ff1a86941ab5bf6291b272b8d53c2"
READER = """
import { readFileSync } from "node:fs";
const ICAL = (await import(process.argv[1])).default;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const utc = (time) => (time.isDate ? time : time.convertToZone(ICAL.Timezone.utcTimezone)).toString();
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return { uid: event.uid, title: event.summary, starts: utc(event.startDate), ends: utc(event.endDate),
           sequence: event.sequence, text: event.description };
})));
"""


@dataclass(frozen=True)
class Event:
    """What it reads; moments in UTC as "2026-12-03T16:00:00Z", whole days as "2026-12-03"."""

    uid: str
    title: str
    starts: str
    ends: str
    sequence: int
    text: str


def read(body: bytes) -> list[Event]:
    """Return the events of an iCalendar file; fail where ical.js does not take it."""
    node = shutil.which("node") or need.missing("no node for ical.js")
    library = npm.file("ical.js", VERSION, "dist/ical.js", CHECKSUM, what="ical.js")
    module = library.with_suffix(".mjs")
    if not module.exists():
        shutil.copyfile(library, module)  # node takes it as a module by its name
    command = [node, "--input-type=module", "--eval", READER, "--", module.as_uri()]
    ran = subprocess.run(command, input=body, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()
    return [Event(**each) for each in json.loads(ran.stdout)]
