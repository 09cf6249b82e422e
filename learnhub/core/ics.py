"""iCalendar files (RFC 5545): made of what was read before, the same bytes for the same facts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vDatetime, vText

from learnhub.core import ics_zones

PRODUCER = "-//LearnHub//LearnHub//EN"
ASKED_EVERY = "PT1H"  # how often a subscriber is to look again
MIDNIGHT, LAST_MINUTE = time(), time(23, 59)


class Written(vText):
    r"""What somebody wrote, as RFC 5545 escapes it. (icalendar takes a written \N for the end of a line.)"""

    def to_ical(self) -> bytes:
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


@dataclass(frozen=True, slots=True)
class Happening:
    """One date as a calendar shows it. A deadline is a moment: it ends when it starts, and fills no time."""

    uid: str
    title: str
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    url: str
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    text: str = ""
    cancelled: bool = False

    @property
    def is_moment(self) -> bool:
        return self.starts_at == self.ends_at

    @property
    def days(self) -> tuple[date, date] | None:
        """First day and the day after the last, where it takes whole days by the wall; else None."""
        starts, ends = self.starts_at.astimezone(self.zone), self.ends_at.astimezone(self.zone)
        if self.is_moment or starts.time() != MIDNIGHT or ends.time() not in (MIDNIGHT, LAST_MINUTE):
            return None
        return starts.date(), (ends + timedelta(minutes=1)).date()


@dataclass(frozen=True, slots=True)
class Guest:
    """Who invites whom, by bare addresses."""

    organizer: str
    address: str
    name: str


def calendar(happenings: Sequence[Happening], *, name: str) -> bytes:
    """Return a calendar to subscribe to, or to take one date from: no METHOD, nobody named."""
    made = _empty()
    made.add("x-wr-calname", Written(name))
    made.add("name", Written(name))
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", ASKED_EVERY)
    for zone in _zones(happenings):
        made.add_component(zone)
    for each in happenings:
        made.add_component(_event(each, each.changed_at))
    return _bytes(made)


def message(happening: Happening, guest: Guest, *, method: str, at: datetime) -> bytes:
    """Return what a mail carries to one guest (RFC 5546); `method` is REQUEST or CANCEL.

    The guest has accepted already, for they signed up; nobody is asked for an answer. A CANCEL of what takes
    place without the guest says nothing of its state.
    """
    made = _empty()
    made.add("method", method)
    for zone in _zones([happening]):
        made.add_component(zone)
    event = _event(happening, at)
    if method == "CANCEL" and not happening.cancelled:
        del event["status"]
    event.add("organizer", vCalAddress(f"mailto:{guest.organizer}"))
    said = {"CN": guest.name, "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}
    event.add("attendee", vCalAddress(f"mailto:{guest.address}"), parameters=said | {"PARTSTAT": "ACCEPTED"})
    made.add_component(event)
    return _bytes(made)


def _empty() -> Calendar:
    """Not `Calendar.new()`: that adds a random id to each."""
    made = Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    return made


def _event(happening: Happening, stamp: datetime) -> Event:
    made = Event()
    made.add("uid", happening.uid)
    made.add("dtstamp", _second(stamp))
    made.add("last-modified", _second(happening.changed_at))
    made.add("sequence", happening.sequence)
    made.add("summary", Written(happening.title))
    _dates(made, happening)
    if happening.place:
        made.add("location", Written(happening.place))
    made.add("description", Written(happening.text))
    made.add("url", happening.url)
    made.add("status", "CANCELLED" if happening.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if happening.is_moment or happening.cancelled else "OPAQUE")
    return made


def _dates(made: Event, happening: Happening) -> None:
    if days := happening.days:
        made.add("dtstart", days[0])
        made.add("dtend", days[1])  # exclusive
        return
    made.add("dtstart", _local(happening.starts_at, happening.zone))
    if not happening.is_moment:
        made.add("dtend", _local(happening.ends_at, happening.zone))


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment by the wall of its zone; in UTC where the wall shows that time twice.

    Of such a time RFC 5545 means the first, and some libraries read the second.
    """
    local = at.astimezone(zone)
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return _second(at) if twice or zone.key == "UTC" else local


def _zones(happenings: Sequence[Happening]) -> list[Timezone]:
    """Return the zones in which these are written, by name, each for the years that it is needed for."""
    years: dict[str, list[int]] = {}
    for each in happenings:
        if each.zone.key != "UTC" and each.days is None:
            years.setdefault(each.zone.key, []).extend((each.starts_at.year, each.ends_at.year))
    return [ics_zones.component(name, min(years[name]), max(years[name])) for name in sorted(years)]


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _bytes(made: Calendar) -> bytes:
    written: bytes = made.to_ical()
    return written


def utc(at: datetime) -> str:
    """Return "20261203T160000Z"."""
    written: bytes = vDatetime(_second(at)).to_ical()
    return written.decode()
