"""Changes to the product that a race must find out. Each is called with the application, in the server."""

import time

from flask import Flask

from learnhub.teams import policies, services


def without_size_guard(app: Flask) -> None:
    """Read the size, think for a moment, and count without a condition."""
    guarded, ask = services._count, policies.may_join

    def count(team, *, by, most=None):
        return guarded(team, by=by)

    def slow(*facts, **more):
        verdict = ask(*facts, **more)
        time.sleep(0.2)
        return verdict

    services._count = count
    policies.may_join = slow
