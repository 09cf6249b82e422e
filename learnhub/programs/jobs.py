"""Work of programs that waits for its moment."""

from learnhub.core import clock
from learnhub.core.transaction import transaction
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
    """What was offered and not taken goes to the next; each program in its transaction."""
    with transaction():
        found = acceptance.overdue()
    for id_ in found:
        with transaction():
            acceptance.pass_on(id_)


def release_no_shows() -> None:
    """Places of those who have not come go to who waits; each program in its transaction."""
    with transaction():
        found = no_shows.due()
    for id_ in found:
        with transaction():
            no_shows.release(id_)


def lay_out_series() -> None:
    """The dates of series that come within eight weeks become programs; each series in its transaction."""
    with transaction():
        found = series_queries.published()
    for id_ in found:
        with transaction():
            series.lay_out_by_id(id_)


def send_announcements() -> None:
    """What hosts wrote goes at its moment; each in its transaction."""
    with transaction():
        found = announcements.due(clock.now())
    for id_ in found:
        with transaction():
            announcements.send(id_, clock.now())
