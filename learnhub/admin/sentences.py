"""What admins are told of what they did. Pure."""

from learnhub.core import words


def invited(told: int, why_nobody: str, *, mail: bool) -> str:
    """Say how many were invited, and whether their invitations can go."""
    if not told:
        return f"Nobody to invite: {why_nobody}."
    if mail:
        return f"Invited: {told}."
    wait = "waits" if told == 1 else "wait"
    return f"{words.counted(told, 'invitation').capitalize()} {wait} until mail is set up. Or copy the links."
