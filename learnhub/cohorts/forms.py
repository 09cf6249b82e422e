"""What people type about cohorts."""

from datetime import date, time
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, TimeField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)

from learnhub.cohorts import learning
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.services import Terms, meetings
from learnhub.cohorts.sessions import Wanted as Session
from learnhub.cohorts.shifting import Wanted
from learnhub.core import dates
from learnhub.core.errors import Invalid
from learnhub.core.text import whole_number
from learnhub.people import holidays
from learnhub.people.fields import PersonField, ZoneField
from learnhub.programs.forms import LIMIT, NO_LIMIT, TextForm
from learnhub.programs.texts import Limits, Text
from learnhub.web.fields import (
    BoxesField,
    DayField,
    Form,
    LineField,
    LinkField,
    TextField,
    VersionField,
    WallField,
    options,
)

WEEK = [(str(number), name) for number, name in enumerate(dates.weekdays())]
WHY = [DataRequired("Say why, in a sentence."), Length(max=300)]


class DaysField(TextField):
    """Days, one or a range a line, with a name if wanted: 2026-12-24, 2026-12-24 to 2027-01-03 Closed."""

    days: tuple[date, ...] = ()

    def pre_validate(self, form: object) -> None:
        try:
            self.days = tuple(sorted(holidays.read(self.data or "")))
        except Invalid as error:
            raise ValidationError(str(error)) from error


class WeeksField(LineField):
    """Weeks of the course that take several of the calendar: 3 = 2, 7 = 2."""

    lengths: dict[int, int]

    def pre_validate(self, form: object) -> None:
        self.lengths = {}
        for part in filter(str.strip, (self.data or "").split(",")):
            week, _, number = part.partition("=")
            first, lasts = whole_number(week) or 0, whole_number(number) or 0
            if not (0 < first <= 200 and 0 < lasts <= 8):
                raise ValidationError("Write a week and how many it takes, such as 3 = 2.")
            self.lengths[first] = lasts


class NewForm(TextForm):
    """A new cohort: a course and its first day are asked for."""

    course = SelectField("Course", validate_choice=False)
    starts = DayField("First day", [InputRequired("Say when it starts.")])
    title = LineField(
        "Title", [Optional(), Length(max=120)], description="Empty takes the course’s and the month."
    )
    zone = ZoneField("In which zone?")
    days = BoxesField("It meets on", choices=WEEK, description="None takes the days of the course’s outline.")
    at = TimeField(
        "It meets at",
        [Optional()],
        description="On the days chosen above; empty is 16:00. Without days it is not used.",
    )
    holidays = DaysField(
        "Holidays",
        [Optional(), Length(max=20_000)],
        description="One day or range a line, such as 2026-12-24. Those of the organisation stand here.",
    )
    blackouts = DaysField(
        "Weeks without anything", [Optional(), Length(max=2000)], description="Any day of each such week."
    )
    lengths = WeeksField(
        "Weeks that take longer",
        [Optional(), Length(max=200)],
        description="3 = 2 gives the third week two in the calendar.",
    )
    strictness = RadioField(
        "After a deadline",
        choices=options(
            (
                (Strictness.SOFT.value, "Soft: it can be done late"),
                (Strictness.GRACE.value, "Grace: late for some days, then missed"),
                (Strictness.HARD.value, "Hard: it is missed"),
            )
        ),
        default=Strictness.SOFT.value,
    )
    grace_days = IntegerField("Days of grace", [Optional(), NumberRange(1, 60)], default=3)
    own_days = IntegerField(
        "Days by which one may move a deadline oneself",
        [Optional(), NumberRange(0, 60)],
        default=3,
        description="Once each, with a reason. 0: a facilitator does it.",
    )
    completes_at = IntegerField("Percent that completes it", [Optional(), NumberRange(1, 100)], default=80)
    escalates = BooleanField(
        "What is overdue goes on",
        description="After two days the pod hears, after four you do, in a list a day; never their managers. "
        "Who joins is told, so it cannot be changed later.",
    )
    place = LineField("Room or address", [Optional(), Length(max=200)])
    host = PersonField("Another facilitator", [Optional(), Length(max=300)])
    anew = HiddenField("The run before")  # the key of the cohort whose next run it is

    def terms(self) -> Terms:
        """Return what the cohort adds to its course."""
        at = self.at.data or time(16)
        return Terms(
            starts=self.starts.data or date.max,
            zone=self.zone.data,
            meetings=meetings([int(day) for day in self.days.data or ()], at),
            holidays=self.holidays.days,
            blackouts=self.blackouts.days,
            lengths=self.lengths.lengths,
            strictness=Strictness(self.strictness.data),
            grace_days=self.grace_days.data or 3,
            own_days=self.own_days.data or 0,
            completes_at=self.completes_at.data or 80,
            escalates=bool(self.escalates.data),
        )

    def text(self, course: str) -> Text:
        """Return what was written; without a title that of the course with the month."""
        said = self.said("place")
        starts = self.starts.data or date.max
        said["title"] = said["title"] or f"{course[:100]}, {dates.month(starts)} {starts.year}"
        return Text(**said)


class EditForm(TextForm):
    """The text of a cohort; `version` is the one that was read."""

    place = LineField("Room or address", [Optional(), Length(max=200)])
    capacity = IntegerField("Places", [Optional(), LIMIT], description=NO_LIMIT)
    version = VersionField()

    def text(self) -> Text:
        """Return what was written."""
        return Text(**self.said("place"))

    def limits(self) -> Limits:
        """Return how many places there are."""
        return Limits(self.capacity.data, None)


def _in_a_swap(form: "ShiftForm", field: DayField) -> None:
    """In a swap both weeks are needed; elsewhere neither is asked for."""
    if form.way.data != "swap" or not (field.raw_data and field.raw_data[0].strip()):
        field.errors = []
        raise StopValidation("Choose any day of that week." if form.way.data == "swap" else "")


def _this_or_to(_form: "ShiftForm", field: Any) -> None:
    """Either of the two is enough, so neither is marked as optional."""
    if not (field.raw_data and field.raw_data[0].strip()):
        field.errors = []
        raise StopValidation


class ShiftForm(Form):
    """What moves, by `way`: all or from a day on, by days or to a day; or two weeks that change places."""

    way = HiddenField(default="shift")
    since = DayField(
        "From this day on", [Optional()], description="Empty moves every date, those that have passed too."
    )
    days = IntegerField(
        "By how many days", [_this_or_to, NumberRange(-365, 365)], description="-7 is a week earlier."
    )
    to = DayField("Or so that the first is on", [_this_or_to])
    week = DayField("A day of one week", [_in_a_swap])
    other = DayField("A day of the other", [_in_a_swap])
    reason = LineField("Why?", [Optional(), Length(max=300)], description="Everyone who is told reads it.")
    version = VersionField()

    def wanted(self, days_to: Any) -> Wanted | None:
        """Return what is wanted; None where it is not said. `days_to`: a day and a start to days."""
        if self.way.data == "swap":
            both = self.week.data and self.other.data
            return Wanted(week=self.week.data, other=self.other.data) if both else None
        days = days_to(self.to.data, self.since.data) if self.to.data else self.days.data
        return Wanted(days, self.since.data) if days else None

    def kept(self) -> dict[str, Any]:
        """Return what was asked for, for the form that confirms it."""
        names = ("way", "since", "days", "to", "week", "other", "version")
        return {name: self._fields[name].data for name in names if self._fields[name].data is not None}


class SessionForm(Form):
    """How one session is to be; `version` is the cohort's, as it was read."""

    starts = WallField("When it begins", [InputRequired("Say when it begins.")])
    minutes = IntegerField("Minutes", [InputRequired("Say how long it takes."), NumberRange(5, 1440)])
    place = LineField("Room or address", [Optional(), Length(max=200)])
    call_url = LinkField("Call link", [Optional(), Length(max=500)])
    reason = LineField("Why?", [Optional(), Length(max=300)], description="Everyone who is told reads it.")
    version = VersionField()

    def wanted(self) -> Session:
        """Return how it is to be."""
        place, call_url = self.place.data or "", self.call_url.data or ""
        assert self.starts.data  # it was validated
        return Session(self.starts.data, self.minutes.data or 0, place, call_url)

    def kept(self) -> dict[str, Any]:
        """Return what was asked for, for the form that confirms it."""
        said = {
            name: self._fields[name].data for name in ("minutes", "place", "call_url", "reason", "version")
        }
        return said | {"starts": self.starts.data.isoformat(timespec="minutes") if self.starts.data else ""}


class MaterialForm(Form):
    """What is to be read in a week."""

    url = LinkField(
        "Address",
        [DataRequired("Give the address of a page."), Length(max=2000)],
        description="Of a page anywhere, or of its page in the library. The library finds out the rest.",
    )


class PauseForm(Form):
    """From when until when one rests, in a cohort or a commitment."""

    since = DayField("From", [Optional()], description="Today, or a day within eight weeks.")
    until = DayField("Until", [InputRequired("Say until when.")], description="That day included.")


class UpdateForm(Form):
    """Which version of the course is taken; `version` is the cohort's, as it was read."""

    number = VersionField()
    version = VersionField()


class WorkForm(Form):
    """Where one's work on a deadline can be seen."""

    link = LinkField(
        "Where can it be seen?",
        [Optional(), Length(max=2000)],
        description="A link to a repository, a document, a page.",
    )


class ReasonForm(Form):
    """Why one needs longer, or need not do it."""

    reason = LineField("Why?", WHY)


class MarkForm(Form):
    """On which day somebody did it, and why it is noted only now."""

    on = DayField("Done on", [InputRequired("Say on which day.")])
    reason = LineField("Why, if it was an earlier day", [Length(max=300)])


class ExtendForm(ReasonForm):
    """Until when somebody has time."""

    until = WallField("Until", [InputRequired("Say until when.")])


class BlocksForm(Form):
    """When one keeps time free; a cohort and a commitment ask alike."""

    days = BoxesField("On which days", choices=WEEK)
    at = TimeField("From what time", default=time(16))
    minutes = IntegerField("For how many minutes", [NumberRange(learning.FEWEST, learning.MOST)], default=60)

    def blocks(self) -> learning.Blocks:
        """Return what was chosen. Raises Invalid."""
        days = [int(day) for day in self.days.data or ()]
        return learning.blocks(days, self.at.data or time(16), self.minutes.data or 60)
