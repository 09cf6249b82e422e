"""People as round faces: their photo, or the initials of their name."""

from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from learnhub.core import words
from learnhub.people import photos
from learnhub.people.models import Person
from learnhub.people.named import Named
from learnhub.people.session import viewer


def photo(shown: object, size: str = "small") -> str:
    """Return the address of a person's photo, and "" where initials stand: `shown` may be a name alone."""
    if not isinstance(shown, (Person, Named)) or shown.photo is None or not photos.is_shown(shown, viewer()):
        return ""
    return url_for("files.show", key=shown.photo, size=size)


def face_of(shown: Any, hidden: bool = False, large: bool = False) -> Markup:
    """A person's face, or that of a name alone; hidden from screen readers where the name stands beside it.

    No macro: a page has dozens, and each would take four times as long.
    """
    name: str = shown if isinstance(shown, str) else shown.name
    address = photo(shown, "large" if large else "small")
    said = 'aria-hidden="true"' if hidden else f'role="img" aria-label="{escape(name)}"'
    within = escape(words.initials(name))
    if address:
        within = Markup(f'<img src="{escape(address)}" alt="" width="72" height="72" loading="lazy">')
    return Markup(f'<span class="face {words.tint(name)}{" lg" if large else ""}" {said}>{within}</span>')
