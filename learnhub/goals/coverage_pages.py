"""Coverage, both ways: goals without learning, and learning without a goal."""

from collections.abc import Sequence
from typing import Any

from learnhub.core import clock
from learnhub.core.errors import NotFound
from learnhub.goals import list_queries, pages, sentences, tieable
from learnhub.goals.list_queries import GoalRow
from learnhub.goals.tieable import Asked
from learnhub.people.models import Person

MOST = 4  # of each kind; the others stand on a page of their own
PAGE = 50


def show(person: Person) -> dict[str, Any]:
    """Open goals that nothing serves or that show nothing of late, and things that serve no goal."""
    now = clock.now()
    bare, silent = list_queries.uncovered(person, since=now - sentences.STALE, on=pages.today(person))
    loose = [
        (served, kind, things)
        for kind, served in tieable.kinds().items()
        if (things := tieable.some(person, kind, Asked(untied=True, most=MOST)))
    ]
    return {
        "title": _title(bare, sum(things[0].of for _, _, things in loose)),
        "bare": bare,
        "silent": silent,
        "loose": loose,
        "most": MOST,
        "days": sentences.STALE.days,
    }


def all_of(person: Person, kind: str, page: int) -> dict[str, Any]:
    """All things of one kind that serve no goal, in pages. Raises NotFound for what is no kind."""
    served = tieable.kinds().get(kind)
    if served is None:
        raise NotFound
    things = tieable.some(person, kind, Asked(untied=True, most=PAGE, skip=(page - 1) * PAGE))
    if not things and page > 1:
        return all_of(person, kind, 1)
    total = things[0].of if things else 0
    return {
        "title": f"{_serve(total)} no goal, of {served.many.lower()}."
        if total
        else "All of them serve a goal.",
        "served": served,
        "kind": kind,
        "things": things,
        "total": total,
        "number": page,
        "per_page": PAGE,
    }


def _serve(loose: int) -> str:
    return f"{loose:,} {'thing serves' if loose == 1 else 'things serve'}"


def _title(bare: Sequence[GoalRow], loose: int) -> str:
    if not bare and not loose:
        return "Every goal has learning, and all learning a goal."
    if len(bare) == 1:
        goals = f"“{bare[0].title}” has no learning yet"
    else:
        goals = f"{len(bare)} goals have no learning yet" if bare else "Every goal has learning"
    return f"{goals}; {f'{_serve(loose)} no goal' if loose else 'all learning has a goal'}."
