"""How the text of a setting is read: each returns its value, or raises ValueError that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def like(pattern: str, says: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(says)
        return text

    return parse


def url(*schemes: str) -> Callable[[str], str]:
    says = "must begin with " + " or ".join(f"{scheme}://" for scheme in schemes)
    return like(rf"(?is)({'|'.join(schemes)})(\+[a-z0-9]+)?:.*", says)


def mail_server(text: str) -> str:
    parts = urlsplit(url("smtp", "smtps")(text))
    options = parse_qs(parts.query, keep_blank_values=True)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if not parts.hostname or port == 0:
        raise ValueError(
            "must name a host, and a port from 1 to 65535 if any, as in smtp://mail.example.org:587"
        )
    starttls = options.get("starttls", ["1"])[0]
    if not options.keys() <= {"starttls", "timeout"} or starttls not in {"", "0", "1"}:
        raise ValueError("may end in ?starttls=1, ?starttls=0 or ?timeout=SECONDS, and in no other option")
    if not re.fullmatch(r"(?=.*[1-9])\d{1,3}(\.\d{1,3})?", options.get("timeout", ["1"])[0], re.ASCII):
        raise ValueError("must have a number of seconds above 0 as its timeout, as in ?timeout=15")
    return text


def number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return parse


def origin(text: str) -> str:
    parts = urlsplit(url("http", "https")(text))
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be a scheme and a host alone, as in https://learn.example.org")
    return text.rstrip("/")


address = like(r"[^@\r\n]*@[^@\r\n]*", "must be one e-mail address, as in learnhub@example.org")
rate = like(
    r"[1-9]\d{0,5} per (?:[1-9]\d{0,3} )?(?:second|minute|hour|day)s?",
    "must be a number per time, as in 10 per 15 minutes",
)
hosts = like(r"[a-z0-9.-]+( [a-z0-9.-]+)*", "must be names of hosts with spaces between, as in wiki.corp")


def level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ValueError("must be one of " + ", ".join(LEVELS))
    return text.upper()


def switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"
