"""What admins type to erase a person."""

from wtforms.validators import DataRequired, Length

from learnhub.web.fields import Form, LineField


class EraseForm(Form):
    name = LineField("Their name", [DataRequired("Type the name."), Length(max=120)])
