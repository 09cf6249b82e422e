"""What people type in: to sign in, to come aboard, and about themselves."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from learnhub.people.fields import EmailField, ZoneField
from learnhub.people.passwords import LONGEST
from learnhub.web.fields import Form, LineField, TextField

NEEDED = "This is needed."
DAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class SignInForm(Form):
    email = EmailField("Work e-mail", [InputRequired("Write your e-mail address."), Length(max=254)])
    password = PasswordField("Password", [Length(max=LONGEST)])
    way = HiddenField()
    next = HiddenField()


class NewPassword(Form):
    password = PasswordField(
        "Password",
        [InputRequired("Choose a password."), Length(max=LONGEST)],
        description="At least 10 characters.",
    )


class FirstForm(NewPassword):
    name = LineField("Your name", [InputRequired("Write your name."), Length(max=120)])
    email = EmailField("Your e-mail", [InputRequired("Write your e-mail address."), Length(max=254)])
    organisation = LineField(
        "Name of your organisation", [InputRequired("Write a name; it can be changed."), Length(max=120)]
    )
    zone = ZoneField(
        "Time zone", description="Dates of the organisation are in this zone. People choose their own."
    )


class WelcomeForm(Form):
    """Accepting an invitation. A password is optional: a link by mail always works."""

    name = LineField("Your name", [InputRequired("Write your name."), Length(max=120)])
    zone = ZoneField("Your time zone", description="You are told times in it.")
    password = PasswordField(
        "Password",
        [Length(max=LONGEST)],
        description="At least 10 characters. Without one you sign in by mail.",
    )


class ProfileForm(Form):
    name = LineField("Name", [InputRequired("Write your name."), Length(max=120)])
    zone = ZoneField("Time zone", description="You are told times in it.")
    learning = TextField("What I learn", [Length(max=1000)])
    helping = TextField("What I can help with", [Length(max=1000)])
    shortcuts = BooleanField(
        "Single-key shortcuts", description="/ searches, g and a letter goes, ? lists them."
    )
    version = IntegerField(widget=HiddenInput())


class HoursForm(Form):
    starts = TimeField("From", [InputRequired(NEEDED)])
    ends = TimeField("To", [InputRequired(NEEDED)])
    days = SelectMultipleField(
        "Days", choices=DAYS, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class AwayForm(Form):
    since = DateField("First day away", [Optional()], description="Empty is today.")
    until = DateField("Last day away", [InputRequired("Choose the last day.")])


class PasswordForm(NewPassword):
    current = PasswordField("Password until now", [Length(max=LONGEST)])
