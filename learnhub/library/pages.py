"""What each page of the library shows: reads and verdicts, put together for its template."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from learnhub.core import clock, dates, words
from learnhub.core.dates import Block
from learnhub.core.db import plan_once
from learnhub.core.paging import within
from learnhub.core.refs import Ref
from learnhub.discussions import pages as discussions
from learnhub.goals import queries as goals
from learnhub.library import (
    bin_queries,
    collection_pages,
    collection_services,
    discussed,
    facets,
    following,
    keepers,
    lists,
    page_queries,
    queries,
    sentences,
    services,
    shown_with,
    studying,
    upkeep,
    url_keys,
)
from learnhub.library import merging as merges
from learnhub.library.facets import Facets
from learnhub.library.lists import NO_GOAL, Order, Wanted
from learnhub.library.models import FACTS, Level, Lookup, Reading, Resource, ResourceKind
from learnhub.library.told import AnyResource, Told
from learnhub.people.models import Person, Role
from learnhub.web.page import page_number, page_url

Option = tuple[str, str, int, bool]  # value, label, how many, whether it is chosen
ARRIVING = timedelta(minutes=1)  # how long a page asks again for what is being fetched
FEW = 3  # take-aways shown at once
ORDERS = {
    Order.USED: "Most take-aways first",
    Order.NEW: "Newest first",
    Order.SHORT: "Shortest first",
}


def wanted(args: MultiDict[str, str]) -> Wanted:
    """Read the filters of an address: type, level, goal, is (each several times), tag, sort."""
    return Wanted(
        kinds=tuple(kind for kind in ResourceKind if kind in args.getlist("type")),
        levels=tuple(level for level in Level if level in args.getlist("level")),
        goals=tuple(key[:10] for key in args.getlist("goal")[:20] if key),
        tag=services.normal_tag(args.get("tag", "")),
        mine=tuple(name for name in lists.MINE if name in args.getlist("is")),
        order=next((order for order in Order if order == args.get("sort")), Order.USED),
    )


def index(person: Person, args: MultiDict[str, str]) -> dict[str, Any]:
    """The library, or the part of it that the address asks for."""
    now, today, asked = clock.now(), _today(person), wanted(args)
    plan_once()
    counted = facets.facets(person, asked, now, today)
    total = counted.of("total")
    number = within(page_number(args), total, lists.PAGE)
    rows = lists.rows(person, asked, today, page=number, total=total)
    filtered = asked.kinds or asked.levels or asked.goals or asked.mine
    return {
        "title": _title(asked, total, counted.of("used")),
        "lead": sentences.lead(counted.of("new")),
        "look": counted.of("look"),
        "total": total,
        "number": number,
        "per_page": lists.PAGE,
        "rows": rows,
        "wanted": asked,
        "narrowed": _narrowed(asked, counted),
        "facets": _facets(asked, counted),
        "say": sentences,
        "collections": [
            (row, collection_pages.note(row, count, done))
            for row, count, done in collection_services.collections(person, FEW + 1)
        ],
        "any": bool(filtered or asked.tag),
        "mine": {state.value: counted.of("yours", state.value) for state in Reading},
        "orders": [(said, _sorted_by(args, order)) for order, said in ORDERS.items() if order != asked.order],
        "may_follow": following.verdict_on_following(person),
        "proposed": counted.of("proposed"),
        "asked_for": _sorted_by(args).removeprefix("/library"),
    }


def _title(asked: Wanted, total: int, used: int) -> str:
    if asked == Wanted(mine=asked.mine, order=asked.order) and len(asked.mine) == 1 and total:
        own = sentences.OWN.get(asked.mine[0])
        if own:
            return own.format(words.spelled(total))
    filtered = asked.kinds or asked.levels or asked.goals or asked.mine
    return sentences.title(total, used, asked.tag, filtered=bool(filtered))


def _sorted_by(args: MultiDict[str, str], order: Order = Order.USED) -> str:
    """Return this list's address in another order, from its first page on."""
    kept = [(name, value) for name, value in args.items(multi=True) if name not in {"sort", "page"}]
    query = urlencode([*kept, ("sort", order)] if order is not Order.USED else kept)
    return f"/library?{query}" if query else "/library"


def _facets(asked: Wanted, facets: Facets) -> list[tuple[str, str, bool, list[Option]]]:
    """Return (title, name in the address, whether it is open, options) for each way to narrow down."""
    kinds = [(kind.value, sentences.KINDS[kind]) for kind in ResourceKind]
    by_count = sorted(kinds, key=lambda pair: -facets.of("kind", pair[0]))
    goals_ = sorted(facets.goals.items(), key=lambda pair: (-facets.of("goal", pair[0]), pair[1]))
    levels = [(level.value, sentences.LEVELS[level]) for level in Level]
    found = [
        ("Type", "type", True, _options("kind", by_count, asked.kinds, facets)),
        ("Goal", "goal", True, _options("goal", [*goals_[:6], (NO_GOAL, "To no goal")], asked.goals, facets)),
        ("Level", "level", bool(asked.levels), _options("level", levels, asked.levels, facets)),
        ("Mine", "is", bool(asked.mine), _options("mine", [*sentences.MINE.items()], asked.mine, facets)),
    ]
    return [facet for facet in found if facet[3]]


def _options(
    facet: str, values: list[tuple[str, str]], chosen: tuple[str, ...], facets: Facets
) -> list[Option]:
    """Return the options that lead somewhere, and those that are chosen."""
    found = [(value, label, facets.of(facet, value), value in chosen) for value, label in values]
    return [option for option in found if option[2] or option[3]]


def _narrowed(asked: Wanted, facets: Facets) -> str:
    """ "article, paper": what the list is narrowed down to."""
    named = [sentences.KINDS[kind] for kind in asked.kinds] + [sentences.LEVELS[one] for one in asked.levels]
    named += [facets.goals.get(key, "to no goal") for key in asked.goals]
    named += [sentences.MINE[name] for name in asked.mine]
    return ", ".join(name.lower() for name in named)


def ref(resource: AnyResource) -> Ref:
    """Return how others name it."""
    return Ref("resource", resource.id)


def show(person: Person, resource: Told, args: Mapping[str, str]) -> dict[str, Any]:
    """A resource's page: what it is, what people did with it and say of it, what it serves.

    `args`: the pages of its threads and take-aways, as the address has them.
    """
    today, number = _today(person), page_number(args, "said")
    said, said_in_all = page_queries.take_aways(resource, number)
    reports = page_queries.reports(resource)
    ties = goals.ties_of(person, ref(resource))
    tied = {tie.goal_id for tie in ties}
    return {
        "resource": resource,
        "say": sentences,
        "block_of_time": _block(resource, person),
        "state": resource.state,
        "said": said,
        "said_in_all": said_in_all,
        "said_page": number,
        "said_per_page": page_queries.SAID,
        "said_url": partial(page_url, of="said"),
        "few": FEW,
        "ties": ties,
        "open_goals": tuple(goal for goal in goals.open_goals(person) if goal.id not in tied),
        "similar": page_queries.similar(resource) if resource.tag_names else [],
        "same": queries.same_work(resource),
        "card": [(sentences.FACTS[name], text) for name, text in resource.facts.items()],
        "needs": sentences.needs(resource, today),
        "reports": reports,
        "reported": any(said.person_id == person.id for said in reports),
        "link_says": sentences.link(resource, today) if resource.url else "",
        "arriving": resource.lookup is Lookup.WAITING and clock.now() - resource.created_at < ARRIVING,
        "may_confirm": upkeep.verdict_on_confirming(person, resource),
        "is_free": keepers.is_free(resource),
        "course": studying.course(person, resource),
        "shown_with": shown_with.talk(person, resource),
        "may_bin": services.verdict_on_binning(person, resource),
        "is_admin": person.has(Role.ADMIN),
        "states": Reading,
        "talk": discussions.under(person, discussed.subject(resource), args),
    }


def _block(resource: Told, person: Person) -> Block:
    """The time that it takes, or the day on which it came in."""
    if not resource.minutes:
        return dates.block(resource.created_at, None, person.tz, _today(person))._replace(top="Added")
    verb = "To watch" if resource.kind in sentences.WATCHED else "To read"
    if resource.minutes < 120:
        return Block(verb, str(resource.minutes), "minute" if resource.minutes == 1 else "minutes")
    return Block("Takes", str(round(resource.minutes / 60)), "hours")


def adding(person: Person, url: str) -> dict[str, Any]:
    """The page on which one adds: what the library has at that address already, if anything."""
    found = queries.known(url) if url and url_keys.is_address(url) else None
    return {"known": found if found is not None and found.binned_at is None else None, "say": sentences}


def merging(resource: Resource, other: Resource | None) -> dict[str, Any]:
    """The page on which two become one: which may be the same, or what comes from the one that is named."""
    found = queries.same_work(resource) if other is None else []
    return {"same": found, "other": other, "brings": merges.brings(resource, other) if other else []}


def goals_to_serve(person: Person) -> list[tuple[str, str]]:
    """Keys and titles of the open goals, for a select."""
    return [(goal.key, goal.title) for goal in goals.open_goals(person)]


def choices() -> dict[str, list[tuple[str, str]]]:
    """Choices of the forms."""
    kinds = [(kind.value, label) for kind, label in sentences.KINDS.items()]
    return {"kind": kinds, "level": [("", "Not said"), *((k.value, v) for k, v in sentences.LEVELS.items())]}


def edited(data: Mapping[str, Any]) -> services.Text:
    """Turn what was typed into what `services.edit` takes."""
    return services.Text(
        title=data["title"],
        kind=ResourceKind(data["kind"]),
        summary=data["summary"] or "",
        author=data["author"] or "",
        published=data["published"] or "",
        level=Level(data["level"]) if data["level"] else None,
        minutes=data["minutes"],
        tags=services.tags_of(data["tags"] or ""),
        facts={name: data[name] or "" for names in FACTS.values() for name in names},
        expires_on=data["expires_on"],
    )


def binned(person: Person, page: int) -> dict[str, Any]:
    """What rests in the bin, and until when."""
    rows, total = bin_queries.binned(page)
    said = bin_queries.taken_back(person)
    return {
        "rows": rows,
        "total": total,
        "number": within(page, total, bin_queries.PAGE),
        "per_page": bin_queries.PAGE,
        "ends": {row.id: row.binned_at + services.STAYS for row in rows if row.binned_at},
        "said": said,
        "said_ends": {row.id: row.removed_at + services.STAYS for row in said if row.removed_at},
        "is_admin": person.has(Role.ADMIN),
        "say": sentences,
    }


def _today(person: Person) -> date:
    return clock.now().astimezone(person.tz).date()
