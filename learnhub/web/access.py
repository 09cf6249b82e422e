"""Every route declares who may use it; `tests/pages/test_walk.py` walks them all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask.typing import ResponseReturnValue

from learnhub.core.policy import YES, Verdict, require

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Rule = Callable[[], Verdict]


def anyone() -> Verdict:
    """Signed in or not. The routes that say so are a short list in the tests."""
    return YES


def access(rule: Rule) -> Callable[[View], View]:
    """Let only those use the view whom `rule` allows; `rule` raises or refuses for the others."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            require(rule())
            return view(*args, **kwargs)

        guarded.access = rule  # type: ignore[attr-defined]  # read by the error pages and the tests
        return cast(View, guarded)  # a wrapper with the same signature

    return declare


def only_reads(view: View) -> View:
    """Let a POST change nothing, as a GET: what it asks about is only too long for an address."""
    view.only_reads = True  # type: ignore[attr-defined]  # read by web.transaction
    return view


def without_session(view: View) -> View:
    """Accept a POST from outside a session (one-click unsubscribe): no CSRF token can exist there."""
    view.without_session = True  # type: ignore[attr-defined]  # read by web.transaction
    return view
