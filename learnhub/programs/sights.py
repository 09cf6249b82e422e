"""Which programs somebody may know of: the rule, and the same as a condition of statements."""

from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from learnhub.core.policy import YES, Verdict, no
from learnhub.people.models import Kind, Person, Role, UnitPath
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.models import Host, Program, SignUp, SignUpState, Speaker
from learnhub.programs.openness_models import Opening, SeriesOpening
from learnhub.programs.series_models import Series

Who = int | BindParameter[int]
BARE = Program.__table__.c  # its own columns: `Program` brings the tables of all kinds with it


def may_see(
    *,
    is_published: bool,
    is_host: bool,
    is_admin: bool,
    is_guest: bool,
    signup: SignUpState | None,
    does_something: bool = False,
    is_limited: bool = False,
    is_chosen: bool = False,
) -> Verdict:
    """A draft: hosts and admins. Once published: those to whom it is open, and who is on it or does a part.

    `is_chosen`: named, or in a unit that is, where it `is_limited`. Guests are never of everybody.
    """
    if is_host or is_admin:
        return YES
    if not is_published:
        return no("It is a draft.")
    if is_chosen or does_something or signup not in {None, SignUpState.REMOVED}:
        return YES
    if is_guest:
        return no("Guests see the program that they were invited to.")
    return no("It is open to others.") if is_limited else YES


class Sight(NamedTuple):
    """What someone is that decides which programs they may know of."""

    is_guest: bool
    is_admin: bool


def visible_to(person: Person) -> ColumnElement[bool]:
    """The rule of `may_see` as a condition on programs."""
    return visible(person.id, sight(person))


def sight(person: Person) -> Sight:
    """Return what decides how much somebody sees."""
    return Sight(is_guest=person.kind is Kind.GUEST, is_admin=person.has(Role.ADMIN))


def visible(who: Who, sight: Sight, of: Any = Program) -> ColumnElement[bool]:
    """The same for statements that are kept. `of`: `BARE`, where the kinds of programs are not asked for."""
    if sight.is_admin:
        return true()
    hosts = select(Host.id).where(Host.program_id == of.id, Host.person_id == who).exists()
    on_it = select(SignUp.id).where(
        SignUp.program_id == of.id,
        SignUp.person_id == who,
        SignUp.state != SignUpState.REMOVED,
    )
    speaks = select(Speaker.id).where(Speaker.program_id == of.id, Speaker.person_id == who)
    takes = select(Part.id).join(PartTaken, PartTaken.part_id == Part.id)
    takes = takes.where(Part.program_id == of.id, PartTaken.person_id == who)
    known = [on_it.exists(), speaks.exists(), takes.exists(), chosen(who, of)]
    everybody = [] if sight.is_guest else [~of.is_limited]
    return or_(and_(of.published_at.is_not(None), or_(*everybody, *known)), hosts)


def chosen(who: Who, of: Any = Program) -> ColumnElement[bool]:
    """Whether a program that is limited is open to them: by name, or by a unit that they are in or below."""
    return chosen_of(Opening, of, who)


def chosen_of(opening: type[Opening | SeriesOpening], of: Any, who: Who) -> ColumnElement[bool]:
    """The same for series."""
    person, path = aliased(Person), aliased(UnitPath)
    above = (
        select(path.ancestor_id).join(person, person.unit_id == path.descendant_id).where(person.id == who)
    )
    opened = or_(opening.person_id == who, opening.unit_id.in_(above))
    theirs = opening.__table__.c["series_id" if of is Series else "program_id"]
    return select(opening.id).where(theirs == of.id, opened).exists()
