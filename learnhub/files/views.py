"""The one route by which what was uploaded is served."""

from typing import Any

from flask import Blueprint, Response, abort, request
from flask_login import current_user

from learnhub.core.policy import YES, Verdict
from learnhub.files import queries
from learnhub.files.models import Size
from learnhub.web.access import access
from learnhub.web.errors import SignInNeeded

bp = Blueprint("files", __name__, url_prefix="/files")
SANDBOX = "default-src 'none'; sandbox"


def signed_in() -> Verdict:
    """Anybody signed in; the owner's feature decides. (The rules of people lie above this package.)"""
    if not _viewer().is_authenticated:
        raise SignInNeeded
    return YES


def _viewer() -> Any:
    return current_user._get_current_object()


@bp.get("/<key>/<size>.webp")
@access(signed_in)
def show(key: str, size: str) -> Response:
    """Serve a picture to whoever may see its owner."""
    if size not in set(Size):
        abort(404)
    picture = queries.visible_to(_viewer(), key)
    response = Response(queries.body(picture, Size(size)), mimetype="image/webp")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = f'inline; filename="{picture.key}.webp"'
    response.headers["Cache-Control"] = "private, max-age=3600"  # fifty faces are not asked for on each page
    response.set_etag(f"{picture.key}-{size}")  # a picture never changes
    response.make_conditional(request)
    return response
