"""What a page is measured against: small applications that do one thing, served exactly as LearnHub is.

    bare    WSGI alone                          hello   Flask alone
    jinja   50 rows rendered, no database       l4      one indexed ORM query, 50 rows rendered
    l4b     a lean page for somebody signed in: who it is, a form with CSRF, a layout, two counts, 50 rows
    write   a form of the same, with one row inserted

`python -m benchmarks.reference PORT DATABASE` serves them; the tables must have been made (`fill`).
"""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy import Index, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.test import Client
from wtforms import StringField

from learnhub.cli.web import Server, settle
from learnhub.core.db import WRITING, engine_options, sqlalchemy_url
from learnhub.ops import processes
from learnhub.settings import Settings

SECRET = "reference" * 4
ROWS, USERS, GROUPS = 2000, 20, 10
FROM = datetime(2026, 1, 1, tzinfo=UTC)
Start = Callable[..., Any]


class Base(DeclarativeBase):
    """The reference's own tables, in a database of their own."""


database = SQLAlchemy(model_class=Base)


class User(UserMixin, database.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy builds it
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Item(database.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy builds it
    __table_args__ = (Index("ix_item_group_added", "group", "added"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]
    added: Mapped[datetime]


class ItemForm(FlaskForm):
    title = StringField("Title")


def plain() -> Flask:
    """`hello` and `jinja`: no database, no session."""
    app = Flask("benchmarks")
    rows = [item(number) for number in range(50)]
    app.add_url_rule("/hello", "hello", lambda: "Hello")
    app.add_url_rule("/jinja", "jinja", lambda: render_template("rows.html", rows=rows))
    return app


def stored(url: str) -> Flask:
    """`l4`, `l4b` and `write`, on that database."""
    app = Flask("benchmarks")
    app.config["SECRET_KEY"] = SECRET
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlalchemy_url(url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    database.init_app(app)
    CSRFProtect(app)
    LoginManager(app).user_loader(lambda id_: database.session.get(User, int(id_)))
    app.before_request(begin)
    app.add_url_rule("/l4", "l4", l4)
    app.add_url_rule("/l4b", "l4b", l4b)
    app.add_url_rule("/write", "write", write, methods=["POST"])
    return app


def begin() -> None:
    """Take SQLite's lock at once where something is to be written, as LearnHub does."""
    WRITING.set(request.method == "POST")


def l4() -> str:
    return render_template("rows.html", rows=newest(3))


@login_required
def l4b() -> str:
    counts = [
        database.session.scalar(select(func.count()).select_from(Item).where(Item.group == group))
        for group in (1, 2)
    ]
    return render_template("page.html", rows=newest(3), counts=counts, form=ItemForm(), person=current_user)


@login_required
def write() -> Any:
    database.session.add(Item(group=0, title=ItemForm().title.data, kind="written", added=FROM))
    database.session.commit()
    return redirect("/l4b", 303)


def newest(group: int) -> Any:
    wanted = select(Item).where(Item.group == group).order_by(Item.added.desc()).limit(50)
    return database.session.scalars(wanted).all()


def item(number: int) -> Item:
    at = FROM + timedelta(minutes=number)
    return Item(group=number % GROUPS + 1, title=f"Something to read {number}", kind="article", added=at)


def fill(url: str) -> None:
    """Make the tables and their rows."""
    app = stored(url)
    with app.app_context():
        WRITING.set(True)
        database.create_all()
        if database.session.scalar(select(User.id).limit(1)) is None:  # `size --folder` keeps it
            database.session.add_all(User(name=f"Reader {number}") for number in range(USERS))
            database.session.add_all(item(number) for number in range(ROWS))
        database.session.commit()
        WRITING.set(False)
        database.session.remove()
        database.engine.dispose()


def visitor(url: str, number: int) -> tuple[str, str]:
    """Return the cookie of somebody who is signed in, and the CSRF token of their forms."""
    app = stored(url)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = str(number + 1), True
    page = client.get("/l4b").get_data(as_text=True)
    token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    cookie = client.get_cookie("session")
    with app.app_context():
        database.engine.dispose()
    return f"session={cookie.value if cookie else ''}", token


class Site:
    """All of them behind one door."""

    def __init__(self, url: str) -> None:
        self.stored, self.plain = stored(url), plain()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/bare":
            start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
            return [b"Hello"]
        return (self.plain if path in ("/hello", "/jinja") else self.stored)(environ, start)


class References(Server):
    """Gunicorn with LearnHub's own options, for the references."""

    def load(self) -> Any:
        self.site = Site(self.settings.database_url)
        for path in ("/hello", "/jinja"):
            Client(self.site).get(path)
        settle()
        return self.site

    def begin(self) -> None:
        processes.die_with_parent()
        with self.site.stored.app_context():
            database.engine.dispose(close=False)


def main(port: int, url: str) -> None:
    References(Settings(secret_key=SECRET, database_url=url, port=port, web_processes=1)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
