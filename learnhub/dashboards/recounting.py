"""How the numbers are kept, as admins see it: when they were counted, and counting all of them anew."""

from typing import Any

from learnhub.core import audit
from learnhub.core.refs import Ref
from learnhub.dashboards import upkeep
from learnhub.people.models import Person


def show() -> dict[str, Any]:
    """Return the state, and its title as a sentence."""
    found = upkeep.state()
    runs = upkeep.is_counting(found)
    title = "Every number is being counted anew." if runs else "The numbers keep up by themselves."
    if found.differing and not runs:
        title = "Some numbers are not what people did."
    if found.refreshed_at is None and not runs:
        title = "Nothing was counted yet."
    return {"title": title, "kept": found, "runs": runs}


def ask(admin: Person) -> None:
    """Ask for everything anew; while it runs, a second press asks for nothing more.

    Of one that fell silent nothing more is to come: it is asked for again.
    """
    found = upkeep.held()
    if not upkeep.is_counting(found):
        upkeep.ask_anew(found)
        audit.record(admin.id, "figures.asked_anew", Ref("organisation", 1))
