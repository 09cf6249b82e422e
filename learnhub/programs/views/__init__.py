"""What is on, and the pages under /programs, which every kind of program shares: by whom they are for."""

from learnhub.programs.views import (
    admitting,
    announcing,
    asking,
    cloning,
    hosting,
    listing,
    making,
    opening,
    series,
    series_changing,
    series_helping,
    series_hosting,
    taking_part,
)
from learnhub.programs.views.blueprint import bp

__all__ = [
    "admitting",
    "announcing",
    "asking",
    "bp",
    "cloning",
    "hosting",
    "listing",
    "making",
    "opening",
    "series",
    "series_changing",
    "series_helping",
    "series_hosting",
    "taking_part",
]
