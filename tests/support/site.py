"""The application in tests: its templates are compiled once for all processes, and crashes told plainly."""

import os
from importlib import import_module

import structlog
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from structlog.dev import ConsoleRenderer, plain_traceback

from app import create_app
from learnhub.settings import Settings

# Where `rich` is installed, structlog draws what each frame of a traceback knew: seconds of work for a crash.
PLAINLY = ConsoleRenderer(colors=False, exception_formatter=plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], PLAINLY])


def build(settings: Settings | None = None) -> Flask:
    """Build the application; the cache knows a template by what stands in it."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    return app


def create() -> Flask:
    """What gunicorn loads; LEARNHUB_TEST_VARIANT (`module:function`) is called with it."""
    app = build()
    variant = os.environ.get("LEARNHUB_TEST_VARIANT")
    if variant:
        module, _, function = variant.partition(":")
        getattr(import_module(module), function)(app)
    return app
