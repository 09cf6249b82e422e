"""Whoever takes a part belongs to the program: told of changes, reminded, with it in the calendar."""

from datetime import timedelta

import pytest

from learnhub.calendars import feeds
from learnhub.core import clock as core_clock
from learnhub.home.pages import home
from learnhub.notifications.models import State
from learnhub.programs import involved, parts, queries
from learnhub.talks import services as talks
from tests import factories
from tests.support.rows import save

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("monday")


def test_who_takes_a_part_hears_of_changes_and_of_the_start(tick, clock, reminders):
    talk, ada = factories.talk(title="Evals"), factories.person("Ada")
    host, part = queries.hosts_of(talk)[0], factories.part(talk)
    parts.take(ada, talk, part)
    save(part)
    now = core_clock.now()
    assert [each.title for each in feeds.mine(ada, now)] == ["Evals"]
    assert home(ada, now)["title"] == "Nothing is due until Mon 30 Nov."
    assert involved.count_told(talk, host) == 1
    talks.move(host, talk, starts=talk.starts_wall + DAY, minutes=45, version=talk.version)
    save(talk)
    tick()
    assert [row.person_id for row in reminders("moved")] == [ada.id]
    clock.set(talk.starts_at - 3 * DAY)
    tick()
    [row] = reminders("talk_starts", state=State.PENDING)
    assert row.person_id == ada.id
    parts.give_back(ada, talk, part)
    save(talk)
    assert reminders("talk_starts")[-1].state is State.CANCELLED
    parts.take(ada, talk, part)
    save(talk)
    clock.set(talk.starts_at - DAY + HOUR)
    tick()
    assert reminders("talk_starts")[-1].state not in {State.CANCELLED, State.SKIPPED}
    assert involved.count_told(talk, host) == 1
