"""The application in tests: its templates are compiled once for all processes, not once in each."""

import os
from importlib import import_module

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app import create_app
from learnhub.settings import Settings


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
