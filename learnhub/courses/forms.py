"""What people type about courses."""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from learnhub.courses import services
from learnhub.web.fields import Form, LineField, LinkField, TextField, VersionField


class CourseForm(Form):
    """A title is enough. The owner is asked for when it is changed."""

    title = LineField("Title", [DataRequired("Give it a title."), Length(max=services.TITLE)])
    provider = LineField(
        "Who gives it?",
        [Optional(), Length(max=services.PROVIDER)],
        description="A school, a company, or who of us wrote it.",
    )
    url = LinkField("Where is it?", [Optional(), Length(max=2000)], description="The address of its page.")
    level = SelectField("Level", [Optional()])
    hours = IntegerField(
        "Hours in all",
        [
            Optional(),
            NumberRange(1, services.MOST_HOURS, message=f"Use whole hours, up to {services.MOST_HOURS:,}."),
        ],
    )
    cost = LineField(
        "What does it cost?",
        [Optional(), Length(max=services.COST)],
        description="In words: free, 40 euros a month, paid by the unit.",
    )
    certificate = BooleanField("It gives a certificate")
    summary = TextField("What is it about?", [Optional(), Length(max=services.SUMMARY)])
    owner = LineField(
        "Who keeps it right?", [Optional(), Length(max=254)], description="Their name or e-mail address."
    )
    version = VersionField()

    def said(self) -> dict[str, Any]:
        """Return what is said of the course itself."""
        return self.answers("owner")
