"""What is typed in about quiet hours, of oneself or of a unit, and about a calendar that holds some."""

from typing import Any

from wtforms import RadioField, TimeField, widgets
from wtforms.validators import InputRequired, Length, ValidationError

from learnhub.people.fields import DAYS
from learnhub.people.focus import WAYS
from learnhub.people.quiet_models import QuietWindow
from learnhub.web.fields import BoxesField, Form, LineField, VersionField, options

NEEDED = "This is needed."


class QuietForm(Form):
    starts = TimeField("From", [InputRequired(NEEDED)])
    ends = TimeField("To", [InputRequired(NEEDED)])
    days = BoxesField("Days", choices=options(DAYS))


class ChangedQuietForm(QuietForm):
    version = VersionField()

    @classmethod
    def of(cls, row: QuietWindow) -> "ChangedQuietForm":
        """Return the form that shows these hours as they are."""
        said: dict[str, Any] = {"starts": row.starts, "ends": row.ends, "days": [*row.days]}
        return cls(formdata=None, prefix="quiet", version=row.version, **said)


class CalendarForm(Form):
    url = LineField("Address of the calendar", [Length(max=2000)])
    counts = RadioField(
        "What of it is focus time",
        choices=options(WAYS.items()),
        default="word",
    )
    word = LineField("The word", [Length(max=40)], default="Focus")
    was = LineField(widget=widgets.HiddenInput())

    def validate_word(self, field: Any) -> None:
        if self.counts.data == "word" and not field.data:
            raise ValidationError("Write the word, or choose everything.")

    def said(self) -> dict[str, str]:
        """Return the address, the word, none where everything counts, and which calendar was seen."""
        return {
            "url": self.url.data or "",
            "word": (self.word.data or "") if self.counts.data == "word" else "",
            "was": self.was.data or "",
        }
