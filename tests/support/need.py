"""What a machine may lack: a test that needs it is skipped with the reason, or fails where CI is set."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """End the test because `what` is not here."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}: CI must have it", pytrace=False)
    pytest.skip(what)
