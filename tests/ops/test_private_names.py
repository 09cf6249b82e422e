"""What we use of libraries although it is private to them: an upgrade may move it without a word.

Each test says what to do then. They are few, and each saves what was measured: see the module that is named.
"""

import importlib
import inspect

import pytest
from limits.storage import RedisStorage
from sqlalchemy import text

from learnhub.core.db import db
from learnhub.people.models import Skill
from learnhub.web.rate_limits import Counts


def moved(name: str, where: str, instead: str) -> str:
    return f"{name} is not what it was: {where} uses it. {instead}"


def test_markupsafe_escapes_a_text_without_making_a_markup_of_it():
    found = getattr(importlib.import_module("markupsafe"), "_escape_inner", None)
    written = found("<b>") if found else None
    assert (written, type(written)) == ("&lt;b&gt;", str), moved(
        "markupsafe._escape_inner",
        "`written` in learnhub/web/compiled.py",
        "Let it return str(markupsafe.escape(value)), which is slower, until the new place is known.",
    )


@pytest.mark.usefixtures("app")
def test_sqlalchemy_flushes_before_a_query_by_itself():
    instead = moved(
        "sqlalchemy.orm.Session._autoflush",
        "`_rows` in learnhub/core/sessions.py",
        "Call self.flush() there where self.autoflush is true, and never while a flush is under way.",
    )
    session = db.session()
    assert callable(getattr(session, "_autoflush", None)), instead
    assert not inspect.signature(session._autoflush).parameters, instead
    session.add(Skill(name="Evals", folded="evals"))
    session._autoflush()
    assert session.connection().scalar(text("SELECT count(*) FROM skill")) == 1, instead
    with session.no_autoflush:
        session.add(Skill(name="RAG", folded="rag"))
        session._autoflush()
        assert session.connection().scalar(text("SELECT count(*) FROM skill")) == 1, instead


def test_limits_loads_the_one_client_that_a_storage_names(settings):
    instead = moved(
        "limits.storage.RedisStorage.DEPENDENCIES",
        "`Counts` in learnhub/web/rate_limits.py",
        "Use RedisStorage itself: it works, and loads the client of Valkey besides, 2 MB a process.",
    )
    assert "redis" in getattr(RedisStorage, "DEPENDENCIES", {}), instead
    counts = Counts(settings.redis_url.replace("unix://", "redis+unix://", 1))
    assert set(counts.dependencies) == {"redis"}, instead
