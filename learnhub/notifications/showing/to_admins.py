"""What admins see of messages: to whom, of what kind, in which state and why; never what they say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import request
from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.notifications import outages, queries
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.policies import DIGEST_LATE, PEACE, PEACE_LATE, WORK, WORK_LATE
from learnhub.notifications.telling.kinds import LINKS
from learnhub.people.models import OneTimeLink, Person, Role
from learnhub.web import mail
from learnhub.web.frame import Notice

PER_PAGE = 50
BOARD = "/admin/delivery"  # says it all by itself


def notice(person: Person) -> Notice | None:
    """Tell admins on Home and their pages that mail cannot go, anybody in the inbox that theirs came back."""
    if request.path == "/inbox" and (refused := queries.bounced(person)):
        text = f"Mail to {refused.address} came back, so nothing is mailed to you. Confirm the address."
        return Notice(text, "/settings/notifications")
    theirs = request.path == "/" or (request.path.startswith("/admin") and request.path != BOARD)
    if not theirs or not person.has(Role.ADMIN):
        return None
    text = _outage() if mail.is_set_up() else "No mail can go from here yet"
    return Notice(f"{text}: messages wait, and nothing is lost.", BOARD) if text else None


def _outage() -> str:
    found = outages.health(clock.now())
    if found.untaken is None or not found.server_is_bad:
        return ""
    return f"The mail server has taken nothing for {dates.duration(found.untaken)}, {found.why}"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message; `id` is for the form alone. Its days are those of UTC."""

    id: int
    kind: str
    state: State
    reason: str
    to: str
    day: date
    next_day: date | None  # None where that would tell somebody's own hours

    @property
    def word(self) -> str:
        """The state in plain words."""
        return INBOX_ONLY if self.state is State.SENT and self.reason else STATES[self.state]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: for a digest, for its own moment, since which day, and when the first and the last of it go
    that wait for no hours of somebody's own.
    """

    digests: int
    others: int
    since: date | None
    first: datetime | None
    last: datetime | None

    @property
    def total(self) -> int:
        return self.digests + self.others


@dataclass(frozen=True, slots=True)
class Deliveries:
    rows: Sequence[Outgoing]
    total: int
    page: int


NOBODY = "An address that is kept no more"  # of links of yesterday nothing is left
CHANNEL = "The channel of a program"
INBOX_ONLY = "In the inbox only"
STATES = {
    State.PENDING: "Waiting",
    State.CLAIMED: "About to go",
    State.BATCHED: "Waiting for the digest",
    State.SENDING: "On its way",
    State.SENT: "Sent",
    State.UNKNOWN: "No answer",
    State.SKIPPED: "Not sent",
    State.SUPERSEDED: "Replaced",
    State.CANCELLED: "Cancelled",
    State.EXPIRED: "Too late",
    State.DEAD: "Failed",
}
ADDRESS = func.coalesce(Person.email, OneTimeLink.email)
DAY = func.date(Reminder.fire_at)
GOES = func.coalesce(Digest.next_at, Reminder.next_at, type_=Reminder.next_at.type)
# When that goes tells when somebody works, or has focus time: they alone see it.
OWN = or_(
    Reminder.state == State.BATCHED,
    Reminder.skip_reason.in_([PEACE, WORK]),
    Reminder.next_at < Reminder.fire_at,
)
REASONS = dict.fromkeys((PEACE, WORK), "Waits for hours in which mail may come.")
REASONS |= dict.fromkeys((PEACE_LATE, WORK_LATE), "Hours in which mail may come began too late for it.")
UNSAID = {  # what stands for a reason where none was written
    State.PENDING: "Its time has not come.",
    State.CLAIMED: "It is its turn.",
    State.BATCHED: "Waits for the day’s digest.",
    State.SENDING: "The mail server has it in hand.",
    State.UNKNOWN: "The mail server gave no answer.",
}
LATE = (PEACE_LATE, WORK_LATE, DIGEST_LATE)
FORTNIGHT = timedelta(days=14)
SHOWN = {
    "waiting": (State.PENDING, State.CLAIMED, State.BATCHED, State.SENDING),
    "trouble": (State.DEAD, State.UNKNOWN),
    "ended": (State.SKIPPED, State.SUPERSEDED, State.CANCELLED, State.EXPIRED),
    "sent": (State.SENT,),
    "all": tuple(State),
}


def deliveries(which: str, page: int, who: str = "") -> Deliveries:
    """Return a page of messages: waiting, trouble, ended, sent or all. Beyond the last it is the last.

    `who` is a part of the recipient's name or address. They stand by day and name: by the moment, or in the
    order in which they came about, they would tell when somebody did something.
    """
    states = SHOWN.get(which, SHOWN["waiting"])
    like = _to(who)
    first = DAY if states is SHOWN["waiting"] else DAY.desc()
    rows = db.session.execute(
        select(Reminder, Person.name, ADDRESS, case((not_(OWN), GOES)), func.count().over())
        .outerjoin(Person, Person.id == Reminder.person_id)
        .outerjoin(OneTimeLink, and_(Reminder.kind.in_(LINKS), OneTimeLink.id == Reminder.subject_id))
        .outerjoin(Digest, Digest.id == Reminder.digest_id)
        .where(Reminder.state.in_(states), *like)
        .order_by(first, Person.name, ADDRESS, Reminder.kind, Reminder.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    if not rows and page > 1:
        found = select(func.count(Reminder.id)).outerjoin(Person, Person.id == Reminder.person_id)
        count = db.session.scalar(found.where(Reminder.state.in_(states), *like)) or 0
        return deliveries(which, within(page, count, PER_PAGE), who)
    shown = [
        Outgoing(
            row.id,
            row.kind,
            row.state,
            _reason(row.skip_reason)
            or UNSAID.get(row.state)
            or ("By itself.", "In a digest.")[bool(row.digest_id)],
            ", ".join(filter(None, (name, address))) or (NOBODY if row.kind in LINKS else CHANNEL),
            row.fire_at.date(),
            goes.date() if goes else None,
        )
        for row, name, address, goes, _ in rows
    ]
    return Deliveries(shown, rows[0][4] if rows else 0, page)


def _to(who: str) -> list[ColumnElement[bool]]:
    """Return the conditions under which a message goes to somebody of that name or address; none for all."""
    columns = Person.name, Person.email
    return [or_(*(each.icontains(who, autoescape=True) for each in columns))] if who else []


def _reason(written: str) -> str:
    """Return it as admins read it: not whether it was quiet hours or work that somebody's mail waited for."""
    return REASONS.get(written, written)


def why_not(now: datetime, who: str = "") -> list[tuple[str, int]]:
    """Return why messages of the last fortnight did not go at all, the most frequent first, and how many;
    of all, or of those to `who`.
    """
    ended = Reminder.state.in_(SHOWN["ended"]), Reminder.done_at > now - FORTNIGHT
    rows = db.session.execute(
        select(Reminder.skip_reason, func.count())
        .outerjoin(Person, Person.id == Reminder.person_id)
        .where(*ended, *_to(who))
        .group_by(Reminder.skip_reason)
    )
    found: Counter[str] = Counter()
    for reason, number in rows:
        found[_reason(reason)] += number
    return found.most_common()


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages that left in the last hour and day, on channels that lead out; in the last day those that
    `failed`, and those whose mail would have come or came too `late` to help.
    """

    hour: int
    day: int
    failed: int
    late: int


def rates(now: datetime) -> Rates:
    """Return how much goes out: one statement."""
    sent, expired = Delivery.state == DeliveryState.SENT, Reminder.state == State.EXPIRED
    ended = select(func.count(Reminder.id)).where(expired, Reminder.done_at > now - timedelta(days=1))
    columns = (
        func.count().filter(sent, Delivery.at > now - timedelta(hours=1)),
        func.count().filter(sent),
        func.count().filter(Delivery.state == DeliveryState.DEAD),
        func.count().filter(Delivery.state == DeliveryState.SKIPPED, Delivery.reason.in_(LATE))
        + ended.scalar_subquery(),
    )
    lately = Delivery.channel != Channel.IN_APP, Delivery.at > now - timedelta(days=1)
    return Rates(*db.session.execute(select(*columns).where(*lately)).one())


def waiting(now: datetime, who: str = "") -> Waiting:
    """Return what waits, of all messages or of those to `who`."""
    batched = func.count().filter(Reminder.state == State.BATCHED)
    digests, total, since, first, last = db.session.execute(
        select(
            batched,
            func.count(),
            func.min(Reminder.fire_at),
            func.min(GOES).filter(not_(OWN)),
            func.max(GOES).filter(not_(OWN)),
        )
        .select_from(Reminder)
        .outerjoin(Digest, Digest.id == Reminder.digest_id)
        .outerjoin(Person, Person.id == Reminder.person_id)
        .where(Reminder.state.in_(SHOWN["waiting"]), *_to(who))
    ).one()
    past = total and since < now
    return Waiting(digests, total - digests, since.date() if past else None, first, last)
