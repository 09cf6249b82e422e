"""Every address that answers a GET. A route without arguments is found; the others are named here."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from learnhub.mine.registry import HELD, Fate
from learnhub.people.models import LinkKind
from tests.pages.world import World

# By endpoint: which keys of the world to call it with, by argument, or by `?name` in the query; several rows
# are several visits. A new route with arguments adds its line.
TALKS = [
    {"key": name}
    for name in (
        "talk",
        "talk given",
        "talk live",
        "talk draft",
        "talk cancelled",
        "talk planted",
        "date",
        "date planted",
    )
]
TALK = [{"key": "talk"}]
HACKATHONS = [{"key": name} for name in ("running", "coming", "past", "draft", "cancelled")]
RUNNING = [{"key": "running"}]
BOTH = [*RUNNING, *TALK]
PLANTED = {"key": "talk planted"}
OPENED = {"key": "opened"}
DEMOS = [{"key": f"demo {name}"} for name in ("draft", "open", "handed", "gallery")]
WITH = [{"key": f"with {name}"} for name in ("draft", "open", "handed", "gallery")]
TEAM = [{"key": "team"}]
COHORT = [{"key": "cohort"}]
COMMITMENT = [{"key": "commitment"}]
GOAL = [{"key": "goal"}]
SETUP = ("name", "signin", "mail", "people", "create")
ARGUMENTS: dict[str, list[dict[str, str]]] = {
    "calendars.program": [PLANTED, {"key": "talk"}, {"key": "running"}],
    "admin.ask_leave": [{"key": "crowd"}],
    "admin.keeps": [{"key": "crowd"}],
    "admin.person": [{"key": "crowd"}, {"key": "member"}],
    "admin.setup": [{}, *({"step": f"={step}"} for step in SETUP)],
    "admin.unit": [{"key": "unit"}],
    "admin.unit_quiet": [{"key": "unit", "window": "unit quiet"}],
    "cohorts.certificate": [{"key": "completed", "person": "in cohort"}],
    "cohorts.certificate_file": [{"key": "completed", "person": "in cohort"}],
    "cohorts.verify": [{"code": "certificate"}],
    "cohorts.checking_in": COHORT,
    "commitments.finishing": COMMITMENT,
    "commitments.moving": [{"key": "commitment", "milestone": "milestone"}],
    "commitments.pausing": COMMITMENT,
    "commitments.show": [*COMMITMENT, {"key": "commitment ended"}],
    "mine.ask_erase": [{"key": "crowd"}],
    "cohorts.dates": COHORT,
    "cohorts.update": COHORT,
    "cohorts.granting": [{"key": "cohort", "person": "in cohort", "date": "deadline"}],
    "cohorts.marking": [{"key": "cohort", "person": "in cohort", "date": "deadline"}],
    "cohorts.session": [{"key": "cohort", "date": "session"}],
    "cohorts.history": COHORT,
    "cohorts.host": COHORT,
    "cohorts.pausing_page": COHORT,
    "cohorts.weekly": COHORT,
    "cohorts.completing": [
        {"key": each, "date": date} for each, date in (("cohort", "deadline"), ("last cohort", "last date"))
    ],
    "cohorts.linking": [{"key": "completed", "date": "completed date"}],
    "cohorts.ask_back": [{"key": "completed", "date": "completed date"}],
    "cohorts.ask_unmark": [{"key": "completed", "person": "in cohort", "date": "completed date"}],
    "cohorts.meeting": [{"key": each} for each in ("cohort", "last cohort")],
    "cohorts.moving": [{"key": "cohort", "meeting": "pod meeting"}],
    "cohorts.longer": [{"key": "cohort", "date": "deadline"}],
    "cohorts.person": [{"key": "cohort", "person": "in cohort"}, {"key": "cohort", "person": "crowd"}],
    "cohorts.making_pods": COHORT,
    "cohorts.ending_pod": [{"key": "cohort", "pod": "pod"}],
    "cohorts.moving_to_pod": [{"key": "cohort", "person": each} for each in ("in cohort", "crowd")],
    "cohorts.writing": [{"key": "cohort", "person": each} for each in ("in cohort", "pod mate")],
    "cohorts.show": COHORT,
    "courses.edit": [{"key": "course"}],
    "courses.show": [{"key": "course"}],
    "bringing.correcting_page": [{"key": "outline file"}],
    "outlines.changes": [{"key": "course"}],
    "outlines.completing": [{"key": "course"}],
    "outlines.line": [{"key": "course", "line": "line"}],
    "outlines.show": [{"key": "course"}],
    "demos.deciding": [{"key": "demo handed"}],
    "demos.edit": TEAM,
    "demos.export": [*RUNNING, *WITH],
    "demos.gallery": [*HACKATHONS, *WITH],
    "demos.host": [*RUNNING, *WITH],
    "demos.show": [{"key": "demo"}, *DEMOS],
    "discussions.edit": [{"key": "comment"}],
    "discussions.show": [{"key": "comment"}],
    "discussions.writing": [{"kind": "=resource", "key": "resource"}],
    "goals.close": GOAL,
    "goals.edit": GOAL,
    "goals.measure": [{"key": "goal", "result": "measure"}],
    "goals.measures": GOAL,
    "goals.next_period": GOAL,
    "goals.show": GOAL,
    "goals.skills": GOAL,
    "goals.ties": GOAL,
    "goals.tying": [{"kind": "=hackathon", "thing": "running"}, {"kind": "=demo", "thing": "demo"}],
    "goals.update": GOAL,
    "dashboards.index": [{}, {"?unit": "unit led"}],
    "dashboards.made_of": [{"name": "=participation"}, {"name": "=goals"}],
    "dashboards.table": [{"form": "=csv"}],
    "help.passing": [{"key": "stuck"}],
    "help.show": [{"key": "stuck"}, {"key": "stuck answered"}, {"key": "stuck managed"}],
    "help.waiting": [{"kind": "=cohort", "key": "cohort"}],
    "hackathons.dates": RUNNING,
    "hackathons.edit_prize": [{"key": "running", "prize": "prize"}],
    "hackathons.preview": RUNNING,
    "hackathons.removing_prize": [{"key": "running", "prize": "prize"}],
    "hackathons.shift": RUNNING,
    "hackathons.show": [*HACKATHONS, OPENED],
    "imports.columns": [{"key": "matching"}],
    "imports.errors": [{"key": "import"}, {"key": "people file"}],
    "imports.new": [
        {"kind": "=people"},
        {"kind": "=devpost"},
        {"kind": "=links"},
        {"kind": "=awesome"},
        {"kind": "=syllabus"},
        {"kind": "=calendar"},
        {"kind": "=events"},
        {"kind": "=schedule"},
    ],
    "imports.sample": [{"kind": "=people"}],
    "imports.show": [{"key": "import"}, {"key": "imported"}, {"key": "people file"}],
    "collections.collecting": [{"key": "resource"}],
    "collections.edit": [{"key": "path"}],
    "collections.show": [{"key": "path"}],
    "collections.step": [{"key": "path", "step": "step"}],
    "talks_exchange.export": [{"form": f"={name}"} for name in ("ics", "yml", "json")],
    "exchange.export": [{"form": f"={name}"} for name in ("html", "md", "bib", "csv", "json")],
    "exchange.export_collection": [{"key": "path", "form": "=md"}],
    "exchange.take_collection": [{"key": "path"}],
    "library.edit": [{"key": "resource"}],
    "library.editing_take_away": [{"key": "take-away"}],
    "goals.coverage_of": [{"kind": "=resource"}, {"kind": "=demo"}],
    "library.merging_page": [{"key": "resource"}],
    "library.show": [{"key": "kept"}, {"key": "resource"}, {"key": "moved"}],
    "notifications.confirming": [{"token": "address"}],
    "notifications.default_rule": [{"kind": "=demo_due"}],
    "notifications.muting": [{"key": "running"}],
    "notifications.reminders": [*BOTH, *COHORT],
    "notifications.rule": [{"key": "running", "kind": "=demo_due"}, {"key": "talk", "kind": "=changed_7"}],
    "notifications.unsubscribing_page": [{"token": "unsubscribe"}],
    "notifications.why": [{"key": "message"}],
    "people.first": [{"secret": LinkKind.FIRST_ADMIN}],
    "people.link": [{"secret": LinkKind.SIGN_IN}, {"secret": "=unknown"}],
    "people.show": [
        {"key": "member"},
        {"key": "participant"},
        {"key": "crowd"},
        {"key": "captain"},
        {"key": "leader"},
        {"key": "who leads"},
        {"key": "guest"},
    ],
    "people.welcome": [{"secret": LinkKind.INVITATION}],
    "quiet.show": [{"key": "quiet"}],
    "programs.admitting": [*BOTH, {"key": "date"}],
    "programs.offer": [{"key": "offering"}],
    "programs.opening": [{"key": "approving"}, OPENED, {"key": "talk"}, {"key": "date"}],
    "programs.opening_series": [{"key": "series"}, {"key": "series draft"}],
    "programs.cloning": BOTH,
    "programs.deciding": [{"key": "approving"}, OPENED, {"key": "talk"}],
    "programs.answering": [*RUNNING, PLANTED],
    "programs.announcing": [{"key": "cohort"}, {"key": "coming"}, {"key": "talk"}],
    "programs.call_off": BOTH,
    "programs.edit": BOTH,
    "programs.edit_part": [{"key": "coming", "part": "part"}, {"key": "date", "part": "date part"}],
    "programs.edit_question": [{"key": "coming", "field": "field"}],
    "programs.entering": BOTH,
    "programs.export": [*BOTH, PLANTED],
    "programs.leave": BOTH,
    "programs.new_part": RUNNING,
    "programs.new_question": TALK,
    "programs.people": [*HACKATHONS, *TALKS],
    "programs.sums": [{"key": "coming"}, PLANTED],
    "programs.series_page": [
        *({"key": name} for name in ("series", "series draft", "series planted", "series carried on"))
    ],
    "programs.ruling": [{"key": "series"}],
    "programs.set_up_series": [{"key": "series"}],
    "programs.edit_series": [{"key": "series draft"}],
    "programs.following": [{"key": "series"}],
    "programs.new_series_question": [{"key": "series"}],
    "programs.new_series_part": [{"key": "series"}],
    "programs.edit_series_part": [{"key": "series", "part": "series part"}],
    "programs.admitting_series": [{"key": "series draft"}],
    "programs.edit_series_question": [{"key": "series", "field": "series question"}],
    "programs.shifting": [{"key": "date"}],
    "programs.calling_off": [{"key": "date"}],
    "programs.unfollowing": [{"key": "series"}],
    "programs.set_up": [*BOTH, {"key": "draft"}, {"key": "talk draft"}],
    "programs.sign_ups": [*BOTH, {"key": "coming"}, PLANTED, OPENED],
    "programs.signing_up": [{"key": "coming"}, *TALK],
    "programs.take_off": [{"?person": "participant", **each} for each in BOTH],
    "talks.answering": [{"key": "talk live", "question": "question"}],
    "talks.arrivals": [{"key": "talk given"}, {"key": "talk"}, PLANTED],
    "talks.changed": [{"key": "talk given"}],
    "talks.changing": [{"key": "request"}],
    "talks.closing": [{"key": "request"}],
    "talks.code": [{"key": "talk given"}],
    "talks.dates": TALK,
    "talks.feeding_back": [{"key": "talk given"}],
    "talks.here": [{"code": "talk code"}],
    "talks.host": [{"key": "talk"}, {"key": "talk given"}],
    "talks.present": [PLANTED, {"key": "talk live"}, {"key": "talk given"}],
    "talks.questions": TALKS,
    "talks.show": [*TALKS, {"key": "answered 5"}, {"key": "answered 1"}],
    "talks.showing": [{"key": "talk given"}],
    "teams.edit": TEAM,
    "teams.index": HACKATHONS,
    "teams.join": [{"code": "join"}],
    "teams.leaving": TEAM,
    "teams.new": RUNNING,
    "teams.removing": [{"key": "team", "person": "participant"}],
    "teams.show": [*TEAM, {"key": "team open"}],
}
# Addresses with a query that shows another face of a page.
QUERIES: tuple[str, ...] = (
    "/whats-on?when=past",
    "/calendar?whose=all",
    "/calendar?whose=all&view=agenda",
    "/calendar?month=2020-01",
    "/people?q=person",
    "/goals?q=line",
    "/search?q=running",
    "/search?q=person&type=person",
    "/search?q=nowhere",
    "/search/suggest?q=running",
    "/search?q=zebra",  # the planted words
    "/search/suggest?q=zebra",
    "/library?is=saved",
    "/admin/delivery?show=sent",
    "/library?type=article&is=unread&sort=new&tag=evaluation",
    "/library/take-along?q=evals",
    "/library/take-along?tag=evaluation",
    "/library/add?url=https://example.org/x&title=X",
    "/talks/requests?state=scheduled",
    "/talks/take-along?when=past",
)
# Routes that are no pages: what they send is tested with the feature.
APART = frozenset({"health.livez", "health.healthz", "files.show", "calendars.feed", "exchange.feed"})
# SQL statements: a list, a page of one thing, and those with a number of their own.
LIST, DETAIL, DASHBOARD = 9, 12, 16
BUDGETS: dict[str, int] = {
    "home.index": DETAIL,
    "search.show": DETAIL + 2,  # one for each kind of thing that is found; the word of the world is in all
    "search.suggest": DETAIL,  # one for each kind of thing that is found
    "dashboards.index": DASHBOARD,
    "mine.learning": DASHBOARD,  # one for each kind of thing that one did
    # A file: one for each table that holds something of the person.
    "mine.everything": LIST + sum(1 + len(held.inside) for held in HELD if held.fate is not Fate.ACTOR),
    "dashboards.cohorts": DASHBOARD,
    "dashboards.demos": DASHBOARD,
    "dashboards.mails": DASHBOARD,
    "dashboards.made_of": DASHBOARD,
    "dashboards.story": DASHBOARD,
    "dashboards.table": DASHBOARD,
    "goals.coverage": DETAIL,  # one for each kind of thing that can serve a goal
}


def rules(app: Flask) -> list[Rule]:
    """Return the routes that answer GET."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def unnamed(app: Flask) -> set[str]:
    """Return the endpoints that the catalogue does not know how to call."""
    return {rule.endpoint for rule in rules(app) if rule.arguments} - set(ARGUMENTS) - APART


def addresses(app: Flask, world: World) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, a label that is the same in every world, and path."""
    bound = app.url_map.bind("127.0.0.1")
    for rule in rules(app):
        if rule.endpoint in APART or (rule.arguments and rule.endpoint not in ARGUMENTS):
            continue
        for named in ARGUMENTS.get(rule.endpoint, [{}]):
            if {name for name in named if name[0] != "?"} == rule.arguments - set(rule.defaults or ()):
                values = {argument.lstrip("?"): value(world, name) for argument, name in named.items()}
                label = f"{rule.rule} {' '.join(named.values())}".strip()
                yield rule.endpoint, label, bound.build(rule.endpoint, values)
    for query in QUERIES:
        yield bound.match(query.partition("?")[0])[0], query, query


def value(world: World, name: str) -> str:
    """Return the key of what the world calls `name`; after "=" stands the value itself."""
    return name[1:] if name.startswith("=") else (world.keys.get(name) or world.people[name])


def budget(rule: str, endpoint: str) -> int:
    """Return how many statements the page may send."""
    return BUDGETS.get(endpoint, DETAIL if "<" in rule else LIST)
