"""What a command needs before it can start: a database of the right shape, a queue that keeps its jobs."""

from redis import Redis, RedisError
from redis.exceptions import ResponseError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from learnhub.core.db import sqlalchemy_url
from learnhub.core.schema_version import Standing, standing
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import Settings


def known_database(settings: Settings) -> Standing:
    """Where the database stands; Stop when it cannot be reached or a later release has migrated it."""
    try:
        found = standing(settings.database_url)
    except (DBAPIError, ArgumentError, OSError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Stop(
            Exit.DATABASE_UNREACHABLE,
            f"the database {shown(settings)} cannot be reached: {reason}. Is LEARNHUB_DATABASE_URL right?",
        ) from None
    if found.is_newer:
        raise Stop(
            Exit.DATABASE_NEWER,
            f"the database is at revision {found.revision}, which this release does not know "
            f"(it ends at {found.head}). Start the newer release again, or restore a backup.",
        )
    return found


def current_database(settings: Settings) -> None:
    """Stop unless the database has the shape that this code expects."""
    found = known_database(settings)
    if not found.is_current:
        raise Stop(
            Exit.DATABASE_BEHIND,
            f"the database is at revision {found.revision or 'none'}, and this release needs {found.head}. "
            "Run: learnhub migrate",
        )


def safe_queue(settings: Settings) -> None:
    """Stop unless the queue server answers and keeps every job."""
    try:
        with Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2) as server:
            policy = server.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except ResponseError:
        return  # some hosted servers do not tell
    except (RedisError, OSError) as error:
        message = f"the queue server cannot be reached: {error}. Is LEARNHUB_REDIS_URL right?"
        raise Stop(Exit.QUEUE_UNREACHABLE, message) from None
    if policy != "noeviction":
        raise Stop(
            Exit.QUEUE_UNREACHABLE,
            f"the queue server's maxmemory-policy is {policy}, which drops jobs without a word. "
            "Set it to noeviction.",
        )


def shown(settings: Settings) -> str:
    """The database's address without its password."""
    return make_url(sqlalchemy_url(settings.database_url)).render_as_string(hide_password=True)
