"""What people type about goals."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from learnhub.goals.models import KeyResultKind
from learnhub.web.fields import DayField, Form, LineField, NumberField, TextField, VersionField

KINDS = [
    (KeyResultKind.METRIC.value, "A number that moves"),
    (KeyResultKind.MILESTONE.value, "Something that is reached or not"),
]


class GoalForm(Form):
    """The goal itself: three fields are asked for."""

    title = LineField(
        "What do you want?",
        [DataRequired("Say what you want."), Length(max=160)],
        description="In a few words.",
    )
    unit = SelectField("For which unit?", [DataRequired("Choose a unit.")])
    ends_on = DayField("Until when?", [DataRequired("Choose the last day of the period.")])
    starts_on = DayField("From when?", [Optional()], description="Today, if you leave it empty.")
    reason = TextField("Why?", [Optional(), Length(max=5000)], description="What it is worth, and to whom.")
    owner = LineField(
        "Who owns it?",
        [Optional(), Length(max=254)],
        description="Their name or e-mail address. You, if you leave it empty.",
    )
    version = VersionField()


class MeasureForm(Form):
    """How one will know: a metric or a milestone."""

    kind = RadioField("How will you know?", choices=KINDS, default=KeyResultKind.METRIC.value)
    result_title = LineField(
        "What is measured or reached?", [DataRequired("Say what is measured or reached."), Length(max=160)]
    )
    measure = LineField("In what?", [Optional(), Length(max=60)], description="hours, %, stops a month …")
    baseline = NumberField("Where it stands today", [Optional()])
    target = NumberField("Where it should be", [Optional()])

    def fields(self) -> dict[str, Any]:
        """Return what `services.measure` takes."""
        return {
            "kind": KeyResultKind(self.kind.data),
            "title": self.result_title.data or "",
            "measure": self.measure.data or "",
            "baseline": self.baseline.data,
            "target": self.target.data,
        }


class UpdateForm(Form):
    """What changed since the last one."""

    value = NumberField("Where it stands now", [Optional()])
    reached = RadioField("Is it reached?", choices=[("no", "Not yet"), ("yes", "Yes")], default="no")
    changed = TextField("What changed?", [DataRequired("Say in a sentence what changed."), Length(max=2000)])
    confidence = IntegerField(
        "How sure are you that it will be reached?",
        [Optional(), NumberRange(0, 10, message="Use a number from 0 to 10.")],
        description="From 0, not at all, to 10, certain.",
    )

    def fields(self) -> dict[str, Any]:
        """Return what `services.update` takes."""
        return {
            "changed": self.changed.data or "",
            "value": self.value.data,
            "reached": self.reached.data == "yes",
            "confidence": self.confidence.data,
        }


class CloseForm(Form):
    """The end of a goal."""

    learnt = TextField("What was learnt?", [DataRequired("Say what was learnt."), Length(max=5000)])


class TieForm(Form):
    """From a program to a goal."""

    goal = SelectField("Which goal does it serve?", [DataRequired("Choose a goal.")])
    why = LineField("Why?", [Optional(), Length(max=300)], description="One sentence, if you like.")
