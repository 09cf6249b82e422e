"""The schedule: each job once per slot, whoever asks, and nothing lost when something is away."""

from datetime import timedelta

from flask import Flask
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue

from learnhub.cli.scheduler import Scheduler
from learnhub.core import clock as time
from learnhub.core import heartbeat
from learnhub.schedule import Periodic
from tests.support.clocks import Clock


def job() -> None:
    """Does nothing; what counts is how often it is queued."""


MINUTELY = Periodic("minutely", job, timedelta(minutes=1))
HOURLY = Periodic("hourly", job, timedelta(hours=1))


def queued(queue: Queue) -> list[str]:
    return sorted(job_id.rsplit("-", 1)[0] for job_id in queue.job_ids)


def test_two_schedulers_queue_each_job_once_a_slot(app: Flask, queue: Queue, clock: Clock) -> None:
    first, second = Scheduler(app, (MINUTELY, HOURLY)), Scheduler(app, (MINUTELY, HOURLY))
    first.tick()
    second.tick()
    assert queued(queue) == ["hourly", "minutely"]
    clock.shift(timedelta(minutes=1))
    second.tick()
    first.tick()
    assert queued(queue).count("minutely") == 2


def test_a_tick_is_noted(app: Flask) -> None:
    before = time.now()
    Scheduler(app, ()).tick()
    last = heartbeat.last(heartbeat.SCHEDULE)
    assert last is not None
    assert last >= before


def test_what_could_not_be_queued_is_queued_later(app: Flask, queue: Queue) -> None:
    scheduler = Scheduler(app, (MINUTELY,))
    away = Redis(unix_socket_path="/nowhere/valkey.sock", retry=Retry(NoBackoff(), 0))  # as the product asks
    scheduler.queue = Queue(queue.name, connection=away)
    scheduler.tick()
    scheduler.queue = queue
    scheduler.tick()
    assert queued(queue) == ["minutely"]
