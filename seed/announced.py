"""What hosts wrote: to those who fell behind, to all; and one that waits for tomorrow."""

from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.hackathons.models import Hackathon
from learnhub.programs import announcements
from learnhub.programs import queries as programs
from learnhub.programs.announcements import Wanted
from learnhub.programs.models import Program
from seed.company import Company

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def make(today: datetime, _company: Company) -> None:
    """Write to the first cohort twice, and to the hackathon that runs."""
    cohort = db.session.scalars(select(Cohort).order_by(Cohort.id)).first()
    running = db.session.scalars(select(Hackathon).where(Hackathon.title == "Winter Build")).one()
    assert cohort is not None
    behind = (
        "Two evenings are enough to catch up: Tuesday and Thursday at five, in the library. Come as you are."
    )
    _sent(cohort, Wanted("Catch up with us", behind, "pace:behind"), today - 2 * DAY)
    demos = "Twelve minutes for each team, in the order of the board. Bring the adapter for your screen."
    _sent(running, Wanted("How the demos go", demos, "in"), today - 3 * HOUR)
    room = "We meet in room 2 on the second floor this time; the library is being painted."
    with clock.at(today - HOUR):
        _write(cohort, Wanted("Another room on Tuesday", room, "in", goes_at=today + DAY))


def _sent(program: Program, wanted: Wanted, at: datetime) -> None:
    with clock.at(at):
        announcements.send(_write(program, wanted))


def _write(program: Program, wanted: Wanted) -> int:
    return announcements.announce(programs.hosts_of(program)[0], program, wanted).id
