"""Every environment variable that the program reads, in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE_URL = "sqlite:///learnhub.db"
REDIS_URL = "redis://localhost:6379/0"
MAIL_FROM = "learnhub@localhost"
BASE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. Each field is `LEARNHUB_` and its name in capitals."""

    secret_key: str
    database_url: str = DATABASE_URL
    redis_url: str = REDIS_URL
    smtp_url: str = ""
    mail_from: str = MAIL_FROM
    base_url: str = BASE_URL
    data: Path = Path("var")
    test_clock: Path | None = None
    testing: bool = False
    root: Path = Path(__file__).resolve().parent.parent

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; a missing secret key stops the program here, by name."""
        if not env.get("LEARNHUB_SECRET_KEY"):
            raise SystemExit("LEARNHUB_SECRET_KEY is not set. `python3 app.py up` makes and keeps one.")
        testing = env.get("LEARNHUB_TESTING") == "1"
        clock_file = env.get("LEARNHUB_TEST_CLOCK") if testing else None
        return cls(
            secret_key=env["LEARNHUB_SECRET_KEY"],
            database_url=env.get("LEARNHUB_DATABASE_URL", DATABASE_URL),
            redis_url=env.get("LEARNHUB_REDIS_URL", REDIS_URL),
            smtp_url=env.get("LEARNHUB_SMTP_URL", ""),
            mail_from=env.get("LEARNHUB_MAIL_FROM", MAIL_FROM),
            base_url=env.get("LEARNHUB_BASE_URL", BASE_URL).rstrip("/"),
            data=Path(env.get("LEARNHUB_DATA", "var")),
            test_clock=Path(clock_file) if clock_file else None,
            testing=testing,
        )

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
