"""Whether mail can go from here: what pages promise depends on it."""

from flask import current_app


def is_set_up() -> bool:
    """Whether a mail server is set up."""
    return bool(current_app.config["SETTINGS"].smtp_url)
