"""Every address that answers a GET. A route without arguments is found; the others are named here."""

from collections.abc import Callable, Iterator

from flask import Flask
from werkzeug.routing import Rule

from learnhub.people.models import LinkKind
from tests.pages.world import World

Values = dict[str, str | int]
# By endpoint: the arguments to call it with, one set or several. A new route with arguments adds its line.
ARGUMENTS: dict[str, Callable[[World], list[Values]]] = {
    "imports.columns": lambda world: [{"key": world.batches[2].key}],
    "imports.new": lambda world: [{"kind": "devpost"}, {"kind": "people"}],
    "imports.show": lambda world: [{"key": world.batches[place].key} for place in (0, 1, 3)],
    "people.first": lambda world: [{"secret": world.links[LinkKind.FIRST_ADMIN]}],
    "people.link": lambda world: [{"secret": world.links[LinkKind.SIGN_IN]}, {"secret": "unknown"}],
    "people.show": lambda world: [{"key": person.key} for person in world.people.values()],
    "people.welcome": lambda world: [{"secret": world.links[LinkKind.INVITATION]}],
}
# Addresses with a query that shows another face of a page.
QUERIES: tuple[str, ...] = ()
# Routes that are no pages: what they send is tested with the feature.
APART = frozenset({"health.livez", "health.healthz", "files.show"})
# SQL statements: a list, a page of one thing, and those with a number of their own.
LIST, DETAIL, DASHBOARD = 9, 12, 16
BUDGETS: dict[str, int] = {"home.show": DETAIL, "dashboards.show": DASHBOARD}


def rules(app: Flask) -> list[Rule]:
    """Return the routes that answer GET."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def unnamed(app: Flask) -> set[str]:
    """Return the endpoints that the catalogue does not know how to call."""
    return {rule.endpoint for rule in rules(app) if rule.arguments} - set(ARGUMENTS) - APART


def addresses(app: Flask, world: World) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, a label that is the same in every world, and path."""
    with app.test_request_context():
        for rule in rules(app):
            if rule.endpoint in APART or (rule.arguments and rule.endpoint not in ARGUMENTS):
                continue
            sets = ARGUMENTS[rule.endpoint](world) if rule.arguments else [{}]
            for number, values in enumerate(sets):
                if set(values) == rule.arguments - set(rule.defaults or ()):
                    yield (
                        rule.endpoint,
                        f"{rule.rule} {number}" if number else rule.rule,
                        path(app, rule, values),
                    )
        for query in QUERIES:
            matched = app.url_map.bind("").match(query.partition("?")[0])[0]
            yield matched, query, query


def path(app: Flask, rule: Rule, values: Values) -> str:
    """Return the path of `rule` with these arguments."""
    built = app.url_map.bind("127.0.0.1").build(rule.endpoint, values)
    return str(built)


def budget(rule: str, endpoint: str) -> int:
    """Return how many statements the page may send."""
    return BUDGETS.get(endpoint, DETAIL if "<" in rule else LIST)
