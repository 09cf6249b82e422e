"""Flags as the rules raised them day by day, and what came after: said of some, known of the others."""

from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.cohorts import escalating, flags, pausing, queries
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.programs import queries as programs
from seed.company import Company

LAST, EVERY = timedelta(days=8), timedelta(days=2)
HELPED, WRONG = 3, 5  # every so many-th


def make(today: datetime, _company: Company) -> None:
    """Look at each cohort that began, on the last days; say of some flags what was true of them."""
    for cohort in db.session.scalars(
        select(Cohort).where(Cohort.starts_at < today).order_by(Cohort.id)
    ).all():
        at = max(min(today, cohort.ends_at) - LAST, cohort.starts_at)
        while at < today:
            with clock.at(at):
                flags.look(cohort)
            at += EVERY
        with clock.at(today - timedelta(hours=1)):
            _say(cohort)
            flags.look(cohort)
            flags.settle(cohort)
    _support(today)


def _support(today: datetime) -> None:
    """Tell who agreed to hear; somebody of the last cohort that runs rests for a week."""
    escalating.escalate(today)
    running = (
        select(Cohort).where(Cohort.starts_at < today, Cohort.ends_at > today).order_by(Cohort.id.desc())
    )
    cohort = db.session.scalars(running).first()
    if cohort is not None:
        person = queries.members(cohort)[2].person
        with clock.at(today - timedelta(days=1)):
            pausing.pause(person, cohort, (today + timedelta(days=6)).date())


def _say(cohort: Cohort) -> None:
    host = programs.hosts_of(cohort)[0]
    shown = select(RaisedFlag).where(RaisedFlag.cohort_id == cohort.id, RaisedFlag.rule != Flag.BLOCKED)
    shown = shown.where(RaisedFlag.raised_at < clock.now() - flags.FIRST).order_by(RaisedFlag.id)
    for place, row in enumerate(db.session.scalars(shown).all()):
        if place % HELPED == 0 or place % WRONG == 1:
            flags.say(host, *queries.find(host, cohort.key), row.key, helped=place % HELPED == 0)
