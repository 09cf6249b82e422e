"""Slides and recordings of a talk: each is a resource of the library, tied to the talk's goals.

Everyone finds what the library has: of a talk for chosen people they stand with the talk alone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy import delete as removing

from learnhub.core import audit
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Card, Ref
from learnhub.core.statements import kept
from learnhub.goals import queries as goal_queries
from learnhub.goals import services as goals
from learnhub.goals.models import GoalState
from learnhub.library import services as library
from learnhub.library.models import Resource, ResourceKind
from learnhub.library.url_keys import host_of
from learnhub.people.models import Kind, Person
from learnhub.programs import queries as programs
from learnhub.programs import refs, speakers
from learnhub.programs.models import Speaker
from learnhub.talks import policies
from learnhub.talks.models import Captions, Material, MaterialKind, Talk

KINDS = {MaterialKind.SLIDES: ResourceKind.SLIDES, MaterialKind.RECORDING: ResourceKind.RECORDING}
NAMES = {MaterialKind.SLIDES: "Slides", MaterialKind.RECORDING: "Recording"}


class Shown(NamedTuple):
    """A piece of material, and what the library knows of it: its title, address and key there.

    What stands with the talk alone has no resource, and its kind for a title.
    """

    id: int
    key: str
    resource_id: int | None
    kind: MaterialKind
    captions: Captions | None
    created_at: datetime
    of_resource: str | None
    url: str
    resource_key: str | None

    @property
    def title(self) -> str:
        return self.of_resource or self.name

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def host(self) -> str:
        return host_of(self.url) if self.url else ""

    @property
    def page(self) -> str:
        return f"/library/{self.resource_key}" if self.resource_key else self.url


def of(talk: Talk) -> Sequence[Shown]:
    """Return slides and recordings, in the order in which they came; what is in the bin is left out."""
    return [Shown(*row) for row in db.session.execute(*kept(_materials, talk.id))]


def found_anyway(talk: Talk) -> list[str]:
    """Return the titles of what everyone finds in the library, even where the talk is for chosen people."""
    return [each.title for each in of(talk) if each.resource_id is not None]


def _materials(talk_id: int) -> Select[Any]:
    return (
        select(*(getattr(Material, name) for name in Shown._fields[:6]))
        .add_columns(Resource.title, func.coalesce(Material.url, Resource.url, ""), Resource.key)
        .outerjoin(Resource, Resource.id == Material.resource_id)
        .where(Material.talk_id == talk_id, Resource.binned_at.is_(None))
        .where(or_(Material.url.is_not(None), Resource.id.is_not(None)))
        .order_by(Material.id)
    )


def material(talk: Talk, key: str) -> Material:
    """Return one of its materials. Raises NotFound."""
    found = db.session.scalar(select(Material).where(Material.talk_id == talk.id, Material.key == key))
    if found is None:
        raise NotFound
    return found


def may_add(actor: Person, talk: Talk, *, runs_it: bool, speaks: bool) -> Verdict:
    """Return whether the actor may add slides or a recording."""
    guest = actor.kind is Kind.GUEST
    return policies.may_add_material(state=talk.state, is_guest=guest, runs_it=runs_it, speaks=speaks)


def add(
    actor: Person,
    talk: Talk,
    url: str,
    kind: MaterialKind,
    *,
    captions: Captions | None = None,
    agreed: bool = False,
    replaces: bool = False,
    quiet: bool = False,
) -> Material:
    """Put the page at `url` into the library, tie it to what the talk serves, and show it with the talk.

    Of a talk for chosen people it is shown with the talk alone. The same page twice changes nothing;
    `replaces` takes off what is shown of that kind; `quiet` looks at it without haste. Raises Invalid for a
    recording to which its speakers did not agree, or that does not say whether it can be read, Forbidden
    unless the actor hosts or speaks.
    """
    named = _require(actor, talk)
    if kind is MaterialKind.RECORDING and not agreed:
        raise Invalid("Ask who speaks in it first, and tick the box when they agree.", "agreed")
    if kind is MaterialKind.RECORDING and captions is None:
        raise Invalid("Say whether it has captions or a transcript.", "captions")
    programs.lock(talk)  # the same page sent twice at once is one
    where: dict[str, Any] = {"url": url}
    if not talk.is_limited:
        text = _text(talk, kind, [each.name for each in named])
        where = {"resource_id": library.add(actor, url, text=text, quiet=quiet).id}
    known = select(Material).filter_by(talk_id=talk.id, **where)
    made = db.session.scalar(known) or Material(talk_id=talk.id, added_by_id=actor.id, **where)
    made.kind, made.captions = kind, captions if kind is MaterialKind.RECORDING else None
    db.session.add(made)
    db.session.flush()
    for each in of(talk) if replaces else ():
        if each.kind is kind and each.id != made.id:
            remove(actor, talk, material(talk, each.key))
    audit.record(actor.id, "material.added", Ref("talk", talk.id), after={"kind": kind.value})
    serve_its_goals(actor, talk)
    return made


def serve_its_goals(actor: Person, talk: Talk) -> None:
    """Tie what belongs to the talk to the open goals that it serves; what is tied already stays so."""
    ties = [tie for tie in goal_queries.all_ties_of(Ref("talk", talk.id)) if tie.goal.state is GoalState.OPEN]
    for shown in of(talk) if ties else ():
        if shown.resource_id is None:
            continue
        ref = Ref("resource", shown.resource_id)
        has = {tie.goal_id for tie in goal_queries.all_ties_of(ref)}
        for tie in ties:
            if tie.goal_id not in has:
                goals.tie(actor, tie.goal, ref, why=tie.why, may_edit_the_other=True)


def remove(actor: Person, talk: Talk, material: Material) -> None:
    """Show it with the talk no longer; the library keeps what it has. Raises Forbidden as `add` does."""
    _require(actor, talk)
    db.session.delete(material)
    db.session.flush()
    before = {"kind": material.kind.value}
    audit.record(actor.id, "material.removed", Ref("talk", talk.id), before=before)


def shown(resource_ids: Sequence[int]) -> Sequence[int]:
    """Return which of these resources some talk shows."""
    found = select(Resource.id).join(Material, Material.resource_id == Resource.id)
    return db.session.scalars(found.where(Material.resource_id.in_(resource_ids)).distinct()).all()


def shows(person: Person, resource_id: int) -> Card | None:
    """Return the talk that shows a resource, the last where there are several the person may know of."""
    ids = db.session.scalars(*kept(_showing, resource_id)).all()
    cards = refs.cards(ids, person) if ids else {}
    return next((cards[id_] for id_ in ids if id_ in cards), None)


def under_talks(refs: Collection[Ref]) -> list[tuple[Ref, Ref]]:
    """Return which of these resources belong to which of these talks; the last is that of several."""
    talks = [ref.id for ref in refs if ref.kind == "talk"]
    resources = [ref.id for ref in refs if ref.kind == "resource"]
    if not talks or not resources:
        return []
    rows = db.session.execute(
        select(Resource.id, Material.talk_id)
        .join(Material, Material.resource_id == Resource.id)
        .where(Material.talk_id.in_(talks), Material.resource_id.in_(resources))
        .order_by(Material.id)
    )
    return [(Ref("resource", resource), Ref("talk", talk)) for resource, talk in rows]


def _showing(resource_id: int) -> Select[int]:
    return select(Material.talk_id).where(Material.resource_id == resource_id).order_by(Material.id.desc())


def follow(kept_id: int, gone_id: int) -> None:
    """Name the resource that another has become."""
    both = select(Material.talk_id).where(Material.resource_id == kept_id)
    db.session.execute(removing(Material).where(Material.resource_id == gone_id, Material.talk_id.in_(both)))
    moved = update(Material).where(Material.resource_id == gone_id)
    db.session.execute(moved.values(resource_id=kept_id))


def forget(resource_id: int) -> None:
    """Drop what names a resource of which nothing is left."""
    db.session.execute(removing(Material).where(Material.resource_id == resource_id))


def _require(actor: Person, talk: Talk) -> Sequence[Speaker]:
    """Refuse who neither runs it nor speaks; return who speaks."""
    named = speakers.speakers_of(talk)
    speaks = any(each.person_id == actor.id for each in named)
    runs_it = programs.standing(actor, talk).runs_it
    require(may_add(actor, talk, runs_it=runs_it, speaks=speaks))
    return named


def _text(talk: Talk, kind: MaterialKind, names: list[str]) -> library.Text:
    title = f"{talk.title}, slides" if kind is MaterialKind.SLIDES else talk.title
    return library.Text(
        title=title,
        kind=KINDS[kind],
        summary=talk.summary,
        author=", ".join(names)[:200],
        published=talk.starts_wall.date().isoformat(),
        minutes=talk.minutes if kind is MaterialKind.RECORDING else None,
    )
