"""What templates say about times, numbers and words. Every name here is listed in docs/ui.md."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from flask import Flask
from markupsafe import Markup, escape

from learnhub.core import dates, text, words
from learnhub.web import charts, line_charts
from learnhub.web.addresses import whole
from learnhub.web.reader import house, now, reader_zone, today


def init_app(app: Flask) -> None:
    """Give templates the filters and the functions below."""
    app.jinja_env.filters.update(_time_filters(), **_word_filters())
    app.jinja_env.globals.update(
        when=when,
        between=between,
        block=block,
        chapter=chapter,
        now=now,
        today=today,
        reader_zone=reader_zone,
        zone_names=dates.zone_names,
        zone_city=dates.zone_city,
        plural=words.plural,
        tint=words.tint,
        window=charts.Window,
        axis=axis,
        chart_lines=line_charts.lines,
        chart_parts=charts.parts,
        chart_strip=charts.strip,
        chart_squares=charts.squares,
        in_hundred=words.in_hundred,
    )


def _time_filters() -> dict[str, Callable[..., str]]:
    return {
        "moment": moment,
        "day": day,
        "day_name": day_name,
        "clock": clock,
        "relative": relative,
        "lateness": lateness,
        "zone_mark": zone_mark,
        "duration": duration,
        "iso": iso,
    }


def _word_filters() -> dict[str, Callable[..., str]]:
    return {
        "count": words.count,
        "counted": words.counted,
        "spelled": words.spelled,
        "ordinal": words.ordinal,
        "figure": words.figure,
        "signed": words.signed,
        "percent": words.percent,
        "joined": words.joined,
        "filesize": words.size,
        "initials": words.initials,
        "sentence": words.sentence,
        "stopped": words.stopped,
        "markdown": text.markdown,
        "lines": text.lines,
        "whole": whole,
    }


def when(value: datetime | date, form: str = "moment", where: tzinfo | None = None) -> Markup:
    """A `<time datetime>` element. Forms: moment, full, day, day_name, clock, relative, lateness."""
    zone = where or reader_zone()
    said = _FORMS[form](value, zone)
    return Markup(f'<time datetime="{dates.iso(value, zone)}">{escape(said)}</time>')


def moment(value: datetime | date, where: tzinfo | None = None) -> str:
    """ "Thu 3 Dec, 17:00 CET"; a date is "Thu 3 Dec"."""
    if not isinstance(value, datetime):
        return day(value)
    return dates.moment(value, where or reader_zone(), now())


def full(value: datetime, where: tzinfo | None = None) -> str:
    """ "Thu 3 Dec, 17:00 CET, in 11 days"."""
    return dates.moment_and_relative(value, where or reader_zone(), now())


def between(start: datetime, end: datetime, where: tzinfo | None = None) -> str:
    """ "Thu 10 Dec, 12:15–13:00 CET"."""
    return dates.between(start, end, where or reader_zone(), now())


def day(value: datetime | date, where: tzinfo | None = None) -> str:
    """ "Thu 3 Dec"."""
    return dates.day(dates.local_date(value, where or reader_zone()), today())


def day_name(value: datetime | date, where: tzinfo | None = None) -> str:
    """ "Today", "Tomorrow", "Friday", "Thu 10 Dec"."""
    return dates.day_name(dates.local_date(value, where or reader_zone()), today())


def chapter(value: datetime | date, where: tzinfo | None = None) -> str:
    """The heading of an agenda: "Today", "Next week", "December"."""
    return dates.chapter(dates.local_date(value, where or reader_zone()), today(), house().first_weekday)


def clock(value: datetime, where: tzinfo | None = None) -> str:
    """ "17:00"."""
    return dates.clock_time(value, where or reader_zone())


def relative(value: datetime | date, where: tzinfo | None = None) -> str:
    """ "in 2 h 40 min", "tomorrow", "in 11 days"; a date is "today", "tomorrow", "in 11 days"."""
    zone = where or reader_zone()
    if isinstance(value, datetime):
        return dates.relative(value, now(), zone)
    return dates.relative_day(value, today())


def lateness(value: datetime, where: tzinfo | None = None) -> str:
    """ "due in 2 h 40 min", "overdue by 3 days"."""
    return dates.lateness(value, now(), where or reader_zone())


def zone_mark(value: datetime, where: tzinfo | None = None) -> str:
    """ "CET"."""
    return dates.zone_mark(value, where or reader_zone())


def duration(value: timedelta | int) -> str:
    """ "2 h 40 min"; a number is minutes."""
    return dates.duration(value if isinstance(value, timedelta) else timedelta(minutes=value))


def iso(value: datetime | date, where: tzinfo | None = None) -> str:
    """What stands in an attribute `datetime`."""
    return dates.iso(value, where or reader_zone())


def block(
    start: datetime | date, end: datetime | date | None = None, where: tzinfo | None = None
) -> dates.Block:
    """The date block of a day or a span, for `masthead`."""
    return dates.block(start, end, where or reader_zone(), today())


def axis(windows: Sequence[charts.Window], where: tzinfo | None = None) -> charts.Axis:
    """Windows on one axis, for `windows_axis` in ui/charts.html."""
    return charts.axis(windows, now(), where or reader_zone())


_FORMS: dict[str, Callable[..., str]] = {
    "moment": moment,
    "full": full,
    "day": day,
    "day_name": day_name,
    "clock": clock,
    "relative": relative,
    "lateness": lateness,
}
