"""Which feed."""

from wtforms.validators import DataRequired, Length

from learnhub.web.fields import Form, LinkField


class FollowForm(Form):
    """The address of a feed, or of a page that has one."""

    url = LinkField(
        "Where is it?",
        [DataRequired("Give the address of a feed."), Length(max=2000)],
        description="An RSS or Atom feed, or the page of a blog that has one.",
    )
