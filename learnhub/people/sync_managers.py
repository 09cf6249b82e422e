"""Who manages whom, as a people file would have it: nobody unknown, nobody above themselves. Pure."""

from collections.abc import Mapping, Sequence

from learnhub.people.sync_rows import Here, Line, Roll


def check(found: Sequence[Line], roll: Roll) -> None:
    """A manager is here or in the file; nobody is above themselves; what fails takes along who needs it."""
    in_file = {name: line for line in reversed(found) for name in line.names() if not line.wrong}
    for line in found:
        if line.manager and not line.wrong and line.manager not in in_file and not roll.named(line.manager):
            line.wrong = f"Its manager, {line.manager}, is neither in the file nor here."
    for line in _in_circles(found, in_file, roll):
        line.wrong = "They would be their own manager, by way of others."
    again = True
    while again:
        again = False
        for line in found:
            above = in_file.get(line.manager or "")
            if (
                above
                and above.wrong
                and not line.wrong
                and not above.here
                and not roll.named(line.manager or "")
            ):
                line.wrong = f"Its manager’s row, {above.number}, cannot be brought in."
                again = True


def _in_circles(found: Sequence[Line], in_file: Mapping[str, Line], roll: Roll) -> list[Line]:
    """Return the lines that are above themselves, once the file's managers are in force."""
    by_here = {line.here.id: line for line in found if line.here and not line.wrong}

    def above(line: Line) -> Line | None:
        """The line of the manager, by way of people who are here and in no row."""
        if line.manager and line.manager in in_file:
            return in_file[line.manager]
        person = roll.named(line.manager) if line.manager else line.here and _manager(line.here, roll)
        seen: set[int] = set()
        while person and person.id not in by_here and person.id not in seen:
            seen.add(person.id)
            person = _manager(person, roll)
        return by_here.get(person.id) if person else None

    state: dict[int, int] = {}  # number → the walk in which it was met
    circles: list[Line] = []
    for start in found:
        walk, line = [], None if start.wrong else start
        while line is not None and line.number not in state:
            state[line.number] = start.number
            walk.append(line)
            line = above(line)
        if line is not None and state[line.number] == start.number and line in walk:
            circles += walk[walk.index(line) :]
    return circles


def _manager(person: Here, roll: Roll) -> Here | None:
    return roll.by_id.get(person.manager_id) if person.manager_id else None
