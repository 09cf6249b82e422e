"""How often one account and one network address may try: counted in Valkey, here while it is away."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError
from werkzeug.exceptions import TooManyRequests

from learnhub.core import clock
from learnhub.core.text import normal_email
from learnhub.core.tokens import digest
from learnhub.web.reader import reader

TYPING = parse("60 per 15 minutes")  # a page asks after each pause of who writes
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
AWAY: dict[str, Any] = {
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
}  # seconds: a page must not wait for it


class Counts(RedisStorage):
    """Through the client that we have: else it loads that of Valkey as well, 2 MB, and uses none of it."""

    def __init__(self, url: str) -> None:
        self.DEPENDENCIES = {"redis": RedisStorage.DEPENDENCIES["redis"]}
        super().__init__(url, **AWAY)


class Limits:
    """Counts in a moving window. Without Valkey each process counts for itself."""

    def __init__(self, redis_url: str) -> None:
        url = redis_url.replace("unix://", "redis+unix://", 1)
        self._shared = MovingWindowRateLimiter(Counts(url))
        self._own = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, limit: RateLimitItem, *who: str) -> int:
        """Count one try. Return 0, or how many seconds to wait where it was one too many."""
        try:
            return _hit(self._shared, limit, who)
        except (RedisError, StorageError):
            return _hit(self._own, limit, who)


def init_app(app: Flask, redis_url: str) -> None:
    """Count in the queue's Valkey."""
    app.extensions["limits"] = Limits(redis_url)


def limited(view: View) -> View:
    """Refuse with 429 and Retry-After what comes too often, by account and by address (settings LIMIT_…)."""
    return _counting(view, _tries)


def limited_while_typing(view: View) -> View:
    """Refuse so what a page asks anew while one writes, by person alone: an office has one address."""
    return _counting(view, _typed)


def _counting(view: View, count: Callable[[], int]) -> View:
    @wraps(view)
    def counted(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if wait := count():
            raise TooManyRequests(retry_after=wait)
        return view(*args, **kwargs)

    return cast(View, counted)


def _tries() -> int:
    settings, limits = current_app.config["SETTINGS"], current_app.extensions["limits"]
    where, whose = request.endpoint or "", account()
    wait = limits.hit(parse(settings.limit_address), "address", where, request.remote_addr or "unknown")
    if not wait and whose:
        wait = limits.hit(parse(settings.limit_sign_in), "account", where, whose)
    return int(wait)


def _typed() -> int:
    person = reader()
    whose = str(person.id) if person is not None else request.remote_addr or "unknown"
    return int(current_app.extensions["limits"].hit(TYPING, "typing", request.endpoint or "", whose))


def account() -> str:
    """Return whose door is tried: the address that is asked for, whether or not it is anybody's,
    else the link that was opened, else who is signed in; "" for none of them.
    """
    if address := normal_email(request.form.get("email"))[:254]:
        return address
    if secret := (request.view_args or {}).get("secret"):
        return digest(secret)
    person = reader()
    return str(person.id) if person is not None else ""


def _hit(limiter: MovingWindowRateLimiter, limit: RateLimitItem, who: tuple[str, ...]) -> int:
    if limiter.hit(limit, *who):
        return 0
    free_at = limiter.get_window_stats(limit, *who).reset_time
    wait = round(free_at - clock.now().timestamp())
    return min(max(wait, 1), limit.get_expiry())  # it counts by the machine's clock, ours may be shifted
