"""The pages of cohorts; importing a module puts its routes on the blueprint."""

from learnhub.cohorts.views import (
    certificates,
    check_ins,
    hosting,
    making,
    meetings,
    pods,
    sessions,
    taking_back,
    taking_part,
    ticking_off,
    updating,
    weekly,
    writing,
)
from learnhub.cohorts.views.blueprint import bp
from learnhub.cohorts.views.kind import COHORT

__all__ = [
    "COHORT",
    "bp",
    "certificates",
    "check_ins",
    "hosting",
    "making",
    "meetings",
    "pods",
    "sessions",
    "taking_back",
    "taking_part",
    "ticking_off",
    "updating",
    "weekly",
    "writing",
]
