"""What the first day asks, and the settings afterwards."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, Length

from learnhub.people.fields import ZoneField
from learnhub.web.fields import Form, LineField, TextField, VersionField, options

WEEKDAYS = [(0, "Monday"), (5, "Saturday"), (6, "Sunday")]
CREATE = [("leads", "Program leads and admins"), ("everybody", "Everybody but guests")]


class NameForm(Form):
    name = LineField("Name of the organisation", [DataRequired("Write a name."), Length(max=120)])
    zone = ZoneField("Time zone")
    first_weekday = SelectField("Weeks begin on", choices=options(WEEKDAYS), coerce=int)
    unit_too = BooleanField("Rename the unit of the same name too", default=True)
    version = VersionField()


class DoorForm(Form):
    mail_domains = TextField(
        "Mail domains",
        [Length(max=5000)],
        description="Whoever has an address there may sign in by mail, without an invitation. "
        "One a line, as in example.org. Empty: by invitation alone.",
    )


class CreateForm(Form):
    hackathons = RadioField("Who may create hackathons", choices=options(CREATE))
    talks = RadioField("Who may create talks", choices=options(CREATE))
