"""Lists in pages, counted from 1."""

from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from learnhub.core import words

MOST = 10_000  # to count a hundred thousand takes longer than the rest of a page


class Total(NamedTuple):
    """How many there are; there are `more` where no more than `MOST` were counted."""

    number: int
    more: bool = False

    def of(self, word: str) -> str:
        """ "three people", "more than 10,000 people"."""
        return f"{'more than ' if self.more else ''}{words.counted(self.number, word)}"


def within(page: int, total: int, per_page: int) -> int:
    """Return the page that there is: beyond the last it is the last."""
    return max(1, min(page, -(-total // per_page)))


def counting(wanted: Select[Any]) -> Select[int]:
    """Count the rows of a long list, as far as it is told."""
    return select(func.count()).select_from(wanted.limit(MOST + 1).subquery())


def counted(rows: int | None) -> Total:
    """Return what `counting` found, as it is told."""
    return Total(min(rows or 0, MOST), (rows or 0) > MOST)
