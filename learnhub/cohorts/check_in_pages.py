"""What the pages of check-ins and pods show: rows and verdicts for the templates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from learnhub.cohorts import check_ins, handed_in, pages, pausing, pod_notes, pods, policies, queries, streaks
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.handed_in import Work
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import Pod
from learnhub.cohorts.streaks import Streak
from learnhub.core.policy import require
from learnhub.core.words import count, counted, sentence
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.people.queries import is_away
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab

BACK, WEEK = timedelta(weeks=60), timedelta(weeks=1)
WEEKS = 8  # before this one, on one's page
LATELY = timedelta(weeks=4)  # so far back facilitators read what somebody said last


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody's latest check-in as the reader may have it; `hidden` says why it is not shown."""

    person: Person
    row: CheckIn | None
    hidden: str = ""
    work: Sequence[Work] = ()


@dataclass(frozen=True, slots=True)
class PodLine:
    """A pod as its facilitators see it: how many of it checked in, and that nobody did, for a badge."""

    pod: Pod
    said: str = ""
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who checked in in which of the last weeks, by id, of those whose check-ins are `read`; until `week`."""

    read: Collection[int]
    weeks: Mapping[int, Collection[date]]
    week: date

    def number(self, ids: Collection[int], week: date) -> int:
        return sum(week in self.weeks.get(id_, ()) for id_ in ids)

    def said(self, ids: Collection[int]) -> str:
        """ "This week 1 of 3 checked in, last week 3."."""
        now_said, before = (self.number(ids, week) for week in (self.week, self.week - WEEK))
        return f"This week {now_said} of {len(ids)} checked in, last week {before}." if ids else ""

    def silence(self, ids: Collection[int], begins: date, *, counts_this: bool) -> str:
        """Say that nobody of these is heard: ever, since long, or this week where that counts by now."""
        if not ids or self.number(ids, self.week):
            return ""
        if not any(self.weeks.get(id_) for id_ in ids):
            return f"Nobody has checked in {'yet' if self.week - LATELY <= begins else 'for four weeks'}"
        if not self.number(ids, self.week - WEEK):
            return "Nobody has checked in this week or last"
        return "Nobody has checked in this week" if counts_this else ""


@dataclass(frozen=True, slots=True)
class Week:
    """A week of one's own, with what was said in it; without that, `why` says so."""

    week: date
    row: CheckIn | None
    why: str


def tabs(cohort: Cohort, _person: Person, standing: Standing) -> list[Tab]:
    """Return the tabs of those who check in, and of those who make pods."""
    found = [Tab(5, "Check-in", f"{cohort.url}/check-in")] if standing.is_in else []
    return [*found, Tab(61, "Pods", f"{cohort.url}/pods")] if standing.is_host else found


def week(person: Person, key: str, now: datetime) -> dict[str, Any]:
    """Return one's week: this check-in, those before, the pod, the streak. Raises Forbidden for others."""
    cohort, standing = queries.find(person, key)
    runs = check_ins.runs(cohort, now)
    onward = ("Open the pods", f"{cohort.url}/pods") if standing.is_host else ("Open its page", cohort.url)
    require(policies.may_choose(is_in=standing.is_in), onward=onward)
    pod = pods.pod_of(cohort, person)
    mates = [each.person for each in pod.members if each.person_id != person.id] if pod else []
    this = streaks.week_of(now, person.tz)
    found = check_ins.of(cohort, [person.id, *(each.id for each in mates)], this - BACK)
    mine, chosen = found.get(person.id, []), check_ins.choice(cohort, person)
    now_said = next((each for each in mine if each.week == this), None)
    begins = streaks.week_of(cohort.starts_at, person.tz)
    since = chosen.streak_since if chosen and chosen.streak_since else begins
    off = check_ins.weeks_off(person, cohort, min(begins, since))
    counted_ = check_ins.streak(person, chosen, mine, off, now)
    return pages.around(person, cohort, standing, now) | {
        "title": _title(now_said, cohort, now, runs=runs),
        "said": now_said,
        "runs": runs,
        "earlier": _earlier(begins, streaks.week_of(cohort.ends_at, person.tz), mine, this, off),
        "written": pod_notes.written_today(cohort, person) if mates else set(),
        "chosen": chosen,
        "streak": counted_,
        "streak_said": streak_said(counted_),
        "pod": pod,
        "may_write": pod_notes.may_write(cohort, now),
        "mates": _lines(person, cohort, mates, found, is_mate=True, is_host=standing.is_host),
    }


def _earlier(begins: date, ends: date, mine: Sequence[CheckIn], this: date, off: set[date]) -> list[Week]:
    """Return the last weeks there before this one, also those without a check-in; `begins` and `ends` are
    the cohort's first and last.
    """
    said, found = {each.week: each for each in mine}, list[Week]()
    week = min(this - WEEK, ends)
    while week >= min([begins, *said]) and len(found) < WEEKS:
        why = "You were away or paused it." if week in off else "You did not check in."
        found.append(Week(week, said.get(week), why))
        week -= WEEK
    return found


def host(person: Person, key: str, now: datetime, *, wanted: bool) -> dict[str, Any]:
    """Return the pods, who is in none, and what everyone said last; with `wanted` pods as proposed."""
    cohort, standing = queries.hosted(person, key)
    require(policies.may_see_progress(is_host=standing.is_host))
    made, free = pods.of_cohort(cohort), pods.without(cohort)
    everyone = [*(each.person for pod in made for each in pod.members), *free]
    this = streaks.week_of(now, person.tz)
    found = check_ins.of(cohort, [each.id for each in everyone], this - LATELY)
    lines = _lines(person, cohort, everyone, found, is_mate=False, is_host=True)
    read = {each.person.id for each in lines if not each.hidden}
    weeks = {id_: {row.week for row in rows} for id_, rows in found.items() if id_ in read}
    proposed = pods.proposed(free) if wanted else []
    placed = {each.id for group in proposed for each in group}
    left = [each.name for each in free if each.id not in placed] if wanted and len(free) > 1 else []
    return pages.around(person, cohort, standing, now) | {
        "title": f"{sentence(counted(len(made), 'pod'))} studied together."
        if cohort.is_over(now)
        else _pods_title(made, free),
        "pods": _silent_first(made, Heard(read, weeks, this), cohort, person, now),
        "free": free,
        "proposed": proposed,
        "left": left,
        "lines": sorted(lines, key=lambda each: (each.row is None or not each.row.blocked, each.person.name)),
    }


def _silent_first(
    made: Sequence[Pod], heard: Heard, cohort: Cohort, person: Person, now: datetime
) -> list[PodLine]:
    """Return the pods, first those from which nobody is heard though this week's, or last week's, is due;
    who rests or is away is waited for by nobody.
    """
    if not check_ins.runs(cohort, now):
        return [PodLine(pod) for pod in made]
    rest = {*pausing.until(cohort)}
    begins = streaks.week_of(cohort.starts_at, person.tz)
    found = []
    for pod in made:
        ids = [each.person_id for each in pod.members if each.person_id in heard.read]
        awaited = [
            each.person_id
            for each in pod.members
            if each.person_id in ids and each.person_id not in rest and not is_away(each.person, now)
        ]
        is_due = check_ins.asks(person, now) or heard.week > begins
        silent = heard.silence(awaited, begins, counts_this=check_ins.asks(person, now)) if is_due else ""
        found.append(PodLine(pod, heard.said(ids), silent))
    return sorted(found, key=lambda each: not each.silent)


def _lines(
    person: Person,
    cohort: Cohort,
    people: Sequence[Person],
    found: Any,
    *,
    is_mate: bool,
    is_host: bool,
) -> list[Line]:
    ids = [each.id for each in people]
    managed = management.managed_by(person, ids)
    shares = check_ins.sharing(cohort, ids) if is_mate and ids else set()
    work = handed_in.of_mates(cohort, shares) if shares else {}
    lines = []
    for each in people:
        verdict = policies.may_read_check_in(
            is_mine=each.id == person.id,
            is_host=is_host,
            is_mate=is_mate,
            shares=each.id in shares,
            manages=each.id in managed,
        )
        row = next(iter(found.get(each.id, [])), None)
        lines.append(Line(each, row if verdict else None, verdict.reason, work.get(each.id, ())))
    return lines


def _title(said: CheckIn | None, cohort: Cohort, now: datetime, *, runs: bool) -> str:
    if not runs:
        over = now >= cohort.starts_at
        return "Your weeks are over." if over else "You write once it has begun."
    return "You checked in this week." if said else "How did your week go?"


def _pods_title(made: Sequence[Pod], free: Sequence[Person]) -> str:
    if not made and not free:
        return "Nobody is in it yet."
    if free:
        return f"{counted(len(free), 'person').capitalize()} {'is' if len(free) == 1 else 'are'} in no pod."
    return f"Everyone is in one of {counted(len(made), 'pod')}."


def streak_said(found: Streak | None) -> str:
    """ "Four weeks in a row. One freeze is left."."""
    if found is None:
        return ""
    if not found.weeks:
        return "Your streak begins with your next check-in."
    weeks = f"{counted(found.weeks, 'week').capitalize()} in a row"
    left = f"{count(found.freezes, 'freeze')} left" if found.freezes else "no freeze left"
    return f"{weeks}, {left}."
