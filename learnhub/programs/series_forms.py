"""What people type about a series."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from learnhub.core import dates
from learnhub.programs import series_rules
from learnhub.programs.series_plans import Reach
from learnhub.programs.series_rules import Rule, nth_of
from learnhub.web.fields import BoxesField, DayField, Form, LineField, VersionField, WallField, options

WEEK = [(str(number), name) for number, name in enumerate(dates.weekdays())]
WAYS = (
    ("", "It does not repeat"),
    ("weekly", "Every week"),
    ("other", "Every second week"),
    ("monthly", "Every month, on the same weekday (such as the second Tuesday)"),
    ("last", "Every month, on the last such weekday"),
)


KEPT = "What you did not change here spreads to none, and a date keeps what it has of its own."
REACHES = ((Reach.FOLLOWING.value, "This and those that follow"), (Reach.ALL.value, "All to come"))


class ReachField(RadioField):
    """Which dates of a series a change is for."""

    def __init__(self, label: str, *, alone: bool = False, **more: Any) -> None:
        chosen = Reach.THIS if alone else Reach.FOLLOWING
        only = ((Reach.THIS.value, "Only this one"),) if alone else ()
        if alone:
            more["description"] = KEPT
        super().__init__(label, choices=options((*only, *REACHES)), default=chosen.value, **more)

    @property
    def reach(self) -> Reach:
        return Reach(self.data) if self.data in set(Reach) else Reach.THIS


class ShiftForm(Form):
    """When a date should be, and others as far away from where they are."""

    starts = WallField("It starts", [InputRequired("Say when it starts.")])
    minutes = IntegerField("Minutes", [InputRequired("Say how long it takes.")])
    reach = ReachField("Which dates move?")
    drifting = BooleanField("Move those as well that were moved by hand")
    rev = VersionField()


class CallOffForm(Form):
    """Which dates are called off, and why."""

    reason = LineField("Why?", [DataRequired("Say why, in a sentence."), Length(max=300)])

    reach = ReachField("Which dates?")


class RepeatsForm(Form):
    """How something repeats; without a way it does not."""

    way = SelectField("Repeats", [Optional()], choices=options(WAYS), default="")
    every = IntegerField(
        "Every how many weeks or months",
        [Optional(), NumberRange(1, 12, message="Use 1 to 12.")],
        default=1,
        description="For every third week, say 3. Every second week needs nothing here.",
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

    def validate_every(self, field: IntegerField) -> None:
        if self.way.data == "other" and (field.data or 1) > series_rules.OTHER:
            raise ValidationError(
                f"“Every second week” needs nothing here. For every {field.data} weeks choose “Every week”."
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
        if self.way.data == "other":
            said["every"] = series_rules.OTHER
        if self.way.data in ("weekly", "other"):
            return Rule(
                tuple(sorted(int(day) for day in self.days.data or ())) or (starts.weekday(),), **said
            )
        nth = nth_of(starts.date(), last=self.way.data == "last")
        return Rule((starts.weekday(),), nth=-1 if self.way.data == "last" else nth, **said)


class RuleForm(RepeatsForm):
    """Another rule for all to come."""

    way = SelectField("Repeats", choices=options(WAYS[1:]))
    starts = WallField("The first of them", [InputRequired("Say when the first is.")])
    minutes = IntegerField("Minutes", [InputRequired("Say how long each takes.")])
    drifting = BooleanField("Move those as well that were moved by hand")
    rev = VersionField()
