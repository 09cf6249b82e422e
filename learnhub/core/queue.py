"""Background work: later(job, id) queues job(id) once the transaction has committed."""

import logging
from collections.abc import Callable

from flask import Flask, current_app
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.queue import EnqueueData
from rq.serializers import JSONSerializer

from learnhub.core.db import db

log = logging.getLogger(__name__)
Job = Callable[..., None]
Work = list[tuple[Job, tuple[int, ...]]]
SLOW_WITHIN = 3600  # seconds that a slow job may take; another that takes RQ's three minutes is stuck
URGENT, SLOW = QUEUES = ("learnhub", "learnhub-slow")  # the most pressing first
_slow: set[Job] = set()
_first: set[Job] = set()
_within: dict[Job, int] = {}


def init_app(app: Flask, redis_url: str) -> None:
    """Connect lazily, and give up quickly: a page must not wait for the queue."""
    connection = Redis.from_url(
        redis_url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )
    app.extensions["queue"] = named(URGENT, connection)


def named(name: str, connection: Redis) -> Queue:
    """Return the queue of that name."""
    return Queue(name, connection=connection, serializer=JSONSerializer)


def slow(job: Job) -> Job:
    """Mark a job that waits for other sites: its queue is another, so that mail never waits for it."""
    _slow.add(job)
    return job


def first(job: Job) -> Job:
    """Mark a job that goes before all that waits in its queue."""
    _first.add(job)
    return job


def within(seconds: int) -> Callable[[Job], Job]:
    """Mark a job that is stuck where it takes longer."""

    def marked(job: Job) -> Job:
        _within[job] = seconds
        return job

    return marked


def waiting(*jobs: Job) -> set[int]:
    """Return the ids for which one of these waits; none where the queue is away: it may have lost them."""
    names = {f"{job.__module__}.{job.__qualname__}" for job in jobs}
    urgent: Queue = current_app.extensions["queue"]
    try:
        return {id_ for each in urgent.get_jobs() if each.func_name in names for id_ in each.args}
    except RedisError:
        return set()


def later(job: Job, *ids: int) -> None:
    """Ask for job(*ids) after the commit. Ids, never objects."""
    work: Work = db.session().info.setdefault("later", [])
    if (job, ids) not in work:
        work.append((job, ids))


def take() -> Work:
    """Return what was asked for in this transaction, and forget it."""
    work: Work = db.session().info.pop("later", [])
    return work


def send(work: Work) -> None:
    """Queue the work. If the queue is away it is logged: the rows are saved and the next tick finds them."""
    if not work:
        return
    urgent: Queue = current_app.extensions["queue"]
    try:
        for queue in (urgent, named(SLOW, urgent.connection)):
            mine = [(job, ids) for job, ids in work if (job in _slow) == (queue.name == SLOW)]
            if mine:
                limit = SLOW_WITHIN if queue.name == SLOW else None
                ordered = _in_order(mine)
                queue.enqueue_many([_prepared(job, ids, _within.get(job, limit)) for job, ids in ordered])
    except RedisError:
        log.warning("the queue is away: what was asked for waits for the next tick")


def _prepared(job: Job, ids: tuple[int, ...], limit: int | None) -> EnqueueData:
    return Queue.prepare_data(job, ids, timeout=limit, result_ttl=0, at_front=job in _first)


def _in_order(work: Work) -> Work:
    """Return it so that what goes first keeps its order: each is put before the one put there earlier."""
    pressing = [each for each in work if each[0] in _first]
    return [*reversed(pressing), *(each for each in work if each not in pressing)]
