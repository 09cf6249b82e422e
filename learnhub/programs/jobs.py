"""Work of programs that waits for its moment."""

from learnhub.core.transaction import one_by_one, transaction
from learnhub.programs import (
    acceptance,
    announcements,
    answers,
    no_shows,
    reasons,
    series,
    series_queries,
    series_questions,
)


def forget_reasons() -> None:
    """Why people were taken off a list, and what they told its hosts alone, goes two weeks after the end."""
    with transaction():
        reasons.forget()
        answers.forget_sensitive()
        series_questions.forget()


def pass_offers_on() -> None:
    """What was offered and not taken goes to the next."""
    one_by_one(acceptance.overdue, acceptance.pass_on)


def release_no_shows() -> None:
    """Places of those who have not come go to who waits."""
    one_by_one(no_shows.due, no_shows.release)


def lay_out_series() -> None:
    """The dates of series that come within eight weeks become programs."""
    one_by_one(series_queries.published, series.lay_out_by_id)


def send_announcements() -> None:
    """What hosts wrote goes at its moment."""
    one_by_one(announcements.due, announcements.send)
