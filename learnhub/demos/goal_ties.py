"""Demos as what serves a goal by themselves; most do so through their hackathon."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_

from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.demos import queries
from learnhub.demos.models import Demo, DemoState
from learnhub.goals import queries as goals
from learnhub.goals.tieable import Asked, Served, Thing
from learnhub.people.models import Person

MOST = 1000  # demos that are counted


def _one(person: Person, key: str) -> Thing:
    found = queries.things(person, Demo.key == key, most=1)
    if not found:
        raise NotFound
    return _thing(*found[0])


def _some(person: Person, asked: Asked) -> Sequence[Thing]:
    wanted: list[ColumnElement[bool]] = [Demo.state == DemoState.SUBMITTED]
    if asked.words:
        wanted.append(Demo.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        tied = or_(goals.is_tied("demo", Demo.id), goals.is_tied("hackathon", Demo.hackathon_id))
        wanted.append(~tied)
        found = queries.things(person, *wanted, most=MOST)  # whom each is open to is not for SQL to say
        return [_thing(*row, len(found)) for row in found[asked.skip : asked.skip + asked.most]]
    return [_thing(*row) for row in queries.things(person, *wanted, most=asked.most)]


def _thing(demo: Demo, may: bool, of: int = 1) -> Thing:
    return Thing(Ref("demo", demo.id), demo.key, demo.title or "Untitled demo", demo.team.name, may, of)


DEMOS = Served("Demo", "Demos", "rocket", one=_one, some=_some)
