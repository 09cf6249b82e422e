"""Why something came: the rule, the due, what became of it on each channel, and what did not go and why."""

from dataclasses import dataclass
from datetime import datetime

from learnhub.notifications import queries, wording
from learnhub.notifications.kinds import KINDS, Need
from learnhub.notifications.models import Delivery, DeliveryState, Reminder
from learnhub.people.models import Person

UNITS = {"d": "day", "h": "hour", "s": "second"}
NEEDS = {
    Need.SIGNED_UP: "you have a place in {title}",
    Need.WAITING: "you are on the waitlist of {title}",
    Need.INVOLVED: "you are on the list of {title}, or host it",
    Need.TEAMLESS: "you have a place in {title} and no team yet",
    Need.MEMBER: "you are in the team",
    Need.HOST: "you are a host of {title}",
    Need.NOTHING: "it is about you",
}
MAIL = {
    DeliveryState.SENDING: "The mail is on its way.",
    DeliveryState.SENT: "The mail was sent.",
    DeliveryState.UNKNOWN: "The mail was handed over; the server’s answer was lost.",
    DeliveryState.WAITING: "The mail waits to be tried again.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One message, and why it came."""

    words: wording.Words
    rule: str
    because: str
    due_at: datetime | None
    fire_at: datetime
    mail: str
    path: str
    program: str = ""
    program_key: str = ""  # where it can be muted


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that was not sent, and why."""

    subject: str
    when: datetime
    reason: str


def before(offset: str) -> str:
    """Return "2 days before", "24 hours before", "7 days before, at 09:00"."""
    length, _, wall = offset.partition("@")
    number, unit = length[:-1], UNITS[length[-1]]
    return f"{number} {unit}{'' if number == '1' else 's'} before" + (f", at {wall}" if wall else "")


def explain(person: Person, found: Delivery, now: datetime) -> list[Said]:
    """Return why a delivery came: one message, or those of a digest."""
    rows = queries.of_delivery(found)
    about, mails = wording.tale(rows, person.id), queries.by_mail(rows)
    return [_said(row, about, person, now, by_mail=mails.get(row.id)) for row in rows]


def missed(person: Person, now: datetime) -> list[Missed]:
    """Return what did not go to the person lately."""
    rows = [row for row in queries.not_sent(person, now) if KINDS[row.kind].inbox]
    about = wording.tale(rows, person.id)
    said = [wording.words(row, about, person.tz, now) for row in rows]
    return [
        Missed(words.subject, row.fire_at, row.skip_reason) for row, words in zip(rows, said, strict=True)
    ]


def _said(
    row: Reminder, about: wording.Tale, person: Person, now: datetime, *, by_mail: Delivery | None
) -> Said:
    kind = KINDS[row.kind]
    program = about.programs.get(row.program_id or 0)
    words = wording.words(row, about, person.tz, now)
    rule = f"{kind.label}: {before(row.offset)}" if row.offset else f"{kind.label}: when it happens"
    because = NEEDS[kind.need].format(title=program.title if program else "")
    mail = row.skip_reason or "No mail."
    if by_mail is not None:
        mail = MAIL.get(by_mail.state, by_mail.reason or "No mail.")
    due_at = row.due_at if row.offset else None
    title, key = (program.title, program.key) if program else ("", "")
    return Said(words, rule, because, due_at, row.fire_at, mail, words.path, title, key)
