"""What messages about check-ins, pods and flags say: subject, lead, button, path."""

from collections.abc import Callable

from learnhub.notifications.telling.tales import Said, Told


def _due(told: Told) -> Said:
    lead = f"What you did, what is next, whether something blocks you: three minutes, until {told.due}."
    return f"How did your week go? {told.title}", lead, "Check in", f"{told.path}/check-in"


def _pod(told: Told) -> Said:
    lead = f"{told.who} put you together with others of {told.title}. See who, and say what they may read."
    return f"You have a pod: {told.title}", lead, "Meet your pod", f"{told.path}/check-in"


def _flag(told: Told) -> Said:
    lead = (
        "By the published rules something of yours stands out. You see it first, your facilitators a day "
        "later. If it is wrong, say so beside it; it goes by itself once it no longer holds."
    )
    return f"Something stands out: {told.title}", lead, "See what", f"{told.path}#flags-h"


WORDS: dict[str, Callable[[Told], Said]] = {"check_in_due": _due, "pod_made": _pod, "flag_raised": _flag}
