"""Which days are public holidays."""

from collections.abc import Mapping
from datetime import date

from flask_wtf.file import FileField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from learnhub.core.errors import Invalid
from learnhub.people import holidays
from learnhub.web.fields import DayField, Form, LineField, TextField


class HolidayForm(Form):
    """One holiday, of a day or several."""

    name = LineField(
        "Name", [DataRequired("Name it."), Length(max=80)], description="Such as Epiphany, or Summer, closed."
    )
    first = DayField("Day", [InputRequired("Choose the day.")])
    last = DayField("Last day", [Optional()], description="Where it takes several.")


class LinesForm(Form):
    """Days, a line each; `found` holds them once they are checked."""

    days = TextField(
        "A line for each",
        [DataRequired("Paste some lines."), Length(max=20_000)],
        description="Such as 2026-12-25 Christmas Day, or 2026-12-24 to 2027-01-03 Closed.",
    )
    found: Mapping[date, str] = {}

    def validate_days(self, field: TextField) -> None:
        try:
            self.found = holidays.read(field.data or "")
        except Invalid as error:
            raise ValidationError(str(error)) from error


class CalendarForm(Form):
    """A calendar whose days are added; `found` holds them once it is checked."""

    file = FileField(
        "A calendar of holidays", description="An .ics file. Its days are added to those that stand."
    )
    found: Mapping[date, str] = {}

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError("Choose an .ics file.")
        try:
            self.found = holidays.from_calendar(field.data.stream)
        except Invalid as error:
            raise ValidationError(str(error)) from error
