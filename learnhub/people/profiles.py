"""What people say of themselves: name, zone, hours, learning, helping, days away."""

from datetime import date, time

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.text import many_lines, one_line
from learnhub.people import absences, conflicts, focus, queries, sentences
from learnhub.people.events import AwayChanged, PersonChanged
from learnhub.people.models import Person


def edit(
    person: Person, *, seen: int, name: str, zone: str, learning: str, helping: str, shortcuts: bool
) -> None:
    """Describe oneself, having seen version `seen`. Raises Conflict, with both texts, if it changed since."""
    yours = {"Name": name, "What I learn": learning, "What I can help with": helping}
    theirs = {"Name": person.name, "What I learn": person.learning, "What I can help with": person.helping}
    if person.version != seen and yours != theirs:
        raise Conflict("This was changed in another place meanwhile.", theirs=theirs, yours=yours)
    describe(person, name=name, zone=zone, learning=learning, helping=helping, shortcuts=shortcuts)


def describe(person: Person, *, name: str, zone: str, learning: str, helping: str, shortcuts: bool) -> None:
    """Change what people say of themselves."""
    if not one_line(name):
        raise Invalid("Write your name.", "name")
    if not queries.zone_is_known(zone):
        raise Invalid("Choose a time zone from the list.", "zone")
    if person.zone != zone:
        focus.read_whole(person)
    person.name, person.zone, person.shortcuts = one_line(name)[:120], zone, shortcuts
    person.learning, person.helping = many_lines(learning), many_lines(helping)
    db.session.flush()
    events.publish(PersonChanged(person.id))


def hours(person: Person) -> dict[str, str]:
    """Return in words when the person works, and how much they learn at most, by the fields of their form."""
    return _in_words(person.work_starts, person.work_ends, person.work_days, person.weekly_cap)


def seen(person: Person) -> str:
    """Return what tells these hours from others: a form that shows them sends it back."""
    return "; ".join(hours(person).values())


def _in_words(starts: time, ends: time, days: str, cap: int | None) -> dict[str, str]:
    said = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "days": sentences.weekdays(days)}
    return said | {"cap": str(cap or "")}


def set_hours(
    person: Person,
    *,
    starts: time,
    ends: time,
    days: list[str],
    cap: int | None = None,
    was: str | None = None,
) -> None:
    """Say when the person works, by their own clock; mail waits for it. "0" is Monday.

    Raises Conflict with both where they are others than what `was` seen, Invalid for what are none.
    """
    if ends <= starts:
        raise Invalid("Choose an end after the start.", "ends")
    if not days:
        raise Invalid("Choose at least one day.", "days")
    yours, theirs = _in_words(starts, ends, "".join(sorted(set(days))), cap), hours(person)
    if was is not None and was != seen(person) and yours != theirs:
        said = conflicts.said(person, "your working hours", person, None)
        raise Conflict(said, theirs=theirs, yours=yours)
    person.weekly_cap = cap
    focus.read_whole(person)
    person.work_starts, person.work_ends, person.work_days = starts, ends, "".join(sorted(set(days)))
    db.session.flush()


def set_away(person: Person, *, until: date | None, since: date | None = None) -> None:
    """Be away up to and including `until`; None is back again. No reason is asked."""
    today = clock.now().astimezone(person.tz).date()
    if until is not None and until < today:
        raise Invalid("Choose today or a later day.", "until")
    if until is not None and since is not None and since > until:
        raise Invalid("Choose a first day before the last.", "since")
    absences.keep(person, today)
    person.away_until = until
    person.away_from = None if until is None else since or today
    db.session.flush()
    events.publish(AwayChanged(person.id))
