"""What people say afterwards: feedback without names, and what a talk changed. Shown in sum, from five on."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from learnhub.core import clock, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict, require
from learnhub.people.models import Person
from learnhub.programs import attendance, queries
from learnhub.programs.models import Host, SignUp, Speaker
from learnhub.talks import policies
from learnhub.talks.events import FeedbackAnswered
from learnhub.talks.models import Answer, Change, Feedback, FeedbackGiven, Talk, Use

SHOWN = 30  # texts on a page
CHANCE = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Part:
    """What of someone matters to feedback on a talk."""

    took_part: bool
    is_one_of_them: bool  # a host or a speaker
    gave: bool
    change: Change | None

    @property
    def is_asked(self) -> bool:
        """Whether they are asked, each question in its time."""
        return self.took_part and not self.is_one_of_them


@dataclass(frozen=True, slots=True)
class Sum:
    """What everybody's feedback comes to; `worth` and `use` count by answer."""

    given: int
    worth: dict[int, int]
    use: dict[Use, int]
    texts: Sequence[str]

    @property
    def mean(self) -> float:
        """The worth from 1 to 5, one decimal."""
        total = sum(answer * number for answer, number in self.worth.items())
        return round(total / self.given, 1) if self.given else 0.0


@dataclass(frozen=True, slots=True)
class Changes:
    """What the talk changed: each person's latest answer, counted."""

    answered: int
    by: dict[Answer, int]
    texts: Sequence[str]


def part_of(person: Person, talk: Talk) -> Part:
    """Return what the person is to the talk's feedback: two SELECTs."""
    mine = SignUp.program_id == talk.id, SignUp.person_id == person.id
    came = select(SignUp.id).where(*mine, attendance.was_there(talk.id))
    hosts = select(Host.id).where(Host.program_id == talk.id, Host.person_id == person.id)
    speaks = select(Speaker.id).where(Speaker.program_id == talk.id, Speaker.person_id == person.id)
    gave = select(FeedbackGiven.talk_id).where(
        FeedbackGiven.talk_id == talk.id, FeedbackGiven.person_id == person.id
    )
    columns = [each.exists() for each in (came, hosts, speaks, gave)]
    found: tuple[bool, ...] = tuple(map(bool, db.session.execute(select(*columns)).one()))
    took_part, is_host, does_speak, has_given = found
    latest = (
        select(Change)
        .where(Change.talk_id == talk.id, Change.person_id == person.id)
        .order_by(Change.days.desc())
        .limit(1)
    )
    return Part(took_part, is_host or does_speak, has_given, db.session.scalar(latest))


def may_give(talk: Talk, part: Part, now: datetime) -> Verdict:
    """Return whether someone who is that to the talk may give feedback now."""
    return policies.may_give_feedback(
        state=talk.state,
        took_part=part.took_part,
        is_one_of_them=part.is_one_of_them,
        gave=part.gave,
        ends_at=talk.ends_at,
        now=now,
    )


def may_say_changed(talk: Talk, part: Part, now: datetime) -> Verdict:
    """Return whether someone who is that to the talk may say now what it changed."""
    return policies.may_say_changed(
        state=talk.state,
        took_part=part.took_part,
        is_one_of_them=part.is_one_of_them,
        ends_at=talk.ends_at,
        now=now,
    )


def waits_for_change(talk: Talk, part: Part, now: datetime) -> bool:
    """Whether the question that is open now is to be answered: each of the two is asked, and once."""
    said = part.change.days if part.change else None
    is_new = said != policies.round_now(ends_at=talk.ends_at, now=now)
    return is_new and bool(may_say_changed(talk, part, now))


def asked_from(talk: Talk) -> datetime:
    """Return when it is asked first what the talk changed."""
    return talk.ends_at + policies.ROUNDS[7][0]


def asked_until(talk: Talk, now: datetime) -> datetime | None:
    """Return until when the question on change that is open now can be answered, and its answer changed."""
    days = policies.round_now(ends_at=talk.ends_at, now=now)
    return talk.ends_at + policies.ROUNDS[days][1] if days else None


def give(actor: Person, talk: Talk, *, worth: int, use: Use, better: str = "") -> None:
    """Keep what the actor thinks, without their name; that they gave it is kept apart: see `_mix`.

    Raises Forbidden for a second time, and for who was not there; Invalid for a worth beyond 1 to 5.
    """
    if not 1 <= worth <= 5:
        raise Invalid("Choose from 1 to 5.", "worth")
    queries.lock(talk)
    require(may_give(talk, part_of(actor, talk), clock.now()))
    _mix(talk.id, actor.id, {"worth": worth, "use": use, "better": better})
    events.publish(FeedbackAnswered(talk.id, actor.id, "feedback_asked"))


def _mix(talk_id: int, person_id: int, said: dict[str, Any]) -> None:
    """Add what somebody said, and that they did, and write all that is known of the talk anew.

    A database notes which transaction wrote a row, and may keep rows in the order in which they came: one by
    one, the two tables would tell whose is whose. Written together, in an order of chance, they do not.
    """
    columns = Feedback.worth, Feedback.use, Feedback.better
    known = db.session.execute(select(*columns).where(Feedback.talk_id == talk_id))
    every = [{"worth": worth, "use": used, "better": text} for worth, used, text in known] + [said]
    gave = select(FeedbackGiven.person_id).where(FeedbackGiven.talk_id == talk_id)
    people = [{"person_id": id_} for id_ in [*db.session.scalars(gave), person_id]]
    for table, rows in ((Feedback, every), (FeedbackGiven, people)):
        CHANCE.shuffle(rows)
        mine = delete(table).where(table.talk_id == talk_id)
        db.session.execute(mine.execution_options(synchronize_session=False))
        db.session.execute(insert(table), [row | {"talk_id": talk_id} for row in rows])
    db.session.expire_all()


def say_changed(actor: Person, talk: Talk, answer: Answer, *, what: str = "") -> None:
    """Answer what the talk changed, in the question that is open now; again replaces it.

    Raises Forbidden outside of its time, and for who was not there.
    """
    now = clock.now()
    require(may_say_changed(talk, part_of(actor, talk), now))
    days = policies.round_now(ends_at=talk.ends_at, now=now)
    values = {"answer": answer, "what": what if answer is Answer.CHANGED else "", "at": now}
    row = insert(Change).values(talk_id=talk.id, person_id=actor.id, days=days, **values)
    db.session.execute(
        row.on_conflict_do_update(index_elements=["talk_id", "person_id", "days"], set_=values)
    )
    db.session.expire_all()
    events.publish(FeedbackAnswered(talk.id, actor.id, f"changed_{days}"))


def summed(talk: Talk, *, smallest: int) -> tuple[Sum | None, int]:
    """Return what the feedback comes to, None where fewer than `smallest` gave some; and how many did."""
    rows = db.session.execute(
        select(Feedback.worth, Feedback.use, Feedback.better).where(Feedback.talk_id == talk.id)
    ).all()
    if len(rows) < max(smallest, 5):
        return None, len(rows)
    worth, use = dict.fromkeys(range(5, 0, -1), 0), dict.fromkeys(Use, 0)
    for answer, used, _ in rows:
        worth[answer] += 1
        use[used] += 1
    texts = sorted(better for _, _, better in rows if better)
    return Sum(len(rows), worth, use, _shuffled(texts, talk.id)), len(rows)


def changes(talk: Talk, *, smallest: int) -> Changes | None:
    """Return what the talk changed, in sum; None where fewer than `smallest` answered."""
    later = aliased(Change)
    newer = select(later.days).where(
        later.talk_id == Change.talk_id, later.person_id == Change.person_id, later.days > Change.days
    )
    rows = db.session.execute(
        select(Change.answer, Change.what).where(Change.talk_id == talk.id, ~newer.exists())
    ).all()
    if len(rows) < max(smallest, 5):
        return None
    by = dict.fromkeys(Answer, 0)
    for answer, _ in rows:
        by[answer] += 1
    texts = sorted(what for _, what in rows if what)
    return Changes(len(rows), by, _shuffled(texts, talk.id))


def _shuffled(texts: list[str], seed: int) -> list[str]:
    """The same order each time, that of nobody's coming."""
    random.Random(seed).shuffle(texts)
    return texts[:SHOWN]
