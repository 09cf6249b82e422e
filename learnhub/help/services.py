"""What happens to those who are stuck: asked, taken, answered, passed on, solved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import update

from learnhub.core import clock, dates, events
from learnhub.core.db import changed, db, insert
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line
from learnhub.core.walltime import instant
from learnhub.help import policies, queries, routing
from learnhub.help.events import HelpAnswered, HelpAsked, HelpEnded, HelpNoLonger, HelpPutOff, HelpTaken
from learnhub.help.models import (
    NOTE,
    TEXT,
    TOPIC,
    WAITS,
    WHY,
    AskState,
    HelpAnswer,
    HelpAsk,
    HelpRequest,
    Need,
    RequestState,
)
from learnhub.help.queries import Seen
from learnhub.help.routing import Candidate
from learnhub.help.subjects import Subject
from learnhub.people import management
from learnhub.people.models import Kind, Person
from learnhub.search import services as search

WEEK = timedelta(days=7)
SETTLED = "Settled."  # the answer of who says so without a word
TOO_LONG = f"Use at most {NOTE} characters."
GIVEN_UP = timedelta(days=14)  # nobody else is asked after so long


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody who is stuck writes. `since` is when they got stuck."""

    text: str
    since: datetime
    need: Need = Need.KNOW_HOW
    topic: str = ""
    may_note: bool = True


def ask(actor: Person, said: Said, subject: Subject | None = None, *, later: bool = False) -> HelpRequest:
    """Ask those who can help, or, with `later`, be told to look again two hours after one got stuck.

    Raises Invalid without a text, and for access, data or a decision without the program whose sponsor it
    goes to; Forbidden for guests.
    """
    require(policies.may_ask(is_guest=actor.kind is Kind.GUEST))
    may_wait = policies.may_put_off(since=said.since, now=clock.now())
    if later and not may_wait:
        raise Invalid(may_wait.reason, "since")
    text, now = many_lines(said.text), clock.now()
    if not text:
        raise Invalid("Say what you are trying to do, and what happens instead.", "text")
    if len(text) > TEXT:
        raise Invalid(f"Use at most {TEXT:,} characters.", "text")
    if said.need is not Need.KNOW_HOW and subject is None:
        raise Invalid("Choose the program: its sponsor decides on access and data.", "where")
    made = HelpRequest(asked_by_id=actor.id, text=text, need=said.need, since=min(said.since, now))
    made.topic, made.may_note = one_line(said.topic)[:TOPIC], said.may_note
    if subject is not None:
        made.ref_kind, made.ref_id = subject.ref.kind, subject.ref.id
    db.session.add(made)
    if later:
        made.state, made.look_at = RequestState.LATER, made.since + policies.SOON
        db.session.flush()
        events.publish(HelpPutOff(made.id, actor.id))
        return made
    made.state, made.asked_at, made.waits_since = RequestState.OPEN, now, now
    db.session.flush()
    route(made, actor, by=actor)
    return made


def foreseen(actor: Person, said: Said, subject: Subject | None = None) -> list[tuple[str, str]]:
    """Return by name who fits best, and why they: nothing is kept, and nobody hears of it."""
    asked = HelpRequest(asked_by_id=actor.id, text=many_lines(said.text), need=said.need)
    asked.topic = one_line(said.topic)[:TOPIC]
    if subject is not None:
        asked.ref_kind, asked.ref_id = subject.ref.kind, subject.ref.id
    chosen = routing.fitting(asked, actor)
    names = queries.names([each.person_id for each in chosen])
    return [(names[each.person_id], each.why) for each in chosen]


def ask_again(actor: Person, seen: Seen) -> None:
    """Ask now what was put off, or ask others where the answers did not help."""
    request = seen.request
    require(policies.may_ask_again(is_asker=seen.is_asker, state=request.state))
    request.state, request.taken_by_id, request.ended_at = RequestState.OPEN, None, None
    request.waits_since = clock.now()
    request.asked_at = request.asked_at or request.waits_since
    db.session.flush()
    _put(request, routing.whom(request, actor, clock.now(), anew=True), by=actor)


def route(request: HelpRequest, asker: Person, *, by: Person, but: Iterable[int] = ()) -> int:
    """Ask up to three who fit and are there; return how many. Who was asked lately is not asked again."""
    return _put(request, routing.whom(request, asker, clock.now(), but=but), by=by)


def route_waiting() -> None:
    """Ask more people about what waits with too few: they have begun to work, or the first did not answer."""
    now = clock.now()
    found = queries.short_of_people(now - routing.STALE, now - GIVEN_UP, routing.MOST)
    for request in sorted(found, key=lambda each: (each.waits_since or now, each.id)):
        route(request, request.asked_by, by=request.asked_by)


def _put(request: HelpRequest, chosen: Iterable[Candidate], *, by: Person) -> int:
    now, asked = clock.now(), []
    for each in chosen:
        row = {
            "request_id": request.id,
            "person_id": each.person_id,
            "why": each.why[: WHY + 2 + NOTE],
            "at": now,
        }
        more = {"state": AskState.ASKED, "by_id": by.id if by.id != request.asked_by_id else None}
        again = {**more, "why": row["why"], "at": now, "until": None}
        statement = insert(HelpAsk).values(**row, **more)
        statement = statement.on_conflict_do_update(
            index_elements=["request_id", "person_id"],
            set_=again,
            where=HelpAsk.at <= now - routing.AGAIN,
        )
        if changed(statement):
            asked.append(each.person_id)
    if asked:
        events.publish(HelpAsked(request.id, tuple(asked), by.id, now.date().toordinal()))
    return len(asked)


def take(actor: Person, seen: Seen) -> None:
    """Say that one looks at it. Of two at once one does. Raises Forbidden for the other."""
    request = seen.request
    taker = request.taken_by.name if request.taken_by else ""
    require(policies.may_take(is_asker=seen.is_asker, state=request.state, taker=taker))
    _take(actor, request)
    events.publish(HelpTaken(request.id, request.asked_by_id, actor.id))


def _take(actor: Person, request: HelpRequest) -> None:
    mine = update(HelpRequest).where(HelpRequest.id == request.id, HelpRequest.state == RequestState.OPEN)
    if not changed(mine.values(state=RequestState.TAKEN, taken_by_id=actor.id)):
        raise Forbidden("Somebody took it a moment ago.")
    db.session.refresh(request)


def write(actor: Person, seen: Seen, text: str, *, settled: bool = True) -> HelpAnswer:
    """Answer, or, as who asked, add to the question. Raises Invalid for an empty text.

    An answer ends the wait. Access, data and a decision wait on, though, unless they are `settled`: that
    needs no text.
    """
    request, said = seen.request, many_lines(text)
    if not said and settled and not seen.is_asker and request.need is not Need.KNOW_HOW:
        said = SETTLED
    require(policies.may_write(state=request.state))
    if not said:
        raise Invalid("Write something first.", "text")
    if len(said) > TEXT:
        raise Invalid(f"Use at most {TEXT:,} characters.", "text")
    made = HelpAnswer(request_id=request.id, author_id=actor.id, text=said, at=clock.now())
    db.session.add(made)
    db.session.flush()
    if not seen.is_asker and (settled or request.need is Need.KNOW_HOW):
        db.session.execute(
            update(HelpRequest)
            .where(HelpRequest.id == request.id, HelpRequest.state.in_(WAITS))
            .values(state=RequestState.ANSWERED)
        )
    if not seen.is_asker:
        request.first_answer_at = request.first_answer_at or made.at
        db.session.flush()
        db.session.refresh(request)
    search.changed(Ref("help", request.id))
    hears = queries.helpers(request) if seen.is_asker else (request.asked_by_id,)
    events.publish(HelpAnswered(request.id, made.id, hears, actor.id, seen.is_asker))
    return made


def pass_on(actor: Person, seen: Seen, to: Person | None, note: str = "", *, rest: bool = False) -> int:
    """Let another look at it: `to`, or whoever fits next; return how many were asked.

    Whoever reads the request reads the `note` with who was asked. With `rest` the actor is asked nothing
    until their next Monday. Raises Invalid for whom it may not go to, and for a note that is too long.
    """
    said = one_line(note)
    if len(said) > NOTE:
        raise Invalid(TOO_LONG, "note")
    request = seen.request
    state = seen.ask.state if seen.ask else None
    require(policies.may_pass_on(ask=state, is_taker=seen.is_taker, state=request.state))
    if to is not None:
        _check(actor, to, request)
    if seen.is_taker:
        _give_back(actor, request)
    if seen.ask is not None:
        seen.ask.state = AskState.RESTS if rest else AskState.PASSED
        seen.ask.until = next_week(actor, clock.now()) if rest else None
    db.session.flush()
    events.publish(HelpNoLonger(request.id, actor.id))
    chosen = [Candidate(to.id, 0, f"{actor.name} passed it on")] if to else []
    if to is None:
        chosen = routing.whom(request, request.asked_by, clock.now(), but=[actor.id])
    if said:
        chosen = [replace(each, why=f"{each.why[:WHY]}: {said}") for each in chosen]
    return _put(request, chosen, by=actor)


def _give_back(actor: Person, request: HelpRequest) -> None:
    mine = HelpRequest.taken_by_id == actor.id, HelpRequest.state == RequestState.TAKEN
    open_again = update(HelpRequest).where(HelpRequest.id == request.id, *mine)
    if not changed(open_again.values(state=RequestState.OPEN, taken_by_id=None)):
        raise Forbidden("It was settled a moment ago.")
    db.session.refresh(request)


def next_week(person: Person, now: datetime) -> datetime:
    """Return when the person's next week begins, by their own clock."""
    monday = dates.week_start(dates.local_date(now, person.tz)) + WEEK
    return instant(datetime.combine(monday, time()), person.tz)


def _check(actor: Person, to: Person, request: HelpRequest) -> None:
    if to.id == request.asked_by_id:
        raise Invalid("They asked it themselves.", "to")
    done_with = {each.person_id for each in queries.asks_of(request) if each.state is not AskState.ASKED}
    if to.id in done_with | {actor.id}:
        raise Invalid("It was with them already. Choose somebody else.", "to")
    lately = clock.now() - routing.AGAIN
    if any(each.person_id == to.id and each.at > lately for each in queries.asks_of(request)):
        raise Invalid("They were asked already, and it waits for them. Choose somebody else.", "to")
    if to.kind is Kind.GUEST or to.left_at is not None:
        raise Invalid("Choose somebody of the organisation.", "to")
    if management.managers_among(request.asked_by, [to.id]):
        raise Invalid("They manage who asks, so it does not go to them. Choose somebody else.", "to")


def solve(actor: Person, seen: Seen, answer: HelpAnswer | None) -> None:
    """Say that it is solved: by an answer, or by oneself."""
    request = seen.request
    require(policies.may_end(is_asker=seen.is_asker, state=request.state))
    if answer is not None:
        answer.helped = True
    _end(actor, request, RequestState.SOLVED, answer.author_id if answer else None)


def withdraw(actor: Person, seen: Seen) -> None:
    """Take it back: nobody need look at it any more."""
    require(policies.may_end(is_asker=seen.is_asker, state=seen.request.state))
    _end(actor, seen.request, RequestState.WITHDRAWN, None)


def _end(actor: Person, request: HelpRequest, state: RequestState, helper_id: int | None) -> None:
    request.state, request.ended_at = state, clock.now()
    db.session.flush()
    search.changed(Ref("help", request.id))
    events.publish(HelpEnded(request.id, actor.id, helper_id))
