"""What is typed in about quiet hours, of oneself or of a unit, and about a calendar that holds some."""

from typing import Any

from wtforms import RadioField, TimeField
from wtforms.validators import InputRequired, Length, ValidationError

from learnhub.people.fields import DAYS
from learnhub.web.fields import BoxesField, Form, LineField, options

NEEDED = "This is needed."


class QuietForm(Form):
    starts = TimeField("From", [InputRequired(NEEDED)])
    ends = TimeField("To", [InputRequired(NEEDED)])
    days = BoxesField("Days", choices=options(DAYS))


class CalendarForm(Form):
    url = LineField("Address of the calendar", [Length(max=2000)])
    counts = RadioField(
        "What of it is focus time",
        choices=options(
            [
                ("word", "Entries whose title has a word"),
                ("busy", "Everything that shows me as busy or out of office"),
            ]
        ),
        default="word",
    )
    word = LineField("The word", [Length(max=40)], default="Focus")

    def validate_word(self, field: Any) -> None:
        if self.counts.data == "word" and not field.data:
            raise ValidationError("Write the word, or choose everything.")

    def said(self) -> dict[str, str]:
        """Return the address, and the word: none where everything counts."""
        return {
            "url": self.url.data or "",
            "word": (self.word.data or "") if self.counts.data == "word" else "",
        }
