"""What people type about resources."""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from learnhub.library import reading, reports, services
from learnhub.people.fields import PersonField
from learnhub.web.fields import DayField, Form, LineField, LinkField, TextField, VersionField

KEEPER, HEARS = "Who keeps it right?", "They hear when its link breaks."
KEEPER_LENGTH = [Optional(), Length(max=300)]


class NewForm(Form):
    """What can be said of each thing that comes in."""

    title = LineField("Title", [Optional(), Length(max=services.TITLE)])
    kind = SelectField("Type", [Optional()])
    tags = LineField(
        "Tags",
        [Optional(), Length(max=300)],
        description="With commas between them: testing, prompt writing.",
    )
    goal = SelectField("Goal that it serves", [Optional()])
    take_away = TextField(
        "What did you take from it?",
        [Optional(), Length(max=reading.TEXT)],
        description="I used it for …, it changed …. It can wait. Everyone here sees it with your name.",
    )
    owner = PersonField(KEEPER, KEEPER_LENGTH, description=f"You, if you leave it empty. {HEARS}")

    def text(self) -> dict[str, Any]:
        """Return title, kind and tags as they were typed."""
        return {"title": self.title.data or "", "kind": self.kind.data or "", "tags": self.tags.data or ""}


class AddForm(NewForm):
    """One field is asked for; the rest is fetched, and can be written by hand."""

    url = LinkField(
        "Where is it?",
        [DataRequired("Give the address of the page."), Length(max=2000)],
        description="The address of an article, paper, video, repository … Title and author are fetched.",
    )


class WriteForm(NewForm):
    """What is nowhere on the web: a note, a book, a paper."""

    title = LineField("Title", [DataRequired("Give it a title."), Length(max=services.TITLE)])
    author = LineField("By whom?", [Optional(), Length(max=services.AUTHOR)])
    summary = TextField("What is in it?", [Optional(), Length(max=services.SUMMARY)])

    def text(self) -> dict[str, Any]:
        """Return what was typed; a note where no type is chosen."""
        more = {"author": self.author.data or "", "summary": self.summary.data or ""}
        return super().text() | more


class EditForm(Form):
    """Everything that is said of a resource."""

    title = LineField("Title", [DataRequired("Give it a title."), Length(max=services.TITLE)])
    url = LinkField("Address", [Optional(), Length(max=2000)])
    kind = SelectField("Type")
    level = SelectField("Level", [Optional()])
    minutes = IntegerField(
        "Minutes it takes", [Optional(), NumberRange(1, 60_000, message="Use whole minutes, at least one.")]
    )
    author = LineField("By whom?", [Optional(), Length(max=services.AUTHOR)])
    published = LineField(
        "From when?",
        [
            Optional(),
            Regexp(
                r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
                message="Write a year, a month or a day: 2026, 2026-10 or 2026-10-14.",
            ),
        ],
        description="2026, 2026-10 or 2026-10-14.",
    )
    tags = LineField("Tags", [Optional(), Length(max=900)], description="With commas between them.")
    summary = TextField("What is in it?", [Optional(), Length(max=services.SUMMARY)])
    works_for = TextField("What does it work for?", [Optional(), Length(max=services.FACT)])
    fails_at = TextField("What does it fail at?", [Optional(), Length(max=services.FACT)])
    cost = TextField("What does it cost?", [Optional(), Length(max=services.FACT)])
    data_class = TextField("Which data may it see?", [Optional(), Length(max=services.FACT)])
    problem = TextField("What was the problem?", [Optional(), Length(max=services.FACT)])
    baseline = TextField("How was it before?", [Optional(), Length(max=services.FACT)])
    result = TextField("What came of it?", [Optional(), Length(max=services.FACT)])
    would_repeat = TextField("Would you do it again?", [Optional(), Length(max=services.FACT)])
    expires_on = DayField("Confirm it again by", [Optional()])
    owner = PersonField(KEEPER, KEEPER_LENGTH, description=f"Their name or e-mail address. {HEARS}")
    version = VersionField()


class TakeAwayForm(Form):
    """What came of it."""

    text = TextField(
        "Your take-away",
        [DataRequired("Say in a sentence what came of it."), Length(max=2000)],
        description="I used it for …, it changed …. Everyone here sees it with your name.",
    )
    hours = IntegerField(
        "Hours it saved, about",
        [Optional(), NumberRange(0, 10_000, message="Use a whole number of hours, up to 10,000.")],
    )
    failed = BooleanField("It failed for me")


class TakeAwayEditForm(TakeAwayForm):
    """The same, of one that stands."""

    version = VersionField()


class MineForm(Form):
    """Tags that everyone sees, and a note that nobody else does."""

    tags = LineField(
        "More tags", [Optional(), Length(max=300)], description="Everyone sees them. Commas between them."
    )
    note = TextField("Note to yourself", [Optional(), Length(max=2000)], description="Seen by you alone.")


class ReportForm(Form):
    """Why it needs a look."""

    reason = LineField(
        "Why does it need a look?",
        [DataRequired("Say in a line why it needs a look."), Length(max=reports.REASON)],
        description="Out of date, say, or wrong. Everyone here sees it with your name.",
    )


class MergeForm(Form):
    """Which other is the same."""

    other = LineField(
        "Which one is the same?",
        [DataRequired("Give the address of the other."), Length(max=2000)],
        description="Its address in the library or on the web. What it has comes here; it leads here then.",
    )
