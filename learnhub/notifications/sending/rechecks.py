"""What the gate needs to know of messages, read at the moment of sending, for many of them at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from learnhub.core.db import db
from learnhub.demos.models import Demo, DemoState
from learnhub.hackathons.models import Window
from learnhub.notifications.models import Category, Channel, ChannelPreference, Frequency, Mute, Reminder
from learnhub.notifications.planning import decisions, dues
from learnhub.notifications.planning.dues import ASKED, DUE, OVERDUE
from learnhub.notifications.policies import Situation
from learnhub.notifications.sending import calendar_parts, needs
from learnhub.notifications.telling import wording
from learnhub.notifications.telling.kinds import KINDS
from learnhub.programs.models import Program, ProgramState
from learnhub.teams.models import Membership

Programs = Mapping[int, Program]
Chosen = Mapping[tuple[int | None, Category, Channel], Frequency]
ENDED = (  # go out of what is cancelled
    *("cancelled", "removed", "withdrawn", "role_ended", "calendar_follows"),
    "announcement_dropped",
)
DEMO_IS_IN = (
    select(Membership.person_id, Membership.hackathon_id)
    .join(Demo, Demo.team_id == Membership.team_id)
    .where(Membership.left_at.is_(None), Demo.state == DemoState.SUBMITTED)
)


def situations(
    rows: Sequence[Reminder], now: datetime, programs: Programs | None = None
) -> dict[int, Situation]:
    """Return by id what of each message matters: a few statements for all of the usual kinds.

    `programs` are those that were read already, by id.
    """
    about = wording.programs_of(rows) if programs is None else programs
    chosen, muted = _preferences(rows), _muted(rows, now)
    current, concerned, done = _current(rows, about), needs.concerned(rows), _done(rows)
    calendars = calendar_parts.situations(rows)
    found = {}
    for row in rows:
        kind = KINDS[row.kind]
        by_mail, in_inbox, by_chat = (
            chosen.get((row.person_id, kind.category, channel))
            for channel in (Channel.EMAIL, Channel.IN_APP, Channel.CHAT)
        )
        found[row.id] = Situation(
            kind=kind,
            fire_at=row.fire_at,
            due_at=row.due_at,
            expires_at=row.expires_at,
            open=_is_open(about.get(row.program_id or 0), row.kind),
            current=row.id in current,
            concerned=row.id in concerned,
            done=row.id in done,
            muted=(row.person_id, row.program_id) in muted,
            mail=by_mail,
            inbox=in_inbox,
            chat=by_chat,
            calendar=calendars[row.id],
        )
    return found


def situation(row: Reminder, now: datetime) -> Situation:
    """Return what of one message matters."""
    return situations([row], now)[row.id]


def channel_refusal(row: Reminder, now: datetime) -> str:
    """Return why nothing is said in the channel of its program; "" where it should be."""
    about = wording.programs_of([row])
    program = about.get(row.program_id or 0)
    if now >= row.expires_at:
        return "Its time had passed."
    if program is None or not (_is_open(program, row.kind) or row.kind == "chat_test"):
        return "The program is cancelled or no longer published."
    return "" if _current([row], about) else "The date moved."


def _preferences(rows: Sequence[Reminder]) -> Chosen:
    """Return what their people chose."""
    people = {row.person_id for row in rows if row.person_id is not None}
    of = ChannelPreference.person_id, ChannelPreference.category, ChannelPreference.channel
    wanted = select(*of, ChannelPreference.frequency).where(ChannelPreference.person_id.in_(people))
    return {
        (whose, category, channel): often for whose, category, channel, often in db.session.execute(wanted)
    }


def _muted(rows: Sequence[Reminder], now: datetime) -> Collection[tuple[int | None, int | None]]:
    holds = or_(Mute.until.is_(None), Mute.until > now)
    return needs.pairs(select(Mute.person_id, Mute.program_id).where(holds), rows)


def _is_open(program: Program | None, kind: str) -> bool:
    if program is None or kind in ENDED:
        return True
    return program.state is ProgramState.PUBLISHED and (not program.quiet or kind in decisions.KINDS)


def _current(rows: Sequence[Reminder], about: Programs) -> set[int]:
    """Return the ids of those that tell of a date in force, or of none."""
    dated = [row for row in rows if KINDS[row.kind].dated]
    asked = [row for row in dated if row.kind in decisions.KINDS]
    ruled = [row for row in dated if row.rule and row.kind not in decisions.KINDS]
    in_force: dict[int, int | None] = {
        row.id: program.due_rev for row in dated if (program := about.get(row.program_id or 0))
    }
    in_force |= _windows([row for row in dated if row.subject_kind == "window"])
    in_force |= dues.revisions(ruled, about) | decisions.revisions(asked)
    undated = {row.id for row in rows if not KINDS[row.kind].dated}
    return undated | {row.id for row in dated if in_force.get(row.id) == row.due_rev}


def _windows(rows: Sequence[Reminder]) -> dict[int, int | None]:
    """Return by id of the reminder the revision of the window that it tells of."""
    of = {row.id: row.subject_id for row in rows}
    if not of:
        return {}
    found = db.session.execute(select(Window.id, Window.due_rev).where(Window.id.in_(of.values())))
    revs: dict[int, int] = {id_: rev for id_, rev in found}
    return {id_: revs.get(window_id) for id_, window_id in of.items()}


def _done(rows: Sequence[Reminder]) -> set[int]:
    """Return the ids of those that ask for what is done."""
    done = set()
    for kind in (*ASKED, DUE, OVERDUE):
        asking = [row for row in rows if row.kind == kind]
        done |= {row.id for row in asking} - needs.among(kind, asking)
    asking = [row for row in rows if row.kind == "demo_due"]
    came = needs.pairs(DEMO_IS_IN, asking) if asking else set()
    return done | {row.id for row in asking if (row.person_id, row.program_id) in came}
