"""Why something came: the rule, the due, what became of it on each channel, and what did not go and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.core.policy import Verdict
from learnhub.core.words import joined, sentence
from learnhub.notifications import policies, queries
from learnhub.notifications.models import (
    Category,
    Channel,
    ChannelPreference,
    Delivery,
    DeliveryState,
    Frequency,
    Reminder,
    State,
)
from learnhub.notifications.planning.dues import OVERDUE
from learnhub.notifications.planning.times import Offset
from learnhub.notifications.showing import in_chat as chats
from learnhub.notifications.showing import messages
from learnhub.notifications.showing.messages import ENDED, Coming, Fate
from learnhub.notifications.showing.ruling import WHEN, date_of
from learnhub.notifications.telling import wording
from learnhub.notifications.telling.kinds import CATEGORY_LABELS, KINDS, Kind, Need
from learnhub.notifications.telling.wording_context import Tale
from learnhub.people.models import Person

NEEDS = {
    Need.SIGNED_UP: "you have a place in {title}",
    Need.TAKES_PART: "you have a place or a part in {title}",
    Need.JUDGES: "you judge at {title}",
    Need.NO_PLACE: "you had a place in {title}",
    Need.OFFERED: "a place in {title} is free for you",
    Need.LAPSED: "a place in {title} was free for you",
    Need.RELEASED: "you had a place in {title}",
    Need.DECLINED: "you had signed up for {title}",
    Need.WAITING: "you are on the waitlist of {title}",
    Need.INVOLVED: "you are on the list of {title}, host it, or take a part",
    Need.TEAMLESS: "you have a place in {title} and no team yet",
    Need.MEMBER: "you are in the team",
    Need.HOST: "you are a host of {title}",
    Need.SPEAKER: "you speak at {title}",
    Need.ATTENDED: "you were at {title}",
    Need.KEEPER: "you keep resources that need a look",
    Need.FOLLOWER: "you follow the series",
    Need.SERIES_HOST: "you are a host of the series",
    Need.DATES: "you are on the list of several of its dates, or host them",
    Need.DECIDES: "you decide how the demo goes on",
    Need.CHECKS_IN: "you are in {title}, and have not checked in this week",
    Need.POD_MATE: "you share a pod in {title}, whose members agreed that the pod hears",
    Need.LISTED: "you facilitate a cohort whose members agreed that you hear after four days",
    Need.PARTNER: "the commitment is yours, or you were asked to hold somebody to it",
    Need.LEARNS: "it is still to be done in a commitment of yours or of a partner",
    Need.HELPER: "you can help, and were asked",
    Need.STUCK: "you wanted to look at it again yourself",
    Need.LEADS: "you asked for it, and lead the unit",
    Need.READER: "you take part in the thread, were named in it, or keep what it is about",
    Need.NOTHING: "it is about you",
}
MAIL = {
    DeliveryState.SENDING: "On its way since",
    DeliveryState.SENT: "Sent",
    DeliveryState.UNKNOWN: "Handed to the mail server, which gave no answer,",
    DeliveryState.WAITING: "The mail server did not take it. It is tried again",
}
NOT_SENT = (DeliveryState.SKIPPED, DeliveryState.DEAD)
TO_YOU = {
    "The person has left.": "You had left.",
    "It no longer concerned the person.": "It no longer concerned you.",
    "The person heard nothing of the program then.": "You wanted to hear nothing of the program then.",
    "The person was away.": "You were away.",
    "The person snoozed it.": "You snoozed it.",
}


@dataclass(frozen=True, slots=True)
class Mail:
    """What became of a message on a channel: a sentence, which ends in `at` where there is one."""

    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message, and why it came."""

    words: wording.Words
    rule: str
    because: str
    date: str  # in words, before `due_at`
    due_at: datetime | None
    ways: str  # by which it came
    inbox: Mail
    mail: Mail
    chat: Mail | None
    path: str
    kind: Kind
    label: tuple[str, str]  # of what is switched off with it, and what that is
    may_end: Verdict
    ended: bool  # switched off on each channel
    program: str = ""
    program_key: str = ""  # where it can be muted


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that was not sent, and why."""

    subject: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message came, what comes in the next fourteen days, and what was not sent in the last."""

    delivery: Delivery
    said: Sequence[Said]
    coming: Sequence[Coming]
    missed: Sequence[Missed]
    muted: bool = False  # the program of the one message
    rests: bool = False  # in that cohort, and did not mute it


def before(offset: str) -> str:
    """Return "2 days before", "24 hours before", "7 days before, at 09:00", "on the day, at 09:00"."""
    parsed = Offset.parse(offset)
    length, _, wall = parsed.words.partition(" at ")
    return (length if parsed.days == 0 else f"{length} before") + (f", at {wall}" if wall else "")


def explain(person: Person, key: str, now: datetime) -> Explanation:
    """Return why a message came, one or those of a digest, and what stands around it.

    Raises NotFound for anybody else's.
    """
    message = messages.find(person, key)
    rows = message.reminders
    recent = messages.lately(person, now)
    left_out = [row for row in recent.not_sent if KINDS[row.kind].inbox]
    around = messages.around(person, {row.program_id for row in [*rows, *left_out]}, now)
    names = message.names | recent.names
    about = wording.tale([*rows, *left_out], person.id, around.programs, names, seats=around.seats)
    fate, ended = messages.fate(message), _switched_off(queries.preferences(person))
    said = [_said(row, about, person, now, fate=fate, ended=ended, muted=around.muted) for row in rows]
    coming = messages.coming(person, around.ahead, recent.ended, now)
    missed = [_missed(row, wording.words(row, about, person.tz, now)) for row in left_out]
    program_id = rows[0].program_id if len(rows) == 1 else None
    muted, rests = program_id in around.muted, program_id in around.rests
    return Explanation(message.delivery, said, coming, missed, muted, rests)


def _missed(row: Reminder, words: wording.Words) -> Missed:
    return Missed(words.subject, row.fire_at, _to_you(row.skip_reason))


def _said(
    row: Reminder,
    about: Tale,
    person: Person,
    now: datetime,
    *,
    fate: Fate,
    ended: Collection[Category],
    muted: Collection[int],
) -> Said:
    kind = KINDS[row.kind]
    program = about.programs.get(row.program_id or 0)
    words = wording.words(row, about, person.tz, now)
    rule = f"{kind.label}: {_when(row)}"
    because = NEEDS[kind.need].format(title=program.title if program else "")
    due_at = row.due_at if row.offset else None
    title, key = (program.title, program.key) if program else ("", "")
    label = CATEGORY_LABELS.get(kind.category, ("Account", ""))
    end = kind, label, policies.may_switch_off(kind), kind.category in ended
    mail, chat, came_at = fate.mails.get(row.id), fate.chats.get(row.id), fate.came.get(row.id)
    date = "Of use until" if row.kind == OVERDUE else date_of(row.kind)
    ways, inbox = _ways(row, came_at, mail, chat), _inbox(row, came_at)
    by_mail, in_chat = _mail(row, mail, muted=row.program_id in muted), _chat(chat)
    return Said(
        words, rule, because, date, due_at, ways, inbox, by_mail, in_chat, words.path, *end, title, key
    )


def _ways(row: Reminder, came_at: datetime | None, mail: Delivery | None, chat: Delivery | None) -> str:
    """Name the channels on which it came: "The inbox and the day’s digest"."""
    found = ["the inbox"] if came_at else []
    if mail and mail.state is DeliveryState.SENT and mail.digest_id is None:
        found.append("mail")
    elif mail and mail.state is DeliveryState.SENT and row.state is State.SENT:
        found.append("the day’s digest by mail")
    if chat and chat.state is DeliveryState.SENT:
        found.append("chat")
    return sentence(joined(found)) if found else "None so far"


def _inbox(row: Reminder, came_at: datetime | None) -> Mail:
    if came_at:
        return Mail("Since", came_at)
    if not KINDS[row.kind].inbox:
        return Mail("It goes by mail alone.")
    reason = row.skip_reason if row.state in ENDED else ""
    return Mail(f"Not in the inbox. {_to_you(reason)}".strip())


def _when(row: Reminder) -> str:
    """Return when the rule lets it go."""
    if after := WHEN.get(row.kind):
        return f"{after[0].lower()}{after[1:].rstrip('.')}"
    return before(row.offset) if row.offset else "when it happens"


def _switched_off(chosen: Iterable[ChannelPreference]) -> set[Category]:
    """Return what comes on no channel."""
    never = {(row.category, row.channel) for row in chosen if row.frequency is Frequency.NEVER}
    ways = (Channel.EMAIL, Channel.IN_APP)  # chat comes to those alone who chose it
    at_all = {
        row.category for row in chosen if row.channel is Channel.CHAT and row.frequency is Frequency.NOW
    }
    return {each for each in Category if each not in at_all and all((each, way) in never for way in ways)}


def _mail(row: Reminder, found: Delivery | None, *, muted: bool) -> Mail:
    """Say what became of it by mail: alone, in the day’s digest, or not at all and why."""
    if found is not None and found.state is DeliveryState.SENT:
        if found.digest_id is None:
            return Mail("Sent", found.at)
        if row.state is State.SENT:
            return Mail("Sent in the day’s digest", found.at)
    if row.state in ENDED or (found is not None and found.state in NOT_SENT):
        reason = row.skip_reason or (found.reason if found else "")
        return Mail(f"Not by mail. {_to_you(reason)}".strip())
    if muted:
        return Mail("It does not go: you hear nothing of its program now.")
    if found is None or found.state is DeliveryState.SENT:
        return _waiting(row)
    again = found.state is DeliveryState.WAITING and found.digest_id is None
    return Mail(MAIL[found.state], row.next_at if again else found.at)


def _chat(found: Delivery | None) -> Mail | None:
    said = chats.said(found)
    return Mail(_to_you(said[0]), said[1]) if said else None


def _waiting(row: Reminder) -> Mail:
    if row.digest is not None:
        return Mail("In the day’s digest, which goes", row.digest.next_at)
    return Mail(f"{_to_you(row.skip_reason)} Next try".strip(), row.next_at)


def _to_you(reason: str) -> str:
    return TO_YOU.get(reason, reason)
