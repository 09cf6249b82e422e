"""What the pages of a series show."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from learnhub.core import clock
from learnhub.core.dates import local_date
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant, wall
from learnhub.goals import queries as goals
from learnhub.goals import tie_pages
from learnhub.people.models import Person
from learnhub.programs import (
    involved,
    lists,
    policies,
    series_admission,
    series_edits,
    series_exceptions,
    series_openness,
    series_parts,
    series_plans,
    series_queries,
    series_questions,
    series_rules,
    series_sentences,
    series_ties,
    waitlists,
)
from learnhub.programs.models import Program
from learnhub.programs.series_models import Series
from learnhub.programs.series_plans import Plan, Reach

NEXT = 12
PAST = 5


def in_words(series: Series) -> str:
    """ "every Thursday, 12:00"."""
    return series_rules.in_words(series_rules.read(series.rule), series.starts_wall)


def show(person: Person, key: str, now: datetime) -> dict[str, Any]:
    """Return the page of a series. Raises NotFound for what they may not know of."""
    series, standing = series_queries.find(person, key)
    coming = lists.dates_of(person, series, now, most=NEXT)
    over = lists.dates_of(person, series, now, over=True, most=PAST)
    is_published = series.published_at is not None
    published = [each for each in coming if each.program.state.value == "published"]
    return {
        "series": series,
        "standing": standing,
        "rule": in_words(series),
        "coming": coming,
        "next": published[0].program if published else None,
        "planned": planned(series) if not is_published else [],
        "on_dates": on_dates([each.program for each in coming]) if standing.runs_it else {},
        "over": over,
        "given": series_queries.count_over(series, now) if over else 0,
        "hosts": [each.person for each in series_queries.hosts_of(series)],
        "followers": series_queries.count_followers(series),
        "carries_on": series_queries.name_of(person, series_queries.carries_on(series)),
        "is_over": is_published and not coming and not series_queries.has_more(series),
        "ties": goals.ties_of(person, series_ties.ref(series)),
        "unanswered": series_questions.count_open(series, standing.follows),
        "parts": series_parts.of(series),
        "approves": series_admission.at(series, series.starts_wall).approves,
        "may_follow": policies.may_follow(is_guest=False, is_published=is_published),
    }


def shifting(person: Person, program: Program, form: Any) -> dict[str, Any]:
    """Return the preview of moving a date and others with it. Raises Invalid."""
    plan = series_plans.shifting(program, form.reach.reach, form.starts.data, form.minutes.data)
    return preview(person, plan, drifting=bool(form.drifting.data))


def ruling(person: Person, series: Series, form: Any) -> dict[str, Any]:
    """Return the preview of another rule for all to come. Raises Invalid."""
    rule, starts = form.rule(form.starts.data), form.starts.data
    coming = series_queries.coming(series, clock.now())
    first = coming[0].rule_wall if coming else None
    if first is None:
        first = next((each.starts for each in series_exceptions.later(series)), None)
    if rule is None or first is None:
        raise Invalid("Nothing of it is to come.", "way")
    return preview(
        person,
        series_plans.plan(series, first, rule, starts, form.minutes.data),
        drifting=bool(form.drifting.data),
    )


def preview(person: Person, plan: Plan, *, drifting: bool) -> dict[str, Any]:
    """Return what a plan does, and how many others hear of it."""
    moving = plan.moving(drifting=drifting)
    concerned = [*(program for program, _ in moving), *plan.falls]
    return {
        "plan": plan,
        "moving": moving,
        "told": series_edits.count_told(person, concerned) if concerned else 0,
        "named": involved.named(concerned, person),
        "says": series_rules.in_words(plan.rule, plan.starts),
        "on_dates": on_dates([each.program for each in plan.slots if each.program and each.is_on]),
    }


def reached(person: Person, program: Program) -> list[tuple[Reach, str, int]]:
    """Return for each reach which dates there are, in words, and how many others hear of a change."""
    found = [(reach, series_plans.scope(program, reach)) for reach in Reach]
    return [(reach, _these(dates, person), series_edits.count_told(person, dates)) for reach, dates in found]


def reaches(person: Person, program: Program) -> dict[str, str]:
    """Return for each reach which dates there are; nothing for who runs no series that it is a date of."""
    if program.series is None or not series_queries.runs(person, program.series):
        return {}
    return {reach.value: f"{_these(series_plans.scope(program, reach), person)}." for reach in Reach}


def _these(found: Sequence[Program], reader: Person) -> str:
    today = local_date(clock.now(), reader.tz)
    return series_sentences.these(found, reader.tz, today)


def begins(series: Series) -> datetime:
    """Return when its next date starts, by clocks where it is: what is said of each is shown for that one."""
    now = clock.now()
    coming, rule = series_queries.coming(series, now), series_rules.read(series.rule)
    ahead = series_rules.walls(
        rule, series.starts_wall, after=wall(now, series.tz).replace(tzinfo=None), most=1
    )
    return coming[0].starts_wall if coming else next(iter(ahead), series.starts_wall)


def shown_for(series: Series, wanted: datetime | None) -> datetime:
    """Return for which of its dates a form shows moments: the one that it was made for, else the next."""
    return wanted if wanted and series_queries.has_date(series, wanted) else begins(series)


def made_for(series: Series, wanted: datetime | None) -> datetime:
    """Return for which date a form was made. Raises Invalid where the series has it no more."""
    if shown_for(series, wanted) != wanted:
        raise Invalid("The dates have moved. Look at the moments again: they are for another date now.")
    return wanted


def rule_of(series: Series, now: datetime) -> dict[str, Any]:
    """Return what the form of another rule starts with."""
    rule = series_rules.read(series.rule)
    coming = series_queries.coming(series, now)
    every_other = not rule.nth and rule.every == series_rules.OTHER
    way = "other" if every_other else "weekly" if not rule.nth else "last" if rule.nth < 0 else "monthly"
    return {
        "way": way,
        "every": 1 if every_other else rule.every,
        "days": [str(day) for day in rule.days],
        "until": rule.until,
        "starts": (coming[0].rule_wall if coming else None) or series.starts_wall,
        "minutes": series.minutes,
        "rev": series.rev,
    }


def planned(series: Series) -> list[tuple[datetime, series_exceptions.Later]]:
    """Return the next dates of a draft, also those that are left out: each moment, and the date."""
    return [(instant(each.starts, series.tz), each) for each in series_exceptions.later(series)]


def on_dates(programs: Collection[Program]) -> dict[int, str]:
    """Return who is on each of these dates, in words, by its id: for hosts."""
    by_seat = waitlists.by_seat_of(programs)
    return {each.id: series_sentences.on_date(each, by_seat[each.id]) for each in programs}


def set_up(person: Person, series: Series) -> dict[str, Any]:
    """Return the page on which hosts find everything of it that can be changed."""
    return {
        "series": series,
        "rule": in_words(series),
        "hosts": [each.person for each in series_queries.hosts_of(series)],
        "fields": series_questions.of(series),
        "parts": series_parts.of(series),
        "admitted": series_sentences.admitted(series),
        "open_to": series_openness.in_words(series),
        "later": series_exceptions.later(series),
        **tie_pages.serves(person, series_ties.ref(series), may=True),
        "next": next(iter(series_queries.coming(series, clock.now())), None),
    }
