"""The titles of an import's page: the answer first, for every state. Pure."""

from collections.abc import Mapping

from learnhub.core.words import count
from learnhub.imports.models import BatchState, RowState

LABELS = {
    RowState.NEW: "New",
    RowState.CHANGED: "Changed",
    RowState.SAME: "Here already",
    RowState.LEFT_OUT: "Left out",
    RowState.ERROR: "Cannot be read",
    RowState.ABSENT: "Not in the file",
}


def title(state: BatchState, noun: str, counts: Mapping[RowState, int]) -> str:
    """Return what the page is about, as a sentence with its number."""
    new, changed = counts.get(RowState.NEW, 0), counts.get(RowState.CHANGED, 0)
    match state:
        case BatchState.MATCHING:
            return "Which column holds what?"
        case BatchState.UNDONE:
            return "This import was undone."
        case BatchState.APPLIED if new:
            return f"{count(new, noun)} came in."
        case BatchState.APPLIED:
            return f"{count(changed, noun)} changed." if changed else "The file was brought in."
        case _ if new:
            return f"{count(new, noun)} can come in."
        case _ if changed:
            return f"{count(changed, noun)} would change."
        case _ if counts.get(RowState.ERROR, 0) and not counts.get(RowState.SAME, 0):
            return "No row of this file can come in."
        case _:
            return "Nothing in this file is new."


def button(noun: str, counts: Mapping[RowState, int]) -> str:
    """Return what the one primary button says."""
    new, changed = counts.get(RowState.NEW, 0), counts.get(RowState.CHANGED, 0)
    if new and changed:
        return f"Bring in {count(new, noun)}, change {changed:,}"
    return f"Bring in {count(new, noun)}" if new else f"Change {count(changed, noun)}"


def lead(state: BatchState, counts: Mapping[RowState, int]) -> str:
    """Return one sentence below the title: what stays out, and that nothing has happened yet."""
    parts = [
        f"{counts[each]:,} {words}"
        for each, words in (
            (RowState.SAME, "here already"),
            (RowState.LEFT_OUT, "left out"),
            (RowState.ERROR, "cannot be read"),
        )
        if counts.get(each)
    ]
    rest = f"{', '.join(parts)}. " if parts else ""
    if state is BatchState.STAGED:
        return f"{rest}Nothing has changed yet, and nobody will be told."
    return f"{rest}Bringing it in told nobody." if state is BatchState.APPLIED else rest.strip()
