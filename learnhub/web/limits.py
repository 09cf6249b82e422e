"""How often one account and one network address may try: counted in Valkey, here while it is away."""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter

from learnhub.core.text import normal_email

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
AWAY = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}


def address() -> str:
    """Return the network address that asks. Forwarded headers count only behind a configured proxy."""
    return request.remote_addr or "unknown"


def account() -> str:
    """Return the account that is asked for, as its address is stored, whether or not there is one."""
    return normal_email(request.form.get("email"))[:254] or "none"


_limiter = Limiter(
    key_func=address,
    strategy="moving-window",
    in_memory_fallback_enabled=True,
    headers_enabled=True,
    retry_after="delta-seconds",
    key_prefix="limit",
)


def init_app(app: Flask, redis_url: str) -> None:
    """Count in the queue's Valkey. Without it each process counts for itself."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url.replace("unix://", "redis+unix://", 1)
    app.config["RATELIMIT_STORAGE_OPTIONS"] = AWAY
    _limiter.init_app(app)


def limited(view: View) -> View:
    """Refuse with 429 and Retry-After what comes too often, by account and by address (settings LIMIT_…)."""
    by_account = _limiter.limit(lambda: current_app.config["SETTINGS"].limit_sign_in, key_func=account)
    by_address = _limiter.limit(lambda: current_app.config["SETTINGS"].limit_address, key_func=address)
    return cast(View, by_account(by_address(view)))
