"""The gate, for many reminders at once: what still should go is put into inboxes, and made into letters.

All that is asked of people and programs is read for all of them together. Of one person's reminders one is
weighed at a time: the next may be the third mail of the day, or a CANCEL after its REQUEST.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.notifications import policies
from learnhub.notifications.models import DeliveryState, Reminder, State
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.policies import Plan, Recipient, Situation, Way
from learnhub.notifications.sending import attempts, chats, digests, letters, mailings, rechecks, recipients
from learnhub.notifications.sending.channels import in_app
from learnhub.notifications.sending.drafts import Draft
from learnhub.notifications.sending.mailings import Mailing, Said
from learnhub.notifications.telling import sign_up_wording, wording
from learnhub.notifications.telling.kinds import KINDS
from learnhub.notifications.telling.wording_context import Seats
from learnhub.people.models import Person
from learnhub.programs.models import Program

ELSEWHERE = "An earlier mail to the person is on its way."
LINK_ENDED = "The link had ended."


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of reminders and of whom they are for, and who has them in hand."""

    token: str
    now: datetime
    programs: Mapping[int, Program]
    seats: Seats
    people: Mapping[int | None, Recipient]
    messages: Mapping[int, Situation]
    mails: Mapping[int, Mailing]
    proven: Collection[int]  # the ids of people whose address took mail before

    def settle(self, row: Reminder, state: State, reason: str, **values: object) -> None:
        """Write what became of one that does not go now."""
        if state not in (State.PENDING, State.BATCHED):
            values["done_at"] = self.now
        attempts.settle(Reminder, row.id, self.token, state=state, skip_reason=reason, **values)


def weigh(ids: Sequence[int], token: str, now: datetime) -> tuple[list[Draft], list[int]]:
    """Take these in hand; return the mails that are to go now, and which are left for the next time."""
    whose = _whose(ids, token)
    firsts = {person_id or -id_: id_ for id_, person_id in reversed(whose.items())}.values()
    people = _hold([person_id for person_id in whose.values() if person_id is not None])
    rows = attempts.take(Reminder, [id_ for id_ in whose if id_ in firsts], token, now)
    busy = _in_other_hands(people, token, now)
    told = [row for row in rows if not chats.is_for_channel(row) and _may_follow(row, busy)]
    facts = _facts(told, people, token, now)
    for row in rows:
        if chats.is_for_channel(row):
            _post(row, facts)
        elif not _may_follow(row, busy):
            facts.settle(row, State.PENDING, ELSEWHERE, next_at=now + policies.ONE_BY_ONE)
    return _pass(told, facts), [id_ for id_ in whose if id_ not in firsts]


def _whose(ids: Sequence[int], token: str) -> dict[int, int | None]:
    """Return whose these are, in this order, as far as they can be taken."""
    free = attempts.free(Reminder, token)
    rows = db.session.execute(select(Reminder.id, Reminder.person_id).where(Reminder.id.in_(ids), *free))
    found: dict[int, int | None] = {id_: person_id for id_, person_id in rows}
    return {id_: found[id_] for id_ in ids if id_ in found}


def _hold(ids: Collection[int]) -> Sequence[Person]:
    """Let no other worker weigh a mail to these people meanwhile: both would be the last of the day."""
    theirs = select(Person).where(Person.id.in_(ids)).order_by(Person.id)
    return db.session.scalars(theirs.with_for_update(key_share=True)).all() if ids else []


def _in_other_hands(people: Collection[Person], token: str, now: datetime) -> Collection[int | None]:
    """Return to whom another worker is about to send something."""
    theirs = Reminder.person_id.in_([person.id for person in people]), Reminder.state == State.CLAIMED
    in_hand = Reminder.claim_token != token, Reminder.claimed_until > now
    return set(db.session.scalars(select(Reminder.person_id).where(*theirs, *in_hand)))


def _may_follow(row: Reminder, busy: Collection[int | None]) -> bool:
    """Whether it may go before what others send to the same person: what is critical counts for no day."""
    kind = KINDS[row.kind]
    return row.person_id not in busy or (kind.critical and not kind.calendar)


def _facts(rows: Sequence[Reminder], people: Collection[Person], token: str, now: datetime) -> Facts:
    programs = wording.programs_of(rows)
    return Facts(
        token,
        now,
        programs,
        sign_up_wording.seats(rows),
        recipients.of(people, now, but=[row.id for row in rows]),
        rechecks.situations(rows, now, programs),
        mailings.of_reminders(rows),
        recipients.proven(people),
    )


def _pass(rows: Sequence[Reminder], facts: Facts) -> list[Draft]:
    """Put what should go into the inboxes, and return what is to go by mail now."""
    standing = [row for row in rows if _stands(row, facts)]
    shown = [row for row in standing if policies.may_stand_in_inbox(facts.messages[row.id])]
    in_app.deliver(shown, facts.now)
    drafts = []
    for row in standing:
        message, to = facts.messages[row.id], facts.people[row.person_id]
        chats.ask(row, message, to, facts.now)
        plan = policies.mail(message, to, facts.now)
        if plan.way is not Way.NOW:
            _wait_or_end(row, plan, facts, shown=row in shown)
        elif draft := _draft(row, facts):
            drafts.append(draft)
    return drafts


def _stands(row: Reminder, facts: Facts) -> bool:
    ended = policies.refusal(facts.messages[row.id], facts.people[row.person_id], facts.now)
    if ended:
        facts.settle(row, ended.state, ended.reason)
    return ended is None


def _post(row: Reminder, facts: Facts) -> None:
    """Hand what is for the channel of a program over to chat, if it still stands."""
    reason = rechecks.channel_refusal(row, facts.now)
    if not reason:
        chats.post(row, facts.now)
    facts.settle(row, State.SUPERSEDED if reason else State.SENT, reason)


def _wait_or_end(row: Reminder, plan: Plan, facts: Facts, *, shown: bool) -> None:
    if plan.way is Way.LATER and plan.at is not None:
        facts.settle(row, State.PENDING, plan.reason, next_at=plan.at + jitter(row.person_id or 0))
    elif plan.way is Way.DIGEST and plan.at is not None and row.person is not None:
        to, message = facts.people[row.person_id], facts.messages[row.id]
        ends = policies.expires(facts.now, message.due_at, message.expires_at)
        digest_id = digests.join(row.person, to, plan.at, facts.now, expires_at=ends)
        facts.settle(row, State.BATCHED, plan.reason, digest_id=digest_id)
    else:
        mailings.write(
            db.session.connection(), facts.now, Said(facts.mails[row.id], DeliveryState.SKIPPED, plan.reason)
        )
        facts.settle(row, State.SENT if shown else State.SKIPPED, plan.reason)


def _draft(row: Reminder, facts: Facts) -> Draft | None:
    mail, carries = facts.mails[row.id], policies.carries(facts.messages[row.id])
    try:
        letter = letters.of_reminder(row, mail, facts.now, facts.programs, seats=facts.seats, carries=carries)
    except NotFound:
        mailings.write(db.session.connection(), facts.now, Said(mail, DeliveryState.SKIPPED, LINK_ENDED))
        facts.settle(row, State.SKIPPED, LINK_ENDED)
        return None
    return Draft(Reminder, row.id, facts.token, row.attempts, mail, letter, row.person_id in facts.proven)
