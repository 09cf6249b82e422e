"""Places and the lines for them: sign up, withdraw, remove. Each holds the program's lock.

Places on site and online are counted apart, and each kind has its own line.
"""

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.people.models import Person
from learnhub.programs import offers, openness, policies, queries, verdicts, waitlists
from learnhub.programs.events import ArrivalTakenBack, SignedUp, Waitlisted, Withdrew
from learnhub.programs.models import ON_IT, SIGNED_UP, Program, Seat, SignUp, SignUpState
from learnhub.programs.promotions import fill_places, recount


def sign_up(actor: Person, program: Program, seat: Seat | None = None, *, name_shown: bool = True) -> SignUp:
    """Give the actor a place, or where there is none the last place in line.

    Where the hosts approve sign-ups it awaits that first; hosts themselves need none. Without a `seat` it
    is the usual kind. A second time it changes nothing. Raises Forbidden with the reason while sign-up is
    not open, Invalid for a kind of place that is not there.
    """
    queries.lock(program)
    if program.offer_hours is not None:
        fill_places(program)  # what has run out keeps no place
    mine = queries.signup_of(actor, program)
    if mine is not None and mine.state in SIGNED_UP:
        return mine
    require(openness.may_sign_up(actor, program, mine.state if mine else None))
    seat, awaits = seat_of(program, seat), program.approves and queries.host(program, actor) is None
    return _enter(actor, program, mine, seat=seat, name_shown=name_shown, awaits=awaits)


def beside_part(actor: Person, program: Program, standing: queries.Standing) -> str:
    """Sign up who takes a part of a talk, where nothing is asked and nobody decides: they will be there.

    Return a sentence of it, or of that they are not on the list; "" for who need not be.
    """
    if program.kind != "talk" or standing.has_signed_up or standing.leads:
        return ""
    state = standing.signup.state if standing.signup else None
    if program.asks or program.approves or not openness.may_sign_up(actor, program, state):
        return " You are not signed up for it: that is asked for apart."
    if sign_up(actor, program).state is SignUpState.IN:
        return " You are signed up too."
    return " You are signed up too, and wait for a place."


def change_seat(actor: Person, program: Program, seat: Seat) -> SignUp:
    """Take part on site instead of online, or the other way round: a place there, or the end of that line.

    The place given up goes to who waits for it. Who waits here and then there keeps the moment of their
    sign-up; who had a place comes last. Raises Forbidden where the actor is not on the list or it is
    over, Invalid for a kind of place that is not there.
    """
    queries.lock(program)
    mine = queries.signup_of(actor, program)
    state, of = mine.state if mine else None, program
    require(policies.may_change_seat(state=of.state, signup=state, ends_at=of.ends_at, now=clock.now()))
    assert mine is not None  # the policy refused those without one
    if mine.seat is seat_of(program, seat):
        return mine
    waited = state is SignUpState.WAITING
    entered = _enter(actor, program, mine, seat=seat, name_shown=mine.name_shown, keeps_line=waited)
    fill_places(program)
    return entered


def seat_of(program: Program, seat: Seat | None) -> Seat:
    """Return the kind of place that is meant; the usual one where none is named. Raises Invalid."""
    if seat is None:
        return program.seats[0]
    if seat not in program.seats:
        raise Invalid("There are no such places.", "seat")
    return seat


def enter(actor: Person, program: Program, person: Person, seat: Seat | None = None) -> SignUp:
    """Put someone on the list whatever the sign-up window says; without a free place they wait.

    They are told by whom. Who was taken off the list comes back. Raises Forbidden unless the actor runs the
    program and it is published and not over, Invalid for who is on the list already or has left.
    """
    standing = queries.standing(actor, program)
    queries.lock(program)
    require(verdicts.may_enter(program, standing, clock.now()))
    theirs = queries.signup_of(person, program)
    if theirs is not None and theirs.state in ON_IT:
        already = "has a place already" if theirs.state is SignUpState.IN else "waits for a place already"
        raise Invalid(f"{person.name} {already}.", "person")
    if not person.is_active:
        raise Invalid(f"{person.name} has left.", "person")
    before = theirs.state if theirs else None
    by_id = actor.id if actor.id != person.id else None
    shown = theirs.name_shown if theirs else True
    meant, keeps = seat_of(program, seat), before is SignUpState.AWAITING
    entered = _enter(person, program, theirs, seat=meant, name_shown=shown, by_id=by_id, keeps_line=keeps)
    _record(actor, program, "signup.entered", entered, before=before)
    return entered


def withdraw(actor: Person, program: Program) -> SignUp:
    """Give the actor's place back, or leave the line; who waits first moves up.

    Raises Forbidden when they are not signed up or the program is over.
    """
    queries.lock(program)
    mine = queries.signup_of(actor, program)
    state = mine.state if mine else None
    require(
        policies.may_withdraw(state=program.state, signup=state, ends_at=program.ends_at, now=clock.now())
    )
    assert mine is not None  # the policy refused those without one
    _leave(program, mine, SignUpState.WITHDRAWN, actor)
    fill_places(program)
    return mine


def give_back(program: Program, signup: SignUp) -> None:
    """Withdraw someone who has left the organisation."""
    queries.lock(program)
    db.session.refresh(signup)
    if signup.state in SIGNED_UP:
        _leave(program, signup, SignUpState.WITHDRAWN, None)
        fill_places(program)


def show_name(actor: Person, program: Program, *, shown: bool) -> None:
    """Let others signed in see the actor's name in the list, or hide it; hosts always see it.

    Raises NotFound where the actor is not on the list.
    """
    queries.lock(program)
    mine = queries.signup_of(actor, program)
    if mine is None or mine.state not in SIGNED_UP:
        raise NotFound
    mine.name_shown = shown
    db.session.flush()


def remove(actor: Person, program: Program, *signups: SignUp, reason: str) -> list[SignUp]:
    """Take these off the list, and return those who were still on it; then who waits moves up, told once.

    The reason stays with each sign-up, for the hosts, until it is forgotten.
    Raises Invalid without a reason, Forbidden unless the actor runs the program and somebody is on it.
    """
    if not reason:
        raise Invalid("Say why, in a few words. The other hosts read it.", "reason")
    standing = queries.standing(actor, program)
    queries.lock(program)
    there = [each for each in waitlists.as_stored(signups) if each.state in ON_IT]
    state = there[0].state if there else None
    require(policies.may_remove(**verdicts.hosting(program, standing), signup=state))
    for each in there:
        before, each.removed_because = each.state, reason
        _leave(program, each, SignUpState.REMOVED, actor)
        _record(actor, program, "signup.removed", each, before=before)
    fill_places(program)
    return there


def put_back(actor: Person, program: Program, *signups: SignUp) -> list[SignUp]:
    """Undo a removal as far as that goes: a place if one is free, else where they were in the line.

    Return those who are on the list again; each is told. Raises Forbidden unless the actor may put people on
    the list.
    """
    standing = queries.standing(actor, program)
    queries.lock(program)
    require(verdicts.may_enter(program, standing, clock.now()))
    gone = [each for each in waitlists.as_stored(signups) if each.state is SignUpState.REMOVED]
    back = [each for each in gone if each.person.is_active]
    for each in back:
        seat = program.seat_like(each.seat)
        by_id, shown = (actor.id if actor.id != each.person_id else None), each.name_shown
        _enter(each.person, program, each, seat=seat, name_shown=shown, by_id=by_id, keeps_line=True)
        _record(actor, program, "signup.put_back", each, before=SignUpState.REMOVED)
    return back


def set_capacity(actor: Person, program: Program, capacity: int | None, seat: Seat = Seat.ON_SITE) -> None:
    """Change how many places of a kind there are; None is without limit. Those who are in stay in.

    Raises Invalid below 1, Forbidden unless the actor runs the program.
    """
    field = "online_capacity" if seat is Seat.ONLINE else "capacity"
    if capacity is not None and capacity < 1:
        raise Invalid("Places start at 1. Leave it empty for no limit.", field)
    require(verdicts.may_edit(program, queries.standing(actor, program)))
    queries.lock(program)
    setattr(program, field, capacity)
    if seat not in program.seats and waitlists.count_on(program, seat):
        raise Invalid("People signed up for these. Keep some places, or give the call link.", field)
    db.session.flush()
    fill_places(program)


def follow(person: Person, program: Program, *, online: bool, told: bool) -> SignUp | None:
    """Sign up who follows its series, unless they were on its list; `told` is of a place in line alone."""
    queries.lock(program)
    known, wish = queries.signup_of(person, program), Seat.ONLINE if online else Seat.ON_SITE
    if known is not None or not openness.may_follow(person, program):
        return None
    seat = program.seat_like(wish)
    made = _enter(person, program, None, seat=seat, told=False, awaits=program.approves)
    if told and made.state is SignUpState.WAITING:
        events.publish(Waitlisted(made.id, program.id, person.id))
    return made


def walk_in(person: Person, program: Program, known: SignUp | None) -> SignUp:
    """Put someone who stands in the door on the list, without a message. The lock is held.

    Where no place is free they wait: who came is counted all the same, and nothing is oversold.
    """
    free = [seat for seat in program.seats if not program.is_full_for(seat)]
    return _enter(person, program, known, seat=[*free, *program.seats][0], told=False)


def _enter(
    person: Person,
    program: Program,
    known: SignUp | None,
    *,
    seat: Seat,
    name_shown: bool = True,
    by_id: int | None = None,
    told: bool = True,
    keeps_line: bool = False,
    awaits: bool = False,
) -> SignUp:
    """Put the person at the end of the line, and into a place if one is free. The lock is held.

    `keeps_line`: they stay where they came in. `awaits`: approval comes first.
    """
    now = clock.now()
    capacity, crowd = program.capacity_of(seat), waitlists.crowd(program, seat)
    free = capacity is None or (crowd.taken < capacity and not crowd.waiting)
    state = SignUpState.AWAITING if awaits else SignUpState.IN if free else SignUpState.WAITING
    before, line = known.state if known else None, crowd.last_line + 1
    had_place, approved = before is SignUpState.IN, before is SignUpState.AWAITING
    if known is None:
        known = SignUp(program_id=program.id, person_id=person.id, state=state, line=line)
        known.signed_up_at = known.changed_at = now
        db.session.add(known)
    else:
        offers.drop(program, known)
        known.become(state, now)
        known.removed_because = known.declined_because = ""
        if not keeps_line:
            known.line, known.signed_up_at = line, now
    known.seat, known.name_shown = seat, name_shown
    db.session.flush()
    if had_place or state is SignUpState.IN:  # else as many have a place as before
        recount(program)
    if told and not awaits:
        fact = SignedUp if free else Waitlisted
        events.publish(fact(known.id, program.id, person.id, by_id, approved))
    return known


def _leave(program: Program, signup: SignUp, state: SignUpState, actor: Person | None) -> None:
    """Give back what they have. Whoever calls it fills the places once all have left."""
    offers.drop(program, signup)
    signup.become(state, clock.now())
    signup.looking = False
    if signup.arrived_at is not None:
        signup.arrived_at = signup.arrived_by_id = None
        events.publish(ArrivalTakenBack(signup.id, program.id, signup.person_id))
    db.session.flush()
    removed = state is SignUpState.REMOVED
    by = actor.id if actor else None
    events.publish(Withdrew(signup.id, program.id, signup.person_id, removed, by))


def _record(
    actor: Person,
    program: Program,
    act: str,
    signup: SignUp,
    *,
    before: SignUpState | None,
) -> None:
    after = {"person_id": signup.person_id, "state": signup.state.value}
    was = {"state": before.value} if before else None
    audit.record(actor.id, act, Ref(program.kind, program.id), before=was, after=after)
