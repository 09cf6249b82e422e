"""What the first day asks, and the settings afterwards."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

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
    own_domain = BooleanField(
        "Let everybody at your own mail domain sign in"
    )  # offered on the first day alone


class CreateForm(Form):
    hackathons = RadioField("Who may create hackathons", choices=options(CREATE))
    talks = RadioField("Who may create talks", choices=options(CREATE))


class RateForm(Form):
    hour_rate = IntegerField(
        "An hour of anybody’s",
        [InputRequired("Write a whole number."), NumberRange(0, 10_000, "Write 0 to 10,000.")],
        description="One rate for all, with which the cost of demos is worked out: people times hours times "
        "this. In whole units of the currency.",
    )
    currency = LineField("Currency", [DataRequired("Write its three letters."), Length(max=3)])
