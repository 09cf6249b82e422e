"""Nine in the morning comes once a day, also on the days on which the clocks change, by the real schedule.

Its process does nothing but `Scheduler.tick` and to sleep until the next minute since 1970.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.cli.scheduler import Scheduler
from learnhub.core.db import db
from learnhub.hackathons.models import WindowKind
from learnhub.notifications import services
from learnhub.notifications.models import Category, Channel, Frequency, Reminder, State
from learnhub.notifications.planning import rule_changes, rules
from learnhub.notifications.planning.times import Offset
from learnhub.schedule import JOBS
from tests import factories
from tests.support.rows import perform

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHANGES = {  # the days on which the clocks change there: one each way
    "Europe/Berlin": (datetime(2027, 3, 28), datetime(2026, 10, 25)),
    "America/New_York": (datetime(2027, 3, 14), datetime(2026, 11, 1)),
    "Australia/Lord_Howe": (datetime(2026, 10, 4), datetime(2027, 4, 4)),  # by half an hour
}
DAILY = [Offset(days=number, wall=time(9)) for number in range(2)]


@pytest.mark.parametrize("which", [0, 1], ids=["spring", "autumn"])
def test_nine_in_the_morning_comes_once_a_day_through_a_change_of_the_clocks(
    app, clock, run_jobs, mailbox, which
):
    schedule = Scheduler(app, tuple(each for each in JOBS if each.name == "tick"))
    noons = {zone: days[which].replace(hour=12, tzinfo=ZoneInfo(zone)) for zone, days in CHANGES.items()}
    for zone, noon in noons.items():
        begin = noon - DAY
        _forget()
        clock.stop(begin.astimezone(UTC))
        ada = factories.person("Ada", zone=zone, work_starts=time(8), work_days="0123456")
        due = (begin + 2 * DAY + 6 * HOUR).replace(tzinfo=None)
        hackathon = factories.hackathon(zone=zone, windows={WindowKind.SUBMITTING: (-DAY, DAY)})
        window = hackathon.window(WindowKind.SUBMITTING)
        window.closes_wall, window.closes_at = due, due.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        hackathon.ends_at = window.closes_at
        for kind in rules.KINDS_OF["hackathon"]:
            rule_changes.change(kind, hackathon.id, DAILY if kind == "demo_due" else [])
        factories.team(ada, hackathon)
        services.choose(ada, Category.DEADLINES, Channel.EMAIL, Frequency.NOW)
        heard = []
        for number in range(1, 3):
            early = (begin + number * DAY).replace(hour=8, minute=30).astimezone(UTC)
            for step in range(2):
                moment = clock.stop(early + step * HOUR / 2)
                known = len(mailbox.to(ada.email))
                perform(schedule.tick)
                run_jobs()
                heard += [moment.astimezone(ZoneInfo(zone))] * (len(mailbox.to(ada.email)) - known)
        days = [(begin + number * DAY).date() for number in range(1, 3)]
        assert [at.date() for at in heard] == days, zone
        assert {at.time() for at in heard} == {time(9)}, zone


def _forget():
    db.session.query(Reminder).filter_by(state=State.PENDING).update({"state": State.CANCELLED})
    db.session.commit()
