"""May a batch be applied, or taken back?"""

from learnhub.core.policy import YES, Verdict, no
from learnhub.imports.models import BatchState


def may_apply(state: BatchState, *, rows: int) -> Verdict:
    """`rows` is how many would change something."""
    if state is BatchState.APPLIED:
        return no("This file has been brought in already.")
    if state is BatchState.UNDONE:
        return no("This import was undone. Choose the file again to bring it in anew.")
    if state is BatchState.MATCHING:
        return no("Choose first which column holds what.")
    if rows == 0:
        return no("Nothing in this file is new: there is nothing to bring in.")
    return YES


def may_match(state: BatchState) -> Verdict:
    """Whether columns can still be chosen."""
    if state in {BatchState.MATCHING, BatchState.STAGED}:
        return YES
    return no("This file has been brought in already, so its columns stay as they were.")


def may_undo(state: BatchState, built_upon: Verdict) -> Verdict:
    """`built_upon` is the importer's own answer."""
    return built_upon if state is BatchState.APPLIED else no("There is nothing to undo.")
