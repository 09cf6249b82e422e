"""The Flask test client, used as a browser is: it shares nothing with the test but the database."""

import hashlib
import secrets
from contextvars import Context
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from learnhub.core.transaction import settle
from learnhub.people.models import Person
from tests.support.logins import FIELD, login

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Browser(FlaskClient):
    """Every call runs in an empty context: no application context of the test is open, so none is shared.

    What the test did before is committed first. A write carries its CSRF token, as a page's form would;
    `csrf=False` leaves it out.
    """

    def open(self, *args: Any, csrf: bool = True, **options: Any) -> TestResponse:
        if has_app_context():
            settle(save=True)
        if csrf and str(options.get("method", "GET")).upper() in WRITES:
            options["headers"] = [*_pairs(options.get("headers")), ("X-CSRFToken", self.csrf_token())]
        return Context().run(super().open, *args, **options)

    def csrf_token(self) -> str:
        """Return the token that this browser's forms carry."""
        return Context().run(self._csrf_token)

    def sign_in(self, person: Person) -> "Browser":
        """Be `person` from here on, by a login like that of /login."""
        return self.carry(login(person))

    def carry(self, secret: str) -> "Browser":
        """Be whoever the login with this secret is."""
        Context().run(self._remember, FIELD, secret)
        return self

    def block(self, url: str, target: str, **options: Any) -> TestResponse:
        """Ask for one block as htmx does."""
        headers = [*_pairs(options.pop("headers", None)), *PARTIAL, ("HX-Target", f"section#{target}")]
        return self.open(url, headers=headers, **options)

    def _csrf_token(self) -> str:
        with self.session_transaction() as session:
            if "csrf_token" not in session:
                session["csrf_token"] = hashlib.sha1(secrets.token_bytes(32)).hexdigest()
            key = str(self.application.secret_key)
            return URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(session["csrf_token"])

    def _remember(self, name: str, value: str) -> None:
        with self.session_transaction() as session:
            session.clear()
            session[name] = value
            session.permanent = True


PARTIAL = (("HX-Request", "true"), ("HX-Request-Type", "partial"))


def browser(app: Flask, person: Person | None = None) -> Browser:
    """Open a browser, signed in as `person` unless it is None."""
    client = Browser(app, app.response_class, use_cookies=True)
    return client.sign_in(person) if person is not None else client


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return list(headers.items()) if isinstance(headers, dict) else list(headers or ())
