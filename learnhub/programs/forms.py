"""What people type about any program."""

from wtforms import IntegerField
from wtforms.validators import URL, DataRequired, Length, NumberRange, Optional

from learnhub.people.fields import PersonField
from learnhub.web.fields import Form, LineField, LinkField, TextField

LIMIT = NumberRange(1, 100_000, message="Places start at 1. Leave it empty for no limit.")
LINK = URL(require_tld=False, message="Use a whole address: https://…")
WHO = [DataRequired("Write a name or an e-mail address."), Length(max=300)]


class TextForm(Form):
    """What a host writes about a program; a kind adds where it is, and its own."""

    title = LineField("Title", [DataRequired("Give it a title."), Length(max=120)])
    summary = LineField(
        "In one sentence",
        [Optional(), Length(max=300)],
        description="Stands below the title and in search.",
    )
    story = TextField(
        "What it is about",
        [Optional(), Length(max=20_000)],
        description="Markdown: ## for a heading, * for a list, [words](address) for a link.",
    )
    call_url = LinkField(
        "Call link",
        [Optional(), Length(max=500), LINK],
        description="Only those who have a place see it.",
    )
    capacity = IntegerField("Places", [Optional(), LIMIT], description="Empty means no limit.")

    def said(self, *names: str) -> dict[str, str]:
        """Return what was written, and in these fields as well; nothing is an empty text."""
        asked = ("title", "summary", "story", "call_url", *names)
        return {name: self._fields[name].data or "" for name in asked}


class ReasonForm(Form):
    """Why something is done to others."""

    reason = LineField("Why?", [DataRequired("Say why, in a sentence."), Length(max=300)])


class HostForm(Form):
    """Who else runs it."""

    host = PersonField("Who?", WHO)


class EnterForm(Form):
    """Whom a host puts on the list."""

    person = PersonField("Who?", WHO)
