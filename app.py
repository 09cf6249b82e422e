"""Composition root: lists every feature. What each gives the others stands in its `feature.py`."""

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything that a bare machine lacks
    from learnhub.ops import bootstrap

    bootstrap.enter(Path(__file__).resolve().parent, sys.argv[1:])
    from learnhub.cli import main

    sys.exit(main())

from datetime import timedelta

from flask import Flask
from jinja2 import StrictUndefined

from learnhub.admin.feature import FEATURE as ADMIN
from learnhub.calendars.feature import FEATURE as CALENDARS
from learnhub.cohorts.feature import FEATURE as COHORTS
from learnhub.commitments.feature import FEATURE as COMMITMENTS
from learnhub.core import clock, features, queue
from learnhub.core.db import db, engine_options, sqlalchemy_url
from learnhub.courses.feature import FEATURE as COURSES
from learnhub.dashboards.feature import FEATURE as DASHBOARDS
from learnhub.demos.feature import FEATURE as DEMOS
from learnhub.discussions.feature import FEATURE as DISCUSSIONS
from learnhub.files.feature import FEATURE as FILES
from learnhub.goals.feature import FEATURE as GOALS
from learnhub.hackathons.feature import FEATURE as HACKATHONS
from learnhub.help.feature import FEATURE as HELP
from learnhub.home.feature import FEATURE as HOME
from learnhub.imports.feature import FEATURE as IMPORTS
from learnhub.library.feature import FEATURE as LIBRARY
from learnhub.mine.feature import FEATURE as MINE
from learnhub.notifications.feature import FEATURE as NOTIFICATIONS
from learnhub.people import session
from learnhub.people.feature import FEATURE as PEOPLE
from learnhub.programs.feature import FEATURE as PROGRAMS
from learnhub.search.feature import FEATURE as SEARCH
from learnhub.settings import Settings
from learnhub.talks.feature import FEATURE as TALKS
from learnhub.teams.feature import FEATURE as TEAMS
from learnhub.web import (
    assets,
    compiled,
    compress,
    drawn,
    errors,
    filters,
    frame,
    proxies,
    rate_limits,
    routes,
    security,
    styleguide,
    toasts,
    transaction,
)
from learnhub.web.page import page_url

# In the order of the packages, lowest first: in it they hear a fact, and what several give is listed.
FEATURES = (
    FILES,
    IMPORTS,
    PEOPLE,
    SEARCH,
    GOALS,
    DISCUSSIONS,
    LIBRARY,
    HELP,
    PROGRAMS,
    HACKATHONS,
    COURSES,
    TALKS,
    COHORTS,
    TEAMS,
    COMMITMENTS,
    DEMOS,
    CALENDARS,
    NOTIFICATIONS,
    DASHBOARDS,
    MINE,
    ADMIN,
    HOME,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings, extensions, features."""
    settings = settings or Settings.from_env()
    app = routes.Site(settings.root)
    app.config.update(settings.as_flask_config(), ASSETS_DIR=settings.data / "assets")
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlalchemy_url(settings.database_url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=30)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # a login ends 30 days after signing in, used or not
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = compiled.cache(settings.data / "templates")
    app.jinja_env.globals.update(page_url=page_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    clock.shift_from(settings.test_clock)
    proxies.init_app(app, settings.trusted_proxies)
    transaction.init_app(app)  # the first to begin and the last to end
    compress.init_app(app)
    db.init_app(app)
    queue.init_app(app, settings.redis_url)
    session.init_app(app)
    rate_limits.init_app(app, settings.redis_url)
    security.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    filters.init_app(app)
    drawn.init_app(app)
    frame.init_app(app)
    toasts.init_app(app)
    app.register_blueprint(styleguide.bp)
    features.connect(app, FEATURES)
    return app
