"""What people type about parts to take."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from wtforms import IntegerField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from learnhub.programs.kinds import AT_START, Slot
from learnhub.programs.parts import Wanted
from learnhub.programs.series_forms import ReachField
from learnhub.web.fields import Form, LineField, MadeForField, VersionField, WallField


class PartForm(Form):
    """What a host asks for help with."""

    name = LineField("What do you ask for?", [DataRequired("Say what you ask for."), Length(max=80)])
    about = LineField("What does one do?", [Optional(), Length(max=300)])
    wanted = IntegerField(
        "How many people?",
        [InputRequired("Say how many."), NumberRange(1, 50, message="Ask for 1 to 50.")],
        default=1,
    )
    minutes = IntegerField("Minutes", [Optional(), NumberRange(5, 6000, message="Use 5 to 6000 minutes.")])
    starts = WallField("When", [Optional()])
    skill = LineField(
        "Skill", [Optional(), Length(max=80)], description="Who says that they help with it is asked on Home."
    )
    version = VersionField()
    begins = MadeForField("The date")
    reach = ReachField("Which dates ask for it so?", alone=True)

    @staticmethod
    def values(wanted: Wanted, begins: datetime) -> dict[str, Any]:
        """Return what the form of a part of a program that begins then starts with."""
        return asdict(wanted) | {"starts": begins + timedelta(minutes=wanted.after), "begins": begins}

    def order(self, begins: datetime, slot: Callable[[str], Slot] = lambda _: AT_START) -> Wanted:
        """Return what is asked for, of a program that begins then; `slot` says when where nobody did."""
        name, at = self.name.data or "", self.starts.data
        usual = AT_START if at else slot(name)
        after = round((at - begins).total_seconds() / 60) if at else usual.after
        return Wanted(
            name=name,
            about=self.about.data or "",
            wanted=self.wanted.data or 0,
            minutes=self.minutes.data or usual.minutes,
            after=after,
            skill=self.skill.data or "",
        )
