"""Whom somebody who is stuck is sent to: who can help, works now, and was not asked too much already."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from learnhub.core.db import db
from learnhub.core.words import joined
from learnhub.help import subjects
from learnhub.help.models import WAITS, AskState, HelpAnswer, HelpAsk, HelpRequest, Need
from learnhub.people import hours, management, quiet
from learnhub.people.models import Kind, Person, PersonSkill, Skill
from learnhub.people.skills import folded

MOST = 3  # people at a time
AT_ONCE = 2  # requests that wait for one person
LATELY = timedelta(weeks=4)
STALE = timedelta(days=1)  # who has not answered for so long makes room for another
AGAIN = timedelta(days=14)  # the same person is asked the same again after so long, if it waits still
POOL = 300  # people with one reason
HELPS, DONE, ANSWERED = 4, 2, 3  # what a reason weighs
SPONSOR = "Decides in the program"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can help, and why. `waiting` wait for them; `lately` were they sent so many."""

    person_id: int
    weight: int
    why: str
    waiting: int = 0
    lately: int = 0


def choose(candidates: Iterable[Candidate], most: int) -> list[Candidate]:
    """Return up to `most`, who fits best first; among alike who has the least to do. Pure."""
    free = [each for each in candidates if each.waiting < AT_ONCE]
    return sorted(free, key=lambda each: (-each.weight, each.waiting, each.lately, each.person_id))[
        : max(most, 0)
    ]


def whom(
    request: HelpRequest, asker: Person, now: datetime, *, but: Iterable[int] = (), anew: bool = False
) -> list[Candidate]:
    """Return who is to be asked now, besides those who were lately. Nobody who manages who asks.

    `anew`: those who were asked lately fill no place, for what they said did not help.
    """
    asked = db.session.execute(
        select(HelpAsk.person_id, HelpAsk.state, HelpAsk.at).where(HelpAsk.request_id == request.id)
    ).all()
    left_out = {asker.id, *but, *(person_id for person_id, _, at in asked if now - at < AGAIN)}
    if request.need is not Need.KNOW_HOW:
        return _sponsors(request, asker, left_out)
    fresh = sum(state is AskState.ASKED and now - at < STALE for _, state, at in asked)
    reasons = _reasons(request)
    ids = set(reasons) - left_out
    over = management.managers_among(asker, ids)
    asked_before = _asked_before(ids, now)
    there = _there(ids - over, now)
    found = [_candidate(id_, reasons[id_], *asked_before.get(id_, (0, 0))) for id_ in there]
    return choose(found, MOST if anew else MOST - fresh)


def fitting(request: HelpRequest, asker: Person) -> list[Candidate]:
    """Return up to three who fit best, for who has not asked yet.

    Whatever their hours and what waits for them: whether somebody works now, rests or has focus time would
    else be read by who asks again and again, and they would never know.
    """
    if request.need is not Need.KNOW_HOW:
        return _sponsors(request, asker, {asker.id})
    reasons = _reasons(request)
    ids = set(reasons) - {asker.id}
    ids -= management.managers_among(asker, ids)
    there = _here(sorted(ids), Person.kind != Kind.GUEST)
    return choose((_candidate(id_, reasons[id_]) for id_ in there), MOST)


def expected(request: HelpRequest, asker: Person, now: datetime) -> list[tuple[str, datetime]]:
    """Return by name who fits best and does not work now, and when they begin to.

    By the hours and days away that everybody reads: of quiet hours and focus time nothing shows.
    """
    ids = [each.person_id for each in fitting(request, asker)]
    people = {each.id: each for each in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    begin = [
        (each.called, hours.next_work(each, now))
        for each in (people[id_] for id_ in ids)
        if not hours.is_working(each, now)
    ]
    return [(name, at) for name, at in begin if at is not None]


def _candidate(id_: int, reasons: Sequence[tuple[int, str]], waiting: int = 0, lately: int = 0) -> Candidate:
    weight, why = sum(weight for weight, _ in reasons), joined(why for _, why in reasons)
    return Candidate(id_, weight, why, waiting, lately)


def _reasons(request: HelpRequest) -> dict[int, list[tuple[int, str]]]:
    """Return why people can help, by their ids."""
    found: dict[int, list[tuple[int, str]]] = {}
    named = _skills(request)
    helps = select(PersonSkill.person_id, Skill.name).join(PersonSkill.skill)
    rows = helps.where(PersonSkill.helps, PersonSkill.skill_id.in_(named)).order_by(PersonSkill.id)
    for person_id, name in db.session.execute(rows.limit(POOL)):
        found.setdefault(person_id, []).append((HELPS, f"helps with {name}"))
    for person_id in db.session.scalars(_answered(request).limit(POOL)):
        found.setdefault(person_id, []).append((ANSWERED, "answered questions like this before"))
    kind, ref = subjects.kind(request.ref), request.ref
    if kind is not None and kind.able is not None and ref is not None:
        able, why = kind.able(ref.id)
        for person_id in db.session.scalars(able.limit(POOL)):
            found.setdefault(person_id, []).append((DONE, why))
    return found


def _skills(request: HelpRequest) -> list[int]:
    """Return the skills that it is about: the one that is named, else those whose names stand in the text."""
    helped = select(PersonSkill.id).where(PersonSkill.skill_id == Skill.id, PersonSkill.helps)
    known = db.session.execute(select(Skill.id, Skill.folded).where(helped.exists())).all()
    if topic := folded(request.topic):
        exact = [id_ for id_, name in known if name == topic]
        if exact:
            return exact
    said = folded(f"{request.topic} {request.text}")
    return [id_ for id_, name in known if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)]


def _answered(request: HelpRequest) -> Select[int]:
    """Who answered what helped: about the same topic, or in the same program."""
    alike = [HelpRequest.ref_kind == request.ref_kind, HelpRequest.ref_id == request.ref_id]
    same = [func.lower(HelpRequest.topic) == request.topic.lower()] if request.topic else []
    where = or_(*same, alike[0] & alike[1]) if request.ref else or_(*same) if same else None
    wanted = select(HelpAnswer.author_id).join(HelpRequest, HelpRequest.id == HelpAnswer.request_id)
    wanted = wanted.where(HelpAnswer.helped, HelpAnswer.author_id != HelpRequest.asked_by_id).distinct()
    return wanted.where(where) if where is not None else wanted.where(HelpAnswer.id.is_(None))


def _asked_before(ids: Iterable[int], now: datetime) -> dict[int, tuple[int, int]]:
    """Return how many wait for each of them, and how many they were sent in the last four weeks."""
    waits = and_(HelpAsk.state == AskState.ASKED, HelpRequest.state.in_(WAITS))
    rows = db.session.execute(
        select(HelpAsk.person_id, func.count(case((waits, 1))), func.count())
        .join(HelpRequest, HelpRequest.id == HelpAsk.request_id)
        .where(HelpAsk.person_id.in_(sorted(ids)), or_(waits, HelpAsk.at >= now - LATELY))
        .group_by(HelpAsk.person_id)
    )
    return {person_id: (waiting, lately) for person_id, waiting, lately in rows}


def _there(ids: Iterable[int], now: datetime) -> list[int]:
    """Return who of them works now, is not in quiet hours, and did not say "not this week"."""
    resting = select(HelpAsk.id).where(
        HelpAsk.person_id == Person.id, HelpAsk.state == AskState.RESTS, HelpAsk.until > now
    )
    people = db.session.scalars(
        select(Person).where(
            Person.id.in_(sorted(ids)),
            Person.left_at.is_(None),
            Person.kind != Kind.GUEST,
            ~resting.exists(),
        )
    ).all()
    windows = quiet.of_each([each.id for each in people])
    return [each.id for each in people if hours.is_working(each, now, windows.get(each.id, ()))]


def _sponsors(request: HelpRequest, asker: Person, left_out: set[int]) -> list[Candidate]:
    """Return who decides there, whatever the hour: it stays listed with them."""
    kind, ref = subjects.kind(request.ref), request.ref
    if kind is None or ref is None:
        return []
    for every in (kind.sponsors(ref.id), kind.hosts(ref.id)):
        ids = set(db.session.scalars(every)) - left_out
        ids -= management.managers_among(asker, ids)
        if ids:
            return [Candidate(id_, 0, SPONSOR) for id_ in _here(sorted(ids))][:MOST]
    return []


def _here(ids: Sequence[int], *which: ColumnElement[bool]) -> Sequence[int]:
    wanted = select(Person.id).where(Person.id.in_(ids), Person.left_at.is_(None), *which)
    return db.session.scalars(wanted.order_by(Person.id)).all()
