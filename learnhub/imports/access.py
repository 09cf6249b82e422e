"""Who may bring in what: each kind of import has its own rule."""

from typing import Any

from flask import request
from flask_login import current_user

from learnhub.core.policy import Verdict
from learnhub.imports import queries
from learnhub.imports.importer import connected
from learnhub.web.errors import SignInNeeded


def actor() -> Any:
    """Return the signed-in person. Raises SignInNeeded for nobody."""
    person: Any = current_user._get_current_object()
    if not person.is_authenticated:
        raise SignInNeeded
    return person


def importer() -> Verdict:
    """Whoever may bring in files of the kind that the address names, or that the batch in it is of.

    Raises NotFound for a kind that does not exist and for another person's batch.
    """
    who, named = actor(), request.view_args or {}
    kind = named["kind"] if "kind" in named else queries.batch(who, named["key"]).kind
    return connected(kind).rule()
