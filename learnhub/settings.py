"""Every environment variable that the program reads, in one place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from learnhub import setting_texts as texts

PREFIX = "LEARNHUB_"
DATABASE = "learnhub.db"
KEY_FILE = Path("secret_key")
QUEUE_ADDRESS = Path("queue", "address")
WEB_ADDRESS = Path("address")
ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32


class BadSettings(SystemExit):
    """What is wrong with the settings, a line each; uncaught, it ends the program with that text."""


@dataclass(frozen=True, slots=True)
class About:
    """What README's table says of a setting, and how its text is read. A test compares the two."""

    meaning: str
    parse: Callable[[str], Any] = str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. Each field is `LEARNHUB_` and its name in capitals."""

    secret_key: Annotated[
        str,
        About(
            "Signs sessions and links; at least 32 characters. Changing it signs everybody out.",
            str,
            "made by `up`, kept in the data folder",
        ),
    ]
    database_url: Annotated[
        str,
        About(
            "`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
            texts.url("sqlite", "postgresql", "postgres"),
            "`learnhub.db` in the data folder",
        ),
    ] = f"sqlite:///{DATABASE}"
    redis_url: Annotated[
        str,
        About(
            "Redis or Valkey with the `noeviction` policy: `redis://`, `rediss://` or `unix://`.",
            texts.url("redis", "rediss", "unix"),
            "the queue that `up` starts, else `redis://localhost:6379/0`",
        ),
    ] = "redis://localhost:6379/0"
    smtp_url: Annotated[
        str,
        About(
            "The mail server: `smtp://USER:PASSWORD@HOST:587` (STARTTLS, for the password; `?starttls=0` "
            "lets it go without), `smtp://HOST:25` (STARTTLS where offered, `?starttls=1` insists on it) or "
            "`smtps://…:465`. `?timeout=SECONDS` says how long to wait for an answer.",
            texts.mail_server,
            "none: messages wait",
        ),
    ] = ""
    mail_from: Annotated[str, About("Whom messages and invitations come from.", texts.address)] = (
        "learnhub@localhost"
    )
    base_url: Annotated[
        str,
        About(
            "How people reach it; links in messages begin with it. With `https://`, cookies insist on TLS.",
            texts.origin,
            "`http://HOST:PORT`",
        ),
    ] = "http://127.0.0.1:8000"
    data: Annotated[
        Path, About("The data folder: database with uploads, queue, backups, secret key.", Path)
    ] = Path("var")
    host: Annotated[str, About("The address that `up` and `web` listen on.")] = "127.0.0.1"
    port: Annotated[int, About("The port that `up` and `web` listen on.", texts.number(1, 65535))] = 8000
    web_processes: Annotated[int, About("Web processes.", texts.number(1, 64))] = 2
    web_threads: Annotated[int, About("Threads in each web process.", texts.number(1, 64))] = 4
    worker_processes: Annotated[int, About("Worker processes that `up` starts.", texts.number(1, 64))] = 1
    trusted_proxies: Annotated[
        int, About("How many proxies stand before it; so many forwarded headers count.", texts.number(0, 8))
    ] = 0
    limit_sign_in: Annotated[str, About("How often one account, or one link, may be tried.", texts.rate)] = (
        "10 per 15 minutes"
    )
    limit_address: Annotated[str, About("How often one network address may try any of them.", texts.rate)] = (
        "60 per 15 minutes"
    )
    intranet_hosts: Annotated[str, About("Your own hosts that the library may ask.", texts.hosts, "none")] = (
        ""
    )
    bounce_secret: Annotated[
        str,
        About(
            "Signs what your mail provider reports of mail that came back, at `/mail/bounces`; at least 32 "
            "characters.",
            texts.like(r".{32,}", "must have at least 32 characters"),
            "none: nothing is taken",
        ),
    ] = ""
    slack_token: Annotated[
        str,
        About(
            "The bot token of your Slack app (`chat:write`, `users:read.email`): people may then choose to "
            "be told in Slack.",
            str,
            "none",
        ),
    ] = ""
    slack_api: Annotated[
        str, About("Where Slack’s API is.", texts.url("https"), "`https://slack.com/api`")
    ] = "https://slack.com/api"
    chat_hosts: Annotated[
        str,
        About(
            "Your own hosts into whose chat messages may be posted, by `https://` as everywhere.",
            texts.hosts,
            "none: chats on the Internet alone",
        ),
    ] = ""
    heartbeat_url: Annotated[
        str,
        About(
            "A dead man’s switch: an address that is asked each minute while messages are looked after, "
            "so that who runs it hears when that stops.",
            texts.url("http", "https"),
            "none",
        ),
    ] = ""
    log_level: Annotated[str, About("`DEBUG`, `INFO`, `WARNING` or `ERROR`.", texts.level)] = "INFO"
    backups_kept: Annotated[
        int, About("How many of the backups made before migrating are kept.", texts.number(1, 1000))
    ] = 5
    demo_password: Annotated[
        str, About("The password of the demo organisation’s accounts.", str, "made up and printed")
    ] = ""
    testing: Annotated[
        bool,
        About("`1` for tests only: weak password hashes, a clock that can be shifted.", texts.switch, "`0`"),
    ] = False
    test_clock: Annotated[
        Path | None, About("When testing: a file with seconds to add to the clock.", Path, "none")
    ] = None
    tick_seconds: Annotated[
        int, About("When testing: seconds between two ticks of the schedule.", texts.number(1, 60))
    ] = 60
    root: Path = ROOT
    own_queue: bool = field(default=False, compare=False)  # nobody named a queue server: `up` starts one

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ, **given: object) -> Settings:
        """Read the settings; `given` (from the command line) goes before the environment.

        Raises BadSettings, which names everything that is wrong at once.
        """
        said = {name: str(value) for name, value in given.items() if value is not None}
        data = data_folder(env, given.get("data"))
        values = {"data": data, **_kept_in(data)}
        values["own_queue"] = not env.get(variable("redis_url"))
        wrong: list[str] = []
        for name, about in documented().items():
            text = said.get(name) or env.get(variable(name)) or ""
            if text and name != "data":
                try:
                    values[name] = about.parse(text)
                except ValueError as error:
                    wrong.append(f"{variable(name)} {error}.")
        if "secret_key" not in values:
            wrong.append(f"{PREFIX}SECRET_KEY is not set. `python3 app.py up` makes and keeps one.")
        elif len(values["secret_key"]) < SHORTEST_SECRET and not values.get("testing"):
            wrong.append(f"{PREFIX}SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
        if wrong:
            raise BadSettings("\n".join(wrong))
        if not values.get("testing"):
            values.pop("test_clock", None)
            values.pop("tick_seconds", None)
        values.setdefault("base_url", _own_url(values))
        return cls(**values)

    def environment(self) -> dict[str, str]:
        """The whole environment for a child process that is to run with these settings."""
        ours = {variable(name): _as_text(getattr(self, name)) for name in documented()}
        own = {name: text for name, text in ours.items() if text}
        return {"MALLOC_ARENA_MAX": "2", **os.environ, **own}  # a heap for each thread costs megabytes

    @property
    def secure(self) -> bool:
        """Whether people reach it by TLS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    def as_flask_config(self) -> dict[str, Any]:
        cookie = "__Host-learnhub" if self.secure else "learnhub"
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SETTINGS": self,
            "TESTING": self.testing,
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "SESSION_COOKIE_NAME": cookie,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.secure,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_CHECK_DEFAULT": False,
        }


def documented() -> dict[str, About]:
    """What is said of each setting, by name, in the order of the table."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


def variable(name: str) -> str:
    return PREFIX + name.upper()


def data_folder(env: Mapping[str, str] = os.environ, given: object = None) -> Path:
    """The data folder, which holds settings that `up` made by itself."""
    return Path(str(given or env.get(f"{PREFIX}DATA") or "var")).absolute()


def unknown_names(env: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that look like ours and are not: most likely misspelt."""
    known = set(map(variable, documented()))
    return sorted(
        n for n in env if n.startswith(PREFIX) and n not in known and not n.startswith(f"{PREFIX}TEST_")
    )


def _kept_in(data: Path) -> dict[str, Any]:
    """What `up` keeps in the data folder and the environment need not repeat."""
    kept: dict[str, Any] = {"database_url": f"sqlite:///{data / DATABASE}"}
    places = {"secret_key": KEY_FILE, "redis_url": QUEUE_ADDRESS, "base_url": WEB_ADDRESS}
    for name, place in places.items():
        file = data / place
        if file.is_file() and os.access(file, os.R_OK):
            kept[name] = file.read_text().strip()
    return kept


def _own_url(values: Mapping[str, Any]) -> str:
    host = values.get("host", "127.0.0.1")
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{values.get('port', 8000)}"


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else "" if value is None else str(value)


def table() -> list[str]:
    """The rows of README's table of settings."""
    defaults = {one.name: f"`{one.default}`" for one in fields(Settings)}
    return [
        f"| `{variable(name)}` | {about.default or defaults[name]} | {about.meaning} |"
        for name, about in documented().items()
    ]
