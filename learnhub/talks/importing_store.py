"""Talks that come in from a file: written quietly, and taken back while nothing was built upon them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, exists, func, or_, select

from learnhub.activity import services as activity
from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.discussions.models import Comment, Question
from learnhub.goals import queries as goals
from learnhub.imports.models import ImportRow, RowState
from learnhub.library import queries as library
from learnhub.library import taking_back
from learnhub.library.models import Step
from learnhub.people.models import Person
from learnhub.programs.asked_models import Part, SignUpField
from learnhub.programs.events import ProgramTakenBack
from learnhub.programs.models import Host, SignUp, Speaker
from learnhub.search import services as search
from learnhub.talks import importing_rows as rows_of
from learnhub.talks import materials, services
from learnhub.talks.models import Captions, Feedback, Material, MaterialKind, Origin, Talk
from learnhub.talks.services import Text

BATCH = 200
CAME_SINCE = "It came in since the file was read."
STAYS = "It stays: it has been worked on since it came in."
NOWHERE = "Not said"


def write(
    actor: Person, rows: Sequence[ImportRow], *, zone: str, at: time, minutes: int, find: bool, show: bool
) -> None:
    """Make the talks of these rows, hosted by the actor; `zone`, `at`, `minutes` hold where a row says none.

    With `find`, who alone here has the name of a speaker is that speaker; with `show`, recordings and slides
    come into the library. What came in since the file was read stays as it is.
    """
    require(services.may_create(actor))
    there = rows_of.known(row.data for row in rows)
    people = rows_of.people(name for row in rows for name in row.data["speakers"]) if find else {}
    for row in rows:
        if match := rows_of.here(row.data, there):
            row.state, row.reason = RowState.SAME, CAME_SINCE
            row.ref_kind, row.ref_id = "talk", match.id
            continue
        said = {"minutes": minutes} | {name: value for name, value in row.data.items() if value is not None}
        made = _make(actor, said, *_wall(said, zone, at))
        _name(made, said["speakers"], people)
        db.session.add_all(Origin(talk_id=made.id, mark=mark, link=said["link"]) for mark in said["marks"])
        db.session.flush()
        row.ref_kind, row.ref_id = "talk", made.id
        new = _show(actor, made, said) if show else []
        row.data = {**row.data, "made": _content(made), "shown": _count_shown(made), "new": new}
    db.session.flush()


def _wall(said: Mapping[str, Any], zone: str, at: time) -> tuple[datetime, str]:
    """Return when a row starts by the wall of a zone: its own, or that which was chosen."""
    starts, own = datetime.fromisoformat(said["starts"]), said["zone"] or zone
    if rows_of.is_day(said["starts"]):
        return datetime.combine(starts.date(), at), own
    return (wall(starts, ZoneInfo(own)) if starts.tzinfo else starts).replace(second=0, microsecond=0), own


def _make(actor: Person, said: Mapping[str, Any], starts: datetime, zone: str) -> Talk:
    """Make one that is published. What is over is quiet for good; what comes reminds those who sign up."""
    text = Text(
        title=said["title"],
        summary=said["summary"],
        story=said["story"],
        place=said["place"] or ("" if said["call_url"] else NOWHERE),
        call_url=said["call_url"],
        recorded=said["recorded"],
    )
    made = services.create(actor, text=text, zone=zone, starts=starts, minutes=said["minutes"], quiet=True)
    now = clock.now()
    if made.ends_at <= now:
        made.given_at, made.published_at = now, made.starts_at
    else:
        made.quiet = False
    return made


def _name(talk: Talk, names: Sequence[str], people: Mapping[str, int]) -> None:
    known = {people[name] for name in names if name in people}
    db.session.add_all(Speaker(program_id=talk.id, person_id=id_) for id_ in sorted(known))
    db.session.add_all(Speaker(program_id=talk.id, said_name=name) for name in names if name not in people)


def _show(actor: Person, talk: Talk, said: Mapping[str, Any]) -> list[int]:
    """Show recordings and slides with the talk; return which of them are new in the library."""
    new: list[int] = []
    for kind, urls in ((MaterialKind.RECORDING, said["recordings"]), (MaterialKind.SLIDES, said["slides"])):
        captions = Captions.NONE_YET if kind is MaterialKind.RECORDING else None
        for url in urls:
            is_new = library.known(url) is None
            made = materials.add(actor, talk, url, kind, captions=captions, agreed=True, quiet=True)
            new += [made.resource_id] if is_new and made.resource_id is not None else []
    return new


def _count_shown(talk: Talk) -> int:
    mine = select(func.count()).select_from(Material).where(Material.talk_id == talk.id)
    return db.session.scalar(mine) or 0


def _content(talk: Talk) -> dict[str, str]:
    """Return what a host may change, as it came in."""
    said = ("title", "summary", "story", "place", "call_url", "recorded", "state", "capacity")
    walls = {"starts": talk.starts_wall.isoformat(), "ends": talk.ends_wall.isoformat()}
    return {name: str(getattr(talk, name)) for name in said} | walls


def built_upon(rows: Sequence[ImportRow]) -> set[int]:
    """Return which talks of these rows somebody has worked on since: they stay.

    Edited or moved, signed up for, given another host or speaker, with slides or feedback, tied, collected,
    asked or talked about, or gone.
    """
    mine = {row.ref_id: row for row in rows if row.ref_kind == "talk" and row.ref_id and "made" in row.data}
    touched: set[int] = set()
    ids = sorted(mine)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        talks = db.session.scalars(select(Talk).where(Talk.id.in_(some))).all()
        touched |= {talk.id for talk in talks if _content(talk) != mine[talk.id].data["made"]}
        touched |= set(db.session.scalars(select(Talk.id).where(Talk.id.in_(some), _is_built_upon())))
        said = select(Speaker.program_id, func.count()).where(Speaker.program_id.in_(some))
        shown = select(Material.talk_id, func.count()).where(Material.talk_id.in_(some))
        speaking = _counts(said.group_by(Speaker.program_id))
        showing = _counts(shown.group_by(Material.talk_id))
        touched |= {id_ for id_ in some if speaking.get(id_, 0) != len(mine[id_].data["speakers"])}
        touched |= {id_ for id_ in some if showing.get(id_, 0) != mine[id_].data["shown"]}
    return touched


def _counts(grouped: Select[int, int]) -> dict[int, int]:
    return {id_: number for id_, number in db.session.execute(grouped)}


def _is_built_upon() -> Any:
    hosts = select(func.count()).select_from(Host).where(Host.program_id == Talk.id).scalar_subquery()
    return or_(
        hosts != 1,
        exists().where(SignUp.program_id == Talk.id),
        exists().where(SignUpField.program_id == Talk.id),
        exists().where(Part.program_id == Talk.id),
        exists().where(Feedback.talk_id == Talk.id),
        exists().where(Step.ref_kind == "talk", Step.ref_id == Talk.id),
        exists().where(Comment.ref_kind == "talk", Comment.ref_id == Talk.id),
        exists().where(Question.ref_kind == "talk", Question.ref_id == Talk.id),
        goals.is_tied("talk", Talk.id),
    )


def take_back(rows: Sequence[ImportRow]) -> None:
    """Delete the talks of these rows, but what was built upon; its rows say so."""
    stay = built_upon(rows)
    mine = [row for row in rows if row.ref_kind == "talk" and row.ref_id]
    gone = [row.ref_id for row in mine if row.ref_id and row.ref_id not in stay]
    for row in mine:
        if row.ref_id in stay:
            row.state, row.reason = RowState.SAME, STAYS
    for id_ in gone:
        events.publish(ProgramTakenBack(id_))
        search.gone(Ref("talk", id_))
    for start in range(0, len(gone), BATCH):
        _delete(gone[start : start + BATCH])
    new = [id_ for row in mine if row.ref_id not in stay for id_ in row.data.get("new", ())]
    if new:
        taking_back.take_back_alone(new, mine[0].batch_id)
    db.session.flush()


def _delete(ids: Sequence[int]) -> None:
    for table in (Speaker, Host):
        db.session.execute(delete(table).where(table.program_id.in_(ids)))
    db.session.execute(delete(Material).where(Material.talk_id.in_(ids)))
    db.session.execute(delete(Origin).where(Origin.talk_id.in_(ids)))
    activity.forget("talk", ids)
    for talk in db.session.scalars(select(Talk).where(Talk.id.in_(ids))):
        db.session.delete(talk)
    db.session.flush()
