"""What people type about one line of an outline, and about having completed a course."""

from datetime import time

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from learnhub.courses import completions, editing
from learnhub.courses.completions import Said
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import DAYS, Line
from learnhub.courses.sentences import KINDS
from learnhub.web.fields import DayField, Form, LineField, LinkField, NumberField, TextField, VersionField


class LineForm(Form):
    """A title and a kind are enough. Weeks are counted from the first, which is 1."""

    kind = SelectField("What is it?", choices=[(kind.value, label) for kind, label in KINDS.items()])
    title = LineField("Title", [DataRequired("Give it a title."), Length(max=editing.TITLE)])
    week = IntegerField(
        "Week", [Optional(), NumberRange(1, editing.WEEKS, message=f"Use a week from 1 to {editing.WEEKS}.")]
    )
    weekday = SelectField(
        "Day of the week",
        [Optional()],
        choices=[("", "Any day"), *((str(day), name) for day, name in enumerate(DAYS))],
    )
    at = LineField(
        "Time of day",
        [Optional(), Regexp(r"^([01]?\d|2[0-3]):[0-5]\d$", message="Write hours and minutes: 17:00.")],
        description="On the clock of the cohort’s zone: 17:00.",
    )
    minutes = IntegerField(
        "Minutes of the session",
        [Optional(), NumberRange(1, editing.MINUTES, message="Use whole minutes, at most a day.")],
    )
    hours = NumberField(
        "Hours of work",
        [Optional(), NumberRange(0, editing.HOURS, message=f"Use hours, up to {editing.HOURS:,}.")],
        description="One’s own, besides the session.",
    )
    url = LinkField("Link", [Optional(), Length(max=2000)])
    note = LineField(
        "Note", [Optional(), Length(max=editing.NOTE)], description="Such as why there is no class."
    )
    body = TextField("What is it about?", [Optional(), Length(max=editing.BODY)], description="In Markdown.")
    counts = BooleanField("It counts towards completion", default=True)
    into = SelectField("Into which part?", [Optional()], validate_choice=False)
    version = VersionField()

    def said(self) -> Line:
        """Return the line that was typed."""
        hours, minutes = (self.at.data or "").partition(":")[::2]
        return Line(
            kind=ItemKind(self.kind.data),
            title=self.title.data or "",
            week=self.week.data,
            weekday=int(self.weekday.data) if self.weekday.data else None,
            at=time(int(hours), int(minutes)) if hours else None,
            minutes=self.minutes.data,
            hours=float(self.hours.data) if self.hours.data is not None else None,
            url=self.url.data or None,
            note=self.note.data or "",
            body=self.body.data or "",
            counts=bool(self.counts.data),
        )


class CompletionForm(Form):
    """The day is enough. The review is for everyone, the rest for oneself."""

    finished_on = DayField("When did you finish?", [DataRequired("Say on which day.")])
    worth = TextField(
        "For whom is it worth it?",
        [Optional(), Length(max=completions.TEXT)],
        description="Everyone here sees it with your name.",
    )
    skip = TextField(
        "What can one skip?",
        [Optional(), Length(max=completions.TEXT)],
        description="Everyone here sees it with your name.",
    )
    hours = IntegerField(
        "Hours it took you",
        [Optional(), NumberRange(0, completions.MOST_HOURS, message="Use whole hours.")],
        description="Seen by you alone.",
    )
    proof_url = LinkField(
        "Link to a proof",
        [Optional(), Length(max=2000)],
        description="A certificate or a repository. Yours alone.",
    )
    proof = TextField(
        "Or a note in its place", [Optional(), Length(max=completions.TEXT)], description="Seen by you alone."
    )

    def said(self) -> Said:
        """Return what was typed."""
        day = self.finished_on.data
        if day is None:
            raise ValueError("a form that did not validate")
        return Said(
            finished_on=day,
            proof_url=self.proof_url.data or "",
            proof=self.proof.data or "",
            hours=self.hours.data,
            worth=self.worth.data or "",
            skip=self.skip.data or "",
        )
