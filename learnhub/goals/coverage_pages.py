"""Coverage, both ways: goals without learning, and learning without a goal."""

from typing import Any

from learnhub.core import clock
from learnhub.goals import queries, sentences, tieable
from learnhub.goals.tieable import Asked
from learnhub.people.models import Person

MOST = 12  # of each kind


def show(person: Person) -> dict[str, Any]:
    """Open goals that nothing serves or that show nothing of late, and things that serve no goal."""
    bare, silent = queries.uncovered(person, since=clock.now() - sentences.STALE)
    loose = [
        (served, kind, things)
        for kind, served in tieable.kinds().items()
        if (things := tieable.some(person, kind, Asked(untied=True, most=MOST)))
    ]
    return {
        "title": _title(len(bare), sum(len(things) for _, _, things in loose)),
        "bare": bare,
        "silent": silent,
        "loose": loose,
        "most": MOST,
        "days": sentences.STALE.days,
    }


def _title(bare: int, loose: int) -> str:
    if not bare and not loose:
        return "Every goal has learning, and all learning a goal."
    goals = (
        "Every goal has learning" if not bare else f"{bare} {'goal has' if bare == 1 else 'goals have'} none"
    )
    things = (
        f"{loose} {'thing serves' if loose == 1 else 'things serve'} no goal"
        if loose
        else "all learning a goal"
    )
    return f"{goals}, {things}."
