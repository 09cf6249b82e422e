"""What a hackathon's pages show: rows and rules put together for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from learnhub.core import clock
from learnhub.core.errors import Invalid
from learnhub.core.walltime import wall
from learnhub.hackathons import overview, queries, sentences, services, templates, windows
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.services import Text
from learnhub.people.models import Person
from learnhub.programs import previews, program_pages, verdicts
from learnhub.programs.models import ProgramState
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab

SUGGESTED = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the agenda. `state` is past, dues or empty."""

    at: datetime
    label: str
    state: str


def show(person: Person, key: str, now: datetime, seen_as: str = "") -> dict[str, Any]:
    """Return the overview, for hosts also as others see it. Raises NotFound for what they may not know of."""
    hackathon, standing = queries.find(person, key)
    standing, preview = previews.seen_as(seen_as, hackathon, standing)
    added = overview.gather(hackathon, person, standing, now)
    shared = program_pages.overview(person, hackathon, standing, now)
    prizes, preparing = queries.prizes(hackathon), sentences.preparing
    filled = {"hosts": len(shared["hosts"]), "prizes": len(prizes), "ties": len(shared["ties"])}
    return shared | {
        "hackathon": hackathon,
        "as_participant": preview,
        "added": added,
        "prizes": prizes,
        "yours": sentences.yours(hackathon, standing, now, person.tz),
        "notes": _notes(hackathon, now) | dict(added.notes),
        "days": agenda(hackathon, person, now),
        "names": windows.NAMES,
        "warnings": windows.warnings(services.spans(hackathon), hackathon.tz) if standing.runs_it else [],
        "preparing": preparing(hackathon, **filled),
    }


def tabs(hackathon: Hackathon, _person: Person, standing: Standing) -> list[Tab]:
    """Return the tab of those who run it: who is on its list."""
    return [Tab(50, "Sign-ups", f"{hackathon.desk}/sign-ups")] if standing.runs_it else []


def agenda(hackathon: Hackathon, person: Person, now: datetime) -> list[tuple[date, list[Moment]]]:
    """Return the days of the hackathon itself, in the reader's zone, with what opens and closes on them."""
    found: list[Moment] = []
    for window in hackathon.openings:
        name = windows.NAMES[window.kind]
        if window.kind is WindowKind.RESULTS:
            found.append(_moment(window.opens_at, name, now))
        elif window.kind not in {WindowKind.SIGN_UP, WindowKind.FORMING}:
            found.append(_moment(window.opens_at, f"{name} opens", now))
            due = window.kind is WindowKind.SUBMITTING
            found.append(_moment(window.closes_at, f"{name} closes", now, due=due))
    found.sort(key=lambda moment: moment.at)
    days = groupby(found, key=lambda moment: moment.at.astimezone(person.tz).date())
    return [(day, list(moments)) for day, moments in days]


def _moment(at: datetime, label: str, now: datetime, *, due: bool = False) -> Moment:
    return Moment(at, label, "past" if at <= now else "dues" if due else "")


def _notes(hackathon: Hackathon, now: datetime) -> dict[WindowKind, str]:
    """Return what stands beside the windows; features above say more."""
    word = "opens when you publish" if hackathon.state is ProgramState.DRAFT else "open"
    notes = {window.kind: word for window in hackathon.openings if window.opens_at <= now < window.closes_at}
    sign_up = hackathon.opening(WindowKind.SIGN_UP)
    if sign_up and now >= sign_up.closes_at:
        notes[WindowKind.SIGN_UP] = f"closed, {hackathon.places_taken} signed up"
    elif sign_up and hackathon.places_taken:
        notes[WindowKind.SIGN_UP] = f"{hackathon.places_taken} signed up so far"
    return notes


def new(person: Person, now: datetime) -> dict[str, Any]:
    """Return what the form of a new hackathon starts with: the person's zone, a day in four weeks."""
    day = wall(now, person.tz) + SUGGESTED
    day += timedelta(days=(1 - day.weekday()) % 7)  # a Tuesday: never a weekend, never the first day
    return {"starts": day.replace(hour=9, minute=0, second=0, microsecond=0), "zone": person.zone}


def made_of(answers: Mapping[str, Any], text: Text, now: datetime) -> dict[str, Any]:
    """Return what `services.create` takes: the template's windows, and its words where none were written.

    Raises Invalid for a start that has passed, unless that is confirmed.
    """
    chosen, zone = templates.template(answers["template"]), answers["zone"]
    today = wall(now, ZoneInfo(zone)).replace(second=0, microsecond=0)
    if answers["starts"] <= today and not answers["past"]:
        raise Invalid("Nobody can sign up for what has begun. Correct the start, or tick this.", "past")
    written = replace(
        text,
        summary=text.summary or chosen.summary,
        story=text.story or chosen.story,
        team_least=answers["team_least"] or chosen.team_least,
        team_most=answers["team_most"] or max(chosen.team_most, answers["team_least"] or 1),
    )
    opening = answers["opening"]
    if opening is not None and opening >= answers["starts"]:
        raise Invalid("Sign-up opens before the hackathon starts.", "opening")
    laid = templates.lay(chosen, answers["starts"], today=today, opening=opening)
    return {"text": written, "zone": zone, "windows": laid, "capacity": answers["capacity"]}


def move(person: Person, hackathon: Hackathon, wanted: Any, *, along: bool = False) -> dict[str, Any]:
    """Return the preview of a move: old and new, who will be told, what to mind. Raises Invalid."""
    pairs, now = services.plan_move(hackathon, wanted, along=along), wall(clock.now(), hackathon.tz)
    return verdicts.told_by_name(person, hackathon) | {
        "pairs": pairs,
        "moved": [(old, new) for old, new in pairs if old != new],
        "stays": {old.kind: windows.stays(old, new, now) for old, new in pairs},
        "shut": windows.shut(pairs, now),
        "warnings": windows.warnings([new for _, new in pairs], hackathon.tz),
    }


def shift(hackathon: Hackathon, days: int, now: datetime) -> dict[WindowKind, tuple[datetime, datetime]]:
    """Return what is wanted of the windows when everything moves by so many days."""
    return windows.shifted(services.spans(hackathon), days, until=wall(now, hackathon.tz))


def window_values(spans: Sequence[windows.Span]) -> dict[str, datetime]:
    """Return the fields of the form that moves dates."""
    return {f"{span.kind}_opens": span.opens for span in spans} | {
        f"{span.kind}_closes": span.closes for span in spans
    }
