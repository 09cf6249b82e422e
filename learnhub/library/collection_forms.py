"""What people type about collections."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from learnhub.web.fields import DayField, Form, LineField, TextField, VersionField


class CollectionForm(Form):
    """A collection or a path."""

    title = LineField("What is it about?", [DataRequired("Give it a name."), Length(max=160)])
    summary = TextField("For whom, and why?", [Optional(), Length(max=2000)])
    is_path = BooleanField("A path: gone through step by step")
    version = VersionField()

    def fields(self) -> dict[str, Any]:
        """Return what `collection_services.create` and `collection_services.edit` take."""
        return {
            "title": self.title.data or "",
            "summary": self.summary.data or "",
            "is_path": bool(self.is_path.data),
        }


class StepForm(Form):
    """What comes next."""

    address = LineField(
        "What comes next?",
        [DataRequired("Give the address of something."), Length(max=2000)],
        description="An address on the web, or of a resource, collection, talk or hackathon here.",
    )
    note = LineField("What to look for", [Optional(), Length(max=300)])
    due_on = DayField("To be done by", [Optional()])


class ChangeStepForm(Form):
    """What to look for in a step, and by when."""

    note = LineField("What to look for", [Optional(), Length(max=300)])
    due_on = DayField("To be done by", [Optional()], description="Empty: whenever one comes to it.")


class CollectForm(Form):
    """Into which collection."""

    collection = SelectField("Collection", [DataRequired("Choose a collection.")])
    note = LineField("What to look for", [Optional(), Length(max=300)])
