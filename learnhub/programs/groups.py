"""Parts of those on a program's list that hosts write to. Its kind and the features above give theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from learnhub.core.points import SeveralEach
from learnhub.people.models import Person
from learnhub.programs import kinds
from learnhub.programs.models import ON_IT, Program, SignUp, SignUpState, Speaker
from learnhub.programs.queries import Standing

EVERYONE = "in"
HAND = "hand"
TEAMS = "By team"  # what those above give of teams stands together
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """`people` selects the ids of those in it; whoever is asked sees all of them by right.

    From `until` on there is no such group. `heading`: under which it is offered; one that `folds` opens.
    """

    name: str
    label: str
    people: Select[int]
    until: datetime | None = None
    heading: str = "Everybody"
    folds: bool = False


# program, who asks, what they are to it, when → the groups that they may write to
Provider = Callable[[Any, Person, Standing, datetime], Sequence[Group]]
GROUPS: SeveralEach[Provider] = SeveralEach("groups of those on a program’s list, by its kind")


def of(program: Program, person: Person, standing: Standing, now: datetime) -> list[Group]:
    """Return the groups of its list that this host may write to, whole ones first."""
    found = [Group(EVERYONE, "All with a place", listed(program, SignUpState.IN))]
    found.append(Group("waiting", "All on the waitlist", listed(program, SignUpState.WAITING)))
    if kinds.of(program).has_speakers:
        named = select(Person.id).join(Speaker, Speaker.person_id == Person.id)
        found.append(Group("speakers", "Speakers", named.where(Speaker.program_id == program.id)))
    over = program.starts_at + DAY if kinds.of(program).takes_weeks else None
    if program.starts_at <= now and (over is None or now < over):
        mine = listed(program, SignUpState.IN)
        came, missing = mine.where(SignUp.arrived_at.is_not(None)), mine.where(SignUp.arrived_at.is_(None))
        found.append(Group("arrived", "Those who arrived", came, over))
        found.append(Group("not-arrived", "Those who have not arrived", missing, over))
    for provider in GROUPS.of(program.kind):
        found.extend(provider(program, person, standing, now))
    return found


def listed(program: Program, *states: SignUpState) -> Select[int]:
    """Select the ids of those on its list in one of these states; in any, where none is named."""
    mine = SignUp.program_id == program.id, SignUp.state.in_(states or ON_IT)
    return select(SignUp.person_id).where(*mine)
