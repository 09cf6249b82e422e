"""What people type about any program."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField
from wtforms.validators import (
    URL,
    DataRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
)

from learnhub.core.errors import Invalid
from learnhub.people.fields import PersonField, UnitField
from learnhub.programs.admission import Admission
from learnhub.programs.answers import Given, read
from learnhub.programs.asked_models import FieldKind, SignUpField
from learnhub.programs.series_forms import ReachField
from learnhub.programs.sign_up_fields import Asked
from learnhub.web.fields import (
    BoxesField,
    Form,
    LineField,
    LinkField,
    MadeForField,
    TextField,
    VersionField,
    WallField,
)

LIMIT = NumberRange(1, 100_000, message="Places start at 1. Leave it empty for no limit.")
NO_LIMIT = "Empty means no limit. Beyond it people wait in line; more places go to them at once."
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
    capacity = IntegerField("Places", [Optional(), LIMIT], description=NO_LIMIT)

    @property
    def spreads(self) -> bool:
        """Whether it is for other dates of a series as well."""
        return False

    def said(self, *names: str) -> dict[str, str]:
        """Return what was written, and in these fields as well; nothing is an empty text."""
        asked = ("title", "summary", "story", "call_url", *names)
        return {name: self._fields[name].data or "" for name in asked}


class ReasonForm(Form):
    """Why something is done to others."""

    reason = LineField("Why?", [DataRequired("Say why, in a sentence."), Length(max=300)])


class AdmissionForm(Form):
    """How people come in."""

    approves = BooleanField(
        "The hosts approve each sign-up",
        description="Until you do it takes no place. Then they get one, or wait where none is free.",
    )

    waits = RadioField(
        "A place that comes free",
        choices=[("at_once", "Goes to who waits first, at once"), ("offer", "Is offered to who waits first")],
        default="at_once",
    )
    offer_hours = IntegerField(
        "Hours to take it",
        [Optional(), NumberRange(1, 336, message="Use 1 to 336 hours.")],
        default=24,
        description="Whoever does not take it in time leaves the waitlist, and the next is offered it.",
    )
    releases = BooleanField(
        "Places of those who have not come go to who waits",
        description="15 minutes after the start, or after the first is there. They are told.",
    )

    opens_wall = WallField(
        "Sign-up opens", [Optional()], description="Empty means as soon as it is published. It moves along."
    )
    closes_wall = WallField(
        "Sign-up closes", [Optional()], description="Empty means when it is over: one may come late."
    )
    version = VersionField()
    begins = MadeForField("The date")
    reach = ReachField("Which dates get what you changed?", alone=True)

    @staticmethod
    def values(chosen: Admission) -> dict[str, Any]:
        """Return what the form begins with."""
        hours = chosen.offer_hours
        waits = {"waits": "at_once" if hours is None else "offer", "offer_hours": hours or 24}
        return asdict(chosen) | waits

    def wanted(self) -> Admission:
        """Return what is chosen."""
        hours = (self.offer_hours.data or 24) if self.waits.data == "offer" else None
        window = self.opens_wall.data, self.closes_wall.data
        return Admission(bool(self.approves.data), hours, bool(self.releases.data), *window)


class CloneForm(Form):
    """What differs in a program that is made from another."""

    title = LineField("Title", [DataRequired("Give it a title."), Length(max=120)])
    starts = WallField("Starts", [DataRequired("Say when it starts.")])


class OpenToForm(Form):
    """To whom a program is open: a unit or a person at a time."""

    unit = UnitField("A unit, with the units below it", validators=[Optional()])
    person = PersonField("Or a person", [Optional(), Length(max=300)])
    reach = ReachField("Which dates are open so?", alone=True)


class DecideForm(Form):
    """About whom a host decides; the reason goes to whom they decline."""

    people = BoxesField("Who?", validate_choice=False)
    reason = LineField(
        "Why, if you decline?",
        [Optional(), Length(max=300)],
        description="Whoever you decline reads it. It is deleted two weeks after the end.",
    )


class HostForm(Form):
    """Who else runs it."""

    host = PersonField("Who?", WHO)


class EnterForm(Form):
    """Whom a host puts on the list."""

    person = PersonField("Who?", WHO)


class FieldForm(Form):
    """What a host asks at sign-up."""

    label = LineField("Question", [DataRequired("Write the question."), Length(max=120)])
    kind = RadioField(
        "What is the answer?",
        choices=[
            (FieldKind.LINE.value, "A line of text"),
            (FieldKind.TEXT.value, "A longer text"),
            (FieldKind.ONE.value, "One choice"),
            (FieldKind.SEVERAL.value, "Several choices"),
            (FieldKind.YES_NO.value, "Yes or no"),
            (FieldKind.NUMBER.value, "A number"),
        ],
        default=FieldKind.LINE.value,
    )
    choices = TextField("Choices", [Optional(), Length(max=2100)], description="One a line.")
    help = LineField("Help", [Optional(), Length(max=300)], description="Stands below the question.")
    required = BooleanField("It must be answered")
    sensitive = BooleanField(
        "For the hosts alone",
        description="For needs of food or access. No admin sees it; it goes two weeks after the end.",
    )

    @staticmethod
    def values(asked: SignUpField) -> dict[str, Any]:
        """Return what the form of a question that is asked begins with."""
        kept = {name: getattr(asked, name) for name in ("label", "help", "required", "sensitive")}
        return kept | {"kind": asked.kind.value, "choices": "\n".join(asked.choices)}

    def wanted(self) -> Asked:
        """Return what is asked."""
        lines = [line.strip() for line in (self.choices.data or "").splitlines()]
        return Asked(
            label=self.label.data or "",
            kind=FieldKind(self.kind.data),
            help=self.help.data or "",
            choices=tuple(line for line in lines if line),
            required=bool(self.required.data),
            sensitive=bool(self.sensitive.data),
        )


class Read:
    """Lets an answer pass as `answers.read` does: one rule for the form and for what is kept."""

    def __init__(self, asked: SignUpField) -> None:
        self.asked = asked
        self.field_flags = {} if asked.required else {"optional": True}

    def __call__(self, form: Form, field: Any) -> None:
        try:
            read(self.asked, _typed(field))
        except Invalid as error:
            raise StopValidation(str(error)) from error


class AnswersForm(Form):
    """What is asked at sign-up; a field for each question is added by `answers_form`."""

    def typed(self) -> dict[str, list[str]]:
        """Return what was typed or chosen, by the question's key."""
        return {field.name: _typed(field) for field in self}


def answers_form(asked: Sequence[SignUpField], given: Given | None = None) -> AnswersForm:
    """Return a form with a field for each question, filled with what was answered."""
    fields = {each.key: _field(each) for each in asked}
    known = {each.key: _shown(each, (given or {}).get(each.id, ())) for each in asked}
    form: AnswersForm = type("AnswersForm", (AnswersForm,), fields)(data=known)
    return form


def _field(asked: SignUpField) -> Any:
    about: dict[str, Any] = {"validators": [Read(asked)], "description": _help(asked)}
    if asked.kind is FieldKind.TEXT:
        return TextField(asked.label, **about)
    if asked.kind is FieldKind.SEVERAL:
        pairs = [(choice, choice) for choice in asked.choices]
        return BoxesField(asked.label, choices=pairs, validate_choice=False, **about)
    if asked.kind not in {FieldKind.ONE, FieldKind.YES_NO}:
        return LineField(asked.label, **about)
    pairs = [(choice, choice) for choice in asked.choices] or [("yes", "Yes"), ("no", "No")]
    none = [] if asked.required else [("", "No answer")]
    return RadioField(asked.label, choices=[*pairs, *none], validate_choice=False, **about)


def _help(asked: SignUpField) -> str:
    return " ".join(
        part for part in (asked.help, "The hosts alone see it." if asked.sensitive else "") if part
    )


def _shown(asked: SignUpField, value: Sequence[str]) -> Any:
    return list(value) if asked.kind is FieldKind.SEVERAL else next(iter(value), "")


def _typed(field: Any) -> list[str]:
    return list(field.data or ()) if isinstance(field, BoxesField) else [field.data or ""]
