"""What people type about what becomes of a demo."""

from wtforms import IntegerField, RadioField
from wtforms.validators import Length, NumberRange, Optional

from learnhub.demos.follow_up_policies import STATES
from learnhub.demos.follow_ups import MOST, Said
from learnhub.demos.models import FollowState
from learnhub.people.fields import PersonField
from learnhub.web.fields import DayField, Form, TextField, VersionField, options


def _number(most: int) -> list[object]:
    return [Optional(), NumberRange(0, most, message=f"Use a whole number up to {most:,}.")]


class ConfirmForm(Form):
    """What it brought, as it was read."""

    version = VersionField(default=0)


class FollowUpForm(Form):
    """The decision, who makes the next one and when, what it took, what it is worth."""

    state = RadioField(
        "What became of it?", choices=options((state.value, label) for state, label in STATES.items())
    )
    reason = TextField(
        "Why?",
        [Optional(), Length(max=500)],
        description="A sentence. Needed where it is shelved, so that nobody tries the same for nothing.",
    )
    owner = PersonField("Who decides how it goes on?", [Optional(), Length(max=300)])
    decide_on = DayField(
        "By when?", [Optional()], description="Whoever decides is asked then. Not once it is decided."
    )
    people = IntegerField("People who worked on it", _number(1000))
    hours = IntegerField("Hours of each", _number(10_000))
    spent = IntegerField("Money spent", _number(MOST))
    estimated = IntegerField("Estimated value a year", _number(MOST))
    realised = IntegerField(
        "Realised value a year",
        _number(MOST),
        description="What it brought already. It counts once the owner of a goal that it serves confirms it.",
    )
    worth = TextField("How was that worked out?", [Optional(), Length(max=500)])
    version = VersionField(default=0)

    def said(self) -> Said:
        """Return what was typed."""
        names = ("decide_on", "people", "hours", "spent", "estimated", "realised")
        return Said(
            state=FollowState(self.state.data),
            owner=self.owner.person,
            reason=self.reason.data or "",
            worth=self.worth.data or "",
            version=self.version.data or 0,
            **{name: self._fields[name].data for name in names},
        )
