"""What happens to resources: added, changed, tagged, put into the bin, merged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line, web_address
from learnhub.goals import queries as goal_queries
from learnhub.goals import services as goals
from learnhub.library import policies, queries, url_keys
from learnhub.library.events import ResourceAdded
from learnhub.library.models import (
    FACTS,
    Level,
    LinkState,
    Lookup,
    Resource,
    ResourceKind,
    ResourceTag,
)
from learnhub.library.told import AnyResource
from learnhub.people.models import Kind, Person, Role
from learnhub.search import services as search

TITLE, SUMMARY, AUTHOR, TAG, FACT = 300, 2000, 200, 40, 1000  # characters at most
TAGS = 20
STAYS = timedelta(days=30)  # in the bin
HOLDS = timedelta(days=180)  # what was confirmed
SCREENS = frozenset({"youtube.com", "youtu.be", "vimeo.com", "m.youtube.com", "ted.com"})
SCHOOLS = frozenset({"coursera.org", "udemy.com", "edx.org", "udacity.com", "fast.ai", "course.fast.ai"})


@dataclass(frozen=True, slots=True)
class Text:
    """What a resource says of itself; empty where unknown."""

    title: str = ""
    kind: ResourceKind | None = None  # None: by its address
    summary: str = ""
    author: str = ""
    published: str = ""
    level: Level | None = None
    minutes: int | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)  # of a tool card or a case study
    expires_on: date | None = None  # None, with facts: half a year from now


def verdict_on_reading(actor: Person) -> Verdict:
    """Say whether the actor may use the library."""
    return policies.may_read(is_guest=actor.kind is Kind.GUEST)


def verdict_on_editing(actor: Person, resource: AnyResource) -> Verdict:
    """Say whether the actor may change, tag and tie the resource."""
    return policies.may_edit(is_guest=actor.kind is Kind.GUEST, is_binned=resource.binned_at is not None)


def verdict_on_binning(actor: Person, resource: AnyResource) -> Verdict:
    """Say whether the actor may put it into the bin, or merge it into another."""
    return policies.may_bin(
        is_keeper=resource.owner_id == actor.id,
        is_adder=resource.added_by_id == actor.id,
        is_lead=actor.has(Role.LEAD),
        is_admin=actor.has(Role.ADMIN),
    )


def add(
    actor: Person,
    url: str,
    *,
    title: str = "",
    kind: ResourceKind | None = None,
    text: Text | None = None,
    owner: Person | None = None,
    quiet: bool = False,
) -> Resource:
    """Add the page at `url`, and have its title, author and the rest fetched; with no `url`, a note or paper.

    Where the library has it already, that resource is returned as it is (out of the bin, if it was there):
    ask `queries.known` first to tell the two apart. `owner` keeps it, otherwise who adds it. `quiet` adds
    without haste: its page is asked later.
    Raises Invalid for an address that cannot be kept, and where neither address nor title is given.
    """
    require(verdict_on_reading(actor))
    said = text or Text(title=title, kind=kind)
    address = web_address(one_line(url)) if url.strip() else ""
    if address and not url_keys.is_address(address):
        raise Invalid("Use the address of a page, as in https://example.org/page.", field="url")
    if not address and not said.title:
        raise Invalid("Give an address or a title.", field="url")
    found = queries.known(address) if address else None
    if found is not None:
        if found.binned_at is not None:
            restore(actor, found)
        return found
    made = draft(actor, address, said)
    made.owner_id = (owner or actor).id
    return _insert(actor, made, said, quiet=quiet)


def draft(actor: Person, address: str, said: Text) -> Resource:
    """Return a resource that is not yet stored, without its tags; its page is asked some time."""
    made = Resource(
        url=address or None,
        url_key=url_keys.url_key(address) if address else None,
        url_key_version=url_keys.VERSION,
        work_key=url_keys.work_key(address) if address else None,
        owner_id=actor.id,
        added_by_id=actor.id,
        created_at=clock.now(),
        lookup=Lookup.WAITING if address else Lookup.NONE,
        next_check_at=clock.now() if address else None,
        version=1,
    )
    write(made, said, address)
    return made


def _insert(actor: Person, made: Resource, said: Text, *, quiet: bool) -> Resource:
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # somebody added the same page at the same moment
        found = queries.known(made.url) if made.url else None
        if found is None:
            raise
        return found
    set_tags(made, said.tags)
    events.publish(ResourceAdded(made.id, actor.id, quiet))
    return made


def write(resource: Resource, said: Text, address: str) -> None:
    """Put what is said into the row, cut to length; facts only of its own type."""
    resource.kind = said.kind or guess(address)
    resource.title = one_line(said.title)[:TITLE] or url_keys.placeholder(address)
    resource.summary = many_lines(said.summary)[:SUMMARY]
    resource.author = one_line(said.author)[:AUTHOR]
    resource.published = said.published[:10]
    resource.level = said.level
    resource.minutes = said.minutes
    resource.language = said.language[:10]
    known = {name: said.facts.get(name, "") for name in FACTS.get(resource.kind, ())}
    resource.facts = {name: many_lines(text)[:FACT] for name, text in known.items() if text}
    expires_on = (said.expires_on or clock.now().date() + HOLDS) if resource.facts else None
    if expires_on != resource.expires_on:
        resource.expires_on, resource.review_told_at = expires_on, None


def guess(url: str) -> ResourceKind:
    """Return the kind that an address tells; an article where it tells nothing."""
    if not url:
        return ResourceKind.NOTE
    host, work = url_keys.host_of(url), url_keys.work_key(url) or ""
    if work.startswith(("arxiv:", "doi:")):
        return ResourceKind.PAPER
    if work.startswith("isbn:"):
        return ResourceKind.BOOK
    if host in SCREENS:
        return ResourceKind.VIDEO
    if host in SCHOOLS or host.endswith((".coursera.org", ".edx.org")):
        return ResourceKind.COURSE
    return ResourceKind.REPOSITORY if work.startswith("github:") else ResourceKind.ARTICLE


def move(resource: Resource, address: str) -> None:
    """Give a resource another address. Raises Invalid where that page is in the library already."""
    if address and not url_keys.is_address(address):
        raise Invalid("Use the address of a page, as in https://example.org/page.", field="url")
    there = queries.known(address) if address else None
    if there is not None and there.id != resource.id:
        raise Invalid(f"“{there.title}” has this address already. Merge the two instead.", field="url")
    resource.url = address or None
    resource.url_key = url_keys.url_key(address) if address else None
    resource.work_key = url_keys.work_key(address) if address else None
    resource.final_url = resource.canonical_url = None
    resource.link, resource.link_since = LinkState.UNCHECKED, None
    resource.link_suspected, resource.link_failures, resource.link_failed_at = None, 0, None
    resource.link_told_at = None
    resource.next_check_at = clock.now() if address else None


def normal_tag(text: str) -> str:
    """Return the one spelling of a tag: small letters, hyphens for spaces, without the hash."""
    plain = one_line(text).strip("#, ").casefold()
    return "-".join(plain.split())[:TAG].strip("-")


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags in a line such as "evaluation, llm as judge" or "#evaluation #agents"."""
    parts = text.split(",") if "," in text else text.split("#") if "#" in text else [text]
    return tuple(dict.fromkeys(tag for part in parts if (tag := normal_tag(part))))[:TAGS]


def set_tags(resource: Resource, tags: Iterable[str]) -> None:
    """Let the resource have these tags and no others."""
    wanted = dict.fromkeys(tag for each in tags if (tag := normal_tag(each)))
    resource.tags = [row for row in resource.tags if row.tag in wanted]
    add_tags(resource, wanted)


def add_tags(resource: Resource, tags: Iterable[str]) -> None:
    """Add these tags to those that it has, up to `TAGS`."""
    has = set(resource.tag_names)
    wanted = dict.fromkeys(tag for each in tags if (tag := normal_tag(each)))
    new = [tag for tag in wanted if tag not in has][: max(TAGS - len(has), 0)]
    resource.tags = [*resource.tags, *(ResourceTag(tag=tag) for tag in new)]
    db.session.flush()
    search.changed(Ref("resource", resource.id))


def tag(actor: Person, resource: Resource, tags: Iterable[str]) -> None:
    """Add the actor's tags, which everyone sees."""
    resource = queries.held(resource)
    require(verdict_on_editing(actor, resource))
    add_tags(resource, tags)


def tie(actor: Person, resource: Resource, goal_key: str) -> None:
    """Say that it serves that goal; where that was said before, the reason stays. Raises NotFound."""
    ref, goal = Ref("resource", resource.id), goal_queries.goal(actor, goal_key)
    if all(each.goal_id != goal.id for each in goal_queries.all_ties_of(ref)):
        may = bool(verdict_on_editing(actor, resource))
        goals.tie(actor, goal, ref, why="", may_edit_the_other=may)


def discard(actor: Person, resource: Resource) -> None:
    """Put it into the bin, where it rests for 30 days."""
    require(verdict_on_binning(actor, resource))
    resource.binned_at = clock.now()
    db.session.flush()
    search.changed(Ref("resource", resource.id))
    audit.record(actor.id, "resource.binned", Ref("resource", resource.id))


def restore(actor: Person, resource: Resource) -> None:
    """Take it out of the bin, with all that people wrote about it."""
    require(verdict_on_reading(actor))
    resource.binned_at = None
    db.session.flush()
    search.changed(Ref("resource", resource.id))
    audit.record(actor.id, "resource.restored", Ref("resource", resource.id))
