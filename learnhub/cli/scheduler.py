"""The scheduler: at each tick it queues what the schedule lists. Two of them do no harm."""

import logging
import math
import signal
import threading
from datetime import timedelta

import click
from flask import Flask
from redis import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from sqlalchemy.exc import DBAPIError

from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.core import clock, heartbeat, logs
from learnhub.core.transaction import transaction
from learnhub.schedule import JOBS, Periodic
from learnhub.settings import Settings

log = logging.getLogger(__name__)


class Scheduler:
    """Remembers which slot of each job it has queued; a slot is a whole number of its intervals since 1970.

    In tests a tick may be shorter than a minute; intervals shrink alike.
    """

    def __init__(self, app: Flask, jobs: tuple[Periodic, ...] = JOBS, *, tick: int = 60) -> None:
        self.queue: Queue = app.extensions["queue"]
        self.jobs = jobs
        self.scale = tick / 60
        self.queued: dict[str, int] = {}

    def tick(self) -> None:
        """Queue what is due, and note that the schedule is alive. What is away is tried at the next tick."""
        try:
            self._queue_due()
        except RedisError as error:
            log.warning("the queue is away: %s", error)
        try:
            with transaction():
                heartbeat.beat(heartbeat.SCHEDULE)
        except DBAPIError as error:
            log.warning("the database is away: %s", error.orig)

    def _queue_due(self) -> None:
        now = clock.now().timestamp()
        for one in self.jobs:
            slot = int(now // (one.every.total_seconds() * self.scale))
            if self.queued.get(one.name) != slot:
                self._queue(one, slot)
                self.queued[one.name] = slot

    def _queue(self, one: Periodic, slot: int) -> None:
        # The result is kept for the length of the slot, so that its id stays taken:
        # a second scheduler, or this one after a restart, then adds nothing.
        keep = math.ceil(one.every.total_seconds() * self.scale)
        try:
            self.queue.enqueue(one.job, job_id=f"{one.name}-{slot}", unique=True, result_ttl=keep)
        except DuplicateJobError:
            log.debug("%s is queued already", one.name)


@click.command()
@with_settings
def scheduler(settings: Settings) -> None:
    """Queue the periodic jobs, each minute."""
    logs.configure(settings.log_level)
    require.current_database(settings)
    app = create_app(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    clockwork = Scheduler(app, tick=settings.tick_seconds)
    while True:
        with app.app_context():
            clockwork.tick()
        if stop.wait(until_next(timedelta(seconds=settings.tick_seconds))):
            return


def until_next(every: timedelta) -> float:
    """Seconds from now to the next whole multiple of `every`, never none."""
    past = clock.now().timestamp() % every.total_seconds()
    return max(0.05, every.total_seconds() - past)
