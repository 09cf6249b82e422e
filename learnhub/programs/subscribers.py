"""What follows in programs: of who leaves or came, of what is cancelled, of a role that ends."""

from sqlalchemy import select

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.goals.events import Tied, Untied
from learnhub.people.events import PersonChanged, PersonLeft
from learnhub.programs import (
    announcements,
    answers,
    parts,
    places,
    queries,
    series,
    series_queries,
    series_ties,
    waitlists,
)
from learnhub.programs.announcement_models import Announcement
from learnhub.programs.events import (
    ArrivalTakenBack,
    Arrived,
    Declined,
    ProgramCancelled,
    RoleEnded,
    SeriesRoleEnded,
    Withdrew,
)
from learnhub.programs.models import Host, Program, Speaker
from learnhub.programs.series_models import SeriesHost
from learnhub.search import services as search


def on_left(fact: PersonLeft) -> None:
    """Their places go to those who wait, and what they had taken on to others."""
    for program, signup in waitlists.on_it(fact.person_id, clock.now()):
        places.give_back(program, signup)
    series.forget(fact.person_id)
    parts.free_all_of(fact.person_id, clock.now())


def on_renamed(fact: PersonChanged) -> None:
    """What they speak at, and the series that they run, are found by their name as it is now."""
    mine = select(Program.kind, Program.id).join(Speaker, Speaker.program_id == Program.id)
    spoken = db.session.execute(mine.where(Speaker.person_id == fact.person_id))
    run = db.session.scalars(select(SeriesHost.series_id).where(SeriesHost.person_id == fact.person_id))
    search.changed(*(Ref(kind, id_) for kind, id_ in spoken), *(Ref("series", id_) for id_ in run))


def on_withdrew(fact: Withdrew | Declined) -> None:
    """What they told the hosts alone goes with them."""
    answers.forget_of(fact.signup_id)


def on_arrived(fact: Arrived) -> None:
    """Who came took part; noted late, it is still of that day."""
    program = queries.program_by_id(fact.program_id)
    at = min(clock.now(), program.ends_at)
    activity.record(ActKind.ATTENDED, Ref(program.kind, program.id), [fact.person_id], at=at)


def on_arrival_taken_back(fact: ArrivalTakenBack) -> None:
    """Who did not come did not take part."""
    program = queries.program_by_id(fact.program_id)
    activity.take_back(ActKind.ATTENDED, Ref(program.kind, program.id), [fact.person_id])


def on_cancelled(fact: ProgramCancelled) -> None:
    """What its hosts meant to write later does not go."""
    announcements.drop(fact.program_id, announcements.CALLED_OFF, by_id=fact.by_id)


def on_role_ended(fact: RoleEnded) -> None:
    """Nor does what somebody wrote who hosts it no more."""
    _drop_of(fact.person_id, fact.program_id, by_id=fact.by_id)


def on_series_role_ended(fact: SeriesRoleEnded) -> None:
    """Nor that at any date of a series."""
    for program_id in fact.program_ids:
        _drop_of(fact.person_id, program_id, by_id=fact.by_id)


def _drop_of(person_id: int, program_id: int, *, by_id: int) -> None:
    hosts = select(Host.person_id).where(Host.program_id == program_id)
    theirs = Announcement.by_id == person_id, Announcement.by_id.not_in(hosts)
    announcements.drop(program_id, announcements.NO_HOST, *theirs, by_id=by_id)


def on_tied(fact: Tied) -> None:
    """What a series serves, each of its dates to come serves."""
    if fact.ref_kind == "series":
        series_ties.spread(series_queries.series_by_id(fact.ref_id))


def on_untied(fact: Untied) -> None:
    """And no more, once the series does not."""
    if fact.ref_kind == "series":
        series_ties.end(series_queries.series_by_id(fact.ref_id), fact.goal_id)


SUBSCRIPTIONS: Subscriptions = {
    Tied: [on_tied],
    Untied: [on_untied],
    PersonLeft: [on_left],
    PersonChanged: [on_renamed],
    Withdrew: [on_withdrew],
    Declined: [on_withdrew],
    Arrived: [on_arrived],
    ArrivalTakenBack: [on_arrival_taken_back],
    ProgramCancelled: [on_cancelled],
    RoleEnded: [on_role_ended],
    SeriesRoleEnded: [on_series_role_ended],
}
