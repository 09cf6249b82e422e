"""Composition root: the only file that knows every feature."""

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything that a bare machine lacks
    from learnhub.ops import bootstrap

    bootstrap.enter(Path(__file__).resolve().parent, sys.argv[1:])
    from learnhub.cli import main

    sys.exit(main())

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask
from jinja2 import StrictUndefined

from learnhub.admin import health_views
from learnhub.admin import views as admin_views
from learnhub.calendars import sources, web_calendars
from learnhub.calendars import subscribers as calendars_subscribers
from learnhub.calendars import views as calendars_views
from learnhub.cohorts import addressed, checkin_pages, week_pages, weeks
from learnhub.cohorts import helping as cohort_helping
from learnhub.cohorts import pages as cohort_pages
from learnhub.cohorts import refs as cohort_refs
from learnhub.cohorts import subscribers as cohorts_subscribers
from learnhub.cohorts import views as cohorts_views
from learnhub.commitments import refs as commitment_refs
from learnhub.commitments import views as commitments_views
from learnhub.core import clock, events, queue, refs
from learnhub.core.db import db, engine_options, sqlalchemy_url
from learnhub.courses import goal_ties as courses_goal_ties
from learnhub.courses import incoming as courses_incoming
from learnhub.courses import refs as course_refs
from learnhub.courses import subscribers as courses_subscribers
from learnhub.courses import views as courses_views
from learnhub.dashboards import refs as dashboard_refs
from learnhub.dashboards import subscribers as dashboards_subscribers
from learnhub.dashboards import views as dashboards_views
from learnhub.demos import goal_ties as demos_goal_ties
from learnhub.demos import hackathon_parts as demo_parts
from learnhub.demos import next_messages
from learnhub.demos import queries as demo_queries
from learnhub.demos import refs as demo_refs
from learnhub.demos import search_subscribers as demos_search_subscribers
from learnhub.demos import subscribers as demos_subscribers
from learnhub.demos import views as demos_views
from learnhub.demos.devpost import DEVPOST
from learnhub.discussions import refs as discussions_refs
from learnhub.discussions import subjects
from learnhub.discussions import views as discussions_views
from learnhub.files import views as files_views
from learnhub.goals import refs as goals_refs
from learnhub.goals import searching as goals_searching
from learnhub.goals import tieable
from learnhub.goals import views as goals_views
from learnhub.hackathons import overview, prizes
from learnhub.hackathons import pages as hackathon_pages
from learnhub.hackathons import refs as hackathon_refs
from learnhub.hackathons import views as hackathons_views
from learnhub.help import refs as help_refs
from learnhub.help import subjects as stuck_in
from learnhub.help import subscribers as help_subscribers
from learnhub.help import views as help_views
from learnhub.home import views as home_views
from learnhub.imports import importer
from learnhub.imports import views as imports_views
from learnhub.library import collection_pages, discussed, incoming_files
from learnhub.library import goal_ties as library_goal_ties
from learnhub.library import refs as library_refs
from learnhub.library import searching as library_searching
from learnhub.library import subscribers as library_subscribers
from learnhub.library import taking_back as library_taking_back
from learnhub.library import views as library_views
from learnhub.mine import views as mine_views
from learnhub.notifications import queries as notification_queries
from learnhub.notifications import subscribers as notification_subscribers
from learnhub.notifications import views as notification_views
from learnhub.notifications.showing import before_sign_up, ruling
from learnhub.notifications.showing import to_admins as notification_overview
from learnhub.notifications.showing import to_hosts as notification_host_view
from learnhub.people import access, session
from learnhub.people import refs as people_refs
from learnhub.people import views as people_views
from learnhub.people.sync import PEOPLE
from learnhub.programs import after_sign_up, groups, helping, kinds, series_queries, series_refs, tabs
from learnhub.programs import audiences as program_audiences
from learnhub.programs import goal_ties as programs_goal_ties
from learnhub.programs import refs as program_refs
from learnhub.programs import subscribers as programs_subscribers
from learnhub.programs import views as programs_views
from learnhub.search import audiences, documents, predicates
from learnhub.search import people as people_searched
from learnhub.search import subscribers as search_subscribers
from learnhub.search import views as search_views
from learnhub.settings import Settings
from learnhub.talks import importing_files as talks_files
from learnhub.talks import materials, question_refs
from learnhub.talks import pages as talk_pages
from learnhub.talks import refs as talk_refs
from learnhub.talks import subscribers as talks_subscribers
from learnhub.talks import views as talks_views
from learnhub.talks.access import maker
from learnhub.teams import audiences as team_audiences
from learnhub.teams import hackathon_parts as team_parts
from learnhub.teams import handed_in
from learnhub.teams import refs as team_refs
from learnhub.teams import subscribers as teams_subscribers
from learnhub.teams import views as teams_views
from learnhub.web import (
    assets,
    compiled,
    compress,
    errors,
    filters,
    frame,
    limits,
    next_url,
    proxies,
    routes,
    security,
    styleguide,
    toasts,
    transaction,
)
from learnhub.web.page import page_url

# One a line, in the order of the packages, lowest first: handlers of a fact run in this order.
BLUEPRINTS: tuple[Blueprint, ...] = (
    styleguide.bp,
    files_views.bp,
    imports_views.bp,
    teams_views.bp,
    demos_views.bp,
    people_views.bp,
    search_views.bp,
    goals_views.bp,
    discussions_views.bp,
    *library_views.BLUEPRINTS,
    help_views.bp,
    programs_views.bp,
    hackathons_views.bp,
    *courses_views.BLUEPRINTS,
    *talks_views.BLUEPRINTS,
    cohorts_views.bp,
    commitments_views.bp,
    calendars_views.bp,
    notification_views.bp,
    dashboards_views.bp,
    health_views.bp,
    admin_views.bp,
    mine_views.bp,
    home_views.bp,
)
SUBSCRIPTIONS: tuple[events.Subscriptions, ...] = (
    search_subscribers.SUBSCRIPTIONS,
    library_subscribers.SUBSCRIPTIONS,
    help_subscribers.SUBSCRIPTIONS,
    programs_subscribers.SUBSCRIPTIONS,
    courses_subscribers.SUBSCRIPTIONS,
    talks_subscribers.SUBSCRIPTIONS,
    cohorts_subscribers.SUBSCRIPTIONS,
    teams_subscribers.SUBSCRIPTIONS,
    demos_subscribers.SUBSCRIPTIONS,
    demos_search_subscribers.SUBSCRIPTIONS,
    calendars_subscribers.SUBSCRIPTIONS,
    *notification_subscribers.ALL,
    dashboards_subscribers.SUBSCRIPTIONS,
)
REFS: dict[str, refs.Provider] = {
    "goal": goals_refs.cards,
    "comment": discussions_refs.comments,
    "resource": library_refs.resources,
    "collection": library_refs.collections,
    "take-away": library_refs.take_aways,
    "help": help_refs.cards,
    "person": people_refs.people,
    "unit": people_refs.units,
    "series": series_refs.cards,
    **dict.fromkeys(("hackathon", "talk", "cohort"), program_refs.cards),
    "request": talk_refs.requests,
    "course": course_refs.cards,
    "question": question_refs.cards,
    "team": team_refs.cards,
    "demo": demo_refs.cards,
    "commitment": commitment_refs.cards,
    "milestone": commitment_refs.milestones,
    "follow-up": demo_refs.follow_ups,
    **dashboard_refs.REFS,
}
SEARCHED: dict[str, documents.Provider] = {
    "person": people_searched.documents,
    "goal": goals_refs.documents,
    "resource": library_refs.documents,
    "collection": library_refs.collection_documents,
    "help": help_refs.documents,
    "hackathon": hackathon_refs.documents,
    "talk": talk_refs.documents,
    "series": series_refs.documents,
    "cohort": cohort_refs.documents,
    "request": talk_refs.request_documents,
    "course": course_refs.documents,
    "question": question_refs.documents,
    "demo": demo_refs.documents,
}
AUDIENCES: tuple[audiences.Tokens, ...] = (program_audiences.tokens, team_audiences.tokens)
PREDICATES = {"goal": (goals_searching.tied,), "is": (library_searching.state,)}
SERVING: dict[str, tieable.Served] = {  # what can be tied to a goal
    **programs_goal_ties.served(),
    "demo": demos_goal_ties.DEMOS,
    "course": courses_goal_ties.COURSES,
    "resource": library_goal_ties.RESOURCES,
    "collection": library_goal_ties.COLLECTIONS,
}
DISCUSSED: dict[str, subjects.Discussed] = {"resource": discussed.RESOURCES, "week": weeks.WEEKS}
HELPED = {kind: helping.programs(kind) for kind in ("hackathon", "talk")} | {"cohort": cohort_helping.COHORTS}
PROGRAMS: tuple[kinds.Kind[Any], ...] = (hackathons_views.HACKATHON, talks_views.TALK, cohorts_views.COHORT)
TABS = {
    "hackathon": (hackathon_pages.tabs, team_parts.tabs, demo_parts.tabs, helping.tabs, ruling.tabs),
    "talk": (talk_pages.tabs, helping.tabs, ruling.tabs),
    "cohort": (cohort_pages.tabs, checkin_pages.tabs, week_pages.tabs, helping.tabs, ruling.tabs),
}
OVERVIEW: tuple[overview.Provider, ...] = (team_parts.overview, demo_parts.overview)
CALENDARS: dict[str, sources.Source] = {  # of what one can have a feed besides one's own
    "program": sources.PROGRAMS,
    "series": sources.Source("Series", series_queries.id_of, series_queries.named, series_queries.programs),
}
ERRANDS = {"teams.join": "to join a team"}
IMPORTERS = {
    "devpost": importer.Connected(DEVPOST, access.lead),
    "people": importer.Connected(PEOPLE, access.admin),
    **importer.under(maker, talks_files.CONNECTED),
    **importer.under(access.employee, courses_incoming.CONNECTED),
    **importer.under(access.employee, incoming_files.CONNECTED),
}


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings, extensions, features, and what each hears of the others."""
    settings = settings or Settings.from_env()
    app = routes.Site(settings.root)
    app.config.update(settings.as_flask_config(), ASSETS_DIR=settings.data / "assets")
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlalchemy_url(settings.database_url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=30)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # a login ends 30 days after signing in, used or not
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = compiled.cache(settings.data / "templates")
    app.jinja_env.globals.update(page_url=page_url, web_calendars=web_calendars.links)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    clock.shift_from(settings.test_clock)
    proxies.init_app(app, settings.trusted_proxies)
    transaction.init_app(app)  # the first to begin and the last to end
    compress.init_app(app)
    db.init_app(app)
    queue.init_app(app, settings.redis_url)
    session.init_app(app)
    limits.init_app(app, settings.redis_url)
    security.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    filters.init_app(app)
    frame.init_app(app)
    frame.connect(app, notification_queries.unread)
    frame.connect_notice(app, notification_overview.notice)
    next_url.connect(app, ERRANDS)
    toasts.init_app(app)
    _connect()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _connect() -> None:
    """Tell the features below what the features above give them."""
    events.connect(SUBSCRIPTIONS)
    refs.connect(REFS)
    tieable.connect(SERVING)
    subjects.connect(DISCUSSED)
    stuck_in.connect(HELPED, helping.mine)
    collection_pages.connect(
        {"hackathons": hackathon_refs.named, "talks": talk_refs.named, "courses": course_refs.named}
    )
    library_taking_back.connect((materials.shown, weeks.shown))
    documents.connect(SEARCHED)
    audiences.connect(AUDIENCES)
    predicates.connect(PREDICATES)
    sources.connect(CALENDARS)
    importer.connect(IMPORTERS)
    kinds.connect(PROGRAMS)
    tabs.connect(TABS)
    groups.connect({"hackathon": (team_parts.groups, demo_parts.groups), "cohort": (addressed.groups,)})
    overview.connect(OVERVIEW)
    after_sign_up.connect(before_sign_up.promise)
    handed_in.connect(demo_queries.submitted_at)
    prizes.connect(demo_queries.count_entered)
    next_messages.connect((notification_host_view.going_out,))
