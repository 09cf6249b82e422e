"""Real workers on one queue, and real workers that are killed between every two steps."""

import signal
from collections import Counter
from datetime import timedelta

import pytest

from learnhub.core.transaction import settle
from learnhub.notifications import jobs
from learnhub.notifications.models import State
from learnhub.notifications.sending import attempts
from tests import factories
from tests.notifications.dying_worker import IN_FLIGHT, STEPS
from tests.support.rows import perform

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.faults]
DUE = timedelta(days=1, hours=1)


@pytest.fixture
def team_of_three(clock):
    """Three people whose demo is due within a day."""
    people = [factories.person(name) for name in ("Ada", "Bob", "Eve")]
    factories.team(people[0], factories.hackathon(due_in=timedelta(days=2)), *people[1:])
    clock.shift(DUE)
    return [person.email for person in people]


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_loses_nothing_and_repeats_only_what_was_in_flight(
    step, team_of_three, dying_worker, mailbox, clock, run_jobs, reminders
):
    perform(jobs.tick)
    assert dying_worker(step).wait(60) == -signal.SIGKILL
    for wait in (timedelta(0), attempts.SENDING_LASTS, attempts.AGAIN, attempts.AGAIN):
        clock.shift(wait + timedelta(seconds=1))
        perform(jobs.tick)
        run_jobs()
    arrived = Counter(message["X-RcptTo"] for message in mailbox.messages)
    ids = {message["Message-ID"] for message in mailbox.messages}
    assert set(arrived) == set(team_of_three)
    assert len(ids) == 3  # a copy bears the Message-ID of the first
    assert len(mailbox.messages) == (4 if step in IN_FLIGHT else 3)
    assert {row.state for row in reminders("demo_due", offset="24h")} == {State.SENT}


def test_three_workers_on_one_due_set_deliver_each_once(
    team_of_three, dying_worker, mailbox, queue, reminders, run_jobs
):
    perform(jobs.tick)
    ids = [row.id for row in reminders("demo_due", offset="24h")]
    settle(save=True)
    for _ in range(5):
        queue.enqueue(jobs.deliver, *ids)
    for process in [dying_worker("never") for _ in range(3)]:
        assert process.wait(60) == 0
    assert sorted(message["X-RcptTo"] for message in mailbox.messages) == sorted(team_of_three)
