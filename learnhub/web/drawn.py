"""Parts of pages that say the same to whoever reads them: drawn once, and shown again.

A list of fifty shows the same fifty rows to everybody; to draw them took longer than to read them.
"""

import secrets
from collections.abc import Hashable
from contextvars import ContextVar

from flask import Flask
from jinja2.runtime import Macro
from markupsafe import Markup

from learnhub.core.memory import for_an_hour
from learnhub.web.reader import Whose, whose

MOST = 1500  # parts of about a kilobyte, in each web process
TOKEN = secrets.token_hex(20)  # where a form in such a part has its token: `page` puts each reader's there
DRAWING: ContextVar[bool] = ContextVar("drawing", default=False)


def init_app(app: Flask) -> None:
    """Templates know it as `drawn`."""
    app.jinja_env.globals["drawn"] = drawn


def drawn(macro: Macro, *values: Hashable) -> Markup:
    """Return `macro(*values)`, drawn once for these values, the reader's zone and day.

    The macro may say nothing else: not who reads it, nothing of the request, and no time that goes on by the
    minute; tests/test_templates.py looks. Its forms get the token of each reader. A value is no Markup, which
    equals the text of the same letters that is to be escaped: that raises TypeError.
    """
    return _drawn(macro, whose(), *values)


@for_an_hour(MOST)
def _drawn(macro: Macro, _whose: Whose, *values: Hashable) -> Markup:
    if _holds_markup(values):
        raise TypeError(f"{macro.name} is kept by its values, none of which may be Markup")
    token = DRAWING.set(True)
    try:
        return Markup(macro(*values))
    finally:
        DRAWING.reset(token)


def _holds_markup(value: object) -> bool:
    return isinstance(value, Markup) or (isinstance(value, tuple) and any(map(_holds_markup, value)))
