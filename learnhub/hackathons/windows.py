"""Windows as wall times: checked, moved, and warned about. Pure: no clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant, is_skipped
from learnhub.hackathons.models import WindowKind

NAMES = {
    WindowKind.SIGN_UP: "Sign-up",
    WindowKind.FORMING: "Team forming",
    WindowKind.HACKING: "Hacking",
    WindowKind.SUBMITTING: "Submitting",
    WindowKind.JUDGING: "Judging",
    WindowKind.VOTE: "People’s vote",
    WindowKind.RESULTS: "Results",
}
ORDER = {kind: position for position, kind in enumerate(WindowKind)}
NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)
WORKED = (WindowKind.HACKING, WindowKind.SUBMITTING)


@dataclass(frozen=True, slots=True)
class Span:
    """One window, as clocks in the hackathon's zone show it."""

    kind: WindowKind
    opens: datetime
    closes: datetime

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when it opens and closes, in UTC. A close that comes twice in autumn means the later."""
        return instant(self.opens, zone), instant(self.closes, zone, deadline=True)


def in_order(spans: Sequence[Span]) -> list[Span]:
    """Sort by opening; those that open together in their usual order."""
    return sorted(spans, key=lambda span: (span.opens, ORDER[span.kind]))


def check(spans: Sequence[Span]) -> None:
    """Raise Invalid, naming the field, where windows cannot be."""
    if not spans:
        raise Invalid("A hackathon has at least one window.")
    if len({span.kind for span in spans}) != len(spans):
        raise Invalid("A window is there twice.")
    by_kind = {span.kind: span for span in spans}
    for span in spans:
        if span.closes < span.opens or (span.closes == span.opens and span.kind is not WindowKind.RESULTS):
            raise Invalid(f"{span.name} closes before it opens.", f"{span.kind}_closes")
    hacking, submitting = by_kind.get(WindowKind.HACKING), by_kind.get(WindowKind.SUBMITTING)
    if hacking and submitting and submitting.closes < hacking.opens:
        raise Invalid("Submitting closes before hacking opens.", "submitting_closes")
    results = by_kind.get(WindowKind.RESULTS)
    if results and submitting and results.opens < submitting.closes:
        raise Invalid("Results open before submitting closes.", "results_opens")


def run_of(spans: Sequence[Span]) -> tuple[datetime, datetime]:
    """Return first and last wall time of the hackathon itself: signing up and forming come before it."""
    by_kind = {span.kind: span for span in spans}
    starter = by_kind.get(WindowKind.HACKING) or by_kind.get(WindowKind.RESULTS) or in_order(spans)[0]
    return starter.opens, max(span.closes for span in spans)


def move(
    spans: Sequence[Span],
    wanted: Mapping[WindowKind, tuple[datetime, datetime]],
    *,
    along: bool,
    until: datetime | None = None,
) -> list[Span]:
    """Return the windows as wanted. `along`: those after a moved one that nobody touched follow it.

    They follow by as much as the last moved window's end did; what happened by `until` stays. The end of a
    window whose start alone was moved beyond it goes along, too.
    """
    moved: list[Span] = []
    drift = timedelta()
    for span in in_order(spans):
        opens, closes = wanted.get(span.kind, (span.opens, span.closes))
        if (opens, closes) != (span.opens, span.closes):
            if along and closes == span.closes <= opens:
                closes += opens - span.opens
            drift = closes - span.closes
            moved.append(replace(span, opens=opens, closes=closes))
        elif along:
            moved.append(_later(span, drift, until))
        else:
            moved.append(span)
    return moved


def shifted(
    spans: Sequence[Span], days: int, *, until: datetime
) -> dict[WindowKind, tuple[datetime, datetime]]:
    """Return all windows so many days later, or earlier; starts and ends that came by `until` stay."""
    moved = [_later(span, timedelta(days=days), until) for span in spans if span.closes > until]
    return {span.kind: (span.opens, span.closes) for span in moved}


def _later(span: Span, by: timedelta, until: datetime | None) -> Span:
    opens, closes = (
        moment if until is not None and moment <= until else moment + by
        for moment in (span.opens, span.closes)
    )
    return replace(span, opens=opens, closes=closes)


def stays(old: Span, new: Span, now: datetime) -> str:
    """Return why a window, or its start, stays where it is in a move; nothing where all of it moves."""
    if old.closes <= now and old == new:
        return "It is over."
    if old.opens <= now and old.opens == new.opens:
        return "It has begun, so its start stays." if old != new else "It has begun."
    return ""


def shut(pairs: Sequence[tuple[Span, Span]], now: datetime) -> list[Span]:
    """Return the windows that are open now and would not be: as they would be, to open again later."""
    return [new for old, new in pairs if old.opens <= now < old.closes and new.opens > now]


def warnings(spans: Sequence[Span], zone: ZoneInfo) -> list[str]:
    """Return a sentence for each thing about the dates that a host would want to know."""
    return [text for span in in_order(spans) for text in (*_rest(span), *_clock_change(span, zone))]


def _rest(span: Span) -> list[str]:
    if span.kind not in WORKED or span.closes - span.opens > timedelta(days=7):
        return []
    found = []
    nights = _nights(span)
    if nights:
        some = "a night" if nights == 1 else f"{nights} nights"
        found.append(f"{span.name} runs through {some}. Say in the story that nobody has to work then.")
    elif span.closes.time() > NIGHT_BEGINS or span.closes.time() <= NIGHT_ENDS:
        found.append(f"{span.name} closes at {span.closes:%H:%M}, at night.")
    days = _weekend_days(span)
    if days:
        found.append(f"{span.name} takes in {' and '.join(days)}.")
    return found


def _nights(span: Span) -> int:
    """Count the nights, 22:00 to 06:00, that lie in it altogether."""
    count = 0
    evening = datetime.combine(span.opens.date(), NIGHT_BEGINS)
    while evening + timedelta(hours=8) <= span.closes:
        count += evening >= span.opens
        evening += timedelta(days=1)
    return count


def _weekend_days(span: Span) -> list[str]:
    days, day = [], span.opens.date()
    while datetime.combine(day, time()) < span.closes:
        if day.weekday() >= 5:
            days.append(f"{('Saturday', 'Sunday')[day.weekday() - 5]} {day.day} {day:%B}")
        day += timedelta(days=1)
    return days


def _clock_change(span: Span, zone: ZoneInfo) -> list[str]:
    return [
        f"{span.name}: clocks jump over {wall:%H:%M} that night, so an hour later is meant."
        for wall in (span.opens, span.closes)
        if is_skipped(wall, zone)
    ]
