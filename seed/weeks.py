"""What is to be read in the weeks of the cohorts that run, from the library, and a thread in the first's."""

from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.cohorts import queries, weeks
from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.discussions import services as discussions
from learnhub.library.models import Resource
from learnhub.programs import queries as programs
from seed.company import Company

EACH = 2
STEM = 5  # letters of a cohort’s title: “agent”, “evalu”
ASKED = "My second judge agrees with the first in eight of ten. Is that much, or do both just say yes?"
ANSWERED = "Turn the order round and ask again: mine said yes to whatever came first."


def make(today: datetime, _company: Company) -> None:
    """Put two resources into each week; in the one that goes on somebody asks, and another answers."""
    running = select(Cohort).where(Cohort.starts_at < today, Cohort.ends_at > today).order_by(Cohort.id)
    shelf = list(db.session.scalars(select(Resource).where(Resource.url.is_not(None)).order_by(Resource.id)))
    for cohort in db.session.scalars(running).all():
        host, about = programs.hosts_of(cohort)[0], cohort.title[:STEM].lower()
        fits = [each for each in shelf if about in each.title.lower()]
        shelf = fits + [each for each in shelf if each not in fits]
        with clock.at(cohort.starts_at - timedelta(days=2)):
            for week in weeks.of(cohort):
                for _ in range(EACH):
                    weeks.add(host, cohort, week.number, f"/library/{shelf.pop(0).key}")
        _talk(cohort, today)


def _talk(cohort: Cohort, today: datetime) -> None:
    one, other = (each.person for each in queries.members(cohort)[:2])
    about = weeks.subject(cohort, weeks.named(cohort, 1))
    with clock.at(today - timedelta(hours=5)):
        thread = discussions.begin(one, about, ASKED, asks=True)
    with clock.at(today - timedelta(hours=3)):
        discussions.reply(other, about, thread, ANSWERED)
