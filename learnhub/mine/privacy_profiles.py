"""The privacy profile: how long what is kept, and of how few nothing is said. No one admin can loosen it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from learnhub.core import audit, clock, dates
from learnhub.core.audit import AuditEntry
from learnhub.core.db import changed, db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import YES, Verdict, no, require
from learnhub.core.refs import Ref
from learnhub.core.words import count
from learnhub.mine.models import PrivacyProposal
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices
from learnhub.people import organisations, queries, retention, roles
from learnhub.people.models import Organisation, Person, Role
from learnhub.people.retention import KEEPINGS

HOUSE = Ref("organisation", 1)
SWEPT = "retention.swept"
ASKED = "privacy-proposal"
SHOWN = 12
SETTLED = timedelta(days=30)  # since somebody was made an admin
LABELS = {each.name: each.title for each in KEEPINGS} | {"smallest": "Smallest group"}


def may_decide(actor: Person, proposal: PrivacyProposal) -> Verdict:
    """Another admin than the one who asks, and no account that was made to say it: of all that became
    admins lately by the same hand, directly or through others, one alone is heard.
    """
    mine = roles.granted(actor, Role.ADMIN)
    if mine is None:
        return no("Only admins can do that.")
    if actor.id == proposal.by_id:
        return no("Another admin says yes to it.")
    (since, giver), who = mine, proposal.by.name
    if giver == proposal.by_id:
        return no(f"{who} made you an admin. One says yes whom {who} did not make one.")
    if why := _one_hand(actor, proposal):
        return no(why)
    if since >= proposal.created_at:
        return no("You became an admin after it was asked. One from before says yes, or it is asked anew.")
    return YES


def _one_hand(actor: Person, proposal: PrivacyProposal) -> str:
    """Say how the two became admins by one hand lately, and when it may be asked anew; "" if they did not."""
    given = roles.gifts(Role.ADMIN, proposal.created_at - SETTLED)
    mine, theirs = (roles.hands(each, given) for each in (actor.id, proposal.by_id))
    if mine.isdisjoint(theirs):
        return ""
    who, now = proposal.by.name, clock.now()
    said = f"You and {who} were made admins by the same hand."
    if actor.id in theirs:
        said = f"You made {who} an admin, or somebody who did."
    elif proposal.by_id in mine:
        said = f"{who} made you an admin, or somebody who did."
    free = max(row.at for row in given if row.ref_id in mine | theirs) + SETTLED
    until, today = (dates.local_date(each, actor.tz) for each in (free, now))
    when = f"after {dates.day(until, today)}" if free > now else "now"
    return f"{said} Another admin says yes, or it is asked anew {when}."


def show(actor: Person) -> dict[str, Any]:
    """The profile, what waits for a second admin, and what was done lately."""
    house, waiting = queries.organisation(), proposal()
    return {
        "keepings": KEEPINGS,
        "profile": retention.profile(house),
        "waiting": waiting,
        "wanted": _said(waiting.figures, house) if waiting else [],
        "may_decide": may_decide(actor, waiting) if waiting else None,
        "admins": len(queries.admins()),
        "done": _done(),
        "labels": LABELS,
    }


def proposal() -> PrivacyProposal | None:
    """Return what waits for a second admin."""
    wanted = select(PrivacyProposal).where(PrivacyProposal.decided_at.is_(None))
    return db.session.scalar(wanted.options(joinedload(PrivacyProposal.by)))


def _said(figures: Mapping[str, int], house: Organisation) -> list[tuple[str, str, str]]:
    """What is asked for: of what, as it stands, as it would be."""
    now = retention.profile(house)
    units = {name: "person" if name == "smallest" else "month" for name in figures}
    return [
        (LABELS[name], count(now[name], units[name]), count(value, units[name]))
        for name, value in figures.items()
    ]


def _done() -> Sequence[AuditEntry]:
    wanted = select(AuditEntry).where(AuditEntry.act == SWEPT)
    return db.session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(SHOWN)).all()


def change(actor: Person, values: Mapping[str, int]) -> PrivacyProposal | None:
    """Set what protects more at once; what protects less waits, and is returned.

    It takes the place of what waited before. Raises Invalid for a figure that is not offered.
    """
    house = organisations.lock_organisation()
    before = retention.profile(house)
    for name, value in values.items():
        _check(name, value)
    moved = {name: value for name, value in values.items() if value != before[name]}
    looser = {name: value for name, value in moved.items() if retention.is_looser(name, before[name], value)}
    _put(actor, house, {name: value for name, value in moved.items() if name not in looser}, "changed")
    if not looser:
        return None
    old = proposal()
    if old:
        _asks_no_more(old)
        db.session.delete(old)
        db.session.flush()
    made = PrivacyProposal(by_id=actor.id, figures=looser)
    db.session.add(made)
    audit.record(actor.id, "privacy.asked", HOUSE, before=_of(before, looser), after=looser)
    db.session.flush()
    _tell("privacy_asked", made, actor)
    return made


def _check(name: str, value: int) -> None:
    choices = {each.name: each.choices for each in KEEPINGS}
    allowed = choices.get(name, range(retention.SMALLEST, retention.MOST_SMALLEST + 1))
    if name not in LABELS or value not in allowed:
        raise Invalid("Choose one of those that are offered.", name)


def decide(actor: Person, key: str, *, accepted: bool) -> None:
    """Let what was asked for hold, or not. Who asked can take it back alone. Raises Forbidden, Conflict."""
    found = db.session.scalar(select(PrivacyProposal).where(PrivacyProposal.key == key))
    if found is None:
        raise NotFound
    if accepted or actor.id != found.by_id:
        require(may_decide(actor, found))
    house = organisations.lock_organisation()
    values = {"decided_by_id": actor.id, "decided_at": clock.now(), "accepted": accepted}
    open_ = PrivacyProposal.id == found.id, PrivacyProposal.decided_at.is_(None)
    if not changed(update(PrivacyProposal).where(*open_).values(**values)):
        raise Conflict("Somebody decided about it meanwhile.")
    _asks_no_more(found)
    if accepted:
        _put(actor, house, found.figures, "loosened")
        _tell("privacy_loosened", found, actor)


def _tell(kind: str, about: PrivacyProposal, by: Person) -> None:
    """Tell every other admin."""
    for each in queries.admins():
        if each.id != by.id:
            notices.tell(kind, each.id, Ref(ASKED, about.id), by_id=by.id)


def _asks_no_more(about: PrivacyProposal) -> None:
    asked = Reminder.kind == "privacy_asked", Reminder.subject_kind == ASKED
    notices.fulfil(*asked, Reminder.subject_id == about.id)


def _put(actor: Person, house: Organisation, figures: Mapping[str, int], how: str) -> None:
    if figures:
        before = _of(retention.profile(house), figures)
        retention.put(house, figures, clock.now())
        audit.record(actor.id, f"privacy.{how}", HOUSE, before=before, after=dict(figures))
        db.session.flush()


def _of(profile: Mapping[str, int], names: Mapping[str, int]) -> dict[str, Any]:
    return {name: profile[name] for name in names}
