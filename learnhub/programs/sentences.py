"""Sentences that all programs share. Pure."""

from learnhub.core import words


def told_of_move(told: int, *, mail: bool) -> str:
    """Say who hears of a move and when, once it is made; nothing where nobody does."""
    if not told:
        return ""
    follows = "follows in about ten minutes, unless it moves again" if mail else "waits until mail is set up"
    return f"In the inbox of {words.count(told, 'person')} at once; mail {follows}."
