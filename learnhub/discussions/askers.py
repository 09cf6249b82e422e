"""Who asked how often, without saying who: a digest that only this installation can make."""

from flask import current_app

from learnhub.core import tokens
from learnhub.core.refs import Ref
from learnhub.people.models import Person


def asker(person: Person, ref: Ref) -> str:
    """Return the person's digest for one thing; for another thing it is another, and none leads back."""
    return tokens.derived(current_app.config["SECRET_KEY"], "asking", ref.kind, ref.id, person.id)
