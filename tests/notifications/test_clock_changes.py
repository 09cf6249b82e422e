"""Nine in the morning comes once a day, also on the days on which the clocks change, by the real tick."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.hackathons.models import WindowKind
from learnhub.notifications import engine, jobs, services
from learnhub.notifications.models import Category, Channel, Digest, Frequency, Reminder, State
from learnhub.notifications.planning import rule_changes, rules
from learnhub.notifications.planning.times import Offset
from tests import factories
from tests.support.rows import perform

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHANGES = {  # the days on which the clocks change there: one each way
    "Europe/Berlin": (datetime(2027, 3, 28), datetime(2026, 10, 25)),
    "America/New_York": (datetime(2027, 3, 14), datetime(2026, 11, 1)),
    "Australia/Lord_Howe": (datetime(2026, 10, 4), datetime(2027, 4, 4)),  # by half an hour
}
DAILY = [Offset(days=number, wall=time(9)) for number in range(4)]


@pytest.mark.sqlite_only  # it is Python that reads the clocks
@pytest.mark.parametrize("which", [0, 1], ids=["spring", "autumn"])
def test_nine_in_the_morning_comes_once_a_day_through_a_change_of_the_clocks(app, clock, mailbox, which):
    noons = {zone: days[which].replace(hour=12, tzinfo=ZoneInfo(zone)) for zone, days in CHANGES.items()}
    for zone, noon in noons.items():
        begin = noon - 2 * DAY
        _forget()
        clock.stop(begin.astimezone(UTC))
        ada = factories.person("Ada", zone=zone, work_starts=time(8), work_days="0123456")
        due = (begin + 4 * DAY + 6 * HOUR).replace(tzinfo=None)
        hackathon = factories.hackathon(zone=zone, windows={WindowKind.SUBMITTING: (-DAY, DAY)})
        window = hackathon.window(WindowKind.SUBMITTING)
        window.closes_wall, window.closes_at = due, due.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        hackathon.ends_at = window.closes_at
        for kind in rules.KINDS_OF["hackathon"]:
            rule_changes.change(kind, hackathon.id, DAILY if kind == "demo_due" else [])
        factories.team(ada, hackathon)
        services.choose(ada, Category.DEADLINES, Channel.EMAIL, Frequency.NOW)
        heard = []
        for number in range(1, 5):
            early = (begin + number * DAY).replace(hour=8, minute=30).astimezone(UTC)
            for step in range(5):
                clock.stop(early + step * HOUR / 2)
                heard += [core_clock.now().astimezone(ZoneInfo(zone)) for _ in range(_tick(mailbox, ada))]
        days = [(begin + number * DAY).date() for number in range(1, 5)]
        assert [at.date() for at in heard] == days, zone
        assert {at.time() for at in heard} == {time(9)}, zone


def _tick(mailbox, ada):
    """Do what a tick of the schedule does, and return how many mails came of it."""
    before = len(mailbox.to(ada.email))
    perform(engine.plan)
    for model, job in ((Reminder, jobs.deliver), (Digest, jobs.deliver_digests)):
        with transaction():
            claimed = engine.claim(model)
        for ids in claimed:
            perform(job, *ids)
    db.session.rollback()
    return len(mailbox.to(ada.email)) - before


def _forget():
    db.session.query(Reminder).filter_by(state=State.PENDING).update({"state": State.CANCELLED})
    db.session.commit()
