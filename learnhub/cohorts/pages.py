"""What a cohort's pages show: rows and rules put together for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from learnhub.cohorts import (
    completing,
    deadlines,
    flags,
    learning,
    meeting_pages,
    own_queries,
    pod_notes,
    policies,
    queries,
    sentences,
    taking_back,
    ticking,
)
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import DONE, NOTHING, PASSED, DeadlineState, Mine
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core import dates
from learnhub.core.policy import Verdict
from learnhub.core.walltime import wall
from learnhub.people import management
from learnhub.people.models import Person, Role
from learnhub.programs import muting, previews, program_pages, verdicts
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab

DAY, WEEK = timedelta(days=1), timedelta(days=7)
NO_HOUR = time(23, 59)
COLOURS = {
    DeadlineState.ON_TIME: "good",
    DeadlineState.LATE: "",
    DeadlineState.OVERDUE: "bad",
    DeadlineState.MISSED: "bad",
    DeadlineState.EXTENDED: "warn",
    DeadlineState.WAIVED: "",
    DeadlineState.TO_COME: "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A session or a deadline as one person has it; `at` is the due in force for them."""

    date: CohortDate
    at: datetime | None
    mine: Mine
    state: DeadlineState | None  # of a deadline, for who is in it
    may_tick: Verdict | None = None
    may_extend: Verdict | None = None
    longer_to: datetime | None = None  # what their own extension would give
    may_shorten: Verdict | None = None
    link: str = ""  # to the work, as the person gave it
    done_on: Day | None = None  # where a facilitator noted a day, by the cohort's clocks: it has no hour

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    @property
    def badge(self) -> tuple[str, str]:
        """Return what is said of it, and its colour."""
        return (str(self.state).capitalize(), COLOURS[self.state]) if self.state else ("", "")


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag at somebody's name: which rule, in words, and from when on facilitators see it.

    `since`: of what is overdue or missed, the first due that passed; `word`: what was said of the flag.
    """

    row: RaisedFlag
    said: str
    shown_at: datetime
    since: datetime | None = None
    word: str = ""


def raised(rows: Sequence[RaisedFlag], dated: Sequence[Row], reader: Person) -> list[Raised]:
    """Return these flags in words, those that nobody spoke of first; `dated`: what is due for the person."""
    late = [row for row in dated if row.state in PASSED and row.at and row.date.item.counts]
    missed = sum(row.state is DeadlineState.MISSED for row in late)
    since = min((row.at for row in late if row.at), default=None)
    return [
        Raised(
            row,
            sentences.flagged(row.rule, overdue=len(late) - missed, missed=missed),
            flags.shown_at(row),
            since if row.rule is Flag.OVERDUE else None,
            sentences.word_on(row, reader.id) if row.truth else "",
        )
        for row in sorted(rows, key=lambda row: row.truth is not None)
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the course with what is in it."""

    title: str
    rows: Sequence[Row]


def around(person: Person, cohort: Cohort, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what stands on every page of a cohort."""
    return program_pages.around(person, cohort, standing, now) | {
        "cohort": cohort,
        "course": cohort.course_version.course,
        "is_over": cohort.is_over(now),
    }


def tabs(cohort: Cohort, _person: Person, standing: Standing) -> list[Tab]:
    """Return the tabs of those who are in it, and of those who run it."""
    found = [Tab(45, "History", f"{cohort.url}/history")] if standing.is_in or standing.is_host else []
    if standing.is_host:
        found.append(Tab(60, "Roster", f"{cohort.url}/host"))
    return [*found, Tab(62, "Dates", f"{cohort.url}/dates")] if standing.runs_it else found


def show(person: Person, key: str, now: datetime, seen_as: str = "") -> dict[str, Any]:
    """Return the overview: everyone's dates, and for who is in it what is due and how far they are."""
    cohort, standing = queries.find(person, key)
    standing, preview = previews.seen_as(seen_as, cohort, standing)
    shared = program_pages.overview(person, cohort, standing, now)
    rows, mine = queries.dates(cohort), {}
    if standing.is_in:
        mine = queries.progress_of(cohort, [person.id]).get(person.id, {})
    listed = rows_of(cohort, rows, mine, now, is_in=standing.is_in)
    hosts = shared["hosts"]
    own = me(person, cohort, listed, now) if standing.is_in else None
    pause = own["rests"] if own else None
    over_me = management.managers_among(person, [each.id for each in hosts]) if standing.is_in else set()
    return (
        shared
        | around(person, cohort, standing, now)
        | (_taking_back(person, cohort, listed, own) if own else {})
        | {
            "as_participant": preview,
            "yours": sentences.yours(cohort, standing, shared["counts"], now, person.tz),
            "strict": f"{sentences.strict(cohort)} {sentences.escalates(cohort)}".strip(),
            "preparing": sentences.preparing(cohort, hosts=len(hosts), ties=len(shared["ties"])),
            "groups": groups(listed),
            "may_edit": verdicts.may_edit(cohort, standing),
            "may_ask": person.has(Role.LEADER) and pod_notes.may_write(cohort, now),
            "wrote": pod_notes.last_written(cohort, person) if person.has(Role.LEADER) else {},
            "managers": [each for each in hosts if each.id in over_me],
            "me": own,
            "only_rests": pause is not None and pause.until_at == standing.known.get(muting.KNOWN),
        }
    )


def _taking_back(
    person: Person, cohort: Cohort, rows: Sequence[Row], own: Mapping[str, Any]
) -> dict[str, Any]:
    changes = taking_back.lately(cohort, person)
    return taking_back.on_page(person, cohort, person, ticks(rows), own["certificate"], changes)


def me(person: Person, cohort: Cohort, rows: Sequence[Row], now: datetime) -> dict[str, Any]:
    """Return what somebody who is in it sees of themselves: due next, progress, burn-up, flags."""
    counted = [(each.date.at, each.mine) for each in rows if each.date.item.counts and _is_due(each.date)]
    known = [(at, mine) for at, mine in counted if at is not None]
    found = deadlines.progress(known, cohort.rule, now)
    own = own_queries.of(cohort, person, now)
    certificate, held = own.completion, own.choice.blocks if own.choice else []
    left = [each for each in rows if _open(each)]
    left.sort(key=lambda each: (each.at or now, each.date.id))
    upcoming = next((each for each in left if each.at and each.at > now), None)
    due = (upcoming.date.item.title, upcoming.at) if upcoming and upcoming.at else None
    soon = [each for each in left if each.at and each.at <= now + WEEK] or left[:1]
    sessions = [each for each in rows if each.date.step is Step.SESSION and each.at and each.at >= now]
    begins = cohort.is_before(now)
    first = min(sessions, key=lambda each: each.at or now, default=None) if begins else None
    leads = first is not None and first.at is not None and (due is None or first.at <= due[1])
    if leads and first is not None and first.at:
        due = (first.date.item.title, first.at)
    return {
        "title": sentences.headline(found, due, now, person.tz, begins=leads)
        if certificate is None or not cohort.is_over(now)
        else sentences.COMPLETED,
        "begins": begins,
        "progress": found,
        "so_far": sentences.so_far(found),
        "standing": sentences.standing(found),
        "rule": sentences.rule(cohort, found),
        "last": (last := completing.by_one_more(cohort, found, completed=certificate is not None)),
        "completion": sentences.completion(cohort, found, completed=certificate is not None, last=last),
        "soon": soon[:6],
        "sessions": [each for each in sessions if each is first or (each.at and each.at <= now + WEEK)],
        "flags": raised(flags.open_flags(cohort, [person.id]), rows, person),
        "burn": burn_up(cohort, known, person, now),
        "rests": own.pause,
        "will_rest": own.pause is not None and own.pause.since_at > now,
        **meeting_pages.pod(person, cohort, now),
        "kept": held,
        "kept_free": learning.said(held),
        "certificate": certificate,
    }


def burn_up(
    cohort: Cohort, known: Sequence[tuple[datetime, Mine]], person: Person, now: datetime
) -> dict[str, Any] | None:
    """Return the lines of the burn-up, a point a week, today and the end; nothing before it begins or where
    nothing counts.
    """
    if not known or now < cohort.starts_at:
        return None
    last = max(cohort.ends_at, *(deadlines.effective(due, mine.extended_to) for due, mine in known))
    weeks = range((last - cohort.starts_at) // WEEK + 1)
    moments = sorted({*(cohort.starts_at + WEEK * number for number in weeks), last, min(now, last)})
    points = deadlines.burn_up(known, moments, now)
    shown = [point.done if point.at <= now else None for point in points]
    today = dates.local_date(now, person.tz)
    return {
        "series": [shown, [point.expected for point in points]],
        "labels": [dates.short_day(dates.local_date(at, person.tz), today) for at in moments],
        "at": [(at - cohort.starts_at) / DAY for at in moments],
    }


def groups(rows: Sequence[Row]) -> list[Group]:
    """Return rows under the parts of the course that hold them; a part that is due stands below itself."""
    return [Group(title, [*held]) for title, held in groupby(rows, key=lambda each: each.date.part)]


def rows_of(
    cohort: Cohort, dated: Sequence[CohortDate], mine: Mapping[int, Any], now: datetime, *, is_in: bool
) -> list[Row]:
    found = []
    for each in dated:
        own = mine[each.id].mine if each.id in mine else NOTHING
        if each.at is None or not is_in or not _is_due(each):
            found.append(Row(each, each.at, own, None))
            continue
        facts: dict[str, Any] = {"is_in": is_in, "due": each.at, "mine": own, "rule": cohort.rule, "now": now}
        held = mine.get(each.id)
        used, due = held is not None and held.by_oneself, deadlines.effective(each.at, own.extended_to)
        until = ticking.own_due(cohort, due)
        found.append(
            Row(
                each,
                due,
                own,
                deadlines.state(each.at, own, cohort.rule, now),
                policies.may_tick(published=cohort.state, **facts),
                policies.may_extend_own(own_days=cohort.own_days, used=used, until=until, **facts),
                until,
                ticking.may_shorten_own(each.at, held, now),
                held.link if held else "",
                _done_on(cohort, held),
            )
        )
    return found


def _done_on(cohort: Cohort, held: Progress | None) -> Day | None:
    """Return the day on which it was done where that is all that is known, as `marking.moments` stores it."""
    if held is None or held.done_at is None or held.done_by_id in {None, held.person_id}:
        return None
    done = wall(held.done_at, cohort.tz)
    return done.date() if done.time() == NO_HOUR or held.done_at == held.due_at else None


def done_day(cohort: Cohort, held: Progress, reader: Person, now: datetime) -> str:
    """Return the day on which it was done in words: by the reader's clock, or as a facilitator noted it."""
    day = _done_on(cohort, held) or dates.local_date(held.done_at or now, reader.tz)
    return dates.day(day, dates.local_date(now, reader.tz))


def of_date(person: Person, cohort: Cohort, standing: Standing, date: CohortDate, now: datetime) -> Row:
    """Return one deadline as the person has it."""
    mine = queries.progress_of(cohort, [person.id]).get(person.id, {})
    return rows_of(cohort, [date], mine, now, is_in=standing.is_in)[0]


def ticks(rows: Sequence[Row]) -> list[tuple[CohortDate, Mine]]:
    """The deadlines among these, each with what the person has done about it."""
    return [(row.date, row.mine) for row in rows if row.state]


def _is_due(date: CohortDate) -> bool:
    return date.step is Step.DEADLINE and date.at is not None


def _open(row: Row) -> bool:
    return row.state in {DeadlineState.TO_COME, DeadlineState.EXTENDED, DeadlineState.OVERDUE}
