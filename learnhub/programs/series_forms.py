"""What people type about a series."""

from datetime import datetime
from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, ValidationError

from learnhub.core import dates
from learnhub.programs.series_rules import Rule, nth_of
from learnhub.web.fields import BoxesField, DayField, Form, options

WEEK = [(str(number), name) for number, name in enumerate(dates.weekdays())]
WAYS = (
    ("", "It does not repeat"),
    ("weekly", "Every week, or every few weeks"),
    ("monthly", "Every month, on the same weekday (such as the second Tuesday)"),
    ("last", "Every month, on the last such weekday"),
)


class RepeatsForm(Form):
    """How something repeats; without a way it does not."""

    way = SelectField("Repeats", [Optional()], choices=options(WAYS), default="")
    every = IntegerField(
        "Every how many weeks or months",
        [Optional(), NumberRange(1, 12, message="Use 1 to 12.")],
        default=1,
    )
    days = BoxesField(
        "On which days of the week",
        [Optional()],
        choices=options(WEEK),
        description="None means the weekday of the first date.",
    )
    until = DayField("Until", [Optional()], description="Empty means without end.")
    times = IntegerField(
        "Or how many times", [Optional(), NumberRange(2, 500, message="Use 2 to 500 times.")]
    )

    def validate_times(self, field: IntegerField) -> None:
        if field.data and self.until.data:
            raise ValidationError("Say until when, or how many times: not both.")

    def rule(self, starts: datetime) -> Rule | None:
        """Return the rule that begins at a wall time; None where it does not repeat."""
        if not self.way.data:
            return None
        said: dict[str, Any] = {
            "every": self.every.data or 1,
            "until": self.until.data,
            "times": self.times.data,
        }
        if self.way.data == "weekly":
            return Rule(
                tuple(sorted(int(day) for day in self.days.data or ())) or (starts.weekday(),), **said
            )
        nth = nth_of(starts.date(), last=self.way.data == "last")
        return Rule((starts.weekday(),), nth=-1 if self.way.data == "last" else nth, **said)
