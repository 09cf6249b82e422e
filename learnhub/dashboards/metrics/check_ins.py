"""What people say of their weeks: whether they say it at all, and the hours that they declare."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select, union

from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.check_ins import ASKED_AT, ASKED_ON
from learnhub.commitments.models import Commitment, WeekNote
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.dashboards import weeks
from learnhub.dashboards.counting import Case, Counted, counted
from learnhub.dashboards.metrics.asked import Asked, places
from learnhub.dashboards.metrics.memberships import Member
from learnhub.dashboards.models import AwayWeek
from learnhub.dashboards.periods import WEEK, Period
from learnhub.people import queries as people
from learnhub.people import retention
from learnhub.people.weekly_hours import RANGES
from learnhub.programs.models import SignUpState

Said = set[tuple[int, int, date]]
ALONE = Ref("commitment", 0)  # all commitments together: which one it was is nobody's business


def rate(asked: Asked) -> Mapping[Period, Counted]:
    """Count the check-ins of weeks that are over, of those that were asked for."""
    since = min(period.starts for period in asked.periods)
    said: Said = {
        (cohort_id, person_id, week)
        for cohort_id, person_id, week in db.session.execute(
            select(CheckIn.cohort_id, CheckIn.person_id, CheckIn.week).where(CheckIn.week >= since)
        )
    }
    away = db.session.execute(select(AwayWeek.person_id, AwayWeek.week).where(AwayWeek.week >= since))
    spared = {(person_id, week) for person_id, week in away}
    found = {}
    for period in asked.periods:
        over = [week for week in period.weeks if weeks.begin(week + WEEK, period.tz) <= asked.now]
        wanted = [(week, instant(_asking(week), period.tz)) for week in over]
        cases = [case for member in asked.members if (case := _case(member, wanted, said, spared))]
        found[period] = counted(cases, asked.members_places[period])
    return found


def _asking(week: date) -> datetime:
    """When a check-in is asked for, on the wall."""
    return datetime.combine(week + timedelta(days=ASKED_ON), ASKED_AT)


def _case(
    member: Member, wanted: Iterable[tuple[date, datetime]], said: Said, away: set[tuple[int, date]]
) -> Case | None:
    expected = [
        week
        for week, at in wanted
        if member.joined_at <= at
        and member.cohort.runs(at)
        and (member.state is SignUpState.IN or member.changed_at > at)
        and (member.person_id, week) not in away
    ]
    if not expected:
        return None
    done = sum((member.cohort.ref.id, member.person_id, week) in said for week in expected)
    return Case(member.person_id, member.cohort.ref, (done, len(expected)), (done > 0, done < len(expected)))


def hours_in(asked: Asked) -> Mapping[Period, Counted]:
    """Sum up the hours that people declared, in minutes from the lower to the upper end of each range.

    Nothing is said of periods of which some were emptied, as they are kept no longer.
    """
    since = min(period.starts for period in asked.periods)
    in_cohorts = select(CheckIn.cohort_id, CheckIn.person_id, CheckIn.week, CheckIn.hours).where(
        CheckIn.week >= since, CheckIn.hours != ""
    )
    alone = (
        select(Commitment.person_id, WeekNote.week, WeekNote.hours)
        .join(Commitment, Commitment.id == WeekNote.commitment_id)
        .where(WeekNote.week >= since, WeekNote.hours != "")
    )
    rows: list[tuple[int, Ref, date, str]] = [
        (person_id, Ref("cohort", cohort_id), week, said)
        for cohort_id, person_id, week, said in db.session.execute(in_cohorts)
    ]
    rows += [(person_id, ALONE, week, said) for person_id, week, said in db.session.execute(alone)]
    who = union(select(CheckIn.person_id), select(Commitment.person_id)).subquery()
    whole = retention.kept_since(people.organisation(), "check_ins", asked.now)
    found = {}
    for period in asked.periods:
        if period.since < whole:  # some were emptied: the sum would say less than there was
            found[period] = counted([], {})
            continue
        inside = [row for row in rows if period.starts <= row[2] < period.ends]
        cases = [_declared(person_id, ref, hours) for person_id, ref, _, hours in inside]
        found[period] = counted(cases, places(period, asked.now, select(who.c.person_id)))
    return found


def _declared(person_id: int, ref: Ref, hours: str) -> Case:
    low, high = RANGES[hours]
    return Case(person_id, ref, (60 * low, 60 * high, 1), (True,))
