"""What is typed in about quiet hours, of oneself or of a unit."""

from wtforms import TimeField
from wtforms.validators import InputRequired

from learnhub.people.fields import DAYS
from learnhub.web.fields import BoxesField, Form, options

NEEDED = "This is needed."


class QuietForm(Form):
    starts = TimeField("From", [InputRequired(NEEDED)])
    ends = TimeField("To", [InputRequired(NEEDED)], description="Earlier than the start: on the next day.")
    days = BoxesField("Days", choices=options(DAYS))
