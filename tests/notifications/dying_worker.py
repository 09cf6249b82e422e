"""A real worker that dies by SIGKILL at one step of the first message that it works on."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from redis import Redis

from app import create_app
from learnhub.cli.worker import Worker
from learnhub.notifications.sending import attempts, delivery, letters
from learnhub.notifications.sending.channels import email
from learnhub.notifications.sending.channels.smtp import Line
from learnhub.settings import Settings

STEPS = ("claimed", "gated", "sending", "sent", "marking", "marked")
IN_FLIGHT = ("sent", "marking")  # the server has it, and no row says so


def die(*_: Any, **__: Any) -> Any:
    """End at once, as `kill -9` does: nothing is flushed, closed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(work: Callable[..., Any]) -> Callable[..., Any]:
    """Do the work, and end before its answer is used."""

    def last(*some: Any, **more: Any) -> Any:
        work(*some, **more)
        return die()

    return last


def once_taken(work: Callable[..., Any]) -> Callable[..., Any]:
    """Let the first go; end when it is written that it was taken, and that the next is about to go."""

    def last(on: Any, taken: Any, *more: Any, **named: Any) -> Any:
        done = work(on, taken, *more, **named)
        return die() if taken else done

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
        attempts.sent = then_die(attempts.sent)
    elif step == "marked":
        delivery._write = once_taken(delivery._write)


if __name__ == "__main__":
    arm(sys.argv[1])
    settings = Settings.from_env()
    app = create_app(settings)
    burst = sys.argv[1] not in STEPS
    Worker(app, Redis.from_url(settings.redis_url)).work(burst=burst, logging_level="WARNING")
