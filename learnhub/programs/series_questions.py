"""What a series asks at sign-up: of everyone at each date, and once for all of who follows.

Each date asks it as a question of its own, which its hosts may change there: what is a date's own stays.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from learnhub.core import clock
from learnhub.core.db import db, new_key
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.programs import answers, policies, queries, series_queries, sign_up_fields
from learnhub.programs.answers import KEPT, Typed
from learnhub.programs.asked_models import FieldKind, SignUpAnswer, SignUpField
from learnhub.programs.models import SIGNED_UP, Program, SignUp
from learnhub.programs.series_models import Series, SeriesFollower
from learnhub.programs.sign_up_fields import Asked

WORDS = ("label", "help", "choices", "required", "sensitive")


def of(series: Series) -> list[SignUpField]:
    """Return what it asks, in order, as questions that no date asks: their ids are their places."""
    return [_field(said, place) for place, said in enumerate(series.asked)]


def question(series: Series, key: str) -> SignUpField:
    """Return one of them. Raises NotFound."""
    found = next((each for each in of(series) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def add(actor: Person, series: Series, wanted: Asked) -> str:
    """Ask something more at each date that is not over, and at all that come; return its key.

    Raises Invalid for a ninth question, or one that cannot be answered; Forbidden unless the actor runs it.
    """
    _begin(actor, series)
    sign_up_fields.check(wanted)
    sign_up_fields.check_room(series.asked)
    said = _said(new_key(), wanted)
    series.asked = [*series.asked, said]
    for program in series_queries.coming(series, clock.now()):
        _put(program, said)
    return str(said["key"])


def change(actor: Person, series: Series, key: str, wanted: Asked) -> None:
    """Change a question, at each date that asks it as the series does. Raises as `add` does, and NotFound.

    Once somebody has answered, its kind stays, and what was for hosts alone stays so.
    """
    _begin(actor, series)
    before, now = question(series, key), _said(key, wanted)
    sign_up_fields.check(wanted)
    answered = _is_answered(series, key)
    sign_up_fields.check_change(wanted, kind=before.kind, sensitive=before.sensitive, answered=answered)
    series.asked = [now if each["key"] == key else each for each in series.asked]
    for _, field in _asking(series, key):
        if all(getattr(field, name) == getattr(before, name) for name in ("kind", *WORDS)):
            sign_up_fields.write(field, wanted)
    db.session.flush()


def move_up(actor: Person, series: Series, key: str) -> None:
    """Ask it before the one above it, at each date as well that asks both. Raises as `change` does."""
    _begin(actor, series)
    place = question(series, key).id
    if not place:
        return
    asked = [*series.asked]
    asked[place - 1], asked[place] = asked[place], asked[place - 1]
    series.asked = asked
    above = {program: field for program, field in _asking(series, str(asked[place]["key"]))}
    for program, field in _asking(series, key):
        if (other := above.get(program)) and other.position < field.position:
            other.position, field.position = field.position, other.position


def stop(actor: Person, series: Series, key: str) -> SignUpField:
    """Ask it no more at dates to come; its answers stay. Raises NotFound, Forbidden as `add` does."""
    _begin(actor, series)
    gone = question(series, key)
    series.asked = [each for each in series.asked if each["key"] != key]
    for program, field in _asking(series, key):
        field.gone_at = clock.now()
        sign_up_fields.note(program)
    return gone


def lay(series: Series, program: Program) -> None:
    """Ask at a new date what the series asks."""
    for said in series.asked:
        _put(program, said)


def read(series: Series, typed: Typed) -> dict[str, list[str]]:
    """Return answers as who follows keeps them. Raises Invalid, naming the key."""
    return {each.key: answers.read(each, typed.get(each.key, ())) for each in of(series)}


def spread(follower: SeriesFollower, *, over: bool = False) -> None:
    """Keep the follower's answers for each date to come that they are on; with `over` in place of others.

    What a date of its own asks otherwise, so that the answer is none there, it goes on asking.
    """
    wanted = (
        select(SignUp, SignUpField)
        .join(Program, Program.id == SignUp.program_id)
        .join(SignUpField, SignUpField.program_id == Program.id)
        .where(Program.series_id == follower.series_id, Program.ends_at > clock.now())
        .where(SignUp.person_id == follower.person_id, SignUp.state.in_(SIGNED_UP))
        .where(SignUpField.shared != "", SignUpField.gone_at.is_(None))
    )
    if not over:
        mine = SignUpAnswer.sign_up_id == SignUp.id, SignUpAnswer.field_id == SignUpField.id
        wanted = wanted.where(~select(SignUpAnswer).where(*mine).exists())
    found: dict[SignUp, dict[int, list[str]]] = {}
    for signup, field in db.session.execute(wanted):
        found.setdefault(signup, {})[field.id] = _fitting(field, follower.answers)
    for signup, given in found.items():
        answers.keep(signup, given)


def given(series: Series, follower: SeriesFollower | None) -> list[list[str]]:
    """Return what the follower answered to each of its questions, in their order. Pure."""
    kept = follower.answers if follower else {}
    return [kept.get(each["key"], []) for each in series.asked]


def count_open(series: Series, follower: SeriesFollower | None) -> int:
    """Return how many required questions of the series the follower has not answered. Pure."""
    if follower is None:
        return 0
    return sum(each["required"] and not follower.answers.get(each["key"]) for each in series.asked)


def forget() -> None:
    """Delete what followers answered to a series that is over, as long after it as dates keep answers."""
    lately = Program.series_id == Series.id, Program.ends_at >= clock.now() - KEPT
    followed = select(SeriesFollower.id).where(SeriesFollower.series_id == Series.id)
    quiet = select(Series).where(
        Series.published_at.is_not(None), followed.exists(), ~select(Program.id).where(*lately).exists()
    )
    ended = [each.id for each in db.session.scalars(quiet) if not series_queries.has_more(each)]
    db.session.execute(update(SeriesFollower).where(SeriesFollower.series_id.in_(ended)).values(answers={}))


def _begin(actor: Person, series: Series) -> None:
    require(policies.may_edit_series(runs_it=series_queries.runs(actor, series)))
    series_queries.lock(series)


def _said(key: str, wanted: Asked) -> dict[str, Any]:
    said = {name: getattr(wanted, name) for name in WORDS}
    return said | {"key": key, "kind": wanted.kind.value, "choices": list(wanted.choices)}


def _field(said: Mapping[str, Any], place: int) -> SignUpField:
    words = {name: said[name] for name in WORDS}
    return SignUpField(id=place, key=said["key"], kind=FieldKind(said["kind"]), **words)


def _put(program: Program, said: Mapping[str, Any]) -> None:
    queries.lock(program)
    made = _field(said, 0)
    place = len(sign_up_fields.of(program))
    values = {name: getattr(made, name) for name in ("kind", *WORDS)}
    db.session.add(SignUpField(program_id=program.id, position=place, shared=said["key"], **values))
    sign_up_fields.note(program)


def _asking(series: Series, key: str) -> list[tuple[Program, SignUpField]]:
    """Return the dates to come that ask it."""
    coming = {each.id: each for each in series_queries.coming(series, clock.now())}
    mine = SignUpField.program_id.in_(coming), SignUpField.shared == key, SignUpField.gone_at.is_(None)
    return [(coming[each.program_id], each) for each in db.session.scalars(select(SignUpField).where(*mine))]


def _is_answered(series: Series, key: str) -> bool:
    at_dates = select(SignUpAnswer).join(SignUpField, SignUpField.id == SignUpAnswer.field_id)
    if db.session.scalar(select(at_dates.where(SignUpField.shared == key).exists())):
        return True
    return any(each.answers.get(key) for each in series_queries.followers(series))


def _fitting(field: SignUpField, given: Mapping[str, list[str]]) -> list[str]:
    try:
        return answers.read(field, given.get(field.shared, ()))
    except Invalid:
        return []
