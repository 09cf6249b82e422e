"""Who needs a cohort's facilitators: whom a rule speaks of, and who waits for help there. One notion of it,
for the roster, for messages and for Home.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, and_, distinct, func, or_, select, union_all

from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.flags import FIRST
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.sentences import need_you
from learnhub.help.models import WAITS, HelpRequest
from learnhub.people.management import is_managed
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press
from learnhub.programs.models import NOT_ON, Host, SignUp, SignUpState

STANDS = timedelta(days=1)  # after the first began to wait: where it stands among what is due


def stuck(wanted: Any, cohort: Cohort) -> Any:
    """Select with people who are in the cohort what each waits for help with there: the last of it."""
    here = HelpRequest.ref_kind == "cohort", HelpRequest.ref_id == cohort.id, HelpRequest.state.in_(WAITS)
    last = select(func.max(HelpRequest.id)).where(*here, HelpRequest.asked_by_id == SignUp.person_id)
    question = HelpRequest.id == last.correlate(SignUp).scalar_subquery()
    return wanted.outerjoin(HelpRequest, question).add_columns(HelpRequest)


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "now": now, "shown": now - FIRST}


def _wanted(*, reader: int, now: datetime, shown: datetime) -> Select[Any]:
    """The cohorts that the reader runs and that go on, with how many of how many need them there."""
    waits = _waits(reader, shown)
    return (
        select(
            *columns(
                of_key=Cohort.key,
                of_title=Cohort.title,
                at=func.min(waits.c.since),
                number=func.count(distinct(Person.id)).filter(waits.c.since.is_not(None)),
                total=func.count(distinct(Person.id)),
            )
        )
        .select_from(Cohort)
        .join(Host, and_(Host.program_id == Cohort.id, Host.person_id == reader))
        .join(SignUp, and_(SignUp.program_id == Cohort.id, SignUp.state == SignUpState.IN))
        .join(Person, and_(Person.id == SignUp.person_id, Person.left_at.is_(None)))
        .outerjoin(
            waits,
            and_(waits.c.cohort_id == Cohort.id, waits.c.person_id == Person.id, ~is_managed(reader)),
        )
        .where(
            Cohort.state.not_in(NOT_ON),
            Cohort.starts_at <= now,
            Cohort.ends_at > now,
            Cohort.quiet.is_(False),
        )
        .group_by(Cohort.id, Cohort.key, Cohort.title)
        .having(func.count(waits.c.since) > 0)
        .order_by(func.min(waits.c.since), Cohort.id)
    )


def _waits(reader: int, shown: datetime) -> Subquery:
    """Who needs somebody in the cohorts that the reader runs, and since when."""
    flag, asks = RaisedFlag, HelpRequest
    is_shown = or_(flag.rule == Flag.BLOCKED, flag.raised_at <= shown)
    since = func.coalesce(asks.asked_at, asks.since)
    run = select(Host.program_id).where(Host.person_id == reader)  # not the flags of all cohorts there are
    return union_all(
        select(flag.cohort_id, flag.person_id, flag.raised_at.label("since")).where(
            flag.cohort_id.in_(run), flag.ended_at.is_(None), is_shown
        ),
        select(asks.ref_id, asks.asked_by_id, since).where(
            asks.ref_kind == "cohort", asks.ref_id.in_(run), asks.state.in_(WAITS)
        ),
    ).subquery()


def _read(row: Any, _person: Person, _now: datetime) -> Due:
    url = f"/cohorts/{row.of_key}/host"
    title = f"{need_you(row.number, row.total)} in {row.of_title}"
    note = "They are behind, quiet or stuck: the roster says who and why."
    return Due(row.at + STANDS, title, url, note, Press("Open the roster", url), since=row.at)


NEEDED = Source(_asked, _wanted, _read)
