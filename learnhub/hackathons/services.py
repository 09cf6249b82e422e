"""Make a hackathon, move its dates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.walltime import instant, wall
from learnhub.hackathons import part_times
from learnhub.hackathons import windows as spans_of
from learnhub.hackathons.models import Hackathon, Window, WindowKind
from learnhub.hackathons.windows import Span
from learnhub.people import queries as people
from learnhub.people.models import Kind, Person, Role
from learnhub.programs import involved, policies, texts
from learnhub.programs import queries as programs
from learnhub.programs.events import ProgramMoved
from learnhub.programs.models import Host, ProgramState
from learnhub.programs.services import record, require_edit


@dataclass(frozen=True, slots=True)
class Text(texts.Text):
    """What a host writes about a hackathon."""

    team_least: int = 1
    team_most: int = 5

    def check(self) -> None:
        texts.Text.check(self)  # super() does not know a class with slots
        if not 1 <= self.team_least <= self.team_most <= 50:
            raise Invalid("The smallest team cannot be larger than the largest.", "team_most")


def create(
    actor: Person,
    *,
    text: Text,
    zone: str,
    windows: Sequence[Span],
    capacity: int | None = None,
    quiet: bool = False,
    source: str = "",
    source_key: str = "",
) -> Hackathon:
    """Make a draft that the actor hosts. Windows are wall times in `zone`.

    `quiet`: brought in from elsewhere, possibly past; it is published at once, tells nobody and reminds of
    nothing. Raises Forbidden unless the actor may create hackathons, Invalid for windows that cannot be.
    """
    require(may_create(actor))
    text.check()
    spans_of.check(windows)
    made = Hackathon(zone=zone, capacity=capacity, quiet=quiet, source=source, source_key=source_key)
    made.created_by_id = actor.id
    if quiet:
        made.state, made.published_at = ProgramState.PUBLISHED, clock.now()
    texts.write(made, text)
    _lay(made, windows)
    db.session.add(made)
    db.session.flush()
    db.session.add(Host(program_id=made.id, person_id=actor.id))
    db.session.flush()
    record(actor, made, "program.imported" if quiet else "program.created")
    return made


def may_create(actor: Person) -> Verdict:
    """Return whether the actor may make hackathons, with the reason if not."""
    return policies.may_create(
        is_lead=actor.has(Role.LEAD),
        is_admin=actor.has(Role.ADMIN),
        is_guest=actor.kind is Kind.GUEST,
        members_may_host=bool(people.organisation().members_may_host),
    )


def plan_move(
    hackathon: Hackathon, wanted: Mapping[WindowKind, tuple[datetime, datetime]], *, along: bool
) -> list[tuple[Span, Span]]:
    """Return each window as it is and as it would be; nothing is changed.

    Raises Invalid where windows cannot be, or where one would close in the past.
    """
    old, now = spans(hackathon), clock.now()
    moved = spans_of.move(old, wanted, along=along, until=wall(now, hackathon.tz))
    new = {span.kind: span for span in moved}
    spans_of.check(moved)
    for span in old:
        closes = new[span.kind].closes
        if closes != span.closes and instant(closes, hackathon.tz, deadline=True) <= now:
            raise Invalid(f"{span.name} would close in the past.", f"{span.kind}_closes")
    return [(span, new[span.kind]) for span in spans_of.in_order(old)]


def move(
    actor: Person,
    hackathon: Hackathon,
    wanted: Mapping[WindowKind, tuple[datetime, datetime]],
    *,
    along: bool,
    version: int,
    shutting: Collection[WindowKind] = (),
) -> int | None:
    """Move windows; everyone else on it is told once. Return how many that are, None where nothing moved.

    `shutting`: open windows that the actor means to shut until later. Raises Conflict with both dates where
    someone changed it since `version`, Invalid as `plan_move` does and for an open window that would be shut
    though it is not in `shutting`, Forbidden unless the actor runs it.
    """
    require_edit(actor, hackathon)
    programs.lock(hackathon)
    if hackathon.version != version:
        raise _other_dates(actor, hackathon, wanted)
    pairs = plan_move(hackathon, wanted, along=along)
    _keep_open(hackathon, pairs, shutting)
    moved = [new for old, new in pairs if old != new]
    if not moved:
        return None
    before = {
        old.kind.value: [old.opens.isoformat(), old.closes.isoformat()] for old, new in pairs if old != new
    }
    after = {new.kind.value: [new.opens.isoformat(), new.closes.isoformat()] for new in moved}
    _carry_out(hackathon, pairs)
    hackathon.due_rev += 1
    db.session.flush()
    record(actor, hackathon, "program.moved", before=before, after=after)
    if hackathon.state is ProgramState.PUBLISHED:
        events.publish(ProgramMoved(hackathon.id, hackathon.due_rev, actor.id))
    return involved.count_told(hackathon, actor)


def _carry_out(hackathon: Hackathon, pairs: Sequence[tuple[Span, Span]]) -> None:
    for old, new in pairs:
        window = hackathon.window(new.kind)
        if window is not None and old != new:
            _set(window, new, hackathon)
            window.due_rev, window.moves = window.due_rev + 1, [*window.moves, clock.now().isoformat()]
    began = hackathon.starts_wall
    _set_run(hackathon, [new for _, new in pairs])
    part_times.follow(hackathon, pairs, began)


def open_now(actor: Person, hackathon: Hackathon, kind: WindowKind) -> None:
    """Let sign-up or forming open now rather than later; where it has opened nothing changes.

    Forming that would open with sign-up opens with it. Raises as `move` does.
    """
    window, now = hackathon.window(kind), clock.now()
    require_edit(actor, hackathon)
    if window is None or window.opens_at <= now:
        return
    opens = wall(now, hackathon.tz).replace(second=0, microsecond=0)
    together = [window]
    if kind is WindowKind.SIGN_UP:
        forming = hackathon.window(WindowKind.FORMING)
        together += [forming] if forming and forming.opens_at == window.opens_at else []
    wanted = {each.kind: (opens, each.closes_wall) for each in together}
    move(actor, hackathon, wanted, along=False, version=hackathon.version)


def spans(hackathon: Hackathon) -> list[Span]:
    """Return its windows as wall times, in order."""
    return spans_of.in_order(
        [Span(window.kind, window.opens_wall, window.closes_wall) for window in hackathon.windows]
    )


def _keep_open(
    hackathon: Hackathon, pairs: Sequence[tuple[Span, Span]], shutting: Collection[WindowKind]
) -> None:
    for span in spans_of.shut(pairs, wall(clock.now(), hackathon.tz)):
        if span.kind not in shutting:
            raise Invalid(f"{span.name} is open now, and this would shut it. Say that you mean it.", "shut")


def _other_dates(
    actor: Person, hackathon: Hackathon, wanted: Mapping[WindowKind, tuple[datetime, datetime]]
) -> Conflict:
    stand = {span.kind: (span.opens, span.closes) for span in spans(hackathon)}
    differ = [kind for kind in wanted if stand.get(kind) != wanted[kind]]
    return texts.stale(
        actor,
        hackathon,
        theirs={spans_of.NAMES[kind]: _said(stand[kind]) for kind in differ if kind in stand},
        yours={spans_of.NAMES[kind]: _said(wanted[kind]) for kind in differ},
    )


def _said(span: tuple[datetime, datetime]) -> str:
    return f"{span[0]:%Y-%m-%d %H:%M} – {span[1]:%Y-%m-%d %H:%M}"


def _lay(hackathon: Hackathon, windows: Sequence[Span]) -> None:
    for span in spans_of.in_order(windows):
        window = Window(kind=span.kind)
        _set(window, span, hackathon)
        hackathon.windows.append(window)
    _set_run(hackathon, windows)


def _set(window: Window, span: Span, hackathon: Hackathon) -> None:
    window.opens_wall, window.closes_wall = span.opens, span.closes
    window.opens_at, window.closes_at = span.moments(hackathon.tz)


def _set_run(hackathon: Hackathon, windows: Sequence[Span]) -> None:
    hackathon.starts_wall, hackathon.ends_wall = spans_of.run_of(windows)
    hackathon.starts_at = instant(hackathon.starts_wall, hackathon.tz)
    hackathon.ends_at = instant(hackathon.ends_wall, hackathon.tz, deadline=True)
