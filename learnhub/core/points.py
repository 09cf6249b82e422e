"""Points at which a package asks those above it for what it cannot know: cards of a Ref, tabs of a program.

A point stands in the module that asks. What is given to it stands in `feature.py` of each package that gives,
and is connected at start. `given` holds that, in the order of packages, lowest first.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

Value = TypeVar("Value")


class Point(ABC):
    """Where something is asked. `name` is what is given, in words: "cards of refs"."""

    known: ClassVar[list["Point"]] = []

    def __init__(self, name: str) -> None:
        self.name = name
        self.known.append(self)

    @abstractmethod
    def connect(self, values: Sequence[Any]) -> None:
        """Replace what is given. Raises ValueError for a second one where there can be only one."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Something for a point; made by its `give`, which checks the type."""

    point: Point
    value: Any


class One(Point, Generic[Value]):
    """Given by one package alone."""

    given: Value | None = None

    def give(self, value: Value) -> Gift:
        return Gift(self, value)

    def connect(self, values: Sequence[Value]) -> None:
        if len(values) > 1:
            raise ValueError(f"{self.name}: given twice")
        self.given = next(iter(values), None)


class OneEach(Point, Generic[Value]):
    """One for each kind of thing, or for each name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.given: dict[str, Value] = {}

    def give(self, by_kind: Mapping[str, Value]) -> Gift:
        return Gift(self, by_kind)

    def connect(self, values: Sequence[Mapping[str, Value]]) -> None:
        given: dict[str, Value] = {}
        for by_kind in values:
            if twice := given.keys() & by_kind.keys():
                raise ValueError(f"{self.name}: given twice for {', '.join(sorted(twice))}")
            given |= by_kind
        self.given = given


class Several(Point, Generic[Value]):
    """As many as there are."""

    given: Sequence[Value] = ()

    def give(self, value: Value) -> Gift:
        return Gift(self, value)

    def connect(self, values: Sequence[Value]) -> None:
        self.given = tuple(values)


class SeveralEach(Point, Generic[Value]):
    """As many as there are for each kind of thing, or for each name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.given: dict[str, list[Value]] = {}

    def give(self, by_kind: Mapping[str, Value]) -> Gift:
        return Gift(self, by_kind)

    def of(self, kind: str) -> Sequence[Value]:
        """Return what is given for that kind."""
        return self.given.get(kind, ())

    def connect(self, values: Sequence[Mapping[str, Value]]) -> None:
        given: dict[str, list[Value]] = {}
        for by_kind in values:
            for kind, value in by_kind.items():
                given.setdefault(kind, []).append(value)
        self.given = given


def connect(gifts: Iterable[Gift]) -> None:
    """Give each point what is for it, in the order of the gifts, and nothing to those without one.

    Raises ValueError as points do.
    """
    found: dict[Point, list[Any]] = {point: [] for point in Point.known}
    for gift in gifts:
        found[gift.point].append(gift.value)
    for point, values in found.items():
        point.connect(values)
