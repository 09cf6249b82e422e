"""What people type about questions."""

from wtforms import BooleanField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from learnhub.discussions import questions
from learnhub.web.fields import Form, LineField, TextField, VersionField


class QuestionForm(Form):
    """A question, with or without a name."""

    text = LineField(
        "Your question",
        [
            DataRequired("Write your question first."),
            Length(max=questions.TEXT, message="Make it shorter: at most %(max)d characters."),
        ],
        widget=TextArea(),
    )
    unnamed = BooleanField("Without my name")


class AnswerForm(Form):
    """The answer that stays on the page; empty takes it away."""

    answer = TextField(
        "Your answer",
        [Optional(), Length(max=questions.ANSWER)],
        description="Markdown works. Everyone who sees the talk reads it, with your name.",
    )
    version = VersionField()
