"""What admins type in about units."""

from wtforms.validators import DataRequired, Length

from learnhub.people.fields import UnitField
from learnhub.web.fields import Form, LineField, VersionField


class UnitForm(Form):
    name = LineField("Name", [DataRequired("Write a name."), Length(max=120)])
    parent = UnitField("Below", none="Nothing: it is at the top")
    version = VersionField()
