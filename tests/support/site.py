"""What gunicorn loads in tests: the application, changed by a variant where a test asks for one."""

import os
from importlib import import_module

from flask import Flask

from app import create_app


def create() -> Flask:
    """Build the application; LEARNHUB_TEST_VARIANT (`module:function`) is called with it."""
    app = create_app()
    variant = os.environ.get("LEARNHUB_TEST_VARIANT")
    if variant:
        module, _, function = variant.partition(":")
        getattr(import_module(module), function)(app)
    return app
