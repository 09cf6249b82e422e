"""The exit statuses of every command, and the one exception that carries them to the shell."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command ends with; docs/operations.md explains each, and a test compares the two."""

    OK = 0
    FAILED = 1
    USAGE = 2
    OLD_PYTHON = 10
    NO_INSTALLER = 11
    INSTALL_FAILED = 12
    SETTINGS = 13
    FOLDER = 14
    FOLDER_IN_USE = 15
    PORT_TAKEN = 16
    DATABASE_UNREACHABLE = 17
    DATABASE_NEWER = 18
    DATABASE_BEHIND = 19
    QUEUE_UNREACHABLE = 20
    SERVICE_FAILED = 21
    REFUSED = 22
    BAD_FILE = 23
    UNHEALTHY = 24
    NOT_FOUND = 25


class Stop(Exception):
    """End the command with this status, after one message in plain words."""

    def __init__(self, status: Exit, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
