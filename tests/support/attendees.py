"""An attendee's calendar, as RFC 5546 asks it to treat what comes by mail, and no more."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from icalendar import Calendar

Shown = tuple[str, datetime, str]  # title, start, place


@dataclass
class Attendee:
    """`shows` is what stands in the calendar, by UID. What is older than what is known is let be."""

    shows: dict[str, Shown] = field(default_factory=dict)
    _known: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def receive(self, mail: EmailMessage) -> None:
        """Take in a mail; one without a calendar part changes nothing."""
        part = calendar_part(mail)
        if part is None:
            return
        made = Calendar.from_ical(part.get_payload(decode=True))
        assert part.get_param("method") == made["method"], "the mail and its part must say the same"
        [event] = made.walk("VEVENT")
        uid, version = str(event["uid"]), (int(event["sequence"]), event["dtstamp"].dt)
        if uid in self._known and version < self._known[uid]:
            return
        self._known[uid] = version
        if made["method"] == "CANCEL":
            self.shows.pop(uid, None)
        else:
            self.shows[uid] = (str(event["summary"]), event["dtstart"].dt, str(event.get("location", "")))


def calendar_part(mail: EmailMessage) -> EmailMessage | None:
    """Return the part that calendars read, which must be the last of the alternatives."""
    if mail.get_content_type() != "multipart/alternative":
        return None
    parts = list(mail.iter_parts())
    kinds = [part.get_content_type() for part in parts]
    if "text/calendar" not in kinds:
        return None
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    return parts[-1]
