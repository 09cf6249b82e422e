"""The application in tests: what is the same in test after test is compiled and planned seldom."""

import os
from importlib import import_module
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import create_app
from learnhub.core.db import db
from learnhub.settings import Settings


def build(settings: Settings | None = None) -> Flask:
    """Build the application; the cache knows a template by what stands in it."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # compiled once for all processes
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            event.listen(db.engine, "connect", _plan_early)
    return app


def _plan_early(connection: Any, _record: object) -> None:
    """Let PostgreSQL keep more plans, and sooner: a page asks for dozens of things, tests for thousands."""
    connection.prepare_threshold, connection.prepared_max = 1, 500


def create() -> Flask:
    """What gunicorn loads; LEARNHUB_TEST_VARIANT (`module:function`) is called with it."""
    app = build()
    variant = os.environ.get("LEARNHUB_TEST_VARIANT")
    if variant:
        module, _, function = variant.partition(":")
        getattr(import_module(module), function)(app)
    return app
