"""What is typed to keep a search."""

from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from learnhub.search import grammar
from learnhub.web.fields import Form, LineField


class SaveForm(Form):
    """A name for what was searched for."""

    name = LineField("Name", [DataRequired("Give it a name."), Length(max=80)])
    q = HiddenField(validators=[Length(max=grammar.LONGEST)])
    type = HiddenField()
