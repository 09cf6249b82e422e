"""What admins are told of what they did. Pure."""

from collections.abc import Mapping

from learnhub.core import words


def all_set(steps: Mapping[str, str], *, mail: bool) -> str:
    """Say that no step of the first day is left, and what was skipped; `mail`: it can go."""
    skipped = [step for step, how in steps.items() if how == "skipped" and not (step == "mail" and mail)]
    if not skipped:
        return "Everything is set up."
    if "mail" in skipped:
        return "Set up. Mail is still missing."
    return f"Set up. {words.counted(len(skipped), 'step').capitalize()} can still be done."


def invited(told: int, why_nobody: str, *, mail: bool) -> str:
    """Say how many were invited, and whether their invitations can go."""
    if not told:
        return f"Nobody to invite: {why_nobody}."
    if mail:
        return f"Invited: {told}."
    wait = "waits" if told == 1 else "wait"
    return f"{words.counted(told, 'invitation').capitalize()} {wait} until mail is set up. Or copy the links."
