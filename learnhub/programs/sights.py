"""Which programs somebody may know of, as a condition of statements."""

from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select, true

from learnhub.people.models import Kind, Person, Role
from learnhub.programs.models import Host, Program, SignUp, SignUpState, Speaker


class Sight(NamedTuple):
    """What someone is that decides which programs they may know of."""

    is_guest: bool
    is_admin: bool


def visible_to(person: Person) -> ColumnElement[bool]:
    """The rule of `policies.may_see` as a condition on programs."""
    return visible(person.id, sight(person))


def sight(person: Person) -> Sight:
    """Return what decides how much somebody sees."""
    return Sight(is_guest=person.kind is Kind.GUEST, is_admin=person.has(Role.ADMIN))


def visible(who: int | BindParameter[int], sight: Sight) -> ColumnElement[bool]:
    """The same for statements that are kept."""
    if sight.is_admin:
        return true()
    hosts = select(Host.id).where(Host.program_id == Program.id, Host.person_id == who).exists()
    if not sight.is_guest:
        return or_(Program.published_at.is_not(None), hosts)
    on_it = select(SignUp.id).where(
        SignUp.program_id == Program.id,
        SignUp.person_id == who,
        SignUp.state != SignUpState.REMOVED,
    )
    speaks = select(Speaker.id).where(Speaker.program_id == Program.id, Speaker.person_id == who)
    invited = or_(on_it.exists(), speaks.exists())
    return or_(and_(Program.published_at.is_not(None), invited), hosts)
