"""A real worker that dies by SIGKILL at one step of the first message that it works on."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from redis import Redis

from app import create_app
from learnhub.cli.worker import Worker
from learnhub.notifications.sending import delivery, letters
from learnhub.notifications.sending.channels import email
from learnhub.notifications.sending.channels.smtp import Line
from learnhub.settings import Settings


def die(*_: Any, **__: Any) -> Any:
    """End at once, as `kill -9` does: nothing is flushed, closed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(work: Callable[..., Any]) -> Callable[..., Any]:
    """Do the work, and end before its answer is used."""

    def last(*some: Any, **more: Any) -> Any:
        work(*some, **more)
        return die()

    return last


def once_marked(work: Callable[..., Any]) -> Callable[..., Any]:
    """Write that the first is about to go, and end when it is marked as sent and the next as about to go."""

    def last(done: Any, *more: Any) -> Any:
        written = work(done, *more)
        return die() if done else written

    return last


def arm(step: str) -> None:
    """Put the end where `step` says."""
    if step == "claimed":
        delivery._weigh = die
    elif step == "gated":
        letters.of_reminder = die
    elif step == "sending":
        email.compose = die
    elif step == "sent":
        Line.send = then_die(Line.send)
    elif step == "marking":
        delivery._record = then_die(delivery._record)
    elif step == "marked":
        delivery._write = once_marked(delivery._write)


if __name__ == "__main__":
    arm(sys.argv[1])
    settings = Settings.from_env()
    app = create_app(settings)
    Worker(app, Redis.from_url(settings.redis_url)).work(burst=True, logging_level="WARNING")
