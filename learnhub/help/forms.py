"""What people type when they are stuck, and when they help."""

from datetime import timedelta
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from learnhub.core import clock
from learnhub.help import subjects
from learnhub.help.models import NOTE, TEXT, TOPIC, Need
from learnhub.help.sentences import NEEDS, SINCE
from learnhub.help.services import TOO_LONG, Said
from learnhub.help.subjects import Subject
from learnhub.people.fields import PersonField
from learnhub.people.session import actor
from learnhub.web.fields import Form, LineField, TextField, options

HINTS = (
    "Your goal; what you tried; what you expected; what happens instead; the smallest example that shows it."
)


class AskForm(Form):
    """I'm stuck: since when, in one box, and what is needed."""

    text = TextField(
        "What are you stuck on?",
        [DataRequired("Say what you are trying to do, and what happens instead."), Length(max=TEXT)],
        description=HINTS,
    )
    since = RadioField(
        "Since when?", [InputRequired("Say since when.")], choices=options(SINCE.items()), default="60"
    )
    need = RadioField(
        "What do you need?",
        [InputRequired("Choose one.")],
        choices=options((need.value, name) for need, name in NEEDS.items()),
        default=Need.KNOW_HOW.value,
    )
    topic = LineField(
        "Skill it is about",
        [Optional(), Length(max=TOPIC)],
        description="Who helps with it is asked first.",
    )
    where = SelectField("Where", validate_choice=False)
    may_note = BooleanField("Who answers may make a library note of it, without names", default=True)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.mine = {f"{each.ref.kind}:{each.key}": each for each in subjects.of(actor())}
        named = self.where.data or ""
        if named and named not in self.mine:
            kind, _, key = named.partition(":")
            self.mine[named] = subjects.named(actor(), kind, key)
        self.where.choices = options(
            [("", "Not in a cohort or program"), *((k, v.title) for k, v in self.mine.items())]
        )

    @property
    def subject(self) -> Subject | None:
        return self.mine.get(self.where.data or "")

    def said(self) -> Said:
        """Return what was typed; how long is counted back from now."""
        return Said(
            text=self.text.data or "",
            since=clock.now() - timedelta(minutes=int(self.since.data)),
            need=Need(self.need.data),
            topic=self.topic.data or "",
            may_note=bool(self.may_note.data),
        )


class AnswerForm(Form):
    """An answer, or more to the question."""

    text = TextField("Your answer", [Length(max=TEXT)])  # what is settled needs none

    def of(self, *, is_asker: bool) -> "AnswerForm":
        """Name the box for who writes: who asked answers nothing."""
        if is_asker:
            self.text.label.text = "Add something"
        return self


class PassOnForm(Form):
    """To whom it goes; empty is whoever fits next."""

    to = PersonField("To whom", [Optional()], description="Empty: whoever fits next is asked.")
    note = LineField(
        "Say why",
        [Optional(), Length(max=NOTE, message=TOO_LONG)],
        description=f"Whoever reads the question reads it, too. At most {NOTE} characters.",
    )
