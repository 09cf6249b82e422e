"""The blueprint of messages."""

from flask import Blueprint

bp = Blueprint("notifications", __name__)
