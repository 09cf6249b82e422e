"""The blueprint that the pages about demos share."""

from flask import Blueprint

bp = Blueprint("demos", __name__)
