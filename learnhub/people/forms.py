"""What people type in about themselves."""

from typing import IO

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, PasswordField, RadioField, TimeField, widgets
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from learnhub.people.fields import DAYS, ZoneField
from learnhub.people.models import SkillLevel
from learnhub.people.passwords import LONGEST, PASSWORD_HELP
from learnhub.web.fields import BoxesField, DayField, Form, LineField, TextField, VersionField, options

NEEDED = "This is needed."


class ProfileForm(Form):
    name = LineField("Name", [DataRequired("Write your name."), Length(max=120)])
    zone = ZoneField("Time zone of all times you read")
    learning = TextField("What I learn", [Length(max=1000)])
    helping = TextField("What I can help with", [Length(max=1000)])
    shortcuts = BooleanField(
        "Single-key shortcuts", description="/ searches, g and a letter goes, ? lists them."
    )
    version = VersionField()


class PhotoForm(Form):
    pictures = FileField(  # by this name files say what is wrong with one
        "A photo of you",
        [FileRequired("Choose a picture.")],
        description="PNG, JPEG or WebP, 5 MB at most. Cut to a square; where it was taken is not kept.",
    )

    def upload(self) -> tuple[str, IO[bytes]]:
        """Return the chosen file as (name, stream)."""
        return self.pictures.data.filename, self.pictures.data.stream


class SkillForm(Form):
    skill = LineField(
        "Skill",
        [DataRequired("Name a skill."), Length(max=80)],
        description="As others would name it. Saying one again changes it.",
    )
    level = RadioField(
        "How far are you?",
        [InputRequired("Choose one of the four.")],
        choices=options((level.value, level.label) for level in SkillLevel),
    )
    helps = BooleanField("I can help others with it")


class HoursForm(Form):
    starts = TimeField("From", [InputRequired(NEEDED)])
    ends = TimeField("To", [InputRequired(NEEDED)])
    days = BoxesField("Days", choices=options(DAYS))
    cap = IntegerField(
        "Hours of learning a week, at most",
        [Optional(), NumberRange(1, 60, message="Use 1 to 60 hours.")],
        description="You are warned when you plan more. Nobody else sees it.",
    )
    was = LineField(widget=widgets.HiddenInput())


class AwayForm(Form):
    since = DayField("First day away, if not today", [Optional()])
    until = DayField("Last day away", [InputRequired("Choose the last day.")])


class PasswordForm(Form):
    current = PasswordField("Password until now", [Length(max=LONGEST)])
    password = PasswordField(
        "New password", [InputRequired("Choose a password."), Length(max=LONGEST)], description=PASSWORD_HELP
    )
