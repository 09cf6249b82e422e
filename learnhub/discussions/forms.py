"""What people type in threads."""

from wtforms import BooleanField
from wtforms.validators import DataRequired, Length

from learnhub.discussions import services
from learnhub.web.fields import Form, TextField, VersionField

LONGEST = Length(max=services.TEXT, message="That is too long for one text: use at most %(max)d characters.")


class ThreadForm(Form):
    """The beginning of a thread."""

    text = TextField("What would you say?", [DataRequired("Write something first."), LONGEST])
    asks = BooleanField("It is a question")


class ReplyForm(Form):
    """A reply, and what was written before."""

    text = TextField("Your reply", [DataRequired("Write something first."), LONGEST])
    version = VersionField("Version")
