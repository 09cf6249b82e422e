"""Writing, submitting and taking back demos, and keeping what stood at the deadline."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.demos import content, policies, queries
from learnhub.demos.content import LINKS, TEXTS, Content
from learnhub.demos.events import DemoReopened, DemoSaved, DemoSubmitted, GalleryReleased, SnapshotsTaken
from learnhub.demos.models import Demo, DemoState, PrizeEntry, Snapshot, SnapshotRun
from learnhub.demos.policies import Lack
from learnhub.files import queries as files
from learnhub.files import services as pictures
from learnhub.files.models import Picture
from learnhub.files.pictures import Drawing
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon
from learnhub.people import conflicts
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.models import Program
from learnhub.teams import queries as teams
from learnhub.teams.models import Team

LABELS = policies.NAMES | {"ai_used": "AI used"}
CHANGED = "Someone in your team began the demo in the same moment."


@dataclass(frozen=True, slots=True)
class Written:
    """What someone typed: the texts and answers, and what is to happen to prizes and pictures.

    `version` is that of the demo when the form was opened, 0 where there was none.
    """

    content: Content
    version: int
    prize_ids: Collection[int] = ()
    drawings: Collection[Drawing] = ()
    alts: Mapping[str, str] = field(default_factory=dict)  # by the picture's key
    dropped: Collection[str] = ()  # keys of pictures


def save(actor: Person, team: Team, written: Written) -> Demo:
    """Keep the draft, whatever it holds.

    Raises Forbidden as `may_save` says, Conflict with both texts if it changed since `written.version`.
    """
    _hold(team.hackathon)
    times, is_member = queries.times(team.hackathon), teams.membership(team, actor.id) is not None
    require(policies.may_save(is_member=is_member, times=times, now=clock.now()), yours=_typed(written))
    demo = queries.demo_of(team)
    if demo is not None and demo.state is DemoState.SUBMITTED:
        raise Invalid("The demo is submitted. Submit it again, or take it back to draft first.")
    demo = _store(actor, team, demo, written)
    events.publish(DemoSaved(demo.id, team.id, actor.id))
    return demo


def submit(actor: Person, team: Team, written: Written) -> list[Lack]:
    """Submit the demo, replacing what was submitted before; return what keeps it from being submitted.

    With something missing a draft is kept as a draft, and a submitted demo stays as it was.
    Raises Forbidden as `may_submit` says, Conflict with both texts if it changed since `written.version`.
    """
    _hold(team.hackathon)
    times, is_member = queries.times(team.hackathon), teams.membership(team, actor.id) is not None
    require(policies.may_submit(is_member=is_member, times=times, now=clock.now()), yours=_typed(written))
    demo = queries.demo_of(team)
    if demo is not None and demo.state is DemoState.SUBMITTED and (lacks := _lacks(demo, written)):
        _refuse_stale(actor, demo, written)
        return lacks
    demo = _store(actor, team, demo, written)
    if lacks := policies.lacks(queries.content_of(demo)):
        events.publish(DemoSaved(demo.id, team.id, actor.id))
        return lacks
    demo.state, demo.submitted_at = DemoState.SUBMITTED, clock.now()
    db.session.flush()
    events.publish(DemoSubmitted(demo.id, team.id, team.hackathon_id, actor.id))
    return []


def reopen(actor: Person, team: Team) -> Demo:
    """Take a submitted demo back to draft. Raises Forbidden for others and after the grace."""
    _hold(team.hackathon)
    times, is_member = queries.times(team.hackathon), teams.membership(team, actor.id) is not None
    require(policies.may_save(is_member=is_member, times=times, now=clock.now()))
    demo = queries.demo_of(team)
    if demo is None or demo.state is not DemoState.SUBMITTED:
        raise Invalid("The demo is a draft already.")
    demo.state, demo.submitted_at = DemoState.DRAFT, None
    db.session.flush()
    events.publish(DemoReopened(demo.id, team.id, team.hackathon_id, actor.id))
    return demo


def release_gallery(actor: Person, hackathon: Hackathon, *, opened: bool) -> None:
    """Open the gallery to everyone before the results, or close it again: hosts, from the snapshot on.

    Raises Forbidden. The caller has asked whether the actor runs the hackathon.
    """
    require(policies.may_see_gallery(runs_it=True, times=queries.times(hackathon), now=clock.now()))
    before = hackathon.gallery_open
    hackathon.gallery_open = opened
    db.session.flush()
    ref = Ref("hackathon", hackathon.id)
    audit.record(actor.id, "gallery.opened", ref, before={"open": before}, after={"open": opened})
    events.publish(GalleryReleased(hackathon.id))


def take_snapshots() -> None:
    """Keep what stands in each hackathon whose grace is over; a second time there is nothing to do."""
    for due in queries.snapshots_due(clock.now()):
        programs.lock(due)
        run = db.session.get(SnapshotRun, due.id, populate_existing=True)
        if run is not None and run.snapshot_at == due.snapshot_at:
            continue  # another process was quicker
        _take(due)


def _take(hackathon: Hackathon) -> None:
    now, demos = clock.now(), queries.submitted_demos(hackathon.id)
    ids = [demo.id for demo in demos]
    shots, prizes = files.pictures_by_owner("demo", ids), queries.prize_names(ids)
    kept = queries.snapshots_by_demo(hackathon.id)
    for demo in demos:
        snapshot = kept.get(demo.id) or Snapshot(demo_id=demo.id)
        snapshot.taken_at = now
        snapshot.content = content.of(demo, shots[demo.id], prizes.get(demo.id, [])).as_dict()
        db.session.add(snapshot)
    gone = [snapshot.id for demo_id, snapshot in kept.items() if demo_id not in set(ids)]
    db.session.execute(delete(Snapshot).where(Snapshot.id.in_(gone)))
    db.session.merge(SnapshotRun(hackathon_id=hackathon.id, snapshot_at=hackathon.snapshot_at, taken_at=now))
    db.session.flush()
    events.publish(SnapshotsTaken(hackathon.id))


def _hold(hackathon: Hackathon) -> None:
    """Let the snapshot wait for us, and us for it: whoever comes after it finds the time is over."""
    column = Program.__table__.c.id
    row = select(column).where(column == hackathon.id)
    db.session.execute(row.with_for_update(read=True, key_share=True))


def _store(actor: Person, team: Team, demo: Demo | None, written: Written) -> Demo:
    """Write everything that was typed, and note what it lacks."""
    if demo is None:
        demo = _begin(team)
    elif written.version != demo.version:
        _refuse_stale(actor, demo, written)
    for name in (*TEXTS, *LINKS, "built_with", "data_class", "personal_data"):
        setattr(demo, name, getattr(written.content, name))
    demo.saved_at, demo.saved_by_id = clock.now(), actor.id
    _store_pictures(actor, demo, written)
    _store_prizes(team, demo, written.prize_ids)
    demo.missing = [lack.code for lack in policies.lacks(queries.content_of(demo))]
    db.session.flush()
    return demo


def _begin(team: Team) -> Demo:
    demo = Demo(team_id=team.id, hackathon_id=team.hackathon_id, saved_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(demo)
            db.session.flush()
    except IntegrityError as error:  # one per team: another member began in the same moment
        raise Conflict(CHANGED) from error
    return demo


def _refuse_stale(actor: Person, demo: Demo, written: Written) -> None:
    """Raise Conflict with both texts of what differs, if the demo changed since the form was opened.

    It says who did that, and when: the actor in another window, or someone else.
    """
    if written.version == demo.version:
        return
    mine = {name: getattr(written.content, name) for name in (*TEXTS, *LINKS)}
    differ = [name for name in mine if getattr(demo, name) != mine[name]]
    raise Conflict(
        conflicts.said(actor, "the demo", demo.saved_by, demo.saved_at),
        theirs={LABELS[name]: getattr(demo, name) for name in differ},
        yours={LABELS[name]: mine[name] for name in differ},
    )


def _typed(written: Written) -> dict[str, str]:
    """Return the texts that were typed, by what their fields are called."""
    texts = {name: getattr(written.content, name) for name in (*TEXTS, *LINKS)}
    return {LABELS[name]: text for name, text in texts.items() if text}


def _lacks(demo: Demo, written: Written) -> list[Lack]:
    """Return what the demo would lack with what was written."""
    kept = [each for each in files.pictures_of(_ref(demo)) if each.key not in written.dropped]
    shown = content.of(demo, kept).pictures
    shots = [content.Shot(each.key, written.alts.get(each.key, each.alt), 0, 0) for each in shown]
    shots += [content.Shot("", "", drawing.width, drawing.height) for drawing in written.drawings]
    return policies.lacks(content.with_pictures(written.content, shots))


def _store_pictures(actor: Person, demo: Demo, written: Written) -> None:
    known = files.pictures_of(_ref(demo))
    dropped = [picture for picture in known if picture.key in written.dropped]
    left = [picture for picture in known if picture.key not in written.dropped]
    if len(left) + len(written.drawings) > policies.PICTURES_MOST:
        raise Invalid(f"A demo has at most {policies.PICTURES_MOST} pictures.", "pictures")
    pictures.drop(dropped)
    _describe(left, written.alts)
    pictures.attach(_ref(demo), written.drawings, added_by_id=actor.id)


def _describe(known: Iterable[Picture], alts: Mapping[str, str]) -> None:
    for picture in known:
        picture.alt = alts.get(picture.key, picture.alt)
    db.session.flush()


def _store_prizes(team: Team, demo: Demo, chosen: Collection[int]) -> None:
    offered = {prize.id for prize in hackathons.prizes(team.hackathon)}
    db.session.execute(delete(PrizeEntry).where(PrizeEntry.demo_id == demo.id))
    db.session.add_all(PrizeEntry(demo_id=demo.id, prize_id=id_) for id_ in sorted(offered & {*chosen}))
    db.session.flush()


def _ref(demo: Demo) -> Ref:
    return Ref("demo", demo.id)
