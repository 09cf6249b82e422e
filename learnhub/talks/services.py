"""Make a talk, change its text, move its date, and what follows when it was given."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.walltime import instant
from learnhub.people.models import Kind, Person
from learnhub.programs import places, speakers
from learnhub.programs import queries as programs
from learnhub.programs import services as program_services
from learnhub.programs.events import ProgramChanged, ProgramMoved
from learnhub.programs.models import Host, ProgramState, Seat
from learnhub.programs.services import record, require_edit
from learnhub.talks import policies, queries
from learnhub.talks.events import TalkGiven, TopicScheduled
from learnhub.talks.models import RequestState, Talk, TopicRequest

STALE = "Someone else changed this talk while you were writing. Both texts are below; nothing was saved."
WHERE = "Say where: a room, a call link, or both."
SEATS = {Seat.ON_SITE: ("place", "on site", "the room"), Seat.ONLINE: ("call_url", "online", "the call link")}


@dataclass(frozen=True, slots=True)
class Text:
    """What a host writes about a talk. `place` is a room or an address; `recorded` is said at sign-up."""

    title: str
    summary: str = ""
    story: str = ""
    place: str = ""
    call_url: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How many places there are; None is without limit."""

    on_site: int | None = None
    online: int | None = None


def create(
    actor: Person,
    *,
    text: Text,
    zone: str,
    starts: datetime,
    minutes: int,
    limits: Limits | None = None,
    speaks: bool = False,
    request: TopicRequest | None = None,
    quiet: bool = False,
) -> Talk:
    """Make a draft that the actor hosts, and with `speaks` gives. `starts` is a wall time in `zone`.

    `request` is what it answers: whoever said that they give it becomes its speaker. `quiet`: brought in from
    elsewhere, published at once, and nobody is told. Raises Forbidden for guests, Invalid for what cannot be.
    """
    require(may_create(actor))
    _check_text(text)
    most = limits or Limits()
    made = Talk(zone=zone, quiet=quiet, created_by_id=actor.id, request=request)
    made.capacity, made.online_capacity = most.on_site, most.online
    if quiet:
        made.state, made.published_at = ProgramState.PUBLISHED, clock.now()
    _write(made, text)
    _lay(made, starts, minutes)
    db.session.add(made)
    db.session.flush()
    db.session.add(Host(program_id=made.id, person_id=actor.id))
    db.session.flush()
    record(actor, made, "program.imported" if quiet else "program.created")
    giver = request.speaker if request else None
    for person in (giver, actor if speaks else None):
        if person is not None and person.is_active:
            speakers.add(actor, made, person)
    return made


def may_create(actor: Person) -> Verdict:
    """Return whether the actor may make talks, with the reason if not."""
    return policies.may_create(is_guest=actor.kind is Kind.GUEST)


def publish(actor: Person, talk: Talk) -> None:
    """Let everyone see it. Nobody is told but those who voted for what it answers: they hear first.

    Raises Forbidden unless the actor runs it and it is a draft.
    """
    program_services.publish(actor, talk)
    request = talk.request
    if request is not None and request.state is RequestState.OPEN:
        request.state = RequestState.SCHEDULED
        db.session.flush()
        events.publish(TopicScheduled(request.id, talk.id, actor.id))


def edit(actor: Person, talk: Talk, text: Text, *, limits: Limits, version: int) -> None:
    """Change its text and its places.

    Raises Conflict with both texts where someone changed it since `version`, Invalid where people have
    a kind of place that would be gone, Forbidden unless the actor runs it.
    """
    require_edit(actor, talk)
    programs.lock(talk)  # first, so that what is compared is what the write replaces
    theirs = _text_of(talk)
    if talk.version != version:
        both = _strings(theirs, limits_of(talk)), _strings(text, limits)
        raise Conflict(STALE, theirs=both[0], yours=both[1])
    _check_text(text)
    _check_seats(talk, text)
    changed = [each.name for each in fields(text) if getattr(text, each.name) != getattr(theirs, each.name)]
    if changed:
        _write(talk, text)
        db.session.flush()
        record(actor, talk, "program.edited", after={"fields": changed})
        events.publish(ProgramChanged(talk.id))
    for seat, most in ((Seat.ON_SITE, limits.on_site), (Seat.ONLINE, limits.online)):
        if most != talk.capacity_of(seat):
            places.set_capacity(actor, talk, most, seat)


def limits_of(talk: Talk) -> Limits:
    """Return how many places it has."""
    return Limits(talk.capacity, talk.online_capacity)


def plan_move(talk: Talk, starts: datetime, minutes: int) -> tuple[datetime, datetime]:
    """Return the wall times it would have. Raises Invalid where it would be over already."""
    if clock.now() >= talk.ends_at:
        raise Invalid("It is over, so its date stays.", "starts")
    _check_minutes(minutes)
    ends = starts + timedelta(minutes=minutes)
    if instant(ends, talk.tz) <= clock.now():
        raise Invalid("It would be over already.", "starts")
    return starts, ends


def move(actor: Person, talk: Talk, *, starts: datetime, minutes: int, version: int) -> int | None:
    """Move it; everyone else on it is told once. Return how many that are, None where nothing moved.

    Raises Conflict where someone changed it since `version`, Invalid as `plan_move` does, Forbidden unless
    the actor runs it.
    """
    require_edit(actor, talk)
    programs.lock(talk)
    if talk.version != version:
        raise Conflict("Someone else changed this talk meanwhile. Look at its date and try again.")
    planned = plan_move(talk, starts, minutes)
    if planned == (talk.starts_wall, talk.ends_wall):
        return None
    before = {"starts": talk.starts_wall.isoformat(), "ends": talk.ends_wall.isoformat()}
    _lay(talk, starts, minutes)
    talk.due_rev += 1
    talk.given_at = None
    db.session.flush()
    after = {"starts": talk.starts_wall.isoformat(), "ends": talk.ends_wall.isoformat()}
    record(actor, talk, "program.moved", before=before, after=after)
    if talk.state is ProgramState.PUBLISHED:
        events.publish(ProgramMoved(talk.id, talk.due_rev, actor.id))
    return programs.count_told(talk, actor)


def wrap_up() -> int:
    """Note of each talk that has ended that it was given; return how many there were."""
    now = clock.now()
    talks = queries.just_given(now)
    for talk in talks:
        talk.given_at = now
        db.session.flush()
        events.publish(TalkGiven(talk.id))
    return len(talks)


def _lay(talk: Talk, starts: datetime, minutes: int) -> None:
    _check_minutes(minutes)
    talk.starts_wall, talk.ends_wall = starts, starts + timedelta(minutes=minutes)
    talk.starts_at = instant(talk.starts_wall, talk.tz)
    talk.ends_at = instant(talk.ends_wall, talk.tz, deadline=True)


def _check_minutes(minutes: int) -> None:
    if not 5 <= minutes <= 600:
        raise Invalid("Use 5 to 600 minutes.", "minutes")


def _check_text(text: Text) -> None:
    if not text.title:
        raise Invalid("Give it a title.", "title")
    if not (text.place or text.call_url):
        raise Invalid(WHERE, "place")


def _check_seats(talk: Talk, text: Text) -> None:
    """Refuse to take away a kind of place that people have."""
    for seat, (name, how, what) in SEATS.items():
        had, has = getattr(talk, name), getattr(text, name)
        if had and not has and queries.count_on(talk, seat):
            raise Invalid(f"People signed up to take part {how}. Keep {what}, or move them first.", name)


def _text_of(talk: Talk) -> Text:
    return Text(**{each.name: getattr(talk, each.name) for each in fields(Text)})


def _write(talk: Talk, text: Text) -> None:
    for name, value in asdict(text).items():
        setattr(talk, name, value)


def _strings(text: Text, limits: Limits) -> dict[str, str]:
    said = {name: str(value) for name, value in asdict(text).items()}
    said["recorded"] = "yes" if text.recorded else "no"
    most = {"capacity": limits.on_site, "online_capacity": limits.online}
    return said | {name: "" if value is None else str(value) for name, value in most.items()}
