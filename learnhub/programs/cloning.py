"""A program made anew from another: all that its hosts set, from a new start on, without its people."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from learnhub.core import clock, words
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.goals import queries as goals
from learnhub.goals import services as goal_services
from learnhub.goals.models import GoalState
from learnhub.people.models import Person
from learnhub.programs import admission, kinds, openness, queries, sign_up_fields
from learnhub.programs import parts as all_parts
from learnhub.programs.asked_models import Part
from learnhub.programs.models import Program
from learnhub.programs.policies import ONLY_HOSTS
from learnhub.programs.sign_up_fields import Asked

Maker = Callable[[Person, Program, str, datetime], tuple[Program, list[str]]]
AHEAD = timedelta(weeks=3)
PART = ("name", "about", "wanted", "minutes", "after", "skill_id")


def suggested(program: Program) -> datetime:
    """Return the same weekday and time on the wall, three weeks ahead or later. Raises NotFound too."""
    _maker(program)
    soonest = wall(clock.now(), program.tz).replace(tzinfo=None) + AHEAD
    late = max((soonest - program.starts_wall) // timedelta(weeks=1) + 1, 1)
    return program.starts_wall + timedelta(weeks=late)


def clone(actor: Person, program: Program, *, title: str, starts: datetime | None) -> Program:
    """Make a draft that the actor hosts, to start at that time on the wall of its zone.

    It says what was taken over. Raises NotFound for a kind that is made anew in another way, Invalid for a
    start that has passed, Forbidden unless the actor runs the program and may make one of its kind.
    """
    make = _maker(program)
    if not queries.standing(actor, program).runs_it:
        raise Forbidden(ONLY_HOSTS)
    if starts is None or starts <= wall(clock.now(), program.tz).replace(tzinfo=None):
        raise Invalid("It starts in the past. Choose a day to come.", "starts")
    made, said = make(actor, program, title, starts)
    take_over(actor, program, made, ["its text and places", *said])
    return made


def take_over(actor: Person, program: Program, made: Program, said: Sequence[str]) -> None:
    """Give `made` the questions, parts, goals and ways in of `program`, and say what of it came along.

    `said` is what came already. Raises Forbidden unless the actor runs both.
    """
    told = [*said, *_ask(actor, program, made), *_help(actor, program, made)]
    told += _admit(actor, program, made, made.starts_wall - program.starts_wall)
    told += _serve(actor, program, made)
    made.taken_over = (
        f"Taken over from “{program.title}”: {words.joined(told) or 'nothing that was set up'}. "
        "Nothing of its people: hosts, speakers, sign-ups and answers are its own."
    )
    db.session.flush()


def _maker(program: Program) -> Maker:
    made_by = kinds.of(program).clone
    if made_by is None:
        raise NotFound
    return made_by


def _ask(actor: Person, program: Program, made: Program) -> list[str]:
    asked = sign_up_fields.of(program)
    for each in asked:
        wanted = Asked(each.label, each.kind, each.help, tuple(each.choices), each.required, each.sensitive)
        sign_up_fields.add(actor, made, wanted)
    return _counted(len(asked), "question")


def _help(actor: Person, program: Program, made: Program) -> list[str]:
    found = [shown.part for shown in all_parts.doing(program, actor).parts]
    for part in found:
        db.session.add(Part(program_id=made.id, **{name: getattr(part, name) for name in PART}))
    db.session.flush()
    return _counted(len(found), "part to take", "parts to take")


def _admit(actor: Person, program: Program, made: Program, by: timedelta) -> list[str]:
    wanted = admission.later(admission.of(program), by)
    admission.change(actor, made, wanted)
    rules = ["how people come in"] if wanted != admission.Admission() else []
    return rules + _limit(actor, program, made)


def _limit(actor: Person, program: Program, made: Program) -> list[str]:
    """Keep it from being open to everybody; those who were chosen by name are not taken over."""
    units = [each.unit for each in openness.openings(program) if each.unit is not None]
    for unit in units:
        openness.open_to(actor, made, unit=unit)
    if units or not program.is_limited:
        return ["the units to which it is open"] if units else []
    openness.open_to(actor, made, person=actor)
    return [f"that it is for chosen people, {actor.name} alone so far"]


def _serve(actor: Person, program: Program, made: Program) -> list[str]:
    ties = [
        tie for tie in goals.all_ties_of(Ref(program.kind, program.id)) if tie.goal.state is GoalState.OPEN
    ]
    for tie in ties:
        ref = Ref(made.kind, made.id)
        goal_services.tie(actor, tie.goal, ref, why=tie.why, may_edit_the_other=True)
    return _counted(len(ties), "goal")


def _counted(number: int, one: str, many: str = "") -> list[str]:
    if not number:
        return []
    return [words.counted(number, one) if number == 1 or not many else f"{words.spelled(number)} {many}"]
