"""What messages to those who run a program say: subject, lead, button, path. Pure."""

from collections.abc import Callable

from learnhub.notifications.telling.wording_context import Said, Told


def _host_added(told: Told) -> Said:
    lead = "You can edit it, see who takes part and who needs something."
    return f"You are a host: {told.title}, {told.starts}", lead, "Open the host view", f"{told.path}/host"


def _part_taken(told: Told) -> Said:
    lead = "Its page says who does what, and what nobody does yet."
    return f"{told.who} takes a part: {told.title}, {told.starts}", lead, "Open its page", told.path


def _part_given_back(told: Told) -> Said:
    lead = "You may have to ask somebody else. Its page says what nobody does."
    return f"{told.who} gave a part back: {told.title}, {told.starts}", lead, "Open its page", told.path


WORDS: dict[str, Callable[[Told], Said]] = {
    "host_added": _host_added,
    "part_taken": _part_taken,
    "part_given_back": _part_given_back,
}
