"""Two addresses for machines: does the process answer, and is all that it needs well."""

from flask import Blueprint, Response, jsonify

from learnhub.admin import health
from learnhub.web.access import access, anyone

bp = Blueprint("health", __name__)


@bp.get("/livez")
@access(anyone)
def livez() -> Response:
    """The process answers; the database is not asked."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/healthz")
@access(anyone)
def healthz() -> tuple[Response, int]:
    found = health.report(health.parts())
    return jsonify(found), 200 if found["ok"] else 503
