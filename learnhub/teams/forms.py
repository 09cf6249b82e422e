"""What people type about teams."""

from wtforms.validators import InputRequired, Length, Optional

from learnhub.web.fields import Form, LineField, TextField, VersionField


class TeamForm(Form):
    """A name, and what the team wants to try."""

    name = LineField(
        "Name",
        [InputRequired("Give the team a name."), Length(max=80, message="Use at most 80 characters.")],
    )
    idea = TextField(
        "Idea",
        [Optional(), Length(max=500, message="Use at most 500 characters.")],
        description="What you want to try, so that others can see whether it is for them.",
    )
    version = VersionField()

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the names that the services use."""
        return {"name": self.name.data or "", "idea": self.idea.data or ""}

    def version_seen(self) -> int | None:
        """Return the version of the team that the form was opened with."""
        return self.version.data
