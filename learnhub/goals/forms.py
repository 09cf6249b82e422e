"""What people type about goals."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from learnhub.goals import progress
from learnhub.goals.aims import Aim
from learnhub.goals.models import Direction, Goal, KeyResult, KeyResultKind, Outcome
from learnhub.goals.sentences import measured_in
from learnhub.goals.updates import Reading
from learnhub.people.models import SkillLevel, Unit
from learnhub.web.fields import DayField, Form, LineField, NumberField, TextField, VersionField

KINDS = [
    (KeyResultKind.METRIC.value, "A number that moves"),
    (KeyResultKind.MILESTONE.value, "Something that is reached or not"),
]
DIRECTIONS = [("", "As the two numbers say"), (Direction.UP.value, "Up"), (Direction.DOWN.value, "Down")]
REACHED = [("no", "Not yet"), ("yes", "Yes")]
SURE = "Use a number from 0 to 10."


class Unasked(Optional):
    """What a milestone has not: it may be missing, and is not called optional where a number is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


WHOLE = "Use a whole number from 0 to 10. For one to count half, give the others 2."


class WeightField(IntegerField):
    """How much a part counts beside the others: one language for key results and for goals."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, [Optional(), NumberRange(0, 10, message=WHOLE)], default=1, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(WHOLE) from error

    @property
    def given(self) -> int:
        """The weight; 1 where it was left empty."""
        return 1 if self.data is None else int(self.data)


class GoalForm(Form):
    """The goal itself: its title and its unit are asked for, and until when."""

    title = LineField(
        "What do you want?",
        [DataRequired("Say what you want."), Length(max=160)],
        description="In a few words.",
    )
    unit = SelectField("For which unit?", [DataRequired("Choose a unit.")])
    period = SelectField("For which quarter?", [Optional()])
    starts_on = DayField("Its first day", [Optional()], description="Where it is not the quarter’s first.")
    ends_on = DayField(
        "Its last day",
        [Optional()],
        description="Where it is not the quarter’s last. It then begins today, or on its first day.",
    )
    reason = TextField("Why?", [Optional(), Length(max=5000)], description="What it is worth, and to whom.")
    owner = LineField(
        "Who owns it?",
        [Optional(), Length(max=254)],
        description="Their name or e-mail address. You, if you leave it empty.",
    )
    parent = SelectField(
        "Which goal does it serve?",
        [Optional()],
        description="From its first day on its progress is a part of that goal’s: at first 0 %.",
    )
    weight = WeightField(
        "Its weight there",
        description="1 counts there like a key result of weight 1, 2 counts double, 0 nothing.",
    )
    version = VersionField()

    def offer(self, units: Sequence[Any], periods: Sequence[Any], parents: Sequence[Any]) -> "GoalForm":
        """Fill the choices, and return the form. Other dates than a quarter's are one of them."""
        self.unit.choices = units
        self.period.choices = [("", "Other dates"), *periods]
        self.parent.choices = [("", "None"), *parents]
        return self


class AimForm(Form):
    """Which goal something new serves: one that is open, or a new one by its title."""

    goal = SelectField("Which goal does it serve?", [Optional()], choices=[("", "None for now")])
    new_goal = LineField("Or a new goal", [Optional(), Length(max=160)])
    goal_why = LineField("Why does it serve that goal?", [Optional(), Length(max=300)])

    def offer_goals(self, goals: Sequence[tuple[str, str]], unit: Unit | None) -> None:
        """Fill the choices; where there are none, or no unit for a new one, only the other is asked."""
        self.goal.choices = [("", "None for now"), *goals]
        self.new_goal.label.text = "Or a new goal" if goals else "Which goal does it serve? Type a new one"
        if unit is None:
            del self.new_goal
        else:
            self.new_goal.description = f"A goal of {unit.name}: what should be different, in a few words."
        if not goals:
            del self.goal
        if unit is None and not goals:
            del self.goal_why

    def aim(self) -> Aim:
        """Return what was answered."""
        said = self.data
        return Aim(said.get("goal") or "", said.get("new_goal") or "", said.get("goal_why") or "")


class ResultForm(Form):
    """How one will know: a metric or a milestone."""

    kind = RadioField("Number or milestone?", choices=KINDS, default=KeyResultKind.METRIC.value)
    result_title = LineField(
        "What is measured or reached?", [DataRequired("Say what is measured or reached."), Length(max=160)]
    )
    measure = LineField("Measured in", [Optional(), Length(max=60)], description="Hours, %, stops a month …")
    baseline = NumberField(
        "Where it stands today",
        [Optional()],
        description="Empty where nobody has measured it: the first value becomes it.",
    )
    target = NumberField("Where it should be", [Unasked()])
    direction = SelectField("Which way should it go?", [Optional()], choices=DIRECTIONS)
    weight = WeightField(
        "Weight", description="1 counts like another key result of weight 1, 2 counts double, 0 nothing."
    )

    def fields(self) -> dict[str, Any]:
        """Return what `key_results.change` takes."""
        return {
            "title": self.result_title.data or "",
            "measure": self.measure.data or "",
            "baseline": self.baseline.data,
            "target": self.target.data,
            "direction": Direction(self.direction.data) if self.direction.data else None,
            "weight": self.weight.given,
        }

    @classmethod
    def of(cls, result: KeyResult) -> "ResultForm":
        """Return the form as it changes this key result."""
        said = {"result_title": result.title, "kind": result.kind.value, "direction": result.direction.value}
        made = cls(obj=result, **said)
        made.baseline.label.text = "Where it stood when it began"
        return made


class UpdateForm(Form):
    """What changed since the last update; `update_form` adds where each key result stands.

    `each_sure` names the fields in which one says how sure one is of each.
    """

    each_sure: Sequence[str] = ()
    changed = TextField("What changed?", [DataRequired("Say in a sentence what changed."), Length(max=2000)])
    confidence = IntegerField(
        "How sure are you that the goal will be reached?",
        [Optional(), NumberRange(0, 10, message=SURE)],
        description="From 0, not at all, to 10, certain.",
    )

    def readings(self, goal: Goal) -> dict[int, Reading]:
        """Return where key results stand, by their ids."""
        return {result.id: self._reading(result) for result in goal.key_results}

    def _reading(self, result: KeyResult) -> Reading:
        sure = self[f"sure_{result.key}"].data
        if result.kind is KeyResultKind.METRIC:
            return Reading(value=self[f"value_{result.key}"].data, confidence=sure)
        return Reading(reached=self[f"reached_{result.key}"].data == "yes", confidence=sure)


def update_form(goal: Goal, **values: Any) -> UpdateForm:
    """Return the form of an update, with the fields of each key result."""
    fields: dict[str, Any] = {}
    for result in goal.key_results:
        if result.kind is KeyResultKind.METRIC:
            fields[f"value_{result.key}"] = NumberField(
                result.title, [Optional()], description=measured_in(result)
            )
        else:
            now = "yes" if progress.is_reached(result) else "no"
            fields[f"reached_{result.key}"] = RadioField(result.title, choices=REACHED, default=now)
        fields[f"sure_{result.key}"] = IntegerField(
            result.title, [Optional(), NumberRange(0, 10, message=SURE)], description="From 0 to 10."
        )
    form: UpdateForm = type("Asked", (UpdateForm,), fields)(**values)
    form.each_sure = [name for name in fields if name.startswith("sure_")]
    return form


class CloseForm(Form):
    """The end of a goal; `close_form` adds what became of each key result."""

    learnt = TextField("What was learnt?", [DataRequired("Say what was learnt."), Length(max=5000)])

    def outcomes(self, goal: Goal) -> Mapping[int, Outcome]:
        """Return what became of key results, by their ids."""
        return {result.id: Outcome(self[f"outcome_{result.key}"].data) for result in goal.key_results}


def close_form(goal: Goal) -> CloseForm:
    """Return the form that closes a goal, with what was measured chosen beforehand."""
    choices = [(outcome.value, outcome.label) for outcome in Outcome]
    fields = {
        f"outcome_{result.key}": RadioField(
            result.title, choices=choices, default=progress.outcome_so_far(result).value
        )
        for result in goal.key_results
    }
    form: CloseForm = type("Asked", (CloseForm,), fields)()
    return form


class NextForm(Form):
    """The next period of a goal; `next_form` adds which key results go on, and to where."""

    title = LineField("What do you want?", [DataRequired("Say what you want."), Length(max=160)])
    period = SelectField("For which quarter?", [DataRequired("Choose a quarter.")])
    with_ties = BooleanField("Take along what serves it", description="What came of it stays with this goal.")

    def targets(self, goal: Goal) -> dict[int, Any]:
        """Return the targets of the key results that go on, by their ids."""
        going = [result for result in goal.key_results if self[f"keep_{result.key}"].data]
        return {result.id: self._target(result) for result in going}

    def _target(self, result: KeyResult) -> Any:
        return self[f"target_{result.key}"].data if result.kind is KeyResultKind.METRIC else None


def next_form(goal: Goal, periods: Sequence[tuple[str, str]], **values: Any) -> NextForm:
    """Return the form that copies a goal; what is reached is not carried on unless one wants it."""
    fields: dict[str, Any] = {}
    for result in goal.key_results:
        keep = not progress.is_reached(result)
        fields[f"keep_{result.key}"] = BooleanField(result.title, default=keep)
        if result.kind is KeyResultKind.METRIC:
            fields[f"target_{result.key}"] = NumberField(
                "Where it should be then",
                [Optional()],
                default=result.target,
                description=measured_in(result),
            )
    form: NextForm = type("Asked", (NextForm,), fields)(**values)
    form.period.choices = list(periods)
    return form


class NeedForm(Form):
    """A skill that a goal needs."""

    skill = LineField("Which skill?", [DataRequired("Name a skill."), Length(max=80)])
    level = SelectField(
        "At which level?",
        [DataRequired("Choose a level.")],
        choices=[(str(level.value), level.label) for level in SkillLevel],
        default=str(SkillLevel.ALONE.value),
    )
    people = IntegerField(
        "How many people?",
        [
            InputRequired("Say how many people."),
            NumberRange(1, 100_000, message="Use a number from 1 to 100,000."),
        ],
    )
