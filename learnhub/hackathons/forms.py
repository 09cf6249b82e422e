"""What people type about hackathons."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from learnhub.goals.forms import AimForm
from learnhub.hackathons.models import WindowKind
from learnhub.hackathons.services import Text
from learnhub.hackathons.templates import TEMPLATES
from learnhub.hackathons.windows import NAMES
from learnhub.people.fields import ZoneField
from learnhub.programs.forms import LIMIT, NO_LIMIT, TextForm
from learnhub.web.fields import Form, LineField, VersionField, WallField

DAYS_MOST = 366
TEAM = NumberRange(1, 50, message="Use a number from 1 to 50.")


class HackathonForm(TextForm):
    """What a host writes about a hackathon."""

    place = LineField("Room or address", [Optional(), Length(max=200)])
    capacity = IntegerField("Places", [Optional(), LIMIT], description=NO_LIMIT)
    team_least = IntegerField("Smallest team", [Optional(), TEAM])
    team_most = IntegerField("Largest team", [Optional(), TEAM])

    def text(self) -> Text:
        """Return what was written."""
        least, most = self.team_least.data or 1, self.team_most.data or 5
        most = max(most, least) if self.team_most.data is None else most
        return Text(**self.said("place"), team_least=least, team_most=most)


class NewForm(HackathonForm, AimForm):
    """A new hackathon from a template: a title and a start are asked for."""

    template = RadioField(
        "What kind?", choices=[(each.key, each.name) for each in TEMPLATES], default=TEMPLATES[0].key
    )
    starts = WallField("It starts", [InputRequired("Say when it starts: a day and a time.")])
    opening = WallField(
        "Sign-up opens",
        [Optional()],
        description="Empty means as soon as you publish. Teams form from then on.",
    )
    past = BooleanField("Make it though its start has passed")
    zone = ZoneField("In which zone?")

    def hints(self) -> dict[str, str]:
        """Return a line about each kind, with the sentence that it begins with."""
        return {each.key: f"{each.hint} Its text begins: “{each.summary}”" for each in TEMPLATES}


class EditForm(HackathonForm):
    """The text of a hackathon; `version` is the one that was read."""

    version = VersionField()


class ShiftForm(Form):
    """All dates by as many days."""

    days = IntegerField(
        "Move everything by how many days?",
        [
            InputRequired("Say by how many days."),
            NumberRange(-DAYS_MOST, DAYS_MOST, message=f"Use a number from -{DAYS_MOST} to {DAYS_MOST}."),
        ],
        description="Below zero moves to earlier days. Starts and ends that have passed stay.",
    )
    version = VersionField()


class MoveForm(Form):
    """Dates as they should be; fields for each window are added by `move_form`."""

    along = BooleanField(
        "Windows that come after follow along",
        description="By as much as the end of the one before them moves. A start moved beyond its own end "
        "takes that end along.",
    )
    shut = SelectMultipleField(
        "Shut what is open now?",
        choices=[(kind.value, NAMES[kind]) for kind in WindowKind],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    version = VersionField()

    def wanted(self) -> dict[WindowKind, tuple[datetime, datetime]]:
        """Return opening and closing of each window that has fields."""
        fields = {name: field.data for name, field in self._fields.items()}
        return {
            kind: (fields[f"{kind}_opens"], fields[f"{kind}_closes"])
            for kind in WindowKind
            if fields.get(f"{kind}_opens") and fields.get(f"{kind}_closes")
        }

    def order(self) -> dict[str, Any]:
        """Return what `services.move` takes."""
        return {
            "wanted": self.wanted(),
            "along": self.along.data,
            "version": self.version.data or 0,
            "shutting": {WindowKind(kind) for kind in self.shut.data or ()},
        }


def move_form(kinds: Iterable[WindowKind], **values: Any) -> MoveForm:
    """Return a form with an opening and a closing for each of these windows."""
    fields: dict[str, Any] = {}
    for kind in kinds:
        name, verb = NAMES[kind], "open" if kind is WindowKind.RESULTS else "opens"
        fields[f"{kind}_opens"] = WallField(f"{name} {verb}", [InputRequired("Say when it opens.")])
        fields[f"{kind}_closes"] = WallField(
            f"{name} {verb.replace('open', 'close')}", [InputRequired("Say when it closes.")]
        )
    form: MoveForm = type("MoveForm", (MoveForm,), fields)(**values)
    return form


class PrizeForm(Form):
    """Something that a demo can be in for."""

    name = LineField("Prize", [InputRequired("Name the prize."), Length(max=200)])
    description = LineField("What for?", [Optional(), Length(max=1000)])
