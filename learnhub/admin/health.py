"""Is LearnHub well: the parts that it needs, each asked, with the reason where one is not."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from redis import Redis, RedisError
from rq import Worker
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from learnhub.core import clock, heartbeat, queue
from learnhub.core.db import db
from learnhub.dashboards import upkeep
from learnhub.notifications import outages
from learnhub.notifications.planning.reminders import PLANNED

LATE = timedelta(minutes=3)


@dataclass(frozen=True)
class Part:
    """One part: whether it is well, why not, and what to do about it."""

    ok: bool
    reason: str | None = None
    remedy: str | None = None
    since: str | None = None
    count: int | None = None
    seconds: int | None = None


def parts() -> dict[str, Part]:
    """Ask every part once. Never raises; takes two seconds at most when all are away."""
    database = _database()
    connection: Redis = current_app.extensions["queue"].connection
    return {
        "database": database,
        "queue": _queue(connection),
        "worker": _worker(connection),
        "schedule": _schedule() if database.ok else Part(False, "the database is away"),
        "figures": _figures() if database.ok else Part(False, "the database is away"),
        "messages": _messages() if database.ok else Part(False, "the database is away"),
    }


def report(found: dict[str, Part]) -> dict[str, Any]:
    """What /healthz answers: no address and no secret in it."""
    bad = [f"{name}: {part.reason}" for name, part in found.items() if not part.ok]
    shown = {
        name: {key: value for key, value in asdict(part).items() if value is not None and key != "remedy"}
        for name, part in found.items()
    }
    return {"ok": not bad, "reason": "; ".join(bad) or None, **shown}


def _database() -> Part:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return Part(False, "it does not answer", "Is the database running, and LEARNHUB_DATABASE_URL right?")
    return Part(True)


def _queue(connection: Redis) -> Part:
    try:
        policy = _policy(connection)
        waiting = sum(len(queue.named(name, connection)) for name in queue.QUEUES)
    except RedisError:
        return Part(False, "it does not answer", "Is Redis or Valkey running, and LEARNHUB_REDIS_URL right?")
    if policy != "noeviction":
        remedy = "Set its maxmemory-policy to noeviction."
        return Part(False, f"its policy is {policy}: jobs may be lost", remedy)
    return Part(True, count=waiting)


def _policy(connection: Redis) -> str:
    """The server's eviction policy; a hosted one that does not tell is taken to be right."""
    found = cast(dict[str, Any], connection.info("memory"))
    return str(found.get("maxmemory_policy", "noeviction"))


def _worker(connection: Redis) -> Part:
    try:
        alive = len(Worker.all(connection=connection))  # a silent one drops out after two minutes
    except RedisError:
        return Part(False, "the queue is away, so none can be seen")
    if not alive:
        return Part(False, "none is running", "Start one: learnhub worker")
    return Part(True, count=alive)


def _schedule() -> Part:
    """The schedule queues ticks, a worker runs them, and each plans: what has stopped is named."""
    last = heartbeat.last(heartbeat.SCHEDULE)
    if last is None:
        return Part(False, "it has never ticked", "Start it: learnhub scheduler")
    if _is_late(last):
        return Part(False, f"no tick since {last.isoformat()}", "Start it: learnhub scheduler", _said(last))
    ran, planned = heartbeat.last(outages.TICKED), heartbeat.last(PLANNED)
    if _is_late(ran):
        remedy = "Is a worker running, and does its log name an error?"
        return Part(False, f"no tick has run {_since(ran)}, though they are queued", remedy, _said(ran))
    if _is_late(planned):
        remedy = "The worker’s log names the error."
        return Part(False, f"reminders could not be planned {_since(planned)}", remedy, _said(planned))
    return Part(True, since=_said(ran))


def _is_late(moment: datetime | None) -> bool:
    return moment is None or clock.now() - moment > LATE


def _since(moment: datetime | None) -> str:
    return f"since {moment.isoformat()}" if moment else "yet"


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _figures() -> Part:
    """What org leaders read is what people did: each night four weeks of it are compared."""
    kept = upkeep.state()
    if kept.differing:
        remedy = "Count everything anew: Admin, Numbers."
        return Part(False, f"the numbers of {kept.differing} people are not what they did", remedy)
    return Part(True, since=_said(kept.refreshed_at))


def _messages() -> Part:
    """What is due leaves within a minute or two; without a mail server it waits, as is known."""
    found = outages.health(clock.now())
    if found.oldest_pending is None:
        return Part(True)
    waits = int(found.oldest_pending.total_seconds())
    if not found.is_bad or not current_app.config["SETTINGS"].smtp_url:
        return Part(True, seconds=waits)
    if found.untaken and found.server_is_bad:
        minutes = int(found.untaken.total_seconds()) // 60
        remedy = f"It said: {found.answer}. Is LEARNHUB_SMTP_URL right? learnhub doctor asks it."
        reason = f"the mail server has taken nothing for {minutes} minutes, {found.why}"
        return Part(False, reason, remedy, seconds=waits)
    remedy = "Is a worker running, and LEARNHUB_SMTP_URL right?"
    return Part(False, f"the oldest has waited for {waits // 60} minutes", remedy, seconds=waits)
