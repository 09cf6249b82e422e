"""The tree of units as a people file names it: paths such as "Acme / Engineering / Robotics"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learnhub.core.errors import Invalid
from learnhub.core.text import one_line
from learnhub.people.models import Unit

Path = tuple[str, ...]
SEPARATOR = " / "
DEEPEST = 12


def split(text: str) -> Path:
    """Split at " / " and ">"; a slash without spaces belongs to a name ("R&D/AI")."""
    return tuple(
        part for part in (one_line(each)[:120] for each in re.split(r"\s+/\s+|\s*[>›]\s*", text)) if part
    )


def folded(path: Iterable[str]) -> Path:
    return tuple(name.casefold() for name in path)


@dataclass(slots=True)
class Tree:
    """The open units by path, and by name alone; the parents that the file itself gives to names."""

    by_path: dict[Path, Path] = field(default_factory=dict)  # folded → as written
    ids: dict[Path, int] = field(default_factory=dict)  # folded → unit
    by_name: dict[str, list[Path]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Sequence[Unit], parents: Mapping[str, str] | None = None) -> "Tree":
        """Build it from all units; `parents` is unit → parent, as columns of the file name them."""
        by_id = {unit.id: unit for unit in units}
        tree = cls(parents={name.casefold(): above for name, above in (parents or {}).items()})
        for unit in units:
            names, above = [unit.name], unit.parent_id
            while above is not None:
                names.append(by_id[above].name)
                above = by_id[above].parent_id
            if unit.closed_at is None:
                tree.add(tuple(reversed(names)), unit.id)
        return tree

    def add(self, path: Path, id_: int | None = None) -> None:
        """Know of a unit."""
        key = folded(path)
        self.by_path.setdefault(key, path)
        self.by_name.setdefault(key[-1], []).append(key)
        if id_ is not None:
            self.ids[key] = id_

    def path(self, unit: str, parent: str = "") -> Path:
        """Return the path that the cells of a row mean. Raises Invalid for a name that several units have.

        A lone name is the one unit of that name, else a new one below what the file says, else below the
        one root.
        """
        names = self._above(parent, unit) + split(unit) if parent else split(unit)
        if len(names) == 1:
            alike = self.by_name.get(names[0].casefold(), [])
            if len(alike) > 1:
                example = SEPARATOR.join(self.by_path[min(alike, key=lambda path: (len(path), path))])
                raise Invalid(f"{len(alike)} units are called {names[0]}. Write the path, such as {example}.")
            if alike:
                return self.by_path[alike[0]]
            roots = [path for key, path in self.by_path.items() if len(key) == 1 and key in self.ids]
            names = roots[0] + names if len(roots) == 1 else names
        elif (lone := self.by_name.get(names[0].casefold(), [])) and folded(names[:1]) not in self.by_path:
            names = self.by_path[lone[0]] + names[1:] if len(lone) == 1 else names
        if len(names) > DEEPEST:
            raise Invalid(f"The unit lies more than {DEEPEST} levels deep.")
        return self.by_path.get(folded(names), names)

    def _above(self, parent: str, unit: str) -> Path:
        """Follow the parents that the file names, from the nearest up; a circle ends where it closes."""
        path, seen = split(parent), {unit.casefold()}
        while path and path[0].casefold() not in seen and (above := self.parents.get(path[0].casefold())):
            seen.add(path[0].casefold())
            path = split(above) + path
        return path
