"""Make a talk, change its text, move its date, and what follows when it was given."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.walltime import instant
from learnhub.people import queries as people
from learnhub.people.models import Kind, Person, Role
from learnhub.programs import involved, series, speakers, texts, waitlists
from learnhub.programs import queries as programs
from learnhub.programs.events import ProgramMoved
from learnhub.programs.models import Host, Program, ProgramState, Seat
from learnhub.programs.series import Repeats
from learnhub.programs.series_models import Series
from learnhub.programs.services import lay, record, require_edit
from learnhub.programs.texts import Limits
from learnhub.talks import policies, queries
from learnhub.talks.events import TalkGiven
from learnhub.talks.models import Talk, TopicRequest

WHERE = "Say where: a room, a call link, or both."
SEATS = {Seat.ON_SITE: ("place", "on site", "the room"), Seat.ONLINE: ("call_url", "online", "the call link")}


@dataclass(frozen=True, slots=True)
class Text(texts.Text):
    """What a host writes about a talk; `recorded` is said at sign-up."""

    recorded: bool = False

    def check(self) -> None:
        texts.Text.check(self)  # super() does not know a class with slots
        if not (self.place or self.call_url):
            raise Invalid(WHERE, "place")

    def check_change(self, program: Program) -> None:
        """Refuse to take away a kind of place that people have."""
        for seat, (name, how, what) in SEATS.items():
            had, has = getattr(program, name), getattr(self, name)
            if had and not has and waitlists.count_on(program, seat):
                raise Invalid(f"People signed up to take part {how}. Keep {what}, or move them first.", name)


def create(
    actor: Person,
    *,
    text: Text,
    zone: str,
    starts: datetime,
    minutes: int,
    limits: Limits | None = None,
    speaker: Person | None = None,
    request: TopicRequest | None = None,
    quiet: bool = False,
) -> Talk:
    """Make a draft that the actor hosts and `speaker`, if known, gives. `starts` is a wall time in `zone`.

    `request` is what it answers: whoever said that they give it speaks unless somebody else is named.
    `quiet`: brought in from elsewhere, published at once, and nobody is told. Raises Forbidden for guests,
    Invalid for what cannot be.
    """
    require(may_create(actor))
    text.check()
    most = limits or Limits()
    made = Talk(zone=zone, quiet=quiet, created_by_id=actor.id, request=request)
    made.capacity, made.online_capacity = most.on_site, most.online
    if quiet:
        made.state, made.published_at = ProgramState.PUBLISHED, clock.now()
    texts.write(made, text)
    _lay(made, starts, minutes)
    db.session.add(made)
    db.session.flush()
    db.session.add(Host(program_id=made.id, person_id=actor.id))
    db.session.flush()
    record(actor, made, "program.imported" if quiet else "program.created")
    giver = speaker or (request.speaker if request else None)
    if giver is not None and giver.is_active:
        speakers.add(actor, made, giver)
    return made


def create_series(
    actor: Person,
    *,
    text: Text,
    repeats: Repeats,
    limits: Limits | None = None,
    speaker: Person | None = None,
) -> Series:
    """Make a draft of a series of talks that the actor hosts, and as `speaker` gives.

    Raises Forbidden for guests, Invalid for what cannot be: another speaker is named date by date.
    """
    require(may_create(actor))
    text.check()
    _check_minutes(repeats.minutes)
    if speaker not in (None, actor):
        raise Invalid(
            "Of a series, others are named date by date. Leave this empty, or write “me”.", "speaker"
        )
    said, most = asdict(text), limits or Limits()
    own = {"recorded": said.pop("recorded")}
    said |= {"capacity": most.on_site, "online_capacity": most.online}
    return series.make(actor, "talk", repeats, said=said, own=own, speaks=speaker is actor)


def may_create(actor: Person) -> Verdict:
    """Return whether the actor may make talks, with the reason if not."""
    leads = actor.has(Role.LEAD) or actor.has(Role.ADMIN)
    return policies.may_create(
        is_guest=actor.kind is Kind.GUEST,
        leads=leads,
        members_may_talk=leads or people.organisation().members_may_talk is not False,
    )


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
        raise texts.stale(actor, talk, theirs={}, yours={})
    planned = plan_move(talk, starts, minutes)
    if planned == (talk.starts_wall, talk.ends_wall):
        return None
    before = {"starts": talk.starts_wall.isoformat(), "ends": talk.ends_wall.isoformat()}
    _lay(talk, starts, minutes)
    talk.due_rev += 1
    talk.given_at = None
    talk.is_modified = talk.series_id is not None
    db.session.flush()
    after = {"starts": talk.starts_wall.isoformat(), "ends": talk.ends_wall.isoformat()}
    record(actor, talk, "program.moved", before=before, after=after)
    if talk.state is ProgramState.PUBLISHED:
        events.publish(ProgramMoved(talk.id, talk.due_rev, actor.id))
    return involved.count_told(talk, actor)


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
    lay(talk, starts, minutes)


def _check_minutes(minutes: int) -> None:
    if not 5 <= minutes <= 600:
        raise Invalid("Use 5 to 600 minutes.", "minutes")
