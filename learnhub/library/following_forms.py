"""Which feed."""

from flask_wtf.file import FileField
from wtforms.validators import DataRequired, Length, ValidationError

from learnhub.core.errors import Invalid
from learnhub.library.formats import opml
from learnhub.web.fields import Form, LinkField


class FollowForm(Form):
    """The address of a feed, or of a page that has one."""

    url = LinkField(
        "Where is it?",
        [DataRequired("Give the address of a feed."), Length(max=2000)],
        description="An RSS or Atom feed, or the page of a blog that has one.",
    )


class OpmlForm(Form):
    """The list of feeds of a feed reader; `feeds` holds it once it is checked."""

    file = FileField("Feeds of a feed reader", description="An OPML file.")
    feeds: list[opml.Feed]

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError("Choose an OPML file.")
        try:
            self.feeds = opml.read(field.data.stream)
        except Invalid as error:
            raise ValidationError(str(error)) from error
